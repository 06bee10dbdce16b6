"""What holds for columns of names: written wrongly they come back, written right they stay."""

import unicodedata
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.legacy_text import WRITERS, with_vni_keys
from samples.names import (
    draw_given_names,
    draw_middle_names,
    draw_minority_names,
    draw_surnames,
    full_names,
)
from samples.spelling import fold, telex
from transforms.cells.name_keys import tone_key
from transforms.text_repair import repair_column, repair_names

FOREIGN = [
    "François Müller", "Loïc Martin", "Naïm Saïd", "Zoë Noël", "Jürgen Groß", "Søren Kierkegård",
    "Håkon Bjørn", "Peña Muñoz", "José García", "Raphaël Thaïs", "Åsa Öberg", "Łukasz Wałęsa",
    "Jiří Dvořák", "Mai Zoë", "Lee Joon", "Kim Min-jun", "Alex Max", "Luis Lux", "Chris Dax",
    "Hans Jens", "Hélène Renée", "Jean-Luc Saül", "O'Brien", "João", "Conceição", "McDonald",
    "Möng Hön", "Kaan Moon", "Town Dawn",
]  # fmt: skip
MINORITY = [
    "Siu H'Nhi", "Rơ Châm Blôi", "Ksor Y Bé", "Y Wang Niê", "H’Bia Êban", "Rmah Djuang",
    "Nay H`Wưn", "Kpă Klơng", "Ayun H'Bút", "Rah Lan Hrơng", "Hơ Vê", "A Brôl", "Krăjăn Dick",
    "K’Brêu", "Cil Múp", "Ka Să Ha Thương", "Điểu K'Ré", "Sùng A Páo", "Giàng Thị Dợ",
    "Lò Văn Pâng", "Quàng Thị Ỏm", "Thạch Sà Rây", "Y Nur Niê", "Rơ Châm Sar",
]  # fmt: skip
RARE = [
    "Ông Ích Đạt", "Âu Dương Ý", "Ưng Ừ", "Ỷ Lan", "Lã Thị Ứ", "Vòng A Sáng", "Bế Ích Ẩm",
]  # fmt: skip
TYPED: tuple[Callable[[str], str], ...] = (
    str,
    str.upper,
    str.lower,
    fold,
    lambda name: unicodedata.normalize("NFD", name),
    lambda name: f"  {name}\u00a0 ",
)


def generated(seed: int, count: int) -> list[str]:
    """Distinct names of the majority, one in eight of a minority."""
    rng = np.random.default_rng(seed)
    woman, born = rng.random(count) < 0.5, rng.integers(1940, 2010, count)
    major = full_names(
        draw_surnames(rng, count),
        draw_middle_names(rng, woman, born),
        draw_given_names(rng, woman, born),
    )
    few = woman[: count // 8]
    parts = (draw_minority_names(rng, part, few) for part in ("surname", "middle", "given"))
    return list(dict.fromkeys([*major, *full_names(*parts)]))


columns = st.builds(generated, st.integers(0, 10**6), st.integers(12, 150))
every_writer = pytest.mark.parametrize("rule_id", WRITERS)


@every_writer
@settings(deadline=None, max_examples=15)
@given(names=columns, is_loud=st.booleans())
def test_a_column_written_wrongly_comes_back(rule_id, names, is_loud):
    names = [name.upper() for name in names] if is_loud else names
    sent = {WRITERS[rule_id](name): name for name in names}
    column = repair_column(list(sent))
    # TCVN3 has no capitals with a tone: whether "Vâ Hµ" was VÕ HÀ or Võ Hà, it does not say.
    meant = [name.casefold() if is_loud else name for name in sent.values()]
    assert [v.casefold() if is_loud else v for v in column.values] == meant
    assert set(column.rules) <= {"", rule_id, "sheet.text.is_utf8_seen_as_ansi"}
    assert column.lost == []


@every_writer
@settings(deadline=None, max_examples=15)
@given(names=columns, share=st.floats(0.1, 0.9))
def test_a_column_partly_in_unicode_and_partly_plain_comes_back(rule_id, names, share):
    cut = max(4, int(share * len(names)))
    sent = {WRITERS[rule_id](name): name for name in names[:cut]}
    sent |= {name: name for name in names[cut:]} | {fold(name): fold(name) for name in names[:5]}
    values = repair_column(list(sent)).values
    # "Phan Hồng Mai" in VNI is "Phan Hoàng Mai": where nothing settles it, it stays as it is.
    left = [text for text, name in zip(sent, sent.values(), strict=True) if text != name]
    wrong = [v for v, name in zip(values, sent.values(), strict=True) if v != name]
    assert set(wrong) <= set(left) and len(wrong) <= 1 + len(names) // 50


@settings(deadline=None, max_examples=60)
@given(
    names=columns,
    others=st.lists(st.sampled_from(FOREIGN + MINORITY + RARE), max_size=12, unique=True),
    typed=st.sampled_from(TYPED),
    count=st.integers(1, 170),
)
def test_clean_unicode_is_never_taken_for_anything_else(names, others, typed, count):
    column = repair_column([typed(name) for name in [*others, *names][:count]])
    assert column.changed == {} and column.lost == []
    if typed is not fold:  # "Lee" without its accents may be Lê
        assert repair_names(column.values).changed == {}


@given(st.lists(st.text(), max_size=8, unique=True))
def test_any_text_gets_an_answer_in_nfc_or_stays(values):
    column = repair_column(values)
    for sent, value in zip(values, column.values, strict=True):
        assert value == sent or value == unicodedata.normalize("NFC", value)
    assert len(repair_names(values).values) == len(values)


@settings(deadline=None, max_examples=30)
@given(names=columns, typed=st.sampled_from([telex, with_vni_keys]))
def test_typing_keys_become_the_name_or_stay_but_no_other_name(names, typed):
    sent = {" ".join(map(typed, name.split(" "))): name for name in names}
    column = repair_names(list(sent))
    for text, value, name in zip(sent, column.values, sent.values(), strict=True):
        words = zip(text.split(" "), value.split(" "), name.split(" "), strict=True)
        assert all(tone_key(new) in (tone_key(old), tone_key(meant)) for old, new, meant in words)


def test_a_clean_column_is_not_looked_at_name_by_name(monkeypatch):
    def decide(odd, *_):
        pytest.fail(f"{len(odd)} clean names were decoded")

    monkeypatch.setattr("transforms.text_repair.columns.decide", decide)
    names = generated(1, 140_000)[:60_000]
    assert repair_column(names).values == tuple(names)
