"""The workbook that branches fill in: its sheets, its columns, and how headers are typed in life.

Sheets and columns are those of the programme's template (DESIGN 4). `THONG_TIN` is a form (label in
one column, value beside it); the other four are tables. An alias is a header that real workbooks
carry for the same thing; case, accents and punctuation need not be repeated here, for headers are
compared by a folded key. One alias under two columns of a sheet is deliberate: such a header cannot
be told apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = [
    "ADVICE_COLUMN",
    "CORRECTION_SHEET",
    "FORM_SHEET",
    "HEADER_ROW",
    "PRINTED_ROLES",
    "REASON_COLUMN",
    "SERVICE_COLUMNS",
    "TABLE_SHEETS",
    "TEMPLATE",
    "TEMPLATE_SHEETS",
    "TEMPLATE_VERSION",
    "TemplateColumn",
    "columns_of",
    "label_of",
]

FORM_SHEET: Final = "THONG_TIN"
TABLE_SHEETS: Final = ("TO_CNS", "NGUOI_DAN", "HOAT_DONG", "TONG_HOP")
TEMPLATE_SHEETS: Final = (FORM_SHEET, *TABLE_SHEETS)

TEMPLATE_VERSION: Final = "CNS-2026.1"
"""What THONG_TIN says of the form that the branch filled in."""

HEADER_ROW: Final = 3
"""The Excel row in which the template's tables have their header."""

PRINTED_ROLES: Final = ("Tổ trưởng", "Thành viên")
"""What the template prints as the role of a team's first line and of its others."""

CORRECTION_SHEET: Final = "CẦN SỬA"
"""The sheet that a correction workbook has besides: its name, and its first words."""

REASON_COLUMN: Final = "Vì sao cần sửa"
ADVICE_COLUMN: Final = "Đề nghị"
"""The columns that a correction workbook puts beside a table."""


@dataclass(frozen=True)
class TemplateColumn:
    """A column of a table sheet, or a line of the form sheet.

    `name` is the English name used everywhere in the program, `label` what the template prints.
    `is_required` is what the template asks for, not what is refused. `is_personal` marks what must
    stay in the vault. `is_printed` is False for columns that only other layouts have (one column of
    services, a name in two parts, the ids in correction workbooks): they are read, but the template
    does not offer them.
    """

    sheet: str
    name: str
    label: str
    is_required: bool = False
    is_personal: bool = False
    aliases: tuple[str, ...] = ()
    is_printed: bool = True


def _column(
    sheet: str, name: str, label: str, flags: str = "", aliases: str = ""
) -> TemplateColumn:
    """A column from notes: flags `required personal unprinted`, aliases separated by `|`."""
    ""
    return TemplateColumn(
        sheet,
        name,
        label,
        is_required="required" in flags,
        is_personal="personal" in flags,
        aliases=tuple(alias.strip() for alias in aliases.split("|") if alias.strip()),
        is_printed="unprinted" not in flags,
    )


_TEAM_CODE = (
    "Mã tổ CNS | Mã Tổ công nghệ số | Mã tổ CNSTN | Mã tổ công nghệ số thanh niên | Mã số tổ"
    " | Mã đội"
    " | Mã tổ thực hiện | Mã tổ hỗ trợ | Tổ CNS | Team code"
)
_ROW_NO = "Số TT | Số thứ tự | TT | S.T.T | No | #"

