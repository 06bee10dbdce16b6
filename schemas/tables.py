"""The tables of the warehouse; `TABLES` holds them all, in an order in which to create them."""

from __future__ import annotations

from schemas.columns import (
    DECISION_SCOPES,
    DUPLICATE_STATES,
    FINDING_STATES,
    LINK_EVENT_REASONS,
    PRESENCE_STATES,
    SUBMISSION_STATUSES,
    column,
)
from schemas.table import Column, ForeignKey, RowCheck, Table, one_of

__all__ = ["TABLES", "table"]


def _columns(*items: str | Column) -> tuple[Column, ...]:
    return tuple(column(item) if isinstance(item, str) else item for item in items)


def _optional(*names: str) -> tuple[Column, ...]:
    return tuple(column(name, nullable=True) for name in names)


_TO_PERSON = ForeignKey(("person_id",), "core.person", ("person_id",))
_TO_SUBMISSION = ForeignKey(("submission_id",), "ops.submission", ("submission_id",))
_TO_SERVICE = ForeignKey(("service_code",), "core.service", ("service_code",))
_TO_INDICATOR = ForeignKey(("indicator_code",), "core.indicator", ("indicator_code",))

RUN = Table(
    "ops",
    "run",
    "Một lượt chạy của quy trình.",
    "One run of the pipeline.",
    _columns(
        "run_id",
        "run_number",
        "started_at",
        "finished_at",
        column("status", checks=(one_of("running", "completed", "failed"),)),
        *_optional("reference_hash", "model_version", "decision_position", "key_mark"),
    ),
    key=("run_id",),
)

SUBMISSION = Table(
    "ops",
    "submission",
    "Một tệp của một cơ sở Đoàn cho một Chủ nhật.",
    "One file of one branch for one Sunday.",
    _columns(
        "submission_id",
        "file_sha256",
        *_optional("branch_code", "sunday", "submission_type"),
        "version",
        column("status", checks=(one_of(*SUBMISSION_STATUSES),)),
        "received_at",
        "is_late",
        "records_parsed",
        "records_accepted",
        "records_quarantined",
        "records_excluded",
        "run_id",
        "arrived_at",
        "corrected_id",
    ),
    key=("submission_id",),
    indexes=(("sunday", "branch_code"), ("file_sha256",)),
    row_checks=(
        RowCheck(
            "records_add_up",
            "records_parsed == records_accepted + records_quarantined + records_excluded",
        ),
    ),
)

SUBMISSION_TEAM = Table(
    "ops",
    "submission_team",
    "Một tổ mà một báo cáo nói đến ('' là hoạt động của chính cơ sở).",
    "One team that a submission speaks about ('' for the branch's own activities).",
    _columns("submission_id", column("team_code", checks=()), "has_work"),
    key=("submission_id", "team_code"),
    foreign_keys=(_TO_SUBMISSION,),
)

LOCK = Table(
    "ops",
    "lock",
    "Một Chủ nhật hoặc một năm đã chốt số liệu.",
    "One Sunday or year whose figures a steward has closed.",
    _columns("locked_period", "reason", "locked_at"),
    key=("locked_period",),
)

UNIT = Table(
    "core",
    "unit",
    "Một đơn vị hành chính trong một thời kỳ.",
    "One administrative unit over one stretch of time.",
    _columns("unit_code", "valid_from", "name", "level", "parent_code", "valid_to"),
    key=("unit_code", "valid_from"),
)

UNIT_SUCCESSION = Table(
    "core",
    "unit_succession",
    "Một đơn vị hành chính chuyển sang đơn vị khác.",
    "One administrative unit becoming (part of) another.",
    _columns("old_code", "new_code", "effective_date", "share", "is_default"),
    key=("old_code", "new_code", "effective_date"),
)

BRANCH = Table(
    "core",
    "branch",
    "Một cơ sở Đoàn trong một thời kỳ.",
    "One branch of the Youth Union over one stretch of time.",
    _columns(
        "branch_code", "valid_from", "name", "kind", "unit_code", "parent_branch_code", "valid_to"
    ),
    key=("branch_code", "valid_from"),
)

