"""`sunday demo`: a campaign whose truth is known, run as a real one is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.console import Json, progress, say, settings_of, write_json
from cli.demo_home import CAMPAIGNS, claim_home, load_rosters, units_to_draw_from
from cli.demo_words import compared, tell_figures, tell_next
from cli.demo_year import evening, show_year
from schemas.errors import UsageError

if TYPE_CHECKING:
    from samples import Campaign
    from schemas.settings import Settings

__all__ = ["demo"]


def demo(
    context: typer.Context,
    campaign: Annotated[
        str,
        typer.Option(
            help="Which campaign: small (4 Sundays of 24 branches) or 2023 (45 Sundays of 159)."
        ),
    ] = "small",
    as_json: Json = False,
) -> None:
    """Generate a synthetic campaign, run it, and show the indicators beside the truth.

    Workbooks with the typing mistakes of real ones are put into the home's
    inbox and taken in. All people in them are generated.

    small takes seconds and is run at once, as files that came late are.
    2023 is the programme's first year at its full size, 7,155 workbooks with
    450,000 rows: as many citizens stand behind them as were published for that
    year. Each Sunday is run on its own evening, without letters to branches
    (see answers in the home's settings.toml). It takes some minutes and
    300 MB; when it was interrupted, calling it again goes on from there.

    The campaign stays in the home, to look around in: status, findings and sql
    show it as they show a real one. Calling demo again changes nothing. A home
    holds one campaign: give --home before demo to have the other one as well.
    """
    if campaign not in CAMPAIGNS:
        raise UsageError(f"There is no campaign “{campaign}”; give {' or '.join(CAMPAIGNS)}.")
    settings = settings_of(context)
    claim_home(settings, campaign)
    show = show_year if campaign == "2023" else _show_small
    show(settings, as_json=as_json)


def _show_small(settings: Settings, *, as_json: bool) -> None:
    from cli.running import run_once

    with progress() as told:
        generated = _prepare(settings, told)
        # Late for the earlier Sundays, on time for the last.
        result = run_once(settings, None, evening(generated.plan.sundays[-1]), told)
    rows = _compare(settings, generated)
    if as_json:
        write_json({"run": result, "indicators": rows})
        return
    tell_figures(rows, "truth", "Sự thật")
    say(
        "\nLệch: so với sự thật. Cộng dòng: con số có được nếu chỉ cộng các dòng đã gửi.\n"
        "[dim]off: from the truth. rows: what adding up the rows sent would have said.[/dim]"
    )
    files = sum(result["submissions"].values())
    seconds = result["seconds"]["total"]
    tell_next(settings, files, result["records_parsed"], len(result["sundays"]), seconds)


def _prepare(settings: Settings, told: Any) -> Campaign:
    """The campaign in the home: workbooks in the inbox, branches and teams in the database."""
    from samples import DEMO_PLAN, campaign_workbooks, generate_campaign
    from warehouse.database import open_database
    from warehouse.landing import write_inbox

    with open_database(settings) as database:
        campaign = generate_campaign(DEMO_PLAN, units_to_draw_from(database))
        rosters = {"branches": campaign.branches, "teams": campaign.teams}
        load_rosters(settings, database, rosters)
    total = len(campaign.plan.sundays) * campaign.plan.branch_count
    for number, (path, content) in enumerate(campaign_workbooks(campaign), start=1):
        if not (settings.inbox_folder / path).exists():
            write_inbox(settings.inbox_folder, path, content)
        told("write", number, total)
    return campaign


def _compare(settings: Settings, campaign: Campaign) -> list[dict[str, Any]]:
    from samples import true_indicators
    from warehouse.database import open_database
    from warehouse.queries import indicators

    with open_database(settings) as database, database.transaction() as cursor:
        counted = {
            row["indicator_code"]: row for row in indicators(cursor, "since_launch", "province")
        }
    true = true_indicators(campaign)
    return compared(counted, zip(*(true[name].tolist() for name in true), strict=True), "truth")