_FORM = (
    _column(
        FORM_SHEET, "template_version", "Phiên bản mẫu", "required", "Phiên bản | Mẫu phiên bản"
    ),
    _column(
        FORM_SHEET,
        "branch_code",
        "Mã đơn vị",
        "required",
        "Mã đơn vị báo cáo | Mã cơ sở Đoàn | Mã ĐV | Mã đoàn cơ sở | Mã số đơn vị",
    ),
    _column(
        FORM_SHEET,
        "branch_name",
        "Tên đơn vị (Đoàn xã/phường/trường/khối)",
        "required",
        "Tên đơn vị | Đơn vị | Đơn vị báo cáo | Tên cơ sở Đoàn | Cơ sở Đoàn | Tên đơn vị báo cáo",
    ),
    _column(
        FORM_SHEET,
        "report_sunday",
        "Ngày Chủ nhật báo cáo",
        "required",
        "Ngày Chủ nhật | Chủ nhật báo cáo | Ngày báo cáo | Chủ nhật | Ngày CN báo cáo | Ngày CN",
    ),
    _column(
        FORM_SHEET,
        "submission_type",
        "Loại báo cáo (Lần đầu/Thay thế/Bổ sung/Không tổ chức)",
        "required",
        "Loại báo cáo | Loại | Hình thức báo cáo | Kiểu báo cáo",
    ),
    _column(
        FORM_SHEET,
        "nil_reason",
        "Lý do không tổ chức",
        "",
        "Lý do | Lí do không tổ chức | Lý do không tổ chức (nếu có) | Lí do",
    ),
    _column(
        FORM_SHEET,
        "prepared_by",
        "Người lập biểu",
        "required personal",
        "Người lập | Người báo cáo | Người lập báo cáo | Họ tên người lập | Cán bộ lập biểu",
    ),
    _column(
        FORM_SHEET,
        "prepared_phone",
        "Điện thoại người lập",
        "required personal",
        "SĐT người lập | Số điện thoại người lập | Điện thoại | SĐT | Số điện thoại"
        " | Điện thoại liên hệ | Điện thoại người lập biểu",
    ),
    _column(
        FORM_SHEET,
        "member_total",
        "Tổng số đoàn viên",
        "",
        "Số đoàn viên | Tổng đoàn viên | Tổng số ĐV",
    ),
    _column(
        FORM_SHEET,
        "member_dvc_count",
        "Số đoàn viên có tài khoản DVC",
        "",
        "Đoàn viên có tài khoản DVC | Số ĐV có tài khoản DVC"
        " | Số đoàn viên có tài khoản dịch vụ công"
        " | Số đoàn viên có TK DVC",
    ),
    _column(
        FORM_SHEET,
        "member_vneid2_count",
        "Số đoàn viên có định danh mức 2",
        "",
        "Đoàn viên có định danh mức 2 | Số ĐV có định danh mức 2 | Số đoàn viên có VNeID mức 2"
        " | Số đoàn viên có định danh điện tử mức 2",
    ),
    _column(
        FORM_SHEET,
        "member_both_count",
        "Số đoàn viên có cả hai tài khoản",
        "",
        "Đoàn viên có cả hai tài khoản | Số ĐV có cả hai tài khoản | Số đoàn viên có cả 2 tài khoản"
        " | Số đoàn viên có cả hai",
    ),
)

_TEAMS = (
    _column("TO_CNS", "row_no", "STT", "", _ROW_NO),
    _column("TO_CNS", "team_code", "Mã tổ", "required", _TEAM_CODE),
    _column(
        "TO_CNS",
        "team_name",
        "Tên Tổ công nghệ số thanh niên",
        "required",
        "Tên tổ | Tên Tổ CNS | Tên Tổ CNSTN | Tổ công nghệ số thanh niên | Tên Tổ công nghệ số",
    ),
    _column(
        "TO_CNS",
        "area",
        "Địa bàn (thôn/khu phố, xã/phường)",
        "required",
        "Địa bàn | Địa bàn hoạt động | Thôn/khu phố | Thôn, khu phố | Khu vực | Địa bàn phụ trách",
    ),
    _column(
        "TO_CNS",
        "member_name",
        "Họ và tên thành viên",
        "required personal",
        "Họ tên thành viên | Họ và tên | Họ tên | Họ & tên | Thành viên | Tên thành viên"
        " | Họ và tên đoàn viên | Họ và tên tổ viên",
    ),
    _column(
        "TO_CNS",
        "team_role",
        "Chức vụ trong tổ (Tổ trưởng/Tổ phó/Thành viên)",
        "required",
        "Chức vụ trong tổ | Chức vụ | Vai trò | Nhiệm vụ trong tổ | Chức danh",
    ),
    _column(
        "TO_CNS",
        "member_has_dvc",
        "Có tài khoản DVC",
        "required",
        "Tài khoản DVC | Có TK DVC | Tài khoản dịch vụ công | Có tài khoản dịch vụ công | TK DVC"
        " | Tài khoản",
    ),
    _column(
        "TO_CNS",
        "member_vneid2",
        "Định danh mức 2",
        "required",
        "Định danh mức 2 (VNeID) | VNeID mức 2 | Có định danh mức 2 | Tài khoản định danh mức 2"
        " | Định danh điện tử mức 2 | VNeID | Tài khoản",
    ),
    _column(
        "TO_CNS",
        "attended",
        "Tham gia Chủ nhật này",
        "required",
        "Tham gia | Có tham gia | Tham gia CN này | Có mặt | Tham gia Chủ nhật",
    ),
)