BRANCH_PLACE = Table(
    "core",
    "branch_place",
    "Nơi của một cơ sở Đoàn giữa hai lần thay đổi địa giới.",
    "Where one branch stands between two changes of units: by it figures are told in other units.",
    _columns(
        "branch_code",
        "branch_valid_from",
        "holds_from",
        "holds_to",
        "province_code",
        "province_valid_from",
        "district_code",
        "district_valid_from",
        "commune_code",
        "commune_valid_from",
    ),
    key=("branch_code", "branch_valid_from", "holds_from"),
)

BRANCH_SUCCESSION = Table(
    "core",
    "branch_succession",
    "Một cơ sở Đoàn chuyển sang cơ sở khác.",
    "One branch becoming another.",
    _columns("old_code", "new_code", "effective_date"),
    key=("old_code", "new_code", "effective_date"),
)

TEAM = Table(
    "core",
    "team",
    "Một tổ công nghệ số trong một thời kỳ.",
    "One digital-technology team over one stretch of time.",
    _columns("team_code", "valid_from", "branch_code", "name", "team_type", "valid_to"),
    key=("team_code", "valid_from"),
)

SUSPENDED_SUNDAY = Table(
    "core",
    "suspended_sunday",
    "Một Chủ nhật được tạm dừng chính thức ở một đơn vị.",
    "One Sunday officially suspended in one unit.",
    _columns("sunday", "unit_code", "reason"),
    key=("sunday", "unit_code"),
)

TARGET = Table(
    "core",
    "target",
    "Mục tiêu của một chỉ tiêu ở một đơn vị trong một năm.",
    "Target of one indicator in one unit and year.",
    _columns("indicator_code", "unit_code", "year", column("target", nullable=False)),
    key=("indicator_code", "unit_code", "year"),
)

SERVICE = Table(
    "core",
    "service",
    "Một nội dung hỗ trợ của danh mục.",
    "One service of the catalogue.",
    _columns(
        "service_code", "name_vi", "name_en", "category", "unit_counted", "valid_from", "valid_to"
    ),
    key=("service_code",),
)

INDICATOR_DEFINITION = Table(
    "core",
    "indicator",
    "Một chỉ tiêu của danh mục.",
    "One indicator of the catalogue.",
    _columns(
        "indicator_code",
        "name_vi",
        "name_en",
        "numerator_text",
        "denominator_text",
        "unit",
        "levels",
        "periods",
        "target",
        "target_direction",
    ),
    key=("indicator_code",),
)

REFERENCE_FIGURE = Table(
    "core",
    "reference_figure",
    "Một số liệu do văn bản công bố, kèm các phần của nó; không đếm từ báo cáo của cơ sở.",
    "One figure that a document published, with its parts; counted from no submission.",
    _columns(
        "indicator_code",
        "as_of_date",
        "unit_level",
        "unit_code",
        "unit_valid_from",
        "unit_counted",
        column("numerator", nullable=True),
        "denominator",
        "value",
        "published_value",
        "target",
        "target_text",
        "source",
        "note",
    ),
    key=("indicator_code", "as_of_date", "unit_level", "unit_code"),
    foreign_keys=(_TO_INDICATOR,),
)

PERSON = Table(
    "core",
    "person",
    "Một người dân đã được nhận dạng, không trùng.",
    "One deduplicated citizen.",
    _columns(
        "person_id", "first_seen_sunday", "merged_into", "birth_year", "sex", "has_strong_evidence"
    ),
    key=("person_id",),
)

RECORD_PERSON = Table(
    "core",
    "record_person",
    "Một dòng được nhận của báo cáo có hiệu lực, kể cả dòng trùng.",
    "One accepted record of a submission in force, duplicates included.",
    _columns(
        "sunday",
        "submission_id",
        "file_sha256",
        "sheet",
        "row_number",
        "row_uid",
        "person_id",
        "link_reason",
        "match_weight",
    ),
    key=("row_uid",),
    foreign_keys=(_TO_PERSON, _TO_SUBMISSION),
    indexes=(("sunday",), ("person_id",)),
    is_large=True,
)

