"""The models in order, from facts to totals."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kaoji.scoring.engines import DuckDBEngine, Engine, model

STEPS = (
    ("variant_rules", True),
    ("comparisons", True),
    ("plain_amounts", False),
    ("index_amounts", False),
    ("place_amounts", False),
    ("matters", False),
    ("effects", True),
    ("choice_counts", False),
    ("sheets", False),
    ("panel_means", False),
    ("panel_scores", True),
    ("leaf_sums", True),
)
"""Each model reads the input relations and models before it; those marked are stored, the others are views."""

SCORES = "unit_id, node_id, parent_id, value, up_fill, up_extra, up_minus"
"""The columns that later models read."""
WORKINGS = "start, fill, extra, minus, plus, minus_left"


def run(engine: Engine, height: int, *, workings: bool = True) -> None:
    """Compute every relation up to ``totals`` from the input relations that the engine holds.

    ``node_scores`` goes from the leaves up, one height a time.

    Args:
        engine: holds the input relations, and then the results.
        height: that of the highest total.
        workings: keep what explains results. Without, effects are summed as they come, and scores have only the columns
            that totals take, which is less to store where there are very many.
    """
    for name, stored in STEPS:
        sql = model(name)
        engine.create(name, sql, stored=stored and (workings or name != "effects"))
    columns = f"{SCORES}, {WORKINGS}" if workings else SCORES
    lower: list[str] = []
    for level in range(1, height + 1):
        sql = f"SELECT {columns} FROM ({scores_at(level, lower)}) AS every_column"  # noqa: S608 - own names
        engine.create(f"node_scores_{level}", sql)
        lower.append(f"SELECT {columns} FROM node_scores_{level}")  # noqa: S608 - own names
    engine.create("node_scores", " UNION ALL ".join(lower), stored=False)
    # Schemes of one pass differ in height, so their totals lie at different heights.
    engine.create(
        "total_scores", "SELECT unit_id, node_id, value FROM node_scores WHERE parent_id IS NULL", stored=False
    )
    engine.create("totals", model("totals"))


def run_parts(
    engine: DuckDBEngine, folder: Path, at_once: int = 2000, *, share: tuple[int, int] = (0, 1)
) -> Iterator[range]:
    """Compute the relations of very many schemes from Parquet files, so many schemes at a time, without workings.

    Schemes know nothing of each other, so several processes can share the parts, each with an engine of its own.

    Args:
        engine: takes the relations of one part after the other.
        folder: where the files are.
        at_once: how many schemes make a part.
        share: this process's number, and how many share the parts; each takes every so manieth.

    Yields:
        The schemes whose relations the engine now holds; the next step replaces them by those of the next schemes.
    """
    ((count, height),) = engine.rows(
        f"SELECT MAX(scheme_id) + 1, MAX(height) FROM read_parquet('{folder / 'nodes'}.parquet')"  # noqa: S608 - a path
    )
    number, shares = share
    for first in range(at_once * number, count, at_once * shares):
        schemes = range(first, min(count, first + at_once))
        engine.load_parquet(folder, schemes if count > at_once else None)
        run(engine, height, workings=False)
        yield schemes


def scores_at(level: int, lower: list[str]) -> str:
    """Give the SQL for the nodes of one height; nothing lies below the lowest, so nothing is gathered there."""
    gathered = "leaf_sums"
    if lower:
        gathered = f"({model('gathered').replace('{lower}', ' UNION ALL '.join(lower))})"
    return model("node_scores").replace("{gathered}", gathered).replace("{height}", str(level))
