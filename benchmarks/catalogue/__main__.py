"""`python -m benchmarks.catalogue`: every case through real runs, and whether it ends as it should.

Exit code 1 when one does not.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from benchmarks.catalogue.homes import Trial, trials_of
from benchmarks.catalogue.listing import Case, all_cases
from benchmarks.catalogue.taken import Seen, action_taken, agrees
from cli.console import progress, write_json
from schemas.catalogue import ACCEPTED
from schemas.settings import Settings
from warehouse.embedded_postgres import stop

__all__ = ["main", "shown"]


def main(arguments: list[str] | None = None) -> int:
    """Runs the cases asked for and prints a line for each; the exit code."""
    asked = _parser().parse_args(arguments)
    cases = [case for case in all_cases() if not asked.case or case.case_id in asked.case]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sunday-catalogue-")))

        def settings_of(name: str) -> Settings:
            stack.callback(stop, folder / name, remove=True)
            return Settings(home=folder / name)

        with progress() as told:
            trials = list(trials_of(cases, settings_of, told))
    lines = shown(cases, trials)
    if asked.json:
        write_json(lines)
    else:
        print("\n".join(_line(line) for line in lines))
        agreeing = sum(bool(line["agrees"]) for line in lines)
        print(f"{agreeing} of {len(lines)} cases agree ({len(trials)} files)")
    return 0 if all(line["agrees"] for line in lines) else 1


def shown(cases: Sequence[Case], trials: Sequence[tuple[Trial, Seen]]) -> list[dict[str, object]]:
    """For each case the rules that its files broke, what was expected of each and what was done."""
    lines = []
    for case in cases:
        seen = [one for trial, one in trials if trial.case == case]
        done = [action_taken(one) for one in seen]
        is_whole = len(done) == len(case.expected)
        lines.append(
            {
                "case": case.case_id,
                "title": case.case,
                "rules": _rules_of(case.case_id, seen),
                "action": case.action,
                "expected": list(case.expected),
                "taken": done,
                "agrees": is_whole and all(map(agrees, case.expected, done)),
            }
        )
    return lines


def _rules_of(case_id: str, seen: Sequence[Seen]) -> list[str]:
    """What was found: about the case, else about its files; nothing where they are taken as is."""
    found = [row for one in seen for row in one.findings]
    found = found or [row for one in seen for row in one.others]
    rules = list(dict.fromkeys(str(row["rule_id"]) for row in found))
    return rules or [f"taken, see {case.shown_in}" for case in ACCEPTED if case.case_id == case_id]


def _line(line: dict[str, object]) -> str:
    rules, expected, taken = (line[name] for name in ("rules", "expected", "taken"))
    assert isinstance(rules, list) and isinstance(expected, list) and isinstance(taken, list)
    rule = ", ".join(rules) or "no rule"
    verdict = "agree" if line["agrees"] else "DISAGREE"
    title = str(line["title"])[:44]
    wanted, done = ", ".join(expected), ", ".join(taken)
    return f"{line['case']}  {title:<44}  {rule:<48}  {wanted:<44}  {done:<44}  {verdict}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bootstrap.py catalogue", description=__doc__)
    parser.add_argument("--case", action="append", help="only this case, such as F01; repeatable")
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")
    return parser


if __name__ == "__main__":
    sys.exit(main())