ASSISTANCE = Table(
    "core",
    "assistance",
    "Một người được một tổ hỗ trợ một nội dung trong một ngày.",
    "One person helped by one team with one service on one day.",
    _columns(
        "person_id",
        "service_code",
        "assist_date",
        "team_code",
        "row_uid",
        "sunday",
        "branch_code",
        "unit_code",
        "unit_valid_from",
        "submission_id",
        "quantity",
        "is_first_for_service",
        "is_first_ever",
    ),
    key=("person_id", "service_code", "assist_date", "team_code"),
    foreign_keys=(_TO_PERSON, _TO_SUBMISSION, _TO_SERVICE),
    indexes=(("sunday",),),
    is_large=True,
)

ANONYMOUS_CONTACT = Table(
    "core",
    "anonymous_contact",
    "Một lượt hỗ trợ của người không đồng ý cung cấp thông tin (không tính người).",
    "One tick of an excluded row: a contact without a person.",
    _columns(
        "row_uid",
        "service_code",
        "assist_date",
        "team_code",
        "sunday",
        "branch_code",
        "unit_code",
        "unit_valid_from",
        "submission_id",
    ),
    key=("row_uid", "service_code"),
    foreign_keys=(_TO_SUBMISSION, _TO_SERVICE),
    indexes=(("sunday",),),
    is_large=True,
)

TEAM_REPORT = Table(
    "core",
    "team_report",
    "Danh sách thành viên của một tổ trong một báo cáo có hiệu lực.",
    "One team's list of members in a submission in force.",
    _columns(
        "sunday",
        "submission_id",
        "branch_code",
        "team_code",
        "member_count",
        column("status", checks=(one_of("accepted", "quarantined"),)),
        "version",
    ),
    key=("submission_id", "team_code"),
    foreign_keys=(_TO_SUBMISSION,),
    indexes=(("sunday",),),
)

ACTIVITY = Table(
    "core",
    "activity",
    "Một hoạt động được nhận của báo cáo có hiệu lực.",
    "One accepted activity of a submission in force.",
    _columns(
        "row_uid",
        "sunday",
        "submission_id",
        "branch_code",
        column("team_code", nullable=True),
        "service_code",
        "quantity",
        column("attendance", nullable=True),
        "unit_code",
        "unit_valid_from",
        "file_sha256",
        *_optional("sheet", "row_number"),
    ),
    key=("row_uid",),
    foreign_keys=(_TO_SUBMISSION, _TO_SERVICE),
    indexes=(("sunday",),),
)

MEMBER_REPORT = Table(
    "core",
    "member_report",
    "Số đoàn viên của một cơ sở Đoàn theo một báo cáo có hiệu lực.",
    "A branch's members by one submission in force; the latest one is the current value.",
    _columns(
        "sunday",
        "submission_id",
        "branch_code",
        *_optional("member_total", "member_dvc_count", "member_vneid2_count", "member_both_count"),
        "version",
    ),
    key=("submission_id",),
    foreign_keys=(_TO_SUBMISSION,),
    indexes=(("sunday",),),
)

REPORTED_SUMMARY = Table(
    "core",
    "reported_summary",
    "Số tổng hợp của cơ sở Đoàn cho một chỉ tiêu: để so sánh; chỉ số lượt của tệp không có danh"
    " sách người dân được tính vào chỉ tiêu.",
    "A branch's own figure for one indicator: compared, and loaded in one case only, the contacts"
    " of a file that lists no citizens (X08).",
    _columns("sunday", "submission_id", "branch_code", "indicator_code", "reported"),
    key=("submission_id", "indicator_code"),
    foreign_keys=(_TO_SUBMISSION, _TO_INDICATOR),
    indexes=(("sunday",),),
)

TEAM_WEEK = Table(
    "core",
    "team_week",
    "Một tổ có hoạt động trong một tuần.",
    "One team that did anything in one week.",
    _columns("sunday", "team_code", "fact_count"),
    key=("sunday", "team_code"),
)

FINDING = Table(
    "quality",
    "finding",
    "Một lỗi của một tệp hoặc một dòng theo một quy tắc.",
    "One fault: submission or record × rule × column.",
    _columns(
        "finding_id",
        "rule_id",
        "case_id",
        "severity",
        "is_security",
        "scope",
        "submission_id",
        "file_sha256",
        "sheet",
        column("row_number", nullable=True),
        "column_name",
        "cell",
        "value_masked",
        "message_vi",
        "message_en",
        "suggestion",
        column("state", checks=(one_of(*FINDING_STATES),)),
        "first_run_id",
        "last_run_id",
    ),
    key=("finding_id",),
    foreign_keys=(_TO_SUBMISSION,),
    indexes=(("submission_id",), ("rule_id",)),
    is_large=True,
)