_CITIZENS = (
    _column("NGUOI_DAN", "row_no", "STT", "", _ROW_NO),
    _column("NGUOI_DAN", "team_code", "Mã tổ", "required", _TEAM_CODE),
    _column(
        "NGUOI_DAN",
        "assist_date",
        "Ngày hỗ trợ",
        "required",
        "Ngày thực hiện | Ngày giúp đỡ | Ngày hướng dẫn | Ngày hoạt động | Thời gian hỗ trợ"
        " | Ngày tháng hỗ trợ | Thời gian thực hiện | Ngày ra quân | Ngày",
    ),
    _column(
        "NGUOI_DAN",
        "full_name",
        "Họ và tên",
        "required personal",
        "Họ tên | Họ & tên | Họ, tên | Họ và tên người dân | Họ tên người dân | Tên người dân"
        " | Họ và tên công dân | Họ tên công dân | Họ và tên người được hỗ trợ"
        " | Họ tên người được hỗ trợ | Người được hỗ trợ | Họ và chữ đệm, tên | Họ, chữ đệm và tên",
    ),
    _column(
        "NGUOI_DAN",
        "surname_part",
        "Họ đệm",
        "personal unprinted",
        "Họ | Họ và đệm | Họ, đệm | Họ và tên đệm | Họ lót | Họ và chữ lót | Họ và chữ đệm"
        " | Họ và lót",
    ),
    _column("NGUOI_DAN", "given_part", "Tên", "personal unprinted", "Tên gọi"),
    _column(
        "NGUOI_DAN",
        "id_number",
        "Số CCCD/Định danh cá nhân",
        "personal",
        "Số CCCD | CCCD | CCCD/CMND | CMND/CCCD | Số CMND | CMND | Số CCCD/CMND | Số CMND/CCCD"
        " | Căn cước công dân | Số căn cước công dân | Số căn cước | Căn cước"
        " | Số định danh cá nhân"
        " | Định danh cá nhân | Số định danh | Mã định danh | CCCD/Định danh cá nhân | Số CC/CCCD"
        " | Số giấy tờ tùy thân | Số CCCD/Định danh | Số CCCD/ĐDCN | Số thẻ căn cước | Định danh",
    ),
    _column(
        "NGUOI_DAN",
        "birth_date",
        "Ngày sinh",
        "personal",
        "Năm sinh | Ngày tháng năm sinh | Ngày, tháng, năm sinh | Ngày/tháng/năm sinh"
        " | Ngày tháng sinh"
        " | Ngày sinh (dd/mm/yyyy) | Ngày hoặc năm sinh | Ngày/năm sinh | Sinh ngày | NTNS"
        " | Sinh năm"
        " | Ngày",
    ),
    _column("NGUOI_DAN", "birth_of_man", "Ngày sinh nam", "personal unprinted"),
    _column("NGUOI_DAN", "birth_of_woman", "Ngày sinh nữ", "personal unprinted"),
    _column("NGUOI_DAN", "birth_day_part", "Ngày sinh ngày", "personal unprinted"),
    _column("NGUOI_DAN", "birth_month_part", "Ngày sinh tháng", "personal unprinted"),
    _column("NGUOI_DAN", "birth_year_part", "Ngày sinh năm", "personal unprinted"),
    _column(
        "NGUOI_DAN",
        "gender",
        "Giới tính",
        "personal",
        "Giới tính (Nam/Nữ) | Phái | Giới | Nam/Nữ | GT",
    ),
    _column(
        "NGUOI_DAN",
        "male_tick",
        "Nam",
        "personal unprinted",
        "Giới tính Nam | Nam giới",
    ),
    _column(
        "NGUOI_DAN",
        "female_tick",
        "Nữ",
        "personal unprinted",
        "Giới tính Nữ | Nữ giới",
    ),
    _column(
        "NGUOI_DAN",
        "phone",
        "Số điện thoại",
        "personal",
        "SĐT | Điện thoại | Số ĐT | ĐT | SDT | Điện thoại liên hệ | Số điện thoại liên hệ"
        " | Điện thoại di động | Số ĐTDĐ | ĐTDĐ | Di động | Số di động",
    ),
    _column(
        "NGUOI_DAN",
        "ward",
        "Xã/phường nơi ở",
        "personal",
        "Nơi ở | Địa chỉ | Xã/phường | Xã, phường | Xã phường | Nơi cư trú | Nơi ở hiện nay"
        " | Chỗ ở hiện nay | Xã/phường cư trú | Xã/phường/thị trấn | Nơi thường trú"
        " | Địa chỉ thường trú"
        " | Thường trú | Xã (phường) nơi ở",
    ),
    _column(
        "NGUOI_DAN",
        "svc_dvc_account",
        "Mở tài khoản DVC",
        "",
        "Tài khoản DVC | Mở TK DVC | Mở tài khoản dịch vụ công | Tài khoản dịch vụ công | DVC"
        " | Đăng ký tài khoản DVC | Mở tài khoản Cổng DVC | Tạo tài khoản DVC | TK DVC | Tài khoản",
    ),
    _column(
        "NGUOI_DAN",
        "svc_vneid_l2",
        "Định danh mức 2 (VNeID)",
        "",
        "Định danh mức 2 | VNeID mức 2 | VNeID | Định danh điện tử mức 2 | Định danh điện tử"
        " | Kích hoạt VNeID | Kích hoạt định danh mức 2 | Cài đặt VNeID | Định danh VNeID mức 2"
        " | ĐDĐT mức 2 | Tài khoản | Định danh",
    ),
    _column(
        "NGUOI_DAN",
        "svc_dossier",
        "Nộp hồ sơ trực tuyến",
        "",
        "Hồ sơ trực tuyến | Nộp hồ sơ | Nộp HS trực tuyến | Hồ sơ DVC trực tuyến | Số hồ sơ"
        " | Hồ sơ dịch vụ công trực tuyến | Nộp hồ sơ DVC | Số hồ sơ trực tuyến",
    ),
    _column(
        "NGUOI_DAN",
        "svc_epayment",
        "Thanh toán điện tử",
        "",
        "Thanh toán trực tuyến | Thanh toán không dùng tiền mặt | Thanh toán số | Ví điện tử"
        " | TTĐT",
    ),
    _column(
        "NGUOI_DAN",
        "svc_ecommerce",
        "Thương mại điện tử",
        "",
        "TMĐT | Sàn thương mại điện tử | Mua bán trực tuyến | Sàn TMĐT",
    ),
    _column(
        "NGUOI_DAN",
        "svc_ehealth",
        "Hồ sơ sức khỏe",
        "",
        "Hồ sơ sức khỏe điện tử | Sổ sức khỏe điện tử | Sổ sức khỏe | Hồ sơ SK điện tử | HSSK"
        " | HSSKĐT",
    ),
    _column(
        "NGUOI_DAN",
        "svc_platform",
        "Nền tảng số khác",
        "",
        "Nền tảng khác | Nền tảng số | Ứng dụng khác | Các nền tảng số khác",
    ),
    _column(
        "NGUOI_DAN",
        "svc_other",
        "Nội dung hỗ trợ khác",
        "",
        "Nội dung khác | Hỗ trợ khác | Dịch vụ khác | Khác | Các nội dung khác"
        " | Các nội dung hỗ trợ khác",
    ),
    _column(
        "NGUOI_DAN",
        "service",
        "Dịch vụ",
        "unprinted",
        "Nội dung hỗ trợ | Mã dịch vụ | Tên dịch vụ | Dịch vụ hỗ trợ | Nội dung | Loại hỗ trợ"
        " | Mã nội dung | Mã nội dung hỗ trợ | Nội dung được hỗ trợ | Loại dịch vụ",
    ),
    _column(
        "NGUOI_DAN",
        "consent",
        "Đồng ý cung cấp thông tin",
        "required",
        "Đồng ý | Sự đồng ý | Đồng ý cung cấp TT | Đồng ý cung cấp dữ liệu"
        " | Chấp thuận cung cấp thông tin"
        " | Đồng ý chia sẻ thông tin",
    ),
    _column(
        "NGUOI_DAN",
        "guardian_consent",
        "Người đại diện đồng ý (dưới 16 tuổi)",
        "",
        "Người đại diện đồng ý | Người giám hộ đồng ý | Đại diện đồng ý | Giám hộ đồng ý",
    ),
    _column("NGUOI_DAN", "note", "Ghi chú", "personal", "Chú thích | Lưu ý | Diễn giải | GC"),
    _column("NGUOI_DAN", "row_id", "Mã dòng (không sửa)", "unprinted"),
)

