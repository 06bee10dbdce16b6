"""Of which Sunday a file is, in SQL on the columns of `ops.submission`: it may be mistyped."""

from __future__ import annotations

from schemas.settings import LAUNCH, TIME_ZONE

__all__ = ["ANSWERED_SUNDAY", "CAN_BE_REPORTED"]

_RECEIVED = f"(received_at AT TIME ZONE '{TIME_ZONE.key}')::date"

CAN_BE_REPORTED = f"sunday BETWEEN '{LAUNCH}' AND {_RECEIVED}"
"""A Sunday between the launch and the file's receipt: any other was mistyped (CAD01)."""

ANSWERED_SUNDAY = f"""CASE
    WHEN sunday IS NOT NULL
        AND (status NOT IN ('quarantined', 'rejected') OR {CAN_BE_REPORTED}) THEN sunday
    ELSE {_RECEIVED} - mod(extract(isodow FROM {_RECEIVED})::int, 7)
END"""
"""The Sunday under which a branch is answered about a file: the file's own, else, where that cannot
be or is not known, the last one when it came, for which the branch would be reminded.
"""
