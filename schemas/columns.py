"""Every column of the warehouse, declared once: one name, one meaning, one type everywhere.

A table takes a column from here and says only what is special about its role there
(`COLUMN.but(nullable=True)`).
"""

from __future__ import annotations

from schemas.table import (
    Check,
    Column,
    LogicalType,
    Pii,
    at_least,
    at_most,
    is_sunday,
    matching,
    one_of,
    spelled,
)

__all__ = ["COLUMNS", "column"]

_HEX32 = spelled("hex_32", "[0-9a-f]*", 32, 32)
_HEX64 = spelled("hex_64", "[0-9a-f]*", 64, 64)
_CODE = spelled("code", r"[A-Z0-9][A-Z0-9._/-]*", 1, 40)
_WHOLE = at_least(0)
_PERSON = spelled("person_id", "P[0-9]*", 11, 11)

SUBMISSION_STATUSES = (
    "accepted",
    "superseded",
    "duplicate",
    "quarantined",
    "rejected",
    "held",
    "nil",
)
SUBMISSION_TYPES = ("first", "replacement", "supplement", "nil")
DECISION_ACTIONS = (
    "accept",
    "type",
    "waive",
    "return",
    "reopen",
    "map_column",
    "ignore_column",
    "same",
    "different",
    "undo",
)
DECISION_SCOPES = ("finding", "submission", "branch", "pair", "batch")
PERIODS = ("week", "month_to_date", "year_to_date", "since_launch")
UNIT_LEVELS = ("province", "district", "commune", "branch", "team")
BRANCH_KINDS = (
    "commune",
    "district",
    "province",
    "school",
    "army",
    "police",
    "border_guard",
    "business_bloc",
    "other",
)
DUPLICATE_STATES = ("open", "same", "different", "closed")
LINK_EVENTS = ("merge", "split", "unmerge", "move")
LINK_EVENT_REASONS = ("evidence", "decision", "model")
FINDING_STATES = ("open", "fixed", "waived", "returned", "closed")
CAUSES = ("first", "late", "correction", "link_change", "unit_change", "rule_change", "decision")
"""Why a published value changed: it was not there before; files came, or took another's place; rows
are other persons' now; reference data; the model of linking; a steward.
"""
PRESENCE_STATES = (
    "on_time",
    "late",
    "nil",
    "missing",
    "empty",
    "held",
    "rejected",
    "suspended",
)


def _c(
    name: str,
    type_: LogicalType,
    vi: str,
    en: str,
    *checks: Check,
    pii: Pii = Pii.NONE,
    nullable: bool = False,
) -> Column:
    return Column(name, type_, vi, en, pii=pii, nullable=nullable, checks=checks)


