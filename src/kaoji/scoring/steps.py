"""The models in order, from facts to totals."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal, TypeAlias, TypeVar

from kaoji.scoring.engines import Definition, DuckDBEngine, Engine, model

Own = TypeVar("Own", bound=DuckDBEngine)
Taken = TypeVar("Taken")

FACTS = (
    ("variant_rules", True),
    ("short_rules", True),
    ("related_facts", True),
    ("comparisons", True),
    ("plain_amounts", False),
    ("matter_amounts", False),
    ("index_amounts", False),
    ("place_amounts", False),
    ("matters", False),
    ("effects", True),
)
VOTES = (
    ("choice_counts", False),
    ("sheets", False),
    ("panel_means", False),
    ("panel_scores", True),
)
STEPS = (*FACTS, *VOTES, ("leaf_sums", True))
"""Each model reads the input relations and models before it; those marked are stored, the others are views.

What facts give and what votes give know nothing of each other, so the two chains are computed side by side.
"""
_NEEDED_FOR = {
    "related_facts": {"matters", "index_amounts", "place_amounts"},
    "comparisons": {"index_amounts", "place_amounts"},
    "matter_amounts": {"matters"},
    "index_amounts": {"index_amounts"},
    "place_amounts": {"place_amounts"},
    "matters": {"matters"},
}
"""The models of facts that only these sources of effects ask for."""
_NO_VOTES = "SELECT unit_id, panel_id, points AS mean, points AS score FROM given_panel_scores"
"""What panels give where nobody voted: no row."""

SCORES = "unit_id, node_id, parent_id, value, up_fill, up_extra, up_minus"
"""The columns that later models read."""
WORKINGS = "start, fill, extra, minus, plus, minus_left"


Kept: TypeAlias = Literal["workings", "scores", "totals"]
"""What is kept of a run: what explains its results, scores alone, or only what totals need."""


def run(
    engine: Engine, heights: Collection[int], keep: Kept = "workings", sources: Collection[str] | None = None
) -> None:
    """Compute every relation up to ``totals`` from the input relations that the engine holds.

    ``node_scores`` goes from the leaves up, one height a time.

    Args:
        engine: holds the input relations, and then the results.
        heights: those at which totals lie; schemes of one pass may differ in it.
        keep: where workings are not kept, effects are summed as they come, and scores have only the columns that totals
            take. Where only totals are, effects go past a lowest node on which nothing else falls, and it has no score:
            less to sum where there are very many, one step more where there are few.
        sources: what scores come from, as ``Relations.score_sources`` says it; None takes all. Most of a small run's
            time goes into planning, so models that give no row are left out; what an earlier run left of them stays.
    """
    rules, workings = "short_rules" if keep == "totals" else "variant_rules", keep == "workings"
    facts, votes = (
        [
            Definition(name, query(name, rules, sources), stored and (workings or name != "effects"))
            for name, stored in chain
            if name != "short_rules" or name == rules
            if sources is None or name not in _NEEDED_FOR or _NEEDED_FOR[name] & set(sources)
        ]
        for chain in (FACTS, VOTES)
    )
    if sources is None or "panel_scores" in sources:
        engine.create_side_by_side(facts, votes)
    else:
        engine.create_side_by_side([*facts, Definition("panel_scores", _NO_VOTES)])
    engine.create("leaf_sums", model("leaf_sums"))
    columns = f"{SCORES}, {WORKINGS}" if workings else SCORES
    made: list[str] = []
    for level in range(1, max(heights) + 1):
        sql = f"SELECT {columns} FROM ({scores_at(level, made[1:])}) AS every_column"  # noqa: S608 - own names
        # The lowest nodes are most of all. Where nobody looks at them again they are handed up as they come.
        engine.create(f"node_scores_{level}", sql, stored=workings or level > 1)
        made.append(f"SELECT {columns} FROM node_scores_{level}")  # noqa: S608 - own names
        if level == 1 < max(heights):
            engine.create("lowest_sums", model("lowest_sums"))
    engine.create("node_scores", " UNION ALL ".join(made), stored=False)
    engine.create(
        "total_scores",
        " UNION ALL ".join(
            f"SELECT unit_id, node_id, value FROM node_scores_{level} WHERE parent_id IS NULL"  # noqa: S608 - own names
            for level in sorted(heights)
        ),
        stored=False,
    )
    engine.create("totals", model("totals"))


def query(name: str, rules: str, sources: Collection[str] | None = None) -> str:
    """Give the SQL of a step: the model of its name; amounts are those of all facts or of the related ones, by these rules."""
    if name == "effects" and sources is not None:
        return effects_of(sources)
    if name not in ("plain_amounts", "matter_amounts"):
        return model(name)
    facts = "facts" if name == "plain_amounts" else "related_facts"
    return model("plain_amounts").replace("{facts}", facts).replace("{rules}", rules)


def effects_of(sources: Collection[str]) -> str:
    """Give the part of the model of effects that reads these sources; "" where it reads none of them."""
    parts = [part for part in model("effects").split("UNION ALL") if any(f"FROM {name}" in part for name in sources)]
    return "UNION ALL".join(parts)


def run_parts(
    engines: Sequence[Own], folder: Path, take: Callable[[Own, range], Taken], *, at_once: int = 1500
) -> list[Taken]:
    """Compute the relations of very many schemes from Parquet files, so many schemes at a time; totals are kept.

    Schemes know nothing of each other: each engine takes one part after the other, in a thread of its own, and while what
    one holds is taken by Python the others go on.

    Args:
        engines: as many as there are cores to use, on one thread each; one on all cores where there is one scheme.
        folder: where the files are.
        take: gives what is wanted of the relations that an engine holds of some schemes; the next part replaces them.
        at_once: how many schemes make a part at the most; the parts of all engines are about equal.

    Returns:
        What was taken of each part, in the order of the schemes.
    """
    nodes = f"read_parquet('{folder / 'nodes'}.parquet')"
    ((count, heights),) = engines[0].rows(
        f"SELECT MAX(scheme_id) + 1, LIST(DISTINCT height) FILTER (parent_id IS NULL) FROM {nodes}"  # noqa: S608 - a path
    )
    rounds = -(-count // (at_once * len(engines)))
    size = -(-count // (rounds * len(engines)))
    parts = [range(first, min(count, first + size)) for first in range(0, count, size)]
    waiting = iter(enumerate(parts))
    taken: dict[int, Taken] = {}

    def work(engine: Own) -> None:
        for number, schemes in waiting:
            engine.load_parquet(folder, schemes if len(parts) > 1 else None)
            run(engine, heights, "scores" if count == 1 else "totals")
            taken[number] = take(engine, schemes)

    if len(engines) == 1:
        work(engines[0])
    else:
        with ThreadPoolExecutor(len(engines)) as pool:
            for done in [pool.submit(work, engine) for engine in engines]:
                done.result()
    return [taken[number] for number in range(len(parts))]


def scores_at(level: int, between: list[str]) -> str:
    """Give the SQL for the nodes of one height, from the scores of the heights between the lowest and it.

    Nothing lies below the lowest, so nothing is gathered there.
    """
    if level == 1:
        gathered = "leaf_sums"
    elif not between:
        gathered = "(SELECT * FROM lowest_sums WHERE node_id IN (SELECT node_id FROM nodes WHERE height = {height}))"
    else:
        gathered = f"({model('gathered').replace('{between}', ' UNION ALL '.join(between))})"
    return model("node_scores").replace("{gathered}", gathered).replace("{height}", str(level))
