"""Locked periods, the moment of arrival, and the hash of a file's cells."""

from pathlib import Path

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """What is known of earlier files is when they were received: that is when they arrived."""
    op.get_bind().exec_driver_sql(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
