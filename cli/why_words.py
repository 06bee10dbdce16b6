"""What `sunday why` says to people."""

from __future__ import annotations

from typing import Any

from cli.console import escaped, say, show_number

__all__ = ["tell"]

Row = dict[str, Any]

_PERIODS = {
    "week": "tuần / week",
    "month_to_date": "tháng đến nay / month to date",
    "year_to_date": "năm đến nay / year to date",
    "since_launch": "từ ngày phát động / since launch",
}
_KNOWN_BY = {
    "person_id": "người / person",
    "team_code": "tổ / team",
    "branch_code": "cơ sở / branch",
    "sunday": "Chủ nhật / Sunday",
    "month": "tháng / month",
    "service_code": "",
    "assist_date": "ngày / day",
}
"""The names of what a line is known by, in the order in which they are said; a row is known by its
place.
"""
_SHORT = 8
"""Characters of a file's hash that are shown."""


def tell(value: Row) -> None:
    """The value, its lines, each with its records, and how to see more."""
    unit = escaped(value["unit_name"] or "")
    say(
        f"[bold]{escaped(value['name_vi'])}[/bold] / {escaped(value['name_en'])}"
        f" [dim]{value['indicator_code']}[/dim]\n"
        f"{unit} ({value['unit_level']} {value['unit_code']}), {_PERIODS[value['period']]},"
        f" Chủ nhật {value['sunday']:%d/%m/%Y}: [bold]{_amount(value)}[/bold]"
        f" [dim]{value['status']}, {value['run_id']}[/dim]\n"
    )
    for number, line in enumerate(value["lines"], 1):
        _tell_line(number, line)
    shown, of_all = len(value["lines"]), value["line_count"]
    more = "" if shown == of_all else f"; --limit {of_all} hoặc / or --json: tất cả / all"
    say(f"[dim]{show_number(shown)} / {show_number(of_all)} mục / lines{more}[/dim]")


def _amount(value: Row) -> str:
    """Such as 12 người, or 95,0 % = 19 / 20."""
    parts = show_number(value["numerator"])
    if value["denominator"] is None:
        return f"{parts} {value['unit']}"
    ratio = "–" if value["value"] is None else f"{value['value']:.1f}".replace(".", ",")
    return f"{ratio} % = {parts} / {show_number(value['denominator'])}"


def _tell_line(number: int, line: Row) -> None:
    known = [
        f"{name} {_shown(line[key])}".lstrip() for key, name in _KNOWN_BY.items() if key in line
    ]
    counts = "" if line["counts"] == 1 else f": [bold]{show_number(line['counts'])}[/bold]"
    say(f"{number:>4}  {', '.join(known)}{counts}")
    for record in line["records"]:
        sheet, row = record["sheet"], record["row_number"]
        place = f" {escaped(sheet)}" if sheet else ""
        place += f" dòng / row {row}" if row else ""
        say(
            f"      {record['branch_code']} {record['sunday']:%d/%m/%Y}"
            f" [cyan]{record['file_sha256'][:_SHORT]}[/cyan]{place}{_reason(record)}"
        )


def _reason(record: Row) -> str:
    """Why a row is the person's."""
    if not record.get("link_reason"):
        return ""
    return f"  [dim]{record['link_reason']}[/dim]"


def _shown(value: object) -> str:
    return f"{value:%d/%m/%Y}" if hasattr(value, "strftime") else escaped(str(value))
