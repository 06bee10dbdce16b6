"""Whose report a workbook is and for when, as the template wrote it into the document's properties.

No typist sees these, so they outlive a cleared cell and a deleted sheet. What is written in
THONG_TIN counts; the properties stand in where nothing is, and say so when they know it otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from schemas.rules import Fault
from schemas.template import FORM_SHEET, label_of
from transforms.cells.dates import parse_report_sunday
from transforms.cells.team_code import normalise_code
from transforms.masks import mask_for
from transforms.reading.tables import HeaderCell

__all__ = ["with_identity"]


def with_identity(
    header: Mapping[str, HeaderCell], properties: Mapping[str, str]
) -> tuple[dict[str, HeaderCell], list[Fault]]:
    """THONG_TIN with what only the document's custom properties say, and what is told of it."""
    filled, faults = dict(header), []
    for name in ("branch_code", "report_sunday"):
        known, cell = _canonical(name, properties.get(name, ""), "s"), header.get(name)
        if not known:
            continue
        detail = {"column": label_of(FORM_SHEET, name), "made_for": mask_for(name, known)}
        if cell is None:
            filled[name] = HeaderCell(known, "s", "", "")
            rule_id = "file.identity.is_in_its_cells"
            faults.append(Fault(rule_id, column_name=name, value=known, detail=detail))
        elif _canonical(name, cell.text, cell.cell_type) not in ("", known):
            rule_id = "file.identity.is_as_made"
            place = Fault(rule_id, cell.sheet, 0, name, cell.cell, cell.text)
            faults.append(place._replace(detail=detail))
    return filled, faults


def _canonical(name: str, text: str, cell_type: str) -> str:
    """A code or date in its one form; '' where nothing can be made of it."""
    if name == "branch_code":
        return normalise_code(text)
    day: date | None = parse_report_sunday(text, cell_type)
    return day.isoformat() if day else ""