DECISION = Table(
    "quality",
    "decision",
    "Một quyết định của người rà soát; chỉ thêm, không sửa, không xóa.",
    "One answer of a steward: only ever added, replayed on every run.",
    _columns(
        "position",
        "batch_id",
        "action",
        column("scope", checks=(one_of(*DECISION_SCOPES),)),
        "subject_id",
        *_optional("rule_id", "column_name", "branch_code", "sunday", "reason"),
        "expires_on",
        "decided_by",
        "decided_at",
    ),
    key=("position",),
    indexes=(("subject_id",), ("batch_id",)),
)

DUPLICATE = Table(
    "quality",
    "duplicate",
    "Hai dòng có thể của cùng một người, do người rà soát quyết định.",
    "Two rows that may be one person: a question for a steward.",
    _columns(
        "duplicate_id",
        "left_person_id",
        "right_person_id",
        "left_row_uid",
        "right_row_uid",
        "left_masked",
        "right_masked",
        "match_weight",
        "is_linked",
        "evidence_vi",
        "evidence_en",
        "effect_vi",
        "effect_en",
        "effect_units",
        "effect_since",
        column("state", checks=(one_of(*DUPLICATE_STATES),)),
        "first_run_id",
        "last_run_id",
    ),
    key=("duplicate_id",),
    indexes=(("state",),),
)

_INDICATOR_COLUMNS = _columns(
    "sunday",
    "period",
    "unit_level",
    "unit_code",
    "unit_valid_from",
    "indicator_code",
    "numerator",
    "denominator",
    "value",
    "target",
    column("status", checks=(one_of("provisional", "final"),)),
    "run_id",
)
_INDICATOR_KEY = (
    "sunday",
    "period",
    "unit_level",
    "unit_code",
    "unit_valid_from",
    "indicator_code",
)

INDICATOR = Table(
    "mart",
    "indicator",
    "Giá trị đã công bố của một chỉ tiêu ở một đơn vị cho một kỳ kết thúc vào một Chủ nhật.",
    "Published value of one indicator in one unit for one period ending on one Sunday.",
    _INDICATOR_COLUMNS,
    key=_INDICATOR_KEY,
    foreign_keys=(_TO_INDICATOR,),
    is_large=True,
)

INDICATOR_HISTORY = Table(
    "mart",
    "indicator_history",
    "Một giá trị từng được công bố; mỗi lần giá trị thay đổi là một dòng.",
    "One value that was published: a row only where a value changed.",
    (*_INDICATOR_COLUMNS, *_columns("published_at", "superseded_at", "cause")),
    key=(*_INDICATOR_KEY, "published_at"),
    foreign_keys=(_TO_INDICATOR,),
    is_large=True,
)

INDICATOR_BOUNDS = Table(
    "mart",
    "indicator_bounds",
    "Khoảng chắc chắn của số người đã công bố cho Chủ nhật mới nhất.",
    "Between what numbers a published count of people lies, for the newest Sunday.",
    _columns(*_INDICATOR_KEY, "low", "high"),
    key=_INDICATOR_KEY,
    foreign_keys=(_TO_INDICATOR,),
)

RECONCILIATION = Table(
    "mart",
    "reconciliation",
    "Từ số dòng gửi đến số người của một cơ sở, một Chủ nhật, một chỉ tiêu.",
    "From rows sent to people counted, for one branch, Sunday and indicator.",
    _columns(
        "sunday",
        "branch_code",
        "indicator_code",
        "reported",
        "parsed",
        "quarantined",
        "excluded",
        "accepted",
        "duplicate_in_file",
        "duplicate_in_week",
        "duplicate_earlier",
        "unique_new",
        "unexplained",
    ),
    key=("sunday", "branch_code", "indicator_code"),
    foreign_keys=(_TO_INDICATOR,),
    row_checks=(
        RowCheck("parsed_adds_up", "parsed == quarantined + excluded + accepted"),
        RowCheck(
            "accepted_adds_up",
            "accepted == duplicate_in_file + duplicate_in_week + duplicate_earlier + unique_new"
            " + unexplained",
        ),
    ),
    is_large=True,
)

