"""Changes of Vietnam's telephone numbering, and numbers that are typed to fill a cell.

Source: DOMAIN 5 and `reference/phone_migration.csv`. Which numbers are valid today
`phonenumbers` carries; its ranges are wider than the prefixes in use.
"""

from __future__ import annotations

from types import MappingProxyType

__all__ = [
    "AMBIGUOUS_PREFIXES",
    "COUNTRY_CODE",
    "FILLER_PHONES",
    "IN_USE_MOBILE_PREFIXES",
    "MIGRATED_PREFIXES",
]

COUNTRY_CODE = "84"

MIGRATED_PREFIXES = MappingProxyType(
    {
        "0120": "070",  # MobiFone
        "0121": "079",  # MobiFone
        "0122": "077",  # MobiFone
        "0126": "076",  # MobiFone
        "0128": "078",  # MobiFone
        "0123": "083",  # VinaPhone
        "0124": "084",  # VinaPhone
        "0125": "085",  # VinaPhone
        "0127": "081",  # VinaPhone
        "0129": "082",  # VinaPhone
        "0162": "032",  # Viettel
        "0163": "033",  # Viettel
        "0164": "034",  # Viettel
        "0165": "035",  # Viettel
        "0166": "036",  # Viettel
        "0167": "037",  # Viettel
        "0168": "038",  # Viettel
        "0169": "039",  # Viettel
        "0186": "056",  # Vietnamobile
        "0188": "058",  # Vietnamobile
        "0199": "059",  # Gmobile (GTEL)
    }
)
"""Prefix of an 11-digit mobile to its prefix in the 10-digit plan, in force since 15/09/2018."""

IN_USE_MOBILE_PREFIXES = frozenset(
    {
        "032", "033", "034", "035", "036", "037", "038", "039", "086", "096", "097", "098",
        "070", "076", "077", "078", "079", "089", "090", "093",
        "081", "082", "083", "084", "085", "088", "091", "094",
        "052", "056", "058", "092", "059", "099", "087", "055",
    }
)  # fmt: skip
"""Prefixes of Viettel, MobiFone, VinaPhone, Vietnamobile, Gmobile and the virtual operators."""

AMBIGUOUS_PREFIXES = frozenset({"056"})
"""Prefix + 7 digits is a mobile of today or a landline of Bình Định from before 17/06/2017 (R24).

059 was Gia Lai's area code in the same way; it is left out because only 056 is ruled on (DOMAIN 5).
"""

FILLER_PHONES = frozenset({"0000000000", "0123456789", "0987654321", "0999999999"})
"""Numbers that stand for "none", some of them valid (R26). Runs of one digit are found by shape."""
