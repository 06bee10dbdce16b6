"""What linking has to reach on each labelled set, and what is aimed at, for 60,000 persons.

Shares of pairs are to be at least as large as their bar, errors of counts at most as large,
whatever their sign.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["BARS", "BASELINE_SLACK", "SHARES", "Bars", "missed"]

SHARES = ("precision", "recall", "F1", "B-cubed F1")
"""Measures of which more is better; all others are errors of counts."""

BASELINE_SLACK = 0.0005
"""How far F1 may be below that of the best baseline."""


@dataclass(frozen=True)
class Bars:
    """By measure (see `benchmarks.accuracy.__main__`), as shares of 1."""

    required: Mapping[str, float]
    stretch: Mapping[str, float] = field(default_factory=dict)


def _of_profile(
    pairs: float, f1: tuple[float, float], count: tuple[float, float], commune: tuple[float, float]
) -> Bars:
    """Precision and recall alike; F1 and the province's count: required, stretch; the error of a
    commune's count: mean, 95th percentile.
    """
    required = {
        "precision": pairs,
        "recall": pairs,
        "F1": f1[0],
        "count": count[0],
        "commune mean": commune[0],
        "commune p95": commune[1],
    }
    return Bars(required, {"F1": f1[1], "count": count[1]})


BARS: Mapping[str, Bars] = {
    "clean": Bars({"precision": 0.98, "recall": 0.98}),
    "light": _of_profile(0.98, (0.9985, 0.9995), (0.0010, 0.0003), (0.0010, 0.005)),
    "default": _of_profile(0.98, (0.9955, 0.998), (0.0015, 0.0005), (0.0020, 0.006)),
    "hard": _of_profile(0.975, (0.980, 0.988), (0.006, 0.002), (0.006, 0.018)),
    "no_id": _of_profile(0.98, (0.983, 0.990), (0.006, 0.002), (0.006, 0.016)),
    "FEBRL 3": Bars({"F1": 0.995}),
    "FEBRL 4": Bars({"F1": 0.995}),
    "RLdata10000": Bars({"F1": 0.94}),
}
"""Set → its bars."""


def missed(bars: Mapping[str, float], measured: Mapping[str, float]) -> list[str]:
    """The measures that do not reach their bar."""
    # Rounded, for 1.006 - 1 is more than 0.006.
    by_far = {name: round(abs(measured[name]) - bar, 9) for name, bar in bars.items()}
    return [name for name, far in by_far.items() if (far < 0 if name in SHARES else far > 0)]