SUBMISSION_STATUS = Table(
    "mart",
    "submission_status",
    "Tình hình nộp báo cáo của một cơ sở cho một Chủ nhật.",
    "What one branch sent for one Sunday.",
    _columns(
        "sunday",
        "branch_code",
        column("state", checks=(one_of(*PRESENCE_STATES),)),
        "versions",
        "last_received_at",
    ),
    key=("sunday", "branch_code"),
)

CREDIT = Table(
    "mart",
    "credit",
    "Phần ghi nhận của một đơn vị cho số người được hỗ trợ trong tuần theo dịch vụ.",
    "One unit's claim to the persons helped in one week with one service.",
    _columns(
        "sunday",
        "unit_level",
        "unit_code",
        "unit_valid_from",
        "service_code",
        "first_touch",
        "participation",
        "fractional",
    ),
    key=("sunday", "unit_level", "unit_code", "unit_valid_from", "service_code"),
    foreign_keys=(_TO_SERVICE,),
    is_large=True,
)

PUBLICATION = Table(
    "ops",
    "publication",
    "Nội dung đã công bố của một bảng cho một Chủ nhật.",
    "What a table holds for one Sunday: Parquet is brought to it after each run.",
    _columns("table_name", "partition", "content_hash", "run_id"),
    key=("table_name", "partition"),
)

ANSWER = Table(
    "ops",
    "answer",
    "Việc trả lời một cơ sở Đoàn về một Chủ nhật: thư và tệp cần sửa trong hộp thư đi.",
    "What one branch is to be told of one Sunday: the outbox is brought to it after each run.",
    _columns("sunday", "branch_code", "run_id", "written_run_id"),
    key=("sunday", "branch_code"),
)

INBOX_FILE = Table(
    "vault",
    "inbox_file",
    "Một đường dẫn của hộp thư đến và nội dung đã đọc lần cuối.",
    "One path of the inbox and the bytes last read there.",
    _columns("inbox_path", "file_sha256", "size_bytes", "modified_ns", "changed_ns"),
    key=("inbox_path",),
)

SUBMISSION_FILE = Table(
    "vault",
    "submission_file",
    "Tên tệp và người lập của một báo cáo.",
    "File name and preparer of a submission.",
    _columns(
        "submission_id",
        "inbox_path",
        "modified_at",
        *_optional("prepared_by", "prepared_phone"),
        "content_sha256",
    ),
    key=("submission_id",),
    foreign_keys=(_TO_SUBMISSION,),
)

CELL_VALUE = Table(
    "vault",
    "cell_value",
    "Giá trị của ô mà một phát hiện nói đến.",
    "The value that a finding is about.",
    _columns("finding_id", "value_sent", "value_suggested"),
    key=("finding_id",),
)

DECISION_VALUE = Table(
    "vault",
    "decision_value",
    "Giá trị và khóa dòng của một quyết định.",
    "The values and record keys that a decision is about.",
    _columns(
        "position",
        *_optional("value_token", "value_sent", "value_typed", "left_key", "right_key"),
    ),
    key=("position",),
    foreign_keys=(ForeignKey(("position",), "quality.decision", ("position",)),),
)

RECORD = Table(
    "vault",
    "record",
    "Một dòng NGUOI_DAN đã đọc và chuẩn hóa.",
    "One NGUOI_DAN row, read and normalised.",
    _columns(
        "row_uid",
        "record_key",
        "submission_id",
        "file_sha256",
        "sheet",
        "row_number",
        *_optional("branch_code", "sunday", "assist_date"),
        column("team_code", checks=()),
        "service_codes",
        "dossier_count",
        "full_name",
        "id_number",
        "birth_date",
        "phone",
        "ward_code",
        "sex",
        "consent",
        "is_number_trusted",
        column("status", checks=(one_of("accepted", "quarantined", "excluded"),)),
        "node_id",
        "lineage_key",
        "row_no",
    ),
    key=("row_uid",),
    foreign_keys=(_TO_SUBMISSION,),
    indexes=(("submission_id",),),
    is_large=True,
)

LINK_LEDGER = Table(
    "vault",
    "link_ledger",
    "Người mà một dòng thuộc về, kể cả dòng không còn hiệu lực.",
    "The person that a record belongs to, kept when the record is no longer in force.",
    _columns("record_key", "person_id", "run_id"),
    key=("record_key",),
)

