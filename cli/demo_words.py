"""How a demo's figures are told: counted, known otherwise, and added up from rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from cli.console import called, say, show_number, show_percent

if TYPE_CHECKING:
    from schemas.settings import Settings

__all__ = ["compared", "tell_figures", "tell_next"]

TOLERATED = 2.0
"""A difference, in percent, that is shown in red when it is larger."""


def compared(
    counted: Mapping[str, Mapping[str, Any]], known: Iterable[tuple[str, int, int]], name: str
) -> list[dict[str, Any]]:
    """Published values beside what is known.

    `counted` are rows of `warehouse.queries.indicators` by code; `known` gives code, the known
    value (called `name` in the answer) and the sum of rows. Differences are percent of the known.
    """
    return [
        {
            "indicator_code": code,
            "name_vi": counted[code]["name_vi"],
            "unit": counted[code]["unit"],
            name: value,
            "counted": int(counted[code]["value"]),
            "difference_percent": _percent(counted[code]["value"], value),
            "rows": rows,
            "rows_difference_percent": _percent(rows, value),
        }
        for code, value, rows in known
    ]


def _percent(value: float, known: float) -> float:
    return round(100.0 * (value - known) / known, 2)


def tell_figures(rows: list[dict[str, Any]], name: str, name_vi: str) -> None:
    """Prints what `compared` gave; `name` is that of the known value."""
    say("[bold]Toàn tỉnh, từ ngày phát động[/bold] / the whole province, since launch\n")
    # 80 columns hold a name or the figures: the figures stand in the line below.
    say(f"{'Chỉ tiêu':<33}{'Đếm được':>9}{name_vi:>10}{'Lệch':>9}{'Cộng dòng':>10}{'Lệch':>9}")
    say(f"[dim]{'indicator':<33}{'counted':>9}{name:>10}{'off':>9}{'rows':>10}{'off':>9}[/dim]")
    say(f"[dim]{'─' * 80}[/dim]")
    for row in rows:
        say(row["name_vi"])
        counted = f"[bold]{show_number(row['counted']):>9}[/bold]"
        figures = f"{counted}{show_number(row[name]):>10}{_off(row['difference_percent'])}"
        adding = f"{show_number(row['rows']):>10}{_off(row['rows_difference_percent'])}"
        about = f"  {row['indicator_code']}, {row['unit']}"
        say(f"[dim]{about:<33}[/dim]{figures}{adding}")


def _off(percent: float) -> str:
    text = f"{show_percent(percent):>9}"
    return f"[red]{text}[/red]" if abs(percent) > TOLERATED else text


def tell_next(settings: Settings, files: int, rows: int, sundays: int, seconds: float) -> None:
    """Prints what was taken in, and where to look next."""
    if files:
        say(
            f"\n{show_number(files)} tệp / files, {show_number(rows)} dòng / rows,"
            f" {sundays} Chủ nhật / Sundays, {seconds:.0f} s"
        )
    sunday = called(settings)
    why = f"{sunday} why KPI_UNIQUE_CITIZENS 2023-03-05 52"
    query = f"{sunday} sql \"SELECT * FROM mart.indicator WHERE unit_level = 'province'\""
    say(
        "\n[bold]Xem tiếp[/bold] / where to look next\n"
        f"  [cyan]{sunday} status[/cyan]\n"
        "      ai đã nộp, ai chưa / who has sent what\n"
        f"  [cyan]{sunday} findings --state open[/cyan]\n"
        "      điều các cơ sở cần sửa / what branches should mend\n"
        f"  [cyan]{settings.home / 'outbox'}[/cyan]\n"
        "      thư và tệp cần sửa của từng cơ sở / each branch's letter and marked report\n"
        f"  [cyan]{why}[/cyan]\n"
        "      một con số đếm những dòng nào / which rows a figure counts\n"
        f"  [cyan]{query}[/cyan]\n"
        "      hỏi như cán bộ phân tích / ask as an analyst does\n"
        f"  [cyan]{settings.home / 'parquet'}[/cyan]\n"
        "      cùng các bảng đó cho pandas, DuckDB, R / the same tables as files\n"
        f"  [cyan]{sunday} stop --remove[/cyan]\n"
        "      xóa cơ sở dữ liệu của bản thử này / delete the demo's database"
    )
