"""The cases of single rows (R): what is typed in a cell, and what the record has to hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from benchmarks.catalogue.attempts import HEADER, Attempt, Builder, Place
from benchmarks.odd_files import with_parts
from benchmarks.small_workbooks import Cells, table, workbook

__all__ = ["MERGED", "ROWS"]

MERGED = date(2025, 7, 6)
"""A Sunday after the communes were merged, the old card had expired and services had ended."""

_ID, _PHONE, _NAME, _BORN, _WARD = "id_number", "phone", "full_name", "birth_date", "ward"
_NUMBER, _MOBILE = "052189270965", "0356021234"
_NOT_EVEN = {_PHONE: "", _BORN: ""}
"""What is left out of a row that then has nothing by which to know its citizen."""
_FIELDS = {
    "gender": "sex",
    _WARD: "ward_code",
    "svc_dvc_account": "service_codes",
    "svc_other": "service_codes",
    "note": "",
}
"""Columns of the template under another name in `vault.record`; notes are not kept there."""


def _cell(column: str, sent: object, kept: str | None = None, **others: object) -> Builder:
    """A row with that cell, accepted like the good one below it."""

    def build(place: Place) -> Attempt:
        row = place.citizen(0, **{**others, column: sent})
        file = place.sent(place.report(row, place.citizen(1)))
        return Attempt((file,), 2, _FIELDS.get(column, column), was=str(sent), kept=kept)

    return build


def _gone(column: str, sent: object, **others: object) -> Builder:
    """A row that cannot be accepted because of that cell; the good one below it can."""

    def build(place: Place) -> Attempt:
        row = place.citizen(0, **{**others, column: sent})
        return Attempt((place.sent(place.report(row, place.citizen(1))),), 1)

    return build


def _all(rows: Callable[[Place], Sequence[Cells]], field: str = "", **looked_at: str) -> Builder:
    """Rows of which each is accepted."""

    def build(place: Place) -> Attempt:
        listed = rows(place)
        sent = place.sent(place.report(*listed))
        return Attempt((sent,), len(listed), field, **looked_at)  # type: ignore[arg-type]

    return build


def _counts(quantity: object) -> Builder:
    def build(place: Place) -> Attempt:
        poster = {"team_code": place.team, "activity": "Treo áp phích", "quantity": quantity}
        return Attempt((place.sent(place.report(place.citizen(), activities=[poster])),))

    return build


def _swapped(place: Place) -> Attempt:
    row = place.citizen()
    row = {**row, _ID: row[_PHONE], _PHONE: row[_ID]}
    kept = str(row[_PHONE])
    return Attempt((place.sent(place.report(row)),), 1, _ID, was=str(row[_ID]), kept=kept)


def _slipped(place: Place) -> Attempt:
    """A birth year one digit away from the number's, which stays until somebody accepts that."""
    row = place.citizen(0, **{_ID: _NUMBER, _BORN: "16/07/1988"})
    sent = place.sent(place.report(row))
    return Attempt((sent,), 1, _BORN, was="1988-07-16", kept="1988-07-16")


def _ticked(place: Place) -> Attempt:
    """The sex as a tick in a column of its own."""
    row = [*place.line(), "", "x"]
    sent = place.sent(place.listed(row, header=[*HEADER, "Nam", "Nữ"]))
    return Attempt((sent,), 1, "sex", was="x", kept="F")


def _shared_number(place: Place) -> Sequence[Cells]:
    return [place.citizen(n, **{_ID: _NUMBER}) for n in range(3)]


def _dragged(place: Place) -> Sequence[Cells]:
    return [place.citizen(n, **{_ID: f"05218927096{n}"}) for n in range(4)]


def _counted_from_1904(place: Place) -> Attempt:
    sheets = place.sheets(table("NGUOI_DAN", [place.citizen()]))
    return Attempt((place.sent(workbook(sheets, date_1904=True)),))


def _pictured(place: Place) -> Attempt:
    content = with_parts(place.report(place.citizen()), part=("xl/media/image1.jpeg", b"x"))
    return Attempt((place.sent(content),))


def _asks_for_beliefs(place: Place) -> Attempt:
    sheet = [list(row) for row in table("NGUOI_DAN", [place.citizen()])]
    sheet[2].append("Tôn giáo")
    sheet[3].append("Phật giáo")
    return Attempt((place.sent(workbook(place.sheets(sheet))),))