PERSON_TOKEN = Table(
    "vault",
    "person_token",
    "Một chứng cứ của người không còn dòng nào có hiệu lực.",
    "One exact evidence of a person without a row in force: by it the id comes back.",
    _columns("token", "person_id"),
    key=("token", "person_id"),
)

TOMBSTONE = Table(
    "vault",
    "tombstone",
    "Một dấu của người đã yêu cầu xóa dữ liệu cá nhân.",
    "One mark of a person who was erased on request: by it nobody comes back.",
    _columns("token", "erased_at"),
    key=("token",),
)

LINK_NODE = Table(
    "vault",
    "link_node",
    "Một bộ chứng cứ của các dòng có hiệu lực.",
    "One set of evidence that rows in force have.",
    _columns(
        "node_id",
        "id_number",
        "is_number_trusted",
        "tone_key",
        "birth_date",
        "phone",
        "ward_code",
        "sex",
        "name_key",
        "number_key",
        "phone_key",
        "name_birth_key",
        "ward_birth_key",
        "given_birth_key",
        "family_birth_key",
        "name_ward_key",
        "name_year_key",
        "short_ward_key",
        "short_year_key",
        "family_ward_year_key",
        "rare_name_key",
        "guards",
        "record_count",
        "component",
        "person_id",
        "part",
    ),
    key=("node_id",),
    indexes=(("component",),),
)

LINK_EDGE = Table(
    "vault",
    "link_edge",
    "Hai bộ chứng cứ có thể của cùng một người.",
    "Two sets of evidence that speak of one person.",
    _columns("left_node", "right_node", "match_weight", "link_reason"),
    key=("left_node", "right_node"),
)

DUPLICATE_KEY = Table(
    "vault",
    "duplicate_key",
    "Hai dòng của một trường hợp nghi trùng và chứng cứ của chúng.",
    "The rows of a possible duplicate by their lineage, and what they said when it was found.",
    _columns("duplicate_id", "left_key", "right_key", "left_node", "right_node", "value_token"),
    key=("duplicate_id",),
    indexes=(("left_node",), ("right_node",)),
)

LINK_EVENT = Table(
    "vault",
    "link_event",
    "Một lần gộp, tách hoặc chuyển dòng giữa hai mã người.",
    "One merge, split or return of a person, with the run and why.",
    _columns(
        "run_id",
        "event",
        "person_id",
        "other_person_id",
        column("reason", checks=(one_of(*LINK_EVENT_REASONS),)),
    ),
    key=("run_id", "person_id", "other_person_id"),
)

TABLES: tuple[Table, ...] = (
    RUN,
    SUBMISSION,
    SUBMISSION_TEAM,
    LOCK,
    UNIT,
    UNIT_SUCCESSION,
    BRANCH,
    BRANCH_PLACE,
    BRANCH_SUCCESSION,
    TEAM,
    SUSPENDED_SUNDAY,
    TARGET,
    SERVICE,
    INDICATOR_DEFINITION,
    REFERENCE_FIGURE,
    PERSON,
    RECORD_PERSON,
    ASSISTANCE,
    ANONYMOUS_CONTACT,
    TEAM_REPORT,
    ACTIVITY,
    MEMBER_REPORT,
    REPORTED_SUMMARY,
    TEAM_WEEK,
    FINDING,
    DECISION,
    DUPLICATE,
    INDICATOR,
    INDICATOR_HISTORY,
    INDICATOR_BOUNDS,
    RECONCILIATION,
    SUBMISSION_STATUS,
    CREDIT,
    PUBLICATION,
    ANSWER,
    INBOX_FILE,
    SUBMISSION_FILE,
    CELL_VALUE,
    DECISION_VALUE,
    RECORD,
    LINK_LEDGER,
    PERSON_TOKEN,
    TOMBSTONE,
    LINK_NODE,
    LINK_EDGE,
    DUPLICATE_KEY,
    LINK_EVENT,
)


def table(full_name: str) -> Table:
    """The declared table `schema.name`; KeyError if there is none."""
    for declared in TABLES:
        if declared.full_name == full_name:
            return declared
    raise KeyError(full_name)
