"""`sunday link`: the model that tells whether two records are one person."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.console import Json, say, write_json
from schemas.errors import TerminalError

if TYPE_CHECKING:
    import pandas as pd

    from schemas.link_model import LinkModel

__all__ = ["link"]

link = typer.Typer(help="The model of linking: `sunday link train`.", no_args_is_help=True)

PROFILES = ("light", "default", "hard", "no_id")
SEED = 11


@link.callback()
def _link() -> None:
    """Keeps `train` a word of its own while it is the only command."""


@link.command()
def train(
    persons: Annotated[int, typer.Option(help="Persons of each generated campaign.")] = 60_000,
    seed: Annotated[
        int, typer.Option(help="Seed of the campaigns; it stands in the recipe.")
    ] = SEED,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="File to write. Default: the model that ships."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Train the model of linking on generated campaigns, whose true persons are known.

    A run never trains: it takes the model that ships. A new one changes who is who, so it is for
    developers: look at `python -m benchmarks.accuracy` before it is committed.
    """
    from warehouse.files import write_whole
    from warehouse.link_model import LINK_MODEL_FILE

    target = output or Path(str(LINK_MODEL_FILE))
    model = _trained(seed, persons)
    try:
        write_whole(target.absolute(), model.to_json().encode())
    except OSError as error:
        raise TerminalError(
            f"The file {target} cannot be written ({error.strerror}); choose another with -o."
        ) from None
    if as_json:
        write_json({"file": str(target), "version": model.version, "recipe": dict(model.recipe)})
    else:
        say(f"Đã ghi / written: {target} ({model.version})")


def _trained(seed: int, persons: int) -> LinkModel:
    from transforms.scoring.training import fit

    campaigns = [{"profile": p, "seed": seed, "person_count": persons} for p in PROFILES]
    recipe = {"campaigns": campaigns, "method": "logistic regression on candidate pairs"}
    return fit([_labelled(seed, p, persons) for p in PROFILES], recipe)


def _labelled(seed: int, profile: str, persons: int) -> pd.DataFrame:
    """Distinct evidence of one campaign, with the true person of its first record."""
    from cli.labelled import labelled_plan, labelled_records
    from transforms.evidence import EVIDENCE, collapse
    from transforms.scoring.training import UNTRAINED

    records = labelled_records(labelled_plan(seed, profile, persons))
    nodes, node_of = collapse(records, UNTRAINED)
    truth = records["truth"].groupby(node_of).first()
    return nodes[EVIDENCE].assign(truth=truth.reindex(nodes.index))
