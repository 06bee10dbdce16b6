"""Cheaper checks, and foreign keys that the writer checks for all rows at once."""

from pathlib import Path

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """The same values are refused as before: what is there needs no other form."""
    op.get_bind().exec_driver_sql(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
