"""What the template knows of a branch, and how each of its columns looks and what it asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

__all__ = [
    "ACTIVITY_ROWS",
    "CHOICES",
    "COUNTS",
    "HINTS",
    "PEOPLE_ROWS",
    "TEAM_SIZE",
    "TEXT_COLUMNS",
    "TITLES",
    "WIDTHS",
    "BranchForm",
]

PEOPLE_ROWS: Final = 300
TEAM_SIZE: Final = 8
ACTIVITY_ROWS: Final = 24


@dataclass(frozen=True)
class BranchForm:
    """What is known of a branch and its week.

    `teams` are (code, name, area); `wards`, `services` and `activities` are the choices of the
    drop-downs; `indicators` the lines of TONG_HOP; `province` is the name of the branch's province
    with its kind, such as “Tỉnh Bình Định”.
    """

    branch_code: str
    branch_name: str
    sunday: date
    teams: Sequence[tuple[str, str, str]]
    wards: Sequence[str]
    services: Sequence[str]
    activities: Sequence[str]
    indicators: Sequence[str]
    province: str = "Tỉnh Bình Định"


TITLES: Final[Mapping[str, str]] = {
    "TO_CNS": "DANH SÁCH TỔ CÔNG NGHỆ SỐ THANH NIÊN",
    "NGUOI_DAN": "DANH SÁCH NGƯỜI DÂN ĐƯỢC HỖ TRỢ",
    "HOAT_DONG": "HOẠT ĐỘNG TUYÊN TRUYỀN, TẬP HUẤN",
    "TONG_HOP": "TỔNG HỢP SỐ LIỆU CỦA ĐƠN VỊ",
}

WIDTHS: Final[Mapping[str, int]] = {
    "row_no": 6,
    "team_code": 9,
    "team_name": 34,
    "area": 28,
    "member_name": 30,
    "team_role": 20,
    "member_has_dvc": 12,
    "member_vneid2": 12,
    "attended": 12,
    "assist_date": 12,
    "full_name": 25,
    "id_number": 15,
    "birth_date": 12,
    "gender": 8,
    "phone": 13,
    "ward": 23,
    "svc_other": 18,
    "consent": 10,
    "guardian_consent": 12,
    "note": 18,
    "activity": 50,
    "attendance": 14,
    "url": 44,
    "indicator": 60,
    "value_week": 14,
    "value_ytd": 14,
}
"""In characters; a tick takes 9."""

HINTS: Final[Mapping[str, tuple[str, str]]] = {
    "team_code": ("Mã tổ", "Chọn mã tổ trong danh sách của đơn vị."),
    "assist_date": ("Ngày hỗ trợ", "Ghi ngày/tháng/năm, ví dụ 05/03/2023."),
    "full_name": ("Họ và tên", "Ghi đủ họ và tên, có dấu, mỗi người một dòng."),
    "id_number": ("Số CCCD", "Đủ 12 chữ số, giữ số 0 ở đầu. Cột này là văn bản."),
    "birth_date": ("Ngày sinh", "Ghi ngày/tháng/năm; nếu chỉ biết năm thì ghi năm, ví dụ 1985."),
    "gender": ("Giới tính", "Chọn Nam hoặc Nữ."),
    "phone": ("Số điện thoại", "Đủ 10 chữ số, giữ số 0 ở đầu. Cột này là văn bản."),
    "ward": ("Xã/phường nơi ở", "Chọn trong danh sách, hoặc ghi tên xã, phường kèm tên huyện."),
    "svc_dossier": ("Nộp hồ sơ trực tuyến", "Đánh dấu x, hoặc ghi số hồ sơ đã nộp."),
    "svc_other": ("Nội dung hỗ trợ khác", "Ghi theo danh mục; nhiều nội dung cách nhau dấu ;"),
    "consent": ("Đồng ý cung cấp thông tin", "Chọn x nếu người dân đồng ý, Không nếu từ chối."),
    "guardian_consent": (
        "Người đại diện",
        "Chọn x nếu người dưới 16 tuổi có người đại diện đồng ý.",
    ),
    "note": ("Ghi chú", "Không ghi mật khẩu, OTP, số tài khoản ngân hàng, thông tin sức khỏe."),
    "member_name": ("Thành viên", "Ghi đủ họ và tên, có dấu; mỗi tổ 8 thành viên."),
    "team_role": ("Chức vụ trong tổ", "Mỗi tổ có 8 thành viên, trong đó 1 tổ trưởng."),
    "activity": ("Hình thức", "Chọn trong danh mục."),
    "quantity": ("Số lượng", "Số nguyên, không âm."),
    "attendance": ("Lượt người tham gia", "Số nguyên, không âm."),
    "url": ("Đường dẫn tin bài", "Dán nguyên đường dẫn, bắt đầu bằng https://"),
}

_TICKED = ("x",)

CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "gender": ("Nam", "Nữ"),
    "consent": ("x", "Không"),
    "guardian_consent": _TICKED,
    "team_role": ("Tổ trưởng", "Tổ phó", "Thành viên"),
    "member_has_dvc": _TICKED,
    "member_vneid2": _TICKED,
    "attended": _TICKED,
    "svc_dvc_account": _TICKED,
    "svc_vneid_l2": _TICKED,
    "svc_epayment": _TICKED,
    "svc_ecommerce": _TICKED,
    "svc_ehealth": _TICKED,
    "svc_platform": _TICKED,
}
"""Short drop-downs; another entry is let through after a warning."""

TEXT_COLUMNS: Final = frozenset({"id_number", "phone", "team_code", "prepared_phone"})
"""What loses its zeros where Excel takes it for a number."""

COUNTS: Final = frozenset({"quantity", "attendance", "value_week", "value_ytd"})
