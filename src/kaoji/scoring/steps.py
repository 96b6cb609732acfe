"""The models in order, from facts to totals."""

from __future__ import annotations

from kaoji.scoring.engines import Engine, model

STEPS = (
    ("comparisons", True),
    ("plain_amounts", False),
    ("compared_amounts", False),
    ("effects", True),
    ("option_counts", False),
    ("sheets", True),
    ("panel_means", True),
    ("panel_scores", True),
    ("leaf_sums", True),
)
"""Each model reads the input relations and models before it; those marked are stored, the others are views."""

_SCORES = "unit_id, node_id, parent_id, start, fill, extra, minus, plus, minus_left, value, handed_whole, up_fill, up_extra, up_minus"


def run(engine: Engine, height: int) -> None:
    """Compute every relation up to ``totals`` from the input relations that the engine holds.

    ``node_scores`` goes from the leaves up, one height a time; ``height`` is that of the highest total.
    """
    for name, stored in STEPS:
        engine.create(name, model(name), stored=stored)
    engine.create(
        "lower_scores",
        "SELECT unit_id, node_id AS parent_id, fill AS up_fill, extra AS up_extra, minus AS up_minus FROM leaf_sums WHERE FALSE",
        stored=False,
    )
    parts: list[str] = []
    for level in range(1, height + 1):
        name = f"node_scores_{level}"
        engine.create(name, model("node_scores").replace("{height}", str(level)))
        parts.append(f"SELECT {_SCORES} FROM {name}")  # noqa: S608 - own names
        if level < height:
            engine.create("lower_scores", " UNION ALL ".join(parts), stored=False)
    engine.create("node_scores", " UNION ALL ".join(parts), stored=False)
    # Schemes of one pass differ in height, so their totals lie at different heights.
    engine.create("total_scores", "SELECT unit_id, node_id, value FROM node_scores WHERE parent_id IS NULL", stored=False)
    engine.create("totals", model("totals"))
