"""From a published value back to what it counts: `TRACERS` maps an indicator's code to the way.

They go by the rows of a cell alone, where `transforms.indicators` goes by running sums over all of
them: that both come to the same is a test of each.
"""

from __future__ import annotations

from transforms.tracing.activities import ACTIVITY_TRACERS
from transforms.tracing.cell import Tracer
from transforms.tracing.citizens import CITIZEN_TRACERS
from transforms.tracing.members import MEMBER_TRACERS
from transforms.tracing.reporting import REPORTING_TRACERS
from transforms.tracing.teams import TEAM_TRACERS

__all__ = ["TRACERS"]

TRACERS: dict[str, Tracer] = {
    **CITIZEN_TRACERS,
    **TEAM_TRACERS,
    **ACTIVITY_TRACERS,
    **MEMBER_TRACERS,
    **REPORTING_TRACERS,
}
