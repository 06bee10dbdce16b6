"""The look of the template: an official form in Times New Roman."""

from __future__ import annotations

import xlsxwriter
from xlsxwriter.format import Format

__all__ = ["Styles"]

_BASE = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
_GRID = _BASE | {"border": 1, "border_color": "#8796A5"}
_HEADER = _GRID | {
    "bold": True,
    "font_size": 11,
    "align": "center",
    "text_wrap": True,
    "bg_color": "#E6EDF5",
}
_RED = {"font_color": "#B3261E"}


class Styles:
    """The formats of a workbook. Red words are asked for; yellow cells still wait for them."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        def style(**more: object) -> Format:
            return book.add_format(_BASE | more)

        def cell(**more: object) -> Format:
            return book.add_format(_GRID | {"locked": False} | more)

        self.body: Format = style(align="center")
        self.strong: Format = style(bold=True, align="center")
        self.union: Format = style(bold=True, align="center", underline=1)
        self.place: Format = style(italic=True, align="center")
        self.title: Format = style(bold=True, align="center", font_size=16)
        self.page_title: Format = style(bold=True, align="center", font_size=14)
        self.note: Format = style(text_wrap=True, font_size=11, font_color="#44525F")
        self.header: Format = book.add_format(_HEADER)
        self.required: Format = book.add_format(_HEADER | _RED)
        label = _GRID | {"bold": True, "indent": 1, "bg_color": "#E6EDF5"}
        self.label: Format = book.add_format(label)
        self.required_label: Format = book.add_format(label | _RED)
        self.cell: Format = cell(indent=1)
        self.text: Format = cell(num_format="@", indent=1)
        self.known: Format = book.add_format(_GRID | {"num_format": "@", "indent": 1})
        self.date: Format = cell(num_format="dd/mm/yyyy", align="left", indent=1)
        self.centre: Format = cell(align="center")
        self.centred_text: Format = cell(align="center", num_format="@")
        self.centred_date: Format = cell(align="center", num_format="dd/mm/yyyy")
        self.number: Format = cell(num_format="#,##0", align="right", indent=1)
        # Below the last ruled row a column still keeps its numbers as text.
        self.text_column: Format = style(num_format="@")
        self.wrong: Format = book.add_format({"bg_color": "#F8CBAD", "font_color": "#9C0006"})
        self.missing: Format = book.add_format({"bg_color": "#FFF6D6"})
