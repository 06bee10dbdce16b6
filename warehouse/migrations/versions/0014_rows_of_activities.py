"""Where each activity stands in its file, so that a figure can be followed back to it."""

from pathlib import Path

from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """The place of a row is found again by its key, which is a hash of it: the sheet has the
    template's name and the row is one of the first thousand, else its place stays unknown until the
    file is judged again.
    """
    op.get_bind().exec_driver_sql(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
