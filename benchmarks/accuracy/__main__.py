"""`python -m benchmarks.accuracy`: how well linking finds the true persons, beside others.

Labelled campaigns of `samples/` in each profile, on seeds that training never saw, then
public sets; under each what has to be reached, what is aimed at, and whether it was. `--speed`
tells instead how long linking takes.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator, Mapping, Sequence

import pandas as pd

from benchmarks.accuracy.bars import BARS, BASELINE_SLACK, missed
from benchmarks.accuracy.baselines import guarded_rules, splink_components, typed_number
from benchmarks.accuracy.public_sets import (
    FEBRL,
    RLDATA,
    Labelled,
    febrl,
    febrl_model,
    rldata,
    unpacked,
)
from benchmarks.accuracy.speed import tell_speed
from cli.labelled import labelled_plan, labelled_records
from samples.packaged import PROFILES
from schemas.link_model import LinkModel
from transforms.agreement import agreement, count_errors
from transforms.linking import link
from warehouse.link_model import load_link_model

__all__ = ["MEASURES", "bar_lines", "main"]

HEADER = (
    f"{'':10} {'':22} {'precision':>9} {'recall':>8} {'F1':>8} {'B-cubed':>8} {'count':>8}"
    f" {'district':>17} {'commune':>17} {'time':>7}\n"
    f"{'':10} {'':22} {'':>9} {'':>8} {'':>8} {'F1':>8} {'error':>8}"
    f" {'mean':>8} {'p95':>8} {'mean':>8} {'p95':>8}"
)

Way = Callable[[pd.DataFrame], pd.Series]

MEASURES: Mapping[str, str] = {
    "precision": "9.5f",
    "recall": "8.5f",
    "F1": "8.5f",
    "B-cubed F1": "8.5f",
    "count": "+8.3%",
    "district mean": "8.3%",
    "district p95": "8.3%",
    "commune mean": "8.3%",
    "commune p95": "8.3%",
}
"""What is measured on a set, in the order of its columns, and how it is written."""


def main(arguments: list[str] | None = None) -> None:
    """Prints a line for each set and way of counting, and the bars of each set."""
    parser = argparse.ArgumentParser(prog="bootstrap.py accuracy", description=__doc__)
    parser.add_argument("--profile", choices=PROFILES, action="append", help="default: all five")
    parser.add_argument("--seed", type=int, default=2027, help="no seed of the model's recipe")
    parser.add_argument("--persons", type=int, default=60_000)
    parser.add_argument("--no-public", action="store_true", help="leave the public sets out")
    parser.add_argument("--no-baselines", action="store_true", help="leave the baselines out")
    parser.add_argument(
        "--speed",
        type=int,
        nargs="?",
        const=600_000,
        metavar="PERSONS",
        help="link five records for three of so many persons from nothing, and a week's records on"
        " five sixths of them; default: 600,000",
    )
    options = parser.parse_args(arguments)
    if options.speed:
        for line in tell_speed(options.seed, options.speed):
            print(line, flush=True)
        return
    model = load_link_model()
    if options.seed in {campaign["seed"] for campaign in model.recipe["campaigns"]}:
        parser.error(f"the model was trained on seed {options.seed}")
    size = f"{options.persons:,} persons (bars: for 60,000)"
    print(f"model {model.version}; seed {options.seed}; {size}\n{HEADER}")
    for profile in options.profile or PROFILES:
        records = labelled_records(labelled_plan(options.seed, profile, options.persons))
        _compare(profile, Labelled(records, records["truth"]), model, options.no_baselines)
    if not options.no_public:
        _compare_public(model, options.no_baselines)


def _compare_public(model: LinkModel, no_baselines: bool) -> None:
    with unpacked(*FEBRL) as folder:
        fitted = febrl_model(folder)
        _compare("FEBRL 3", febrl(folder, "dataset3.csv"), fitted, no_baselines)
        _compare("FEBRL 4", febrl(folder, "dataset4a.csv", "dataset4b.csv"), fitted, no_baselines)
    with unpacked(*RLDATA) as folder:
        _compare("RLdata10000", rldata(folder), model, no_baselines)


def _compare(name: str, labelled: Labelled, model: LinkModel, no_baselines: bool) -> None:
    ways: dict[str, Way] = {
        "sunday": lambda records: link(records, model).records["cluster"],
        "number, else name+date": typed_number,
        "guarded rules": lambda records: guarded_rules(records, model),
        "Splink, components": splink_components,
    }
    found: dict[str, dict[str, float]] = {}
    for way, labels_of in ways.items():
        if way == "sunday" or not no_baselines:
            started = time.perf_counter()
            cluster = labels_of(labelled.records)
            seconds = time.perf_counter() - started
            found[way] = _measured(labelled, cluster)
            print(f"{name:10} {way:22} {_line(found[way])} {seconds:6.1f}s", flush=True)
    own, *others = found.values()
    for line in bar_lines(name, own, others):
        print(line, flush=True)


def _measured(labelled: Labelled, cluster: pd.Series) -> dict[str, float]:
    """The `MEASURES` that the set has, of a partition of its records."""
    told = agreement(labelled.truth, cluster)
    found = {
        "precision": told.precision,
        "recall": told.recall,
        "F1": told.f1,
        "B-cubed F1": told.bcubed_f1,
        "count": told.count_error,
    }
    for level in ("district", "commune"):
        if (column := f"{level}_code") in labelled.records:
            errors = count_errors(labelled.truth, cluster, labelled.records[column])
            found |= {f"{level} mean": errors.mean(), f"{level} p95": float(errors.quantile(0.95))}
    return found


def bar_lines(
    name: str, own: Mapping[str, float], others: Sequence[Mapping[str, float]]
) -> Iterator[str]:
    """The bars of a set under its measures, and which of them are missed; `others` are baselines,
    as good as which linking has to be.
    """
    bars = {"required": BARS[name].required}
    if others:
        best = max(other["F1"] for other in others)
        bars[f"best other - {BASELINE_SLACK}"] = {"F1": best - BASELINE_SLACK}
    bars["stretch"] = BARS[name].stretch
    for kind, values in bars.items():
        if values:
            verdict = f"missed: {', '.join(lost)}" if (lost := missed(values, own)) else "met"
            yield f"{name:10} {kind:22} {_line(values).replace('+', ' ')}  {verdict}"


def _line(values: Mapping[str, float]) -> str:
    blank = {name: " " * len(f"{0:{form}}") for name, form in MEASURES.items()}
    shown = {name: f"{value:{MEASURES[name]}}" for name, value in values.items()}
    return " ".join((blank | shown).values())


if __name__ == "__main__":
    main()
