"""Files judged with stewards' decisions, without a database: for tests of the pure replay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pandas as pd

from schemas.clock import local_day
from schemas.rules import Severity
from tests.workbooks import KEY, NOW, Verdict, read_files, reference, verdict_on
from transforms.decisions import no_decisions
from transforms.decisions.making import Answer, Made, make_decisions, make_undo
from transforms.decisions.typed_values import refusal_of_value
from transforms.geography import Geography
from transforms.judged_rows import RowJudge
from transforms.judging import judge
from warehouse.decisions import as_batch

DAY = local_day(NOW)


@dataclass
class Desk:
    """What stewards decided so far, of files that may come and go."""

    decisions: pd.DataFrame = field(default_factory=no_decisions)
    severities: Mapping[str, Severity] = field(default_factory=dict)

    def judged(self, *contents: bytes, now: pd.Timestamp = NOW, **named: bytes) -> Verdict:
        """What becomes of files named 1.xlsx, 2.xlsx …, or as `named` says, by what was decided."""
        files = {f"{n}.xlsx": content for n, content in enumerate(contents, start=1)} | named
        if self.decisions.empty and not self.severities and now == NOW:
            return _undecided(*files.items())
        return _judged(files, self.decisions, self.severities, now)

    def made(
        self, verdict: Verdict, rule_id: str, action: str, value: str = "", **more: Any
    ) -> Made:
        """The decisions that answer the findings of a rule, or why there are none."""
        until = more.pop("until", None)
        answer = Answer(
            action,
            "steward",
            NOW,
            value,
            expires_on=pd.Timestamp(until).as_unit("us") if until else None,
            **more,
        )
        known = reference()
        by = RowJudge(known, Geography(known), DAY, KEY)

        def refused(finding: Mapping[Any, Any], value: str) -> str:
            return refusal_of_value(finding, value, by, self.severities)

        return make_decisions(found(verdict, rule_id), answer, KEY, refused)

    def decide(
        self, verdict: Verdict, rule_id: str, action: str, value: str = "", **more: Any
    ) -> str:
        """Answers all findings of a rule; the batch. AssertionError where that is refused."""
        made = self.made(verdict, rule_id, action, value, **more)
        assert not made.refusal, made.refusal
        return self._add(made)

    def undo(self, batch_id: str) -> str:
        """Takes a batch back; the batch of that."""
        made = make_undo(self.decisions, batch_id, Answer("undo", "steward", NOW))
        assert not made.refusal, made.refusal
        return self._add(made)

    def _add(self, made: Made) -> str:
        batch = as_batch(made.decisions, self.decisions)
        self.decisions = pd.concat([self.decisions, batch], ignore_index=True)
        return str(batch["batch_id"].iloc[0])


@cache
def _undecided(*files: tuple[str, bytes]) -> Verdict:
    """The verdict before any decision, which many tests begin with; never to be changed."""
    return _judged(dict(files), no_decisions(), {}, NOW)


def _judged(
    files: Mapping[str, bytes],
    decisions: pd.DataFrame,
    severities: Mapping[str, Severity],
    now: pd.Timestamp,
) -> Verdict:
    known = reference()
    judgement = judge(
        read_files(files, now),
        known,
        Geography(known),
        KEY,
        severities,
        now,
        decisions=decisions,
    )
    return verdict_on(judgement, severities)


def found(verdict: Verdict, rule_id: str) -> pd.DataFrame:
    """The findings of a rule as a steward chooses them."""
    findings = verdict.findings[verdict.findings["rule_id"] == rule_id]
    told = findings.join(verdict.judgement.submissions[["branch_code", "sunday"]], "submission_id")
    values = verdict.values.set_index("finding_id").reindex(told["finding_id"]).fillna("")
    names = ("value_sent", "value_suggested")
    return told.assign(
        **{name: values[name].to_numpy() for name in names}, value=values["value_sent"].to_numpy()
    )
