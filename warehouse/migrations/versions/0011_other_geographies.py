"""Figures in other geographies than the reported one: `mart.indicator_as_of` and its view."""

from pathlib import Path

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Where branches stand is found out by the next run, which counts everything anew."""
    op.get_bind().exec_driver_sql(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
