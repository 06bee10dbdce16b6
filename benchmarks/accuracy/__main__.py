"""`python -m benchmarks.accuracy`: how well linking finds the true persons, beside others.

Labelled campaigns of `samples/` in each profile, on seeds that training never saw, then
public sets. `--speed` tells instead how long linking takes.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import pandas as pd

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

__all__ = ["main"]

HEADER = (
    f"{'':10} {'':22} {'precision':>9} {'recall':>8} {'F1':>8} {'B-cubed':>8} {'count':>8}"
    f" {'district':>17} {'commune':>17} {'time':>7}\n"
    f"{'':10} {'':22} {'':>9} {'':>8} {'':>8} {'F1':>8} {'error':>8}"
    f" {'mean':>8} {'p95':>8} {'mean':>8} {'p95':>8}"
)

Way = Callable[[pd.DataFrame], pd.Series]


def main(arguments: list[str] | None = None) -> None:
    """Prints a line for each set and way of counting."""
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
    print(f"model {model.version}; seed {options.seed}; {options.persons:,} persons\n{HEADER}")
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
    for way, labels_of in ways.items():
        if way == "sunday" or not no_baselines:
            started = time.perf_counter()
            cluster = labels_of(labelled.records)
            seconds = time.perf_counter() - started
            print(f"{name:10} {way:22} {_line(labelled, cluster)} {seconds:6.1f}s", flush=True)


def _line(labelled: Labelled, cluster: pd.Series) -> str:
    told = agreement(labelled.truth, cluster)
    shares = f"{told.precision:9.5f} {told.recall:8.5f} {told.f1:8.5f} {told.bcubed_f1:8.5f}"
    places = [_place(labelled, cluster, level) for level in ("district_code", "commune_code")]
    return f"{shares} {told.count_error:+8.3%} {' '.join(places)}"


def _place(labelled: Labelled, cluster: pd.Series, level: str) -> str:
    if level not in labelled.records:
        return f"{'':8} {'':8}"
    errors = count_errors(labelled.truth, cluster, labelled.records[level])
    return f"{errors.mean():8.3%} {errors.quantile(0.95):8.3%}"


if __name__ == "__main__":
    main()
