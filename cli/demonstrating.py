"""`sunday demo`: a campaign whose truth is known, run as a real one is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.console import Json, progress, say, settings_of, show_table, write_json
from schemas.errors import UsageError

if TYPE_CHECKING:
    from samples import Campaign
    from schemas.settings import Settings

__all__ = ["demo"]

MARK = "demo-campaign"
"""File in a home that says that its inbox holds generated people only."""


def demo(
    context: typer.Context,
    campaign: Annotated[str, typer.Option(help="Which campaign: small.")] = "small",
    as_json: Json = False,
) -> None:
    """Generate a synthetic campaign, run it, and show the indicators beside the truth.

    All people are generated. The campaign stays in the home, to look around in.
    """
    if campaign != "small":
        raise UsageError(f"There is no campaign “{campaign}”; give small.")
    settings = settings_of(context)
    _claim_home(settings)
    with progress() as told:
        generated = _prepare(settings, told)
        from cli.running import run_once

        result = run_once(settings, None, None, told)
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
    return [
        {
            "indicator_code": row.indicator_code,
            "name_vi": counted[row.indicator_code]["name_vi"],
            "unit": counted[row.indicator_code]["unit"],
            "counted": int(counted[row.indicator_code]["value"]),
            "truth": row.truth,
            "difference_percent": _percent(counted[row.indicator_code]["value"], row.truth),
            "rows": row.rows,
            "rows_difference_percent": _percent(row.rows, row.truth),
        }
        for row in true_indicators(campaign).itertuples()
    ]


def _percent(value: float, truth: float) -> float:
    return round(100.0 * (value - truth) / truth, 2)


def _tell(compared: list[dict[str, Any]], settings: Settings, result: dict[str, Any]) -> None:
    show_table(
        ["Chỉ tiêu / indicator", "Đơn vị", "Đếm được", "Sự thật", "Lệch", "Cộng dòng", "Lệch"],
        [
            (
                f"{row['name_vi']}\n[dim]{row['indicator_code']}[/dim]",
                row["unit"],
                f"{row['counted']:,}".replace(",", "."),
                f"{row['truth']:,}".replace(",", "."),
                f"{row['difference_percent']:+.2f} %".replace(".", ","),
                f"{row['rows']:,}".replace(",", "."),
                f"{row['rows_difference_percent']:+.1f} %".replace(".", ","),
            )
            for row in compared
        ],
        title="Toàn tỉnh, từ ngày phát động / the province since launch:"
        " counted, the truth, and what adding up rows would have said",
        numbers=5,
    )
    if result["submissions"]:
        files = sum(result["submissions"].values())
        say(
            f"{files} tệp / files, {result['records_parsed']} dòng / rows,"
            f" {result['seconds']['total']:.1f} s"
        )
    home = _shown(settings.home)
    say(
        "\n[bold]Xem tiếp / where to look next[/bold]\n"
        f"  [cyan]sunday{home} status[/cyan]                  who sent what\n"
        f"  [cyan]sunday{home} findings --state open[/cyan]   what branches should mend\n"
        f'  [cyan]sunday{home} sql "SELECT * FROM mart.indicator LIMIT 5"[/cyan]\n'
        f"  [cyan]{settings.home / 'parquet'}[/cyan]   the same tables for pandas, DuckDB, R\n"
        f"  [cyan]sunday{home} stop --remove[/cyan]           delete the demo's database"
    )


def _shown(home: Path) -> str:
    return "" if home == Path("var").absolute() else f" --home {home}"
