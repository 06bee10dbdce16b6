"""`sunday template`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.console import Json, parse_sunday, say, settings_of, write_json
from schemas.errors import TerminalError, UsageError

if TYPE_CHECKING:
    from datetime import date

    from reports.template import BranchForm
    from schemas.reference import Reference

__all__ = ["branch_form", "template"]


def template(
    context: typer.Context,
    branch: Annotated[str, typer.Argument(help="Branch code.")],
    sunday: Annotated[
        str, typer.Argument(help="The Sunday of the report: 2023-03-05 or 05/03/2023.")
    ],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="File to write. Default: BRANCH_SUNDAY.xlsx here."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Write the workbook that a branch fills in for a Sunday.

    The branch's own teams and wards stand in it, with drop-downs and hints in Vietnamese.
    """
    from reports.template import template_workbook
    from warehouse.database import open_database
    from warehouse.files import write_whole
    from warehouse.reference import load_reference, load_shipped

    day = parse_sunday(sunday)
    with open_database(settings_of(context)) as database, database.transaction() as cursor:
        load_shipped(cursor)
        reference = load_reference(cursor)
    form = branch_form(reference, branch, day)
    target = output or Path(f"{form.branch_code}_{day:%Y-%m-%d}.xlsx")
    try:
        write_whole(target.absolute(), template_workbook(form))
    except OSError as error:
        raise TerminalError(
            f"The file {target} cannot be written ({error.strerror}); choose another with -o."
        ) from None
    if as_json:
        write_json({"file": str(target)})
    else:
        say(f"Đã ghi / written: {target}")


def branch_form(reference: Reference, branch: str, day: date) -> BranchForm:
    """What the reference data knows of the branch on that day; its code may be in any case.

    Raises UsageError for an unknown branch.
    """
    import pandas as pd

    from reports.template import BranchForm
    from transforms.geography import Geography, in_force

    on = pd.Timestamp(day)
    branches = in_force(reference.branches, on, on)
    row = branches[branches["branch_code"].str.upper() == branch.upper()]
    if row.empty:
        raise UsageError(f"There is no branch {branch} on {day:%d/%m/%Y}; see `sunday status`.")
    branch = str(row["branch_code"].iloc[0])
    geography = Geography(reference)
    place = geography.branches_on(pd.DataFrame({"branch_code": [branch], "day": [on]})).iloc[0]
    units = in_force(reference.units, on, on)
    near = place["district_key"] or place["province_key"]
    wards = units[(units["level"] == "commune") & (units["parent_code"] == near.unit_code)]
    province = units.loc[units["unit_code"] == place["province_key"].unit_code, "name"]
    teams = in_force(reference.teams, on, on)
    own = teams[(teams["branch_code"] == branch) & (teams["team_type"] == "youth")]
    services = in_force(reference.services, on, on)
    is_activity = services["category"].isin(["communication", "internal"])
    return BranchForm(
        branch_code=branch,
        branch_name=str(row["name"].iloc[0]),
        sunday=day,
        teams=[(code, name, "") for code, name in zip(own["team_code"], own["name"], strict=True)],
        wards=sorted(wards["name"]),
        services=list(services.loc[~is_activity, "name_vi"]),
        activities=list(services.loc[is_activity, "name_vi"]),
        province=str(province.iloc[0]),
        indicators=list(reference.indicators.loc[reference.indicators["unit"] != "%", "name_vi"]),
    )