_ACTIVITIES = (
    _column("HOAT_DONG", "team_code", "Mã tổ", "", _TEAM_CODE),
    _column(
        "HOAT_DONG",
        "activity",
        "Hình thức",
        "required",
        "Hình thức tuyên truyền | Hình thức hoạt động | Hoạt động | Tên hoạt động"
        " | Nội dung hoạt động"
        " | Loại hoạt động",
    ),
    _column(
        "HOAT_DONG",
        "quantity",
        "Số lượng",
        "required",
        "SL | Số lượng thực hiện | Số lần | Số buổi | Số cuộc",
    ),
    _column(
        "HOAT_DONG",
        "attendance",
        "Lượt người tham gia",
        "",
        "Số lượt người tham gia | Số người tham gia | Lượt tham gia | Số lượt tham gia"
        " | Lượt người",
    ),
    _column(
        "HOAT_DONG",
        "url",
        "Đường dẫn tin bài",
        "",
        "Đường dẫn | Link | Link tin bài | Liên kết | Đường link | Link bài viết"
        " | Đường dẫn bài viết",
    ),
)

_SUMMARY = (
    _column(
        "TONG_HOP",
        "indicator",
        "Chỉ tiêu",
        "required",
        "Tên chỉ tiêu | Nội dung | Nội dung chỉ tiêu | Chỉ tiêu báo cáo",
    ),
    _column(
        "TONG_HOP",
        "value_week",
        "Số trong tuần",
        "required",
        "Trong tuần | Kết quả trong tuần | Số liệu trong tuần | Tuần này | Kết quả tuần",
    ),
    _column(
        "TONG_HOP",
        "value_ytd",
        "Lũy kế từ đầu năm",
        "",
        "Lũy kế | Luỹ kế từ đầu năm | Cộng dồn | Số lũy kế | Từ đầu năm | Lũy kế năm",
    ),
)

TEMPLATE: Final[tuple[TemplateColumn, ...]] = (
    *_FORM,
    *_TEAMS,
    *_CITIZENS,
    *_ACTIVITIES,
    *_SUMMARY,
)

SERVICE_COLUMNS: Final = tuple(
    column.name
    for column in TEMPLATE
    if column.sheet == "NGUOI_DAN" and (column.name.startswith("svc_") or column.name == "service")
)
"""The columns of NGUOI_DAN of which one is enough to tell what a citizen was helped with."""


def columns_of(sheet: str, *, printed_only: bool = False) -> tuple[TemplateColumn, ...]:
    """The columns of one sheet in the template's order; `printed_only` leaves other layouts out."""
    return tuple(c for c in TEMPLATE if c.sheet == sheet and (c.is_printed or not printed_only))


def label_of(sheet: str, name: str) -> str:
    """The template's label of a column; KeyError when the sheet has no such column."""
    for column in TEMPLATE:
        if column.sheet == sheet and column.name == name:
            return column.label
    raise KeyError(f"{sheet} has no column {name}")
