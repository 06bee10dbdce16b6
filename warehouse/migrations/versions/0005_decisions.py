"""Stewards' decisions, and the lineage of rows that corrected files bring again."""

from pathlib import Path

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Rows known so far begin their own lineage; their own numbers were not kept."""
    op.get_bind().exec_driver_sql(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
