"""`sunday demo`: a campaign whose truth is known, run as a real one is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.console import (
    Json,
    called,
    progress,
    say,
    settings_of,
    show_number,
    show_percent,
    write_json,
)
from schemas.errors import UsageError

if TYPE_CHECKING:
    from samples import Campaign
    from schemas.settings import Settings

__all__ = ["demo"]

MARK = "demo-campaign"
"""File in a home that says that its inbox holds generated people only."""

RECEIVED = "21:30"
"""When the campaign is taken in on its last Sunday: late for the earlier, on time for it."""

TOLERATED = 2.0
"""A difference from the truth, in percent, that is shown in red when it is larger."""


def demo(
    context: typer.Context,
    campaign: Annotated[
        str, typer.Option(help="Which campaign: small (4 Sundays of 24 branches).")
    ] = "small",
    as_json: Json = False,
) -> None:
    """Generate a synthetic campaign, run it, and show the indicators beside the truth.

    Workbooks with the typing mistakes of real ones are put into the home's
    inbox and taken in. All people in them are generated.

    The campaign stays in the home, to look around in: status, findings and sql
    show it as they show a real one. Calling demo again changes nothing.
    """
    if campaign != "small":
        raise UsageError(f"There is no campaign “{campaign}”; give small.")
    settings = settings_of(context)
    _claim_home(settings)
    with progress() as told:
        generated = _prepare(settings, told)
        from cli.running import run_once

        evening = f"{generated.plan.sundays[-1].isoformat()}T{RECEIVED}"
        result = run_once(settings, None, evening, told)
    compared = _compare(settings, generated)
    if as_json:
        write_json({"run": result, "indicators": compared})
    else:
        _tell(compared, settings, result)


def _claim_home(settings: Settings) -> None:
    """Generated people never mix with real ones."""
    mark = settings.home / MARK
    inbox = settings.inbox_folder
    if not mark.exists() and inbox.is_dir() and any(inbox.iterdir()):
        raise UsageError(
            f"The inbox {inbox} already holds files; run the demo in another home:"
            " sunday --home DIR demo."
        )


def _prepare(settings: Settings, told: Any) -> Campaign:
    """The campaign in the home: workbooks in the inbox, branches and teams in the database."""
    from samples import DEMO_PLAN, campaign_workbooks, generate_campaign
    from warehouse.database import open_database
    from warehouse.landing import write_inbox
    from warehouse.reference import load_folder, load_reference, load_shipped

    with open_database(settings) as database, database.transaction() as cursor:
        load_shipped(cursor)
        campaign = generate_campaign(DEMO_PLAN, _iso_dates(load_reference(cursor).units))
        folder = settings.home / "demo-reference"
        for name, frame in (("branches", campaign.branches), ("teams", campaign.teams)):
            write_inbox(folder, f"{name}.csv", frame.to_csv(index=False).encode())
        load_folder(cursor, folder)
    write_inbox(settings.home, MARK, b"The people in this home are generated.\n")
    total = len(campaign.plan.sundays) * campaign.plan.branch_count
    for number, (path, content) in enumerate(campaign_workbooks(campaign), start=1):
        if not (settings.inbox_folder / path).exists():
            write_inbox(settings.inbox_folder, path, content)
        told("write", number, total)
    return campaign


def _iso_dates(units: Any) -> Any:
    dates = {name: units[name].dt.strftime("%Y-%m-%d") for name in ("valid_from", "valid_to")}
    return units.assign(**dates)


def _compare(settings: Settings, campaign: Campaign) -> list[dict[str, Any]]:
    from samples import true_indicators
    from warehouse.database import open_database
    from warehouse.queries import indicators

    with open_database(settings) as database, database.transaction() as cursor:
        counted = {
            row["indicator_code"]: row for row in indicators(cursor, "since_launch", "province")
        }
    true = true_indicators(campaign)
    return [
        {
            "indicator_code": code,
            "name_vi": counted[code]["name_vi"],
            "unit": counted[code]["unit"],
            "counted": int(counted[code]["value"]),
            "truth": truth,
            "difference_percent": _percent(counted[code]["value"], truth),
            "rows": rows,
            "rows_difference_percent": _percent(rows, truth),
        }
        for code, truth, rows in zip(*(true[name] for name in true), strict=True)
    ]


def _percent(value: float, truth: float) -> float:
    return round(100.0 * (value - truth) / truth, 2)


def _tell(compared: list[dict[str, Any]], settings: Settings, result: dict[str, Any]) -> None:
    say("[bold]Toàn tỉnh, từ ngày phát động[/bold] / the whole province, since launch\n")
    # 80 columns hold a name or the figures: the figures stand in the line below.
    say(f"{'Chỉ tiêu':<34}{'Đếm được':>9}{'Sự thật':>8}{'Lệch':>9}{'Cộng dòng':>10}{'Lệch':>9}")
    say(f"[dim]{'indicator':<34}{'counted':>9}{'truth':>8}{'off':>9}{'rows':>10}{'off':>9}[/dim]")
    say(f"[dim]{'─' * 79}[/dim]")
    for row in compared:
        say(row["name_vi"])
        counted = f"[bold]{show_number(row['counted']):>9}[/bold]"
        figures = f"{counted}{show_number(row['truth']):>8}{_off(row['difference_percent'])}"
        adding = f"{show_number(row['rows']):>10}{_off(row['rows_difference_percent'])}"
        about = f"  {row['indicator_code']}, {row['unit']}"
        say(f"[dim]{about:<34}[/dim]{figures}{adding}")
    say(
        "\nLệch: so với sự thật. Cộng dòng: con số có được nếu chỉ cộng các dòng đã gửi.\n"
        "[dim]off: from the truth. rows: what adding up the rows sent would have said.[/dim]"
    )
    if result["submissions"]:
        files = sum(result["submissions"].values())
        say(
            f"\n{show_number(files)} tệp / files, {show_number(result['records_parsed'])} dòng /"
            f" rows, {len(result['sundays'])} Chủ nhật / Sundays,"
            f" {result['seconds']['total']:.0f} s"
        )
    _tell_next(settings)


def _off(percent: float) -> str:
    text = f"{show_percent(percent):>9}"
    return f"[red]{text}[/red]" if abs(percent) > TOLERATED else text


def _tell_next(settings: Settings) -> None:
    sunday = called(settings)
    query = f"{sunday} sql \"SELECT * FROM mart.indicator WHERE unit_level = 'province'\""
    say(
        "\n[bold]Xem tiếp[/bold] / where to look next\n"
        f"  [cyan]{sunday} status[/cyan]\n"
        "      ai đã nộp, ai chưa / who has sent what\n"
        f"  [cyan]{sunday} findings --state open[/cyan]\n"
        "      điều các cơ sở cần sửa / what branches should mend\n"
        f"  [cyan]{query}[/cyan]\n"
        "      hỏi như cán bộ phân tích / ask as an analyst does\n"
        f"  [cyan]{settings.home / 'parquet'}[/cyan]\n"
        "      cùng các bảng đó cho pandas, DuckDB, R / the same tables as files\n"
        f"  [cyan]{sunday} stop --remove[/cyan]\n"
        "      xóa cơ sở dữ liệu của bản thử này / delete the demo's database"
    )