_ALL: tuple[Column, ...] = (
    # keys and provenance
    _c("row_uid", "text", "Mã dòng", "Row as sent: hash of file, sheet and row number", _HEX32),
    _c(
        "submission_id", "text", "Mã báo cáo", "Submission: hash of file and place received", _HEX32
    ),
    _c(
        "finding_id",
        "text",
        "Mã phát hiện",
        "Finding: hash of what is judged, rule, column",
        _HEX32,
    ),
    _c("file_sha256", "text", "Mã băm tệp", "SHA-256 of the file's bytes", _HEX64),
    _c("run_id", "text", "Lượt chạy", "Run that last changed the row"),
    _c("first_run_id", "text", "Lượt chạy đầu", "Run that found it first"),
    _c("last_run_id", "text", "Lượt chạy cuối", "Last run that changed it"),
    _c("sheet", "text", "Trang tính", "Sheet name in the workbook as sent ('' for a CSV)"),
    _c(
        "row_number", "integer", "Dòng", "Row as the sender sees it in Excel (1-based)", at_least(1)
    ),
    _c(
        "person_id",
        "text",
        "Mã người",
        "Deduplicated citizen: a stable pseudonym that says nothing about the person",
        _PERSON,
        pii=Pii.PSEUDONYM,
    ),
    _c(
        "record_key", "text", "Khóa dòng", "Keyed hash of a row's content", _HEX32, pii=Pii.PERSONAL
    ),
    _c(
        "written_run_id",
        "text",
        "Lượt chạy đã ghi",
        "Run whose answer lies in the outbox (null: none yet)",
        nullable=True,
    ),
    # time
    _c("sunday", "date", "Ngày Chủ nhật", "Sunday that ends the report week", is_sunday()),
    _c("assist_date", "date", "Ngày hỗ trợ", "Day on which the citizen was helped"),
    _c(
        "valid_from", "date", "Hiệu lực từ", "First day on which the row holds (1900-01-01: always)"
    ),
    _c(
        "valid_to", "date", "Hiệu lực đến", "Last day on which it holds (null: open)", nullable=True
    ),
    _c("effective_date", "date", "Ngày hiệu lực", "First day of the new state"),
    _c("received_at", "timestamp", "Nhận lúc", "When these bytes first landed"),
    _c(
        "arrived_at",
        "timestamp",
        "Có trong hộp thư lúc",
        "Earliest moment at which the bytes are known to have been in the inbox: decides is_late",
    ),
    _c("erased_at", "timestamp", "Xóa lúc", "When the citizen's data were erased"),
    _c("locked_at", "timestamp", "Khóa lúc", "Files received from then on are held"),
    _c(
        "locked_period",
        "text",
        "Kỳ bị khóa",
        "A Sunday (YYYY-MM-DD) or a year (YYYY)",
        matching("locked_period", r"[0-9]{4}(-[0-9]{2}-[0-9]{2})?"),
    ),
    _c(
        "last_received_at",
        "timestamp",
        "Nhận gần nhất",
        "When the newest file landed",
        nullable=True,
    ),
    _c("published_at", "timestamp", "Công bố lúc", "When the value was published"),
    _c("superseded_at", "timestamp", "Thay lúc", "When another value replaced it", nullable=True),
    _c("started_at", "timestamp", "Bắt đầu", "When the run began"),
    _c("finished_at", "timestamp", "Kết thúc", "When the run ended (null: not yet)", nullable=True),
    _c("first_seen_sunday", "date", "Chủ nhật đầu tiên", "Week first helped", is_sunday()),
    # units, branches, teams
    _c("unit_code", "text", "Mã đơn vị hành chính", "Code of the unit, branch or team", _CODE),
    _c(
        "unit_valid_from",
        "date",
        "Đơn vị hiệu lực từ",
        "With unit_code, the unit (codes are reused)",
    ),
    _c("unit_level", "text", "Cấp", "Level that the row counts for", one_of(*UNIT_LEVELS)),
    _c(
        "level",
        "text",
        "Cấp hành chính",
        "Level of an administrative unit",
        one_of("province", "district", "commune"),
    ),
    _c(
        "holds_from",
        "date",
        "Từ ngày",
        "First day of a stretch in which no unit changes (1900-01-01: always)",
    ),
    _c(
        "holds_to",
        "date",
        "Đến ngày",
        "Last day of that stretch (null: open)",
        nullable=True,
    ),
    _c("province_code", "text", "Mã tỉnh", "Code of the province", _CODE),
    _c(
        "province_valid_from",
        "date",
        "Tỉnh hiệu lực từ",
        "With province_code, the province",
    ),
    _c(
        "district_code",
        "text",
        "Mã huyện",
        "Code of the district (null: in none)",
        _CODE,
        nullable=True,
    ),
    _c(
        "district_valid_from",
        "date",
        "Huyện hiệu lực từ",
        "With district_code, the district",
        nullable=True,
    ),
    _c(
        "commune_code",
        "text",
        "Mã xã",
        "Code of the commune (null: in none)",
        _CODE,
        nullable=True,
    ),
    _c(
        "commune_valid_from",
        "date",
        "Xã hiệu lực từ",
        "With commune_code, the commune",
        nullable=True,
    ),
    _c("parent_code", "text", "Mã cấp trên", "Code of the unit above", _CODE, nullable=True),
    _c("name", "text", "Tên", "Name as printed"),
    _c("old_code", "text", "Mã cũ", "Code before the change", _CODE),
    _c("new_code", "text", "Mã mới", "Code after the change", _CODE),
    _c("share", "number", "Tỷ lệ", "Share of the old one that went to the new", nullable=True),
    _c("is_default", "boolean", "Đích mặc định", "Whether it is where old rows go by default"),
    _c("branch_code", "text", "Mã cơ sở Đoàn", "Branch of the Youth Union", _CODE),
    _c(
        "branch_valid_from",
        "date",
        "Cơ sở hiệu lực từ",
        "With branch_code, the branch as it was over one stretch of time",
    ),
    _c("parent_branch_code", "text", "Cơ sở cấp trên", "Branch above", _CODE, nullable=True),
    _c("kind", "text", "Loại cơ sở", "What kind of branch it is", one_of(*BRANCH_KINDS)),
    _c("team_code", "text", "Mã tổ", "Youth digital-technology team", _CODE),
    _c(
        "team_type",
        "text",
        "Loại tổ",
        "youth: counted; community: led by the government, never counted",
        one_of("youth", "community"),
    ),
    _c("reason", "text", "Lý do", "Why, in words"),
    _c("year", "integer", "Năm", "Calendar year", at_least(2000), at_most(2200)),
    # catalogues
    _c("service_code", "text", "Mã dịch vụ", "Service of the catalogue", _CODE),
    _c("name_vi", "text", "Tên tiếng Việt", "Vietnamese name"),
    _c("name_en", "text", "Tên tiếng Anh", "English name"),
    _c("category", "text", "Nhóm", "Group of services"),
    _c("unit_counted", "text", "Đơn vị đếm", "What is counted"),
    _c("indicator_code", "text", "Mã chỉ tiêu", "Indicator of the catalogue", _CODE),
    _c("numerator_text", "text", "Cách tính tử số", "What the numerator counts, in words"),
    _c(
        "denominator_text", "text", "Cách tính mẫu số", "What the denominator counts", nullable=True
    ),
    _c("unit", "text", "Đơn vị tính", "Unit of the value"),
    _c("levels", "text", "Các cấp", "Levels published, separated by |"),
    _c("periods", "text", "Các kỳ", "Periods published, separated by |", nullable=True),
    _c(
        "target_direction",
        "text",
        "Chiều chỉ tiêu",
        "Whether the target is a floor or a ceiling",
        one_of("at_least", "at_most"),
        nullable=True,
    ),
    _c("as_of_date", "date", "Tính đến ngày", "Last day that the figure speaks of"),
    _c(
        "published_value",
        "number",
        "Giá trị đã công bố",
        "Percentage as the source printed it, rounding and slips included (null: not told)",
        nullable=True,
    ),
    _c("target_text", "text", "Mục tiêu (bằng lời)", "Target in words, as its source sets it"),
    _c("source", "text", "Nguồn", "Document or site that published it"),
    _c("note", "text", "Ghi chú", "What to know before quoting it", nullable=True),
    # submissions
    _c(
        "submission_type", "text", "Loại báo cáo", "What the sender says", one_of(*SUBMISSION_TYPES)
    ),
    _c(
        "corrected_id",
        "text",
        "Sửa cho báo cáo",
        "Earlier submission whose rows it brings again, by their ids (null: none)",
        _HEX32,
        nullable=True,
    ),
    _c("version", "integer", "Phiên bản", "Version of branch and Sunday (0: none)", _WHOLE),
    _c("is_late", "boolean", "Nộp muộn", "Arrived after Sunday 22:00 Asia/Ho_Chi_Minh"),
    _c(
        "has_work",
        "boolean",
        "Có việc đã làm",
        "Whether it lists a citizen or an activity of the team, not its members alone",
    ),
    _c("records_parsed", "integer", "Số dòng đọc được", "NGUOI_DAN rows read", _WHOLE),
    _c("records_accepted", "integer", "Số dòng nhận", "Rows counted as persons", _WHOLE),
    _c("records_quarantined", "integer", "Số dòng tạm giữ", "Rows held back by an error", _WHOLE),
    _c(
        "records_excluded",
        "integer",
        "Số dòng loại trừ",
        "Valid rows not counted as persons",
        _WHOLE,
    ),
    _c("versions", "integer", "Số phiên bản", "Files of the branch for the Sunday", _WHOLE),
    _c("state", "text", "Trạng thái", "State of the row's subject"),
    _c("status", "text", "Tình trạng", "Status of the row's subject"),
    # findings
    _c("rule_id", "text", "Quy tắc", "Slug of the broken rule"),
    _c("case_id", "text", "Trường hợp", "Case of the catalogue of dirty submissions ('' if none)"),
    _c("severity", "text", "Mức độ", "What it leads to", one_of("error", "warning", "info")),
    _c("is_security", "boolean", "An ninh", "Whether it is a security or privacy event"),
    _c(
        "scope",
        "text",
        "Phạm vi",
        "What is judged",
        one_of("file", "sheet", "row", "cross_row", "cross_submission"),
    ),
    _c("column_name", "text", "Cột", "Template column ('' where it is not one column's)"),
    _c("cell", "text", "Ô", "Address in the sheet, such as E12 ('' if none)"),
    _c("value_masked", "text", "Giá trị (che)", "What was found, masked"),
    _c("message_vi", "text", "Thông báo", "What to tell the branch"),
    _c("message_en", "text", "Thông báo (Anh)", "The same in English"),
    _c("suggestion", "text", "Cách sửa đề nghị", "Name of the repair ('' if none)"),
    # decisions
    _c("position", "integer", "Thứ tự", "Place in the order of all decisions", at_least(1)),
    _c(
        "decision_position",
        "integer",
        "Đến quyết định",
        "Last decision that the run read (0: none)",
        _WHOLE,
    ),
    _c("batch_id", "text", "Đợt quyết định", "Decisions made by one command, undone together"),
    _c("action", "text", "Quyết định", "What was answered", one_of(*DECISION_ACTIONS)),
    _c(
        "subject_id",
        "text",
        "Về",
        "Finding or possible duplicate that is answered; for an undo, the batch",
    ),
    _c("expires_on", "date", "Hết hiệu lực", "Last day on which it holds", nullable=True),
    _c("decided_by", "text", "Người quyết định", "Account of the steward"),
    _c("decided_at", "timestamp", "Quyết định lúc", "When it was decided"),
    # possible duplicates
    _c(
        "duplicate_id",
        "text",
        "Mã nghi trùng",
        "Possible duplicate: hash of the lineages of its two rows",
        _HEX32,
    ),
    _c("left_row_uid", "text", "Dòng trái", "One of the two rows", _HEX32),
    _c("right_row_uid", "text", "Dòng phải", "The other row", _HEX32),
    _c(
        "left_person_id",
        "text",
        "Người bên trái",
        "Person of the one row",
        _PERSON,
        pii=Pii.PSEUDONYM,
    ),
    _c(
        "right_person_id",
        "text",
        "Người bên phải",
        "Person of the other row; the same where both are linked",
        _PERSON,
        pii=Pii.PSEUDONYM,
    ),
    _c("left_masked", "text", "Bên trái (che)", "What the one row says, masked"),
    _c("right_masked", "text", "Bên phải (che)", "What the other row says, masked"),
    _c("is_linked", "boolean", "Đang coi là một", "Whether both are one person as it stands"),
    _c("evidence_vi", "text", "Căn cứ", "What speaks for and against, in words"),
    _c("evidence_en", "text", "Căn cứ (Anh)", "The same in English"),
    _c("effect_vi", "text", "Ảnh hưởng", "What the other answer changes in the figures"),
    _c("effect_en", "text", "Ảnh hưởng (Anh)", "The same in English"),
    _c(
        "effect_units",
        "integer",
        "Số đơn vị ảnh hưởng",
        "Units whose number of citizens the other answer changes by one",
        _WHOLE,
    ),
    _c(
        "effect_since",
        "date",
        "Ảnh hưởng từ",
        "First Sunday of which the province's figure changes",
        is_sunday(),
    ),
    _c(
        "other_person_id",
        "text",
        "Người kia",
        "Person that the records went to",
        _PERSON,
        pii=Pii.PSEUDONYM,
    ),
    _c("event", "text", "Sự việc", "What became of the ids", one_of(*LINK_EVENTS)),
    # values of the vault
    _c("value_sent", "text", "Giá trị gửi", "Cell as sent", pii=Pii.PERSONAL),
    _c("value_suggested", "text", "Giá trị đề nghị", "Cell as repaired", pii=Pii.PERSONAL),
    _c("value_typed", "text", "Giá trị nhập", "Value that a steward typed", pii=Pii.PERSONAL),
    _c(
        "value_token",
        "text",
        "Mã giá trị",
        "Keyed hash of the value that was judged",
        _HEX32,
        pii=Pii.PERSONAL,
    ),
    _c("left_key", "text", "Khóa dòng trái", "Record key of a pair", _HEX32, pii=Pii.PERSONAL),
    _c("right_key", "text", "Khóa dòng phải", "Record key of a pair", _HEX32, pii=Pii.PERSONAL),
    _c(
        "lineage_key",
        "text",
        "Khóa dòng gốc",
        "Record key of the first version of the row: findings and decisions follow it",
        _HEX32,
        pii=Pii.PERSONAL,
    ),
    _c("row_no", "text", "STT", "The row's own number, as sent", pii=Pii.PERSONAL),
    _c("inbox_path", "text", "Đường dẫn", "Path below the inbox as sent", pii=Pii.PERSONAL),
    _c(
        "content_sha256",
        "text",
        "Mã băm các ô",
        "SHA-256 of the cells read, however the file was saved",
        _HEX64,
        pii=Pii.PERSONAL,
        nullable=True,
    ),
    _c("prepared_by", "text", "Người lập biểu", "Who made the report", pii=Pii.PERSONAL),
    _c("prepared_phone", "text", "Điện thoại", "Phone of who made it", pii=Pii.PERSONAL),
    _c("size_bytes", "integer", "Cỡ tệp", "Size of the file", _WHOLE),
    _c("modified_ns", "integer", "Sửa lúc (ns)", "Modification time of the file", _WHOLE),
    _c("changed_ns", "integer", "Đổi lúc (ns)", "Inode change time of the file", _WHOLE),
    _c("modified_at", "timestamp", "Sửa lúc", "The workbook's modified property", nullable=True),
    _c("full_name", "text", "Họ và tên", "Name for display", pii=Pii.PERSONAL),
    _c("id_number", "text", "Số định danh", "CCCD or old CMND", pii=Pii.PERSONAL),
    _c(
        "birth_date", "text", "Ngày sinh", "YYYY-MM-DD, or YYYY at year precision", pii=Pii.PERSONAL
    ),
    _c("phone", "text", "Điện thoại", "National form", pii=Pii.PERSONAL),
    _c("ward_code", "text", "Xã phường nơi ở", "Unit where the citizen lives", pii=Pii.QUASI),
    _c("sex", "text", "Giới tính", "F or M", one_of("F", "M"), pii=Pii.QUASI, nullable=True),
    _c(
        "birth_year",
        "integer",
        "Năm sinh",
        "Birth year",
        at_least(1880),
        pii=Pii.QUASI,
        nullable=True,
    ),
    _c(
        "consent",
        "text",
        "Đồng ý",
        "Consent to give data as stated",
        one_of("yes", "no"),
        nullable=True,
    ),
    _c("service_codes", "text", "Các dịch vụ", "Services of the row, separated by ;"),
    _c("dossier_count", "integer", "Số hồ sơ", "Dossiers filed in the row", _WHOLE),
    _c("is_number_trusted", "boolean", "Số đáng tin", "Whether the number may forbid a link"),
    _c("token", "text", "Mã chứng cứ", "Keyed hash of one evidence", _HEX32, pii=Pii.PERSONAL),
    # who is who
    _c("node_id", "integer", "Số chứng cứ", "Number that a row's evidence alone decides"),
    _c("tone_key", "text", "Khóa họ tên có dấu", "Folded name with accents", pii=Pii.PERSONAL),
    _c("name_key", "text", "Khóa họ tên", "Folded name, words in order", pii=Pii.PERSONAL),
    *(
        _c(f"{name}_key", "integer", f"Khóa {vi}", f"Hash of {en}; 0: none", pii=Pii.PERSONAL)
        for name, vi, en in (
            ("number", "số định danh", "the number"),
            ("phone", "điện thoại", "the phone"),
            ("name_birth", "họ tên và ngày sinh", "name and birth date"),
            ("ward_birth", "xã và ngày sinh", "ward and birth date"),
            ("given_birth", "tên và ngày sinh", "given name and birth date"),
            ("name_ward", "họ tên và xã", "name and ward"),
            ("name_year", "họ tên và năm sinh", "name and birth year"),
            ("short_ward", "họ, tên và xã", "surname, given name and ward"),
            ("short_year", "họ, tên và năm sinh", "surname, given name and birth year"),
            ("family_birth", "họ, đệm và ngày sinh", "surname, middle name and birth date"),
            ("family_ward_year", "họ, đệm, xã và năm sinh", "surname, middle name, ward and year"),
            ("rare_name", "họ tên hiếm", "a rare name"),
        )
    ),
    _c("guards", "integer", "Dè chừng", "What its keys do not say, one bit each"),
    _c("record_count", "integer", "Số dòng", "Rows in force with this evidence", at_least(1)),
    _c("component", "integer", "Thành phần", "Smallest node that this one hangs together with"),
    _c(
        "part",
        "integer",
        "Phần",
        "Smallest node of those that belong together beyond doubt",
    ),
    _c("left_node", "integer", "Chứng cứ trái", "Smaller of two linked nodes"),
    _c("right_node", "integer", "Chứng cứ phải", "Greater of two linked nodes"),
    # facts
    _c("fact_count", "integer", "Số sự kiện", "Rows and activities of the week", at_least(1)),
    _c("link_reason", "text", "Cơ sở nhận dạng", "Why the record belongs to the person"),
    _c("match_weight", "number", "Trọng số", "Weight of the strongest link of the record"),
    _c("quantity", "integer", "Số lượng", "Dossiers, items or sessions", _WHOLE),
    _c("attendance", "integer", "Lượt tham gia", "People who took part", _WHOLE),
    _c("is_first_for_service", "boolean", "Lần đầu của dịch vụ", "First of person and service"),
    _c("is_first_ever", "boolean", "Lần đầu", "First assistance of the person"),
    _c(
        "has_strong_evidence",
        "boolean",
        "Đủ căn cứ",
        "Whether two of trusted card number, phone and full birth date are known (null: no row in"
        " force)",
        nullable=True,
    ),
    _c("merged_into", "text", "Gộp vào", "Person that this one became", nullable=True),
    _c("member_count", "integer", "Số thành viên", "TO_CNS rows of the team", at_least(1)),
    # publication
    _c("table_name", "text", "Bảng", "Table, as schema.table"),
    _c("partition", "text", "Phần", "Sunday of the rows, as YYYY-MM-DD ('' for the whole table)"),
    _c("content_hash", "text", "Mã băm nội dung", "SHA-256 of the published rows", _HEX64),
    _c("run_number", "integer", "Số lượt", "Order of the runs, whatever their clocks", at_least(1)),
    _c("reference_hash", "text", "Mã băm danh mục", "SHA-256 of the reference data used", _HEX64),
    _c("model_version", "text", "Phiên bản mô hình", "Linking model that a run used"),
    _c("key_mark", "text", "Dấu của khóa", "Keyed hash of a constant: the key of a run", _HEX32),
    # members
    _c("member_total", "integer", "Tổng số đoàn viên", "Members of the branch", _WHOLE),
    _c("member_dvc_count", "integer", "Đoàn viên có DVC", "Members with a DVC account", _WHOLE),
    _c("member_vneid2_count", "integer", "Đoàn viên mức 2", "Members with VNeID level 2", _WHOLE),
    _c("member_both_count", "integer", "Đoàn viên có cả hai", "Members with both", _WHOLE),
    # mart
    _c("period", "text", "Kỳ", "Time span that ends on the Sunday", one_of(*PERIODS)),
    _c("numerator", "number", "Tử số", "Count, or upper part of the ratio"),
    _c("denominator", "number", "Mẫu số", "Lower part (null for a count)", nullable=True),
    _c(
        "value",
        "number",
        "Giá trị",
        "Count or percentage (null where it has no base)",
        nullable=True,
    ),
    _c("target", "number", "Mục tiêu", "Target in force", nullable=True),
    _c("low", "number", "Cận dưới", "Least that the true number is likely to be", _WHOLE),
    _c("high", "number", "Cận trên", "Most that the true number is likely to be", _WHOLE),
    _c("cause", "text", "Nguyên nhân", "Why the value changed", one_of(*CAUSES)),
    _c("reported", "integer", "Cơ sở báo cáo", "The branch's own summary", _WHOLE, nullable=True),
    _c("parsed", "integer", "Đọc được", "Read in the unit of the indicator", _WHOLE),
    _c("quarantined", "integer", "Tạm giữ", "Held back", _WHOLE),
    _c("excluded", "integer", "Loại trừ", "Not counted as persons", _WHOLE),
    _c("accepted", "integer", "Nhận", "Accepted", _WHOLE),
    _c("duplicate_in_file", "integer", "Trùng trong tệp", "Repeats within the file", _WHOLE),
    _c("duplicate_in_week", "integer", "Trùng trong tuần", "Repeats in the week", _WHOLE),
    _c("duplicate_earlier", "integer", "Trùng trước đó", "Seen since launch", _WHOLE),
    _c("unique_new", "integer", "Mới", "Counted for the first time", _WHOLE),
    _c("unexplained", "integer", "Chưa giải thích", "What does not add up (0)"),
    _c("first_touch", "number", "Ghi nhận lần đầu", "Credited to who helped first in the week"),
    _c("participation", "number", "Tham gia", "Distinct persons that the unit helped"),
    _c("fractional", "number", "Chia đều", "1/k for each of the k units that helped"),
)

COLUMNS: dict[str, Column] = {column.name: column for column in _ALL}


def column(name: str, **changes: object) -> Column:
    """The column of that name, with the changes of its role in a table; KeyError if undeclared."""
    return COLUMNS[name].but(**changes) if changes else COLUMNS[name]
