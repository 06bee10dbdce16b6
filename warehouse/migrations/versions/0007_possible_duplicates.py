"""Possible duplicates, what became of persons, and the bounds of published counts."""

from pathlib import Path

from alembic import op

revision = "0007"
down_revision = "0005"


def upgrade() -> None:
    """The next run links everything anew: what was in doubt so far was not kept."""
    op.get_bind().exec_driver_sql(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
