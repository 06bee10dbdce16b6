"""Kinds of administrative units as people write them before a name.

Source: DOMAIN 3; `reference/binh_dinh_units_pre2025.csv` for the full forms. Unit names and codes
themselves are reference data.
"""

from __future__ import annotations

from types import MappingProxyType

__all__ = ["DISTRICT_TYPES", "HAMLET_TYPES", "WARD_TYPES"]

WARD_TYPES = MappingProxyType(
    {
        "xã": "xã", "xa": "xã", "x": "xã",
        "phường": "phường", "phuong": "phường", "p": "phường",
        "thị trấn": "thị trấn", "thi tran": "thị trấn", "tt": "thị trấn",
        "đặc khu": "đặc khu", "dac khu": "đặc khu",
    }
)  # fmt: skip
"""Written form, lower case, to the kind of commune."""

DISTRICT_TYPES = frozenset(
    {
        "huyện", "huyen", "h", "thị xã", "thi xa", "tx", "thành phố", "thanh pho", "tp",
        "quận", "quan", "q", "tỉnh", "tinh", "t",
    }
)  # fmt: skip
"""Written forms of what a commune lies in."""

HAMLET_TYPES = frozenset(
    {
        "thôn", "thon", "làng", "lang", "xóm", "xom", "ấp", "khu phố", "khu pho", "kp",
        "khu vực", "khu vuc", "kv", "tổ", "to", "số", "so", "đường", "duong",
    }
)  # fmt: skip
"""What lies inside a commune: such a part of an address is no ward."""
