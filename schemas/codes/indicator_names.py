"""How offices name the indicators of their own summary (sheet TONG_HOP).

Names are compared by their words, folded to ASCII and with `ABBREVIATIONS` of services written out.
"""

from __future__ import annotations

__all__ = ["SILENT_WORDS", "WORDS_OF_A_TOTAL"]

SILENT_WORDS = frozenset({"so", "tong", "da", "duoc", "cac", "trong", "tuan", "nay"})
"""Words that stand in the name of a figure or not, and say nothing of which it is: *Số lượt người
dân được hỗ trợ* is *Lượt người dân được hỗ trợ*.
"""

WORDS_OF_A_TOTAL = frozenset({"tong", "cong", "so"})
"""A line of these words alone adds up others, and is no figure of its own."""