ROWS: Mapping[str, Sequence[Builder]] = {
    "R01": [_cell(_ID, 52189270965, _NUMBER)],
    "R02": [_cell(_ID, 1189270965, "001189270965")],
    "R03": [_cell(_ID, "5.2189270965E+10", _NUMBER)],
    "R04": [_cell(_ID, "5.2099E+10", ""), _gone(_ID, "5.2099E+10", **_NOT_EVEN)],
    "R05": [_cell(_ID, "52189270965.0", _NUMBER)],
    "R06": [_cell(_ID, "052 189 270 965", _NUMBER), _cell(_ID, "'052189270965", _NUMBER)],
    "R07": [_cell(_ID, "O5218927O965", _NUMBER)],
    "R08": [_cell(_ID, "0520990012345", ""), _gone(_ID, "0520990012345", **_NOT_EVEN)],
    "R09": [_cell(_ID, "003189270965", ""), _gone(_ID, "999189270965", **_NOT_EVEN)],
    "R10": [_cell(_ID, _NUMBER, _NUMBER, gender="Nam")],
    "R11": [_cell(_ID, _NUMBER, _NUMBER, birth_date="16/07/1975"), _slipped],
    "R12": [_cell(_ID, "052250270965", ""), _gone(_ID, "052250270965", **_NOT_EVEN)],
    "R13": [_cell(_ID, "211234567", "211234567"), _cell(_ID, "211234567", "211234567")],
    "R14": [_swapped, _cell(_ID, "0912345678", ""), _gone(_ID, "0912345678", **_NOT_EVEN)],
    "R15": [_all(_shared_number, _ID, was=_NUMBER, kept="")],
    "R16": [_all(_dragged, _ID, was="052189270960", kept="")],
    "R17": [_cell(_ID, "0520****1234", "")],
    "R18": [_gone(_NAME, "Nguyễn Văn An, Trần Thị Bình")],
    "R19": [_cell(_PHONE, "01656021234", _MOBILE)],
    "R20": [_cell(_PHONE, 356021234, _MOBILE)],
    "R21": [_cell(_PHONE, "+84 (0)35 602 1234", _MOBILE)],
    "R22": [_cell(_PHONE, "356021234.0", _MOBILE), _cell(_PHONE, "3.56E+08", "")],
    "R23": [_cell(_PHONE, "0356021234 / 0256 3822222", _MOBILE)],
    "R24": [_cell(_PHONE, "056 3822222", "0563822222")],
    "R25": [_all(lambda p: [p.citizen(n, phone="0967800001") for n in range(6)])],
    "R26": [_cell(_PHONE, "0999999999", "")],
    "R27": [_cell(_NAME, "Trâ\u0300n Thi\u0323 Ha\u0300", "Trần Thị Hà")],
    "R28": [_cell(_NAME, "Trần Thị Hoà", "Trần Thị Hoà")],
    "R29": [_cell(_NAME, "Ðặng Thị Hà", "Đặng Thị Hà")],
    "R30": [_cell(_NAME, " TRẦN\u00a0  THỊ\u200b HÀ", "Trần Thị Hà")],
    "R31": [_cell(_NAME, "Nguyeenx Thij Hoaf", "Nguyễn Thị Hòa")],
    "R32": [_cell(_NAME, "Tran Thi Ha", "Tran Thi Ha")],
    "R33": [_cell(_NAME, "Bà Trần Thị Hà (tổ 3)", "Trần Thị Hà")],
    "R34": [_cell(_NAME, "Trần Thị Hoa123"), _gone(_NAME, "123")],
    "R35": [_cell(_NAME, "Hoa", "Hoa")],
    "R36": [_cell(_NAME, "Siu H'Nhi", "Siu H'Nhi")],
    "R37": [_cell("gender", "Female", "F"), _ticked],
    "R38": [_cell(_BORN, 1989, "1989")],
    "R39": [
        _cell(_BORN, "5/3/85", "1985-03-05", id_number=""),
        _cell(_BORN, "5/3/89", "1989-03-05", id_number=_NUMBER),
    ],
    "R40": [_cell(_BORN, "3/25/1989", "1989-03-25")],
    "R41": [_cell(_BORN, 32592, "1989-03-25")],
    "R42": [_counted_from_1904],
    "R43": [_cell(_BORN, "31/02/1989", "1989")],
    "R44": [_cell(_BORN, "16/07/2012", "2012-07-16", id_number="")],
    "R45": [
        _cell("svc_other", "thanh toan dien tuu", "EPAYMENT", svc_dvc_account=""),
        _cell("svc_other", "dạy dùng zalo", "OTHER_FORM", svc_dvc_account=""),
    ],
    "R46": [_cell("svc_dvc_account", "x")],
    "R47": [_cell("svc_epayment", "x")],
    "R48": [_cell("svc_dvc_account", "✓", "DVC_ACCOUNT")],
    "R49": [_counts("1.250")],
    "R50": [_gone("svc_dossier", -3), _counts(12.5)],
    "R51": [_counts(150_000)],
    "R52": [_cell("note", '@HYPERLINK("http://x.vn")')],
    "R53": [_cell("svc_other", "<script>alert(1)</script>")],
    "R54": [_cell("note", "mật khẩu: abc123"), _pictured, _asks_for_beliefs],
    "R55": [_cell(_WARD, "P. Trần Phú", "21583"), _cell(_WARD, "Xã Canh Hiệp", "22006")],
    "R56": [_cell(_WARD, "Phường Lê Lợi", "21583"), _cell(_WARD, "Phường Quy Nhơn", "21583")],
    "R57": [_cell(_WARD, "Ngo May", "")],
    "R58": [_gone("svc_dvc_account", "")],
}
"""Case → how each of its files is made."""
