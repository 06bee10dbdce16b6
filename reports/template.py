"""The branch's workbook: the five-sheet template, filled in with what is known of the branch.

It is made so that a typist can hardly go wrong: numbers are text columns, choices are drop-downs,
each column says in Vietnamese what it wants, and colours show what pasting has slipped past them.
Who and when stand in cells and in the document's properties.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from reports.template_form import write_form
from reports.template_plan import BranchForm
from reports.template_styles import Styles
from reports.template_tables import Pages
from schemas.template import TEMPLATE_VERSION

__all__ = ["BranchForm", "template_workbook"]

_CHOICES = "DANH_MUC"


def template_workbook(form: BranchForm) -> bytes:
    """The workbook as .xlsx; the same form gives the same bytes."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    _identify(book, form)
    styles = Styles(book)
    lists = _choices(form)
    write_form(book, form, styles)
    pages = Pages(book, form, styles, _ranges(lists))
    pages.write_teams()
    pages.write_people()
    pages.write_activities()
    pages.write_summary()
    _write_choices(book, lists)
    book.close()
    return stream.getvalue()


def _identify(book: xlsxwriter.Workbook, form: BranchForm) -> None:
    """Whose the workbook is and for when, where no typist changes it."""
    book.set_properties(
        {
            "title": f"Báo cáo Ngày Chủ nhật số {form.sunday:%d/%m/%Y}",
            "subject": form.branch_code,
            "created": datetime.combine(form.sunday, time(), tzinfo=UTC).replace(tzinfo=None),
        }
    )
    for name, value in (
        ("branch_code", form.branch_code),
        ("report_sunday", form.sunday.isoformat()),
        ("template_version", TEMPLATE_VERSION),
    ):
        book.set_custom_property(name, value)


def _choices(form: BranchForm) -> dict[str, list[str]]:
    """The long lists of drop-downs, by the columns that they are for."""
    return {
        "team_code": [code for code, _, _ in form.teams],
        "ward": list(form.wards),
        "svc_other": list(form.services),
        "activity": list(form.activities),
    }


def _ranges(lists: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Column name → the cells of its choices; a list without any has none."""
    letters = map(xl_col_to_name, range(len(lists)))
    return {
        name: f"={_CHOICES}!${letter}$1:${letter}${len(values)}"
        for letter, (name, values) in zip(letters, lists.items(), strict=True)
        if values
    }


def _write_choices(book: xlsxwriter.Workbook, lists: Mapping[str, Sequence[str]]) -> None:
    """The hidden sheet behind the drop-downs: the last, for many programs take the first one."""
    sheet = book.add_worksheet(_CHOICES)
    for column, values in enumerate(lists.values()):
        sheet.write_column(0, column, values)
    sheet.hide()
