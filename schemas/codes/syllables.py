"""Which syllables Vietnamese can write: how they open, what follows, and which tones fit.

Source: the orthography of 1984 as schoolbooks give it. It is an inventory of what may exist, not a
dictionary: it tells words from the letter salad of a wrong font. Names of minorities are outside it
and right as they are (R36).
"""

from __future__ import annotations

__all__ = ["CHECKED_FINALS", "CHECKED_TONES", "ONSETS", "RIMES"]

ONSETS = frozenset(
    {
        "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh",
        "nh", "p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x",
    }
)  # fmt: skip
"""Consonants that open a syllable, with the u of qu and the i of gi."""

_WRITTEN = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu "
    "iêc iêm iên iêng iêp iêt iêu o oc oi om on ong op ot "
    "oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet "
    "ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut "
    "uân uâng uât uây uê uêch uênh uôc uôi uôm uôn uông uôt uơ "
    "uy uya uych uyên uyêt uyn uynh uyp uyt uyu ư ưa ưc ưi ưng ưt ưu "
    "ươc ươi ươm ươn ương ươp ươt ươu y ych yêm yên yêng yêt yêu ynh yt"
)
RIMES = frozenset(_WRITTEN.split())
"""Vowels and final consonants without tones."""

CHECKED_FINALS = ("c", "ch", "p", "t")
"""A syllable that ends so is cut short, and bears sắc or nặng only."""

CHECKED_TONES = frozenset("\u0301\u0323")
"""Sắc and nặng."""
