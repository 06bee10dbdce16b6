"""When runs are due, as prefect.yaml schedules them (all times Vietnamese)."""

from __future__ import annotations

import datetime as dt

from schemas.settings import TIME_ZONE

__all__ = ["GRACE", "SUNDAY_NIGHT", "due_sunday", "missed_night"]

SUNDAY_NIGHT = dt.time(23)
"""When `sunday-night` starts on a Sunday."""

GRACE = dt.timedelta(hours=1)
"""A run of the night that has not begun by then is missed."""


def due_sunday(moment: dt.datetime, cut_off: dt.time) -> dt.date:
    """The Sunday that a run scheduled for `moment` publishes: the last one past its cut-off."""
    return _last_sunday_at(cut_off, moment).date()


def missed_night(moment: dt.datetime, last_run: dt.datetime) -> dt.datetime | None:
    """The Sunday night on which a run should have begun by `moment`, and none has since."""
    night = _last_sunday_at(SUNDAY_NIGHT, moment - GRACE)
    return night if last_run < night else None


def _last_sunday_at(time: dt.time, moment: dt.datetime) -> dt.datetime:
    """The latest Sunday at that time that is not after `moment`."""
    local = moment.astimezone(TIME_ZONE)
    sunday = local.date() - dt.timedelta(days=(local.weekday() + 1) % 7)
    at = dt.datetime.combine(sunday, time, TIME_ZONE)
    return at if at <= local else at - dt.timedelta(weeks=1)
