"""The cases of rows among themselves (X) and of submissions over time (Y)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from benchmarks.catalogue.attempts import Attempt, Builder, Place, Sent
from benchmarks.small_workbooks import Cells, members, table, workbook

__all__ = ["WEEKS"]

_MANY = tuple(range(10))
_CONTACTS = "Lượt người dân được hỗ trợ"


def _once(rows: Callable[[Place], Sequence[Cells]], persons: int | None = None) -> Builder:
    """One file whose rows are all accepted."""

    def build(place: Place) -> Attempt:
        listed = rows(place)
        return Attempt((place.sent(place.report(*listed)),), len(listed), persons=persons)

    return build


def _saved_again(content: bytes) -> bytes:
    """The same workbook in other bytes, as after opening and saving."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name), zipfile.ZIP_STORED)
    return target.getvalue()


def _answered(
    first: Callable[[Place], bytes], second: Callable[[Place], bytes], accepted: int
) -> Builder:
    """A file on Sunday and another on Monday."""
    return lambda place: Attempt(
        (place.sent(first(place)), place.sent(second(place), "bao cao (2).xlsx", 1)), accepted
    )


def _crowd(*numbers: int, **heading: Any) -> Callable[[Place], bytes]:
    return lambda place: place.report(*place.crowd(*numbers), **heading)


def _of_seven(place: Place) -> Attempt:
    return Attempt((place.sent(place.report(place.citizen(), teams=place.members(7))),))


def _member_of_two(place: Place) -> Attempt:
    second = members(place.other_team)
    second[3] = {**second[3], "member_name": place.members()[2]["member_name"]}
    teams = [*place.members(), *second]
    return Attempt((place.sent(place.report(place.citizen(), teams=teams)),))


def _member_assisted(place: Place) -> Attempt:
    row = place.citizen(full_name=place.members()[2]["member_name"])
    return Attempt((place.sent(place.report(row, teams=place.members())),))


def _summed_up(*rows: Callable[[Place], Cells]) -> Builder:
    def build(place: Place) -> Attempt:
        sums: list[Cells] = [{"indicator": _CONTACTS, "value_week": 120}]
        sheets = {"THONG_TIN": place.form(), "TONG_HOP": table("TONG_HOP", sums)}
        if rows:
            sheets["NGUOI_DAN"] = table("NGUOI_DAN", [row(place) for row in rows])
        return Attempt((place.sent(workbook(sheets)),), len(rows))

    return build


def _twins(place: Place) -> Sequence[Cells]:
    same = {"full_name": "Trần Thị Song Sinh", "phone": "", "birth_date": 1989}
    numbers = ("052189104729", "052189598312")
    return [place.citizen(at, **same, id_number=number) for at, number in enumerate(numbers)]


def _numbered_oddly(place: Place) -> Attempt:
    row = [7, *place.line(1)[1:]]
    return Attempt((place.sent(place.listed(place.line(0), row)),), 2)


def _repeated(place: Place) -> Attempt:
    content = place.report(place.citizen())
    return Attempt((place.sent(content), place.sent(content, "bao cao (1).xlsx", 1)))


def _saved(place: Place) -> Attempt:
    content = place.report(place.citizen())
    return Attempt((place.sent(content), place.sent(_saved_again(content), "lưu lại.xlsx", 1)))


def _copied(place: Place) -> Attempt:
    later = place.sunday + timedelta(weeks=1)
    copy = place.report(*place.crowd(*_MANY, assist_date=later), sunday=later)
    first = place.sent(place.report(*place.crowd(*_MANY)))
    return Attempt((first, Sent(2, f"{later}/{place.branch}/bao cao.xlsx", copy)), len(_MANY))


def _of_the_district(place: Place) -> Attempt:
    own = place.sent(place.report(place.citizen()))
    again = place.citizen(ward="")
    whole = place.report(again, branch=place.district)
    return Attempt((own, Sent(0, f"{place.sunday}/{place.district}.xlsx", whole)), 2, persons=1)


def _locked(place: Place) -> Attempt:
    sent = _answered(_crowd(*range(3)), _crowd(*range(4), kind="Thay thế"), 3)(place).sent
    return Attempt(sent, 3, is_locked=True)


def _unfinished(place: Place) -> Attempt:
    content = place.report(place.citizen())
    part = place.sent(content, "bao cao.xlsx.part")
    return Attempt((part, Sent(1, place.path(), None)))


def _erased(place: Place) -> Attempt:
    content = place.report(place.citizen(), place.citizen(1))
    return Attempt((place.sent(content, stage=1),), 1, "full_name", kept="", is_erased=True)


WEEKS: Mapping[str, Sequence[Builder]] = {
    "X01": [_of_seven],
    "X02": [_member_of_two],
    "X03": [_member_assisted],
    "X04": [_once(lambda p: [p.citizen(), p.citizen()], 1)],
    "X05": [
        _once(
            lambda p: [
                p.citizen(full_name="Trần Thị Hòa"),
                p.citizen(full_name="Trần Thị Hoà", id_number=""),
            ],
            1,
        )
    ],
    "X06": [_once(lambda p: [p.citizen(), p.citizen(team_code=p.other_team)], 1)],
    "X07": [_summed_up(Place.citizen)],
    "X08": [_summed_up()],
    "X09": [
        _once(lambda p: [p.citizen(assist_date=p.sunday - timedelta(days=1))]),
        _once(lambda p: [p.citizen(assist_date=p.sunday - timedelta(days=1), note="Làm bù")]),
    ],
    "X10": [
        _once(lambda p: [p.citizen(), p.citizen(1, assist_date=p.sunday - timedelta(weeks=1))])
    ],
    "X11": [_numbered_oddly],
    "X12": [_once(_twins, 2)],
    "X13": [
        lambda p: Attempt(
            (p.sent(p.report(p.citizen(team_code="CNS-999"), p.citizen(1))),),
        )
    ],
    "Y01": [_repeated],
    "Y02": [_saved],
    "Y03": [_answered(_crowd(0, 1), _crowd(0, 1, 2, kind="Thay thế"), 3)],
    "Y04": [_answered(_crowd(*_MANY), _crowd(1, 2, kind="Thay thế"), len(_MANY))],
    "Y05": [
        _answered(_crowd(0, 1, 2), _crowd(3, 4, kind="Bổ sung"), 5),
        _answered(_crowd(0, 1, 2), _crowd(3, 4), 3),
    ],
    "Y06": [lambda p: Attempt((p.sent(p.report(p.citizen()), stage=1),))],
    "Y07": [lambda p: Attempt((p.sent(p.report(p.citizen(), sunday=date(2031, 1, 5))),), 0)],
    "Y08": [
        lambda p: Attempt((p.sent(p.report(p.citizen(assist_date="25/02/2023"), p.citizen(1))),))
    ],
    "Y09": [_copied],
    "Y10": [_of_the_district],
    "Y11": [_once(lambda p: [p.citizen()])],
    "Y12": [_locked],
    "Y13": [lambda _: Attempt((), 0)],
    "Y14": [
        lambda p: Attempt(
            (p.sent(p.report(kind="Không tổ chức", nil_reason="Bão số 4")),),
            0,
        )
    ],
    "Y15": [_unfinished],
    "Y16": [_erased],
}
"""Case → how each of its files is made."""
