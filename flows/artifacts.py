"""What a run leaves on Prefect's pages: counts, codes and Sundays, told by the ledger."""

from __future__ import annotations

from prefect.artifacts import create_markdown_artifact, create_table_artifact

from flows.steps import RunResult
from schemas.settings import Settings
from warehouse.database import open_database
from warehouse.queries import presence, restatements

__all__ = ["publish_artifacts"]


def publish_artifacts(settings: Settings, result: RunResult) -> None:
    """A summary of the run, how complete its last Sunday is, and which published values changed."""
    with open_database(settings) as database, database.transaction() as cursor:
        complete = presence(cursor, max(result.sundays, default=None))
        restated = restatements(cursor, result.run_id)
    create_markdown_artifact(
        key="run-summary",
        description="What the run took in and how long it took",
        markdown=_summary(result),
    )
    create_table_artifact(
        key="completeness",
        description="Branches by what came from them for the last Sunday that the run published",
        table=complete,
    )
    create_table_artifact(
        key="restatements",
        description="Published values that changed, by Sunday and cause; first ones are none",
        table=restated,
    )


def _summary(result: RunResult) -> str:
    files = ", ".join(f"{count} {status}" for status, count in result.submissions.items())
    seconds = "\n".join(f"| {stage} | {took} |" for stage, took in result.seconds.items())
    return (
        f"# Run {result.run_id}\n\n"
        f"- files: {files or 'none'}\n"
        f"- rows: {result.records_parsed} read, {result.records_accepted} accepted,"
        f" {result.records_quarantined} held back, {result.records_excluded} excluded\n"
        f"- new citizens: {result.persons_new}\n"
        f"- values restated: {result.indicators_restated}\n"
        f"- decisions: {result.decisions['applied']} applied,"
        f" {result.decisions['lapsed']} lapsed\n"
        f"- Sundays published: {', '.join(result.sundays) or 'none'}\n\n"
        f"| stage | seconds |\n|---|---|\n{seconds}\n"
    )
