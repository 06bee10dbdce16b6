"""Words before and around names: titles, remarks, frequent surnames.

Source: case R33 for the titles, `reference/surname_freq.csv` for the surnames (DOMAIN 6). *Đồng
chí* and *đ/c* are how members of the Union write of one another.
"""

from __future__ import annotations

__all__ = [
    "ABBREVIATED_TITLES",
    "FREQUENT_MIDDLE_NAMES",
    "FREQUENT_SURNAMES",
    "LONG_TITLES",
    "MIDDLE_NAMES_ONLY",
    "NAME_LIKE_TITLES",
    "REMARK_WORDS",
    "SURNAME_LIKE_TITLE",
    "TITLES",
    "UNACCENTED_TITLES",
]

TITLES = frozenset({"ông", "bà", "chị", "chú", "bác", "cháu", "mr", "mrs", "ms", "đc"})
"""Words that open no name but the rare surname Ông: taken off whatever follows."""

SURNAME_LIKE_TITLE = "ông"
"""A surname too (Ông Ích Khiêm): kept where what follows opens with one of `MIDDLE_NAMES_ONLY`."""

LONG_TITLES = ("đồng chí", "đ/c", "ông/bà", "bà/ông")
"""Titles of more than one word."""

NAME_LIKE_TITLES = frozenset({"anh", "cô", "em"})
"""Titles that are parts of names too ("Anh Đào"): taken off before two or more words only."""

ABBREVIATED_TITLES = frozenset({"a.", "b.", "c.", "o.", "ô.", "e."})
"""Titles cut to a letter. Without the dot they would be initials."""

UNACCENTED_TITLES = frozenset({"ong", "ba", "chi", "co", "bac"})
"""Titles typed without accents: taken off only before a frequent surname, since Ba, Co and Chi are
names. "chu" and "chau" are missing on purpose: Chu and Châu are surnames."""

REMARK_WORDS = frozenset(
    {
        "tổ",
        "thôn",
        "xóm",
        "khu",
        "kp",
        "ấp",
        "đội",
        "làng",
        "xã",
        "phường",
        "số",
        "con",
        "vợ",
        "chồng",
    }
)
"""Words that open a remark after a dash or a comma ("Nguyễn Thị Hoa - tổ 3")."""

FREQUENT_SURNAMES = frozenset(
    {
        "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Bùi", "Võ", "Hồ", "Vũ", "Đặng", "Đỗ",
        "Trương", "Huỳnh", "Ngô", "Đinh", "Dương", "Trịnh", "Mai", "Đoàn", "Lương", "Cao",
        "Đào", "Lưu",
    }
)  # fmt: skip
"""The surnames of `reference/surname_freq.csv`."""

FREQUENT_MIDDLE_NAMES = frozenset({"Văn", "Thị"})
"""Each the middle name of every third man or woman of the generations that are helped (belief)."""

MIDDLE_NAMES_ONLY = FREQUENT_MIDDLE_NAMES | {
    "Ngọc", "Thu", "Thanh", "Minh", "Hữu", "Đình", "Đức", "Quang", "Quốc", "Xuân", "Công", "Gia",
    "Bảo", "Bích", "Mỹ", "Hồng", "Hoài", "Hải", "Mạnh", "Như", "Nhật", "Thùy", "Thiên", "Thế",
    "Trọng", "Trung", "Viết", "Việt", "Vĩnh", "Khánh", "Phước", "Huy", "Ích", "Diệu", "Cẩm",
    "Tuyết", "Ánh", "Anh", "Duy", "Chí", "Tấn", "Thành", "Tiến", "Thảo", "Trúc", "Yến", "Quỳnh",
    "Kim", "Lan", "Phúc", "Phương", "Đăng", "Nguyên", "Sỹ",
}  # fmt: skip
"""Middle names that are hardly ever surnames: what opens with one lacks its surname (belief)."""
