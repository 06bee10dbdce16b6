"""`sunday run`."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.console import Json, called, parse_sunday, progress, say, settings_of, write_json
from cli.decided import tell_decisions
from schemas.errors import SundayError, TransientError, UsageError

if TYPE_CHECKING:
    from schemas.settings import Settings

__all__ = ["run", "run_once"]


def run(
    context: typer.Context,
    inbox: Annotated[
        Path | None, typer.Option(help="Folder with the submissions. Default: HOME/inbox.")
    ] = None,
    sunday: Annotated[
        str | None,
        typer.Option(
            help="A Sunday (2023-03-05 or 05/03/2023) to publish even if nothing was sent for it."
        ),
    ] = None,
    now: Annotated[
        str | None,
        typer.Option(help="A timestamp that replaces the clock, for tests and backfills."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Take in everything new in the inbox and publish every Sunday it touches.

    Faulty files never stop a run: they become findings. Running again changes nothing. Exit code 0,
    or 1 when the run itself failed, with one sentence that says why.
    """
    settings = settings_of(context, inbox)
    with progress() as told:
        result = run_once(settings, sunday, now, told)
    if as_json:
        write_json(result)
    else:
        _tell(result, settings)


def run_once(settings: Settings, sunday: str | None, now: str | None, told: Any) -> dict[str, Any]:
    """One run, in process or, with PREFECT_API_URL set, as a Prefect flow run; what it did.

    Raises UsageError for a Sunday that cannot be.
    """
    from schemas.clock import local_day, run_clock, sunday_or_none

    day = parse_sunday(sunday)
    clock = run_clock(now)
    if day is not None and day > local_day(clock).date():
        raise UsageError(f"{day:%d/%m/%Y} is still to come; give a Sunday that has been.")
    iso = day.isoformat() if day else None
    if settings.prefect_api_url:
        from flows.sunday import sunday_run

        inbox = str(settings.inbox) if settings.inbox else None
        try:
            return dict(sunday_run(str(settings.home), inbox, now, iso))
        except SundayError:
            raise
        except Exception as error:
            if not _is_unreachable(error):
                raise
            raise TransientError(
                f"Prefect's server at {settings.prefect_api_url} cannot be reached; start it, or"
                " unset PREFECT_API_URL to run without it."
            ) from None
    from flows.steps import run_sunday
    from flows.telling import log_result, logged, told_to_log

    result = run_sunday(settings, clock, sunday_or_none(iso), logged, told_to_log(told))
    log_result(result)
    return dataclasses.asdict(result)


def _is_unreachable(error: Exception) -> bool:
    """Whether Prefect raised this because its API does not answer."""
    from httpx import TransportError

    return isinstance(error, TransportError) or "Failed to reach API" in str(error)


def _tell(result: dict[str, Any], settings: Settings) -> None:
    files = sum(result["submissions"].values())
    if not files:
        say(f"Không có tệp mới trong {settings.inbox_folder} / nothing new in the inbox.")
    else:
        parts = ", ".join(f"{count} {status}" for status, count in result["submissions"].items())
        say(f"[bold]{files} tệp / files[/bold]: {parts}")
        say(
            f"[bold]{result['records_parsed']} dòng / rows[/bold]:"
            f" {result['records_accepted']} accepted, {result['records_quarantined']} quarantined,"
            f" {result['records_excluded']} excluded; {result['persons_new']} new persons"
        )
    tell_decisions(result["decisions"])
    if result["still_arriving"]:
        say(f"{result['still_arriving']} tệp đang tải lên, sẽ đọc ở lượt sau / still arriving.")
    if result["sundays"]:
        weeks = result["sundays"]
        span = weeks[0] if len(weeks) == 1 else f"{weeks[0]} … {weeks[-1]} ({len(weeks)})"
        say(
            f"Đã công bố / published: {span}; {result['indicators_restated']} values restated"
            f" ({result['seconds']['total']:.1f} s)"
        )
    if files:
        say(f"Thư và tệp cần sửa / letters and marked reports: {settings.home / 'outbox'}")
    sunday = called(settings)
    findings = f"{sunday} findings --state open"
    say(f"Xem tiếp / next: [cyan]{sunday} status[/cyan], [cyan]{findings}[/cyan]")
