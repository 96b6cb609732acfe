"""Made-up input relations of any size as Parquet files, by seeded hashes in SQL: the same size gives the same files.

The parameter tables are those of one real scheme, compiled by Kaoji and repeated for every scheme with ids of its own and
points that vary a little; the facts are made for every unit from what each slot can hold. Facts lie clustered by unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import yaml

from kaoji.numbers import POINT, QUANTITY, to_points
from kaoji.scheme import Structure, load, resolve
from kaoji.scoring.compiling import compile_facts
from kaoji.scoring.facts import Absence, Facts, Unit
from kaoji.scoring.relations import COLUMNS, SCHEME_IDS, CompiledScheme, Relations

SCHEME = Path(__file__).parent / "scheme.yaml"
GROUP = "组"
"""What the groups are called where their name does not matter."""
_IDS = SCHEME_IDS
_RATERS = 5
_OWN_IDS = {
    "variants": "variant_id total_id",
    "nodes": "node_id scheme_id parent_id",
    "variant_nodes": "variant_id node_id parent_id",
    "slots": "slot_id indicator_id",
    "rules": "rule_id slot_id node_id indicator_id level_id scope_id",
    "place_points": "rule_id",
    "panels": "panel_id",
    "panel_nodes": "panel_id node_id",
    "kinds": "panel_id",
    "choices": "choice_id panel_id",
}
"""The columns of the parameter tables that hold ids of one scheme."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is of everything; each scheme has groups / schemes groups."""

    name: str
    schemes: int
    groups: int
    units: int
    events: int
    ballots: int


SIZES = {
    size.name: size
    for size in (
        Size("county", 1, 6, 130, 20_000, 50_000),
        Size("province", 600, 600, 20_000, 2_000_000, 10_000_000),
        Size("nation", 9_000, 9_000, 300_000, 20_000_000, 100_000_000),
    )
}


def structure_for(groups: dict[str, list[str]]) -> Structure:
    """Give the benchmark's scheme with the groups put in."""
    text = yaml.safe_load(SCHEME.read_text(encoding="utf-8"))
    text["groups"] = {name: {"units": units} for name, units in groups.items()}
    file, problems = load(yaml.safe_dump(text, allow_unicode=True, sort_keys=False))
    if file is None:
        raise ValueError([problem.line("en") for problem in problems])
    structure, problems = resolve(file)
    if problems:
        raise ValueError([problem.line("en") for problem in problems])
    return structure


def pattern() -> tuple[Structure, Relations, CompiledScheme]:
    """Compile the scheme with three variants: nothing absent, and two indicators absent, one each."""
    units = ["单位1", "单位2", "单位3"]
    structure = structure_for({GROUP: units})
    absent = [node.index for node in structure.nodes if node.node.when_absent is not None]
    absences = [Absence(unit, node) for unit, node in zip(units[1:], absent, strict=True)]
    facts = Facts(units=[Unit(unit, GROUP) for unit in units], absences=absences)
    relations, (compiled,) = compile_facts([(structure, facts)])
    return structure, relations, compiled


def generate(size: Size, folder: Path) -> None:
    """Write the input relations of a size into a folder, one Parquet file a relation."""
    folder.mkdir(parents=True, exist_ok=True)
    structure, relations, _ = pattern()
    with duckdb.connect() as connection:
        connection.execute("SET memory_limit = '4GB'")
        connection.execute("CREATE MACRO DRAW(seed, a, b) AS CAST(hash(seed, a, b) >> 2 AS BIGINT)")
        _parameters(connection, relations, size, folder)
        _profiles(connection, structure)
        for name, sql in {**_units(size), **_facts(size), **_votes(size)}.items():
            _write(connection, name, sql, folder)
        conditions = (
            "SELECT range AS unit_id, CASE DRAW(17, range, 0) % 5 WHEN 0 THEN '一票否决' ELSE '发生重大事故' END AS condition "
            f"FROM range({size.units}) WHERE DRAW(16, range, 0) % 300 = 0"
        )
        connection.execute(f"COPY ({conditions}) TO '{folder}/conditions.parquet' (FORMAT parquet)")


def _write(connection: duckdb.DuckDBPyConnection, name: str, sql: str, folder: Path) -> None:
    columns = ", ".join("CAST({0} AS {1}) AS {0}".format(*column.split()) for column in COLUMNS[name].split(", "))
    connection.execute(f"COPY (SELECT {columns} FROM ({sql})) TO '{folder / name}.parquet' (FORMAT parquet)")


def _parameters(connection: duckdb.DuckDBPyConnection, relations: Relations, size: Size, folder: Path) -> None:
    """Repeat the parameter tables of the compiled scheme for every scheme."""
    for name, own in _OWN_IDS.items():
        connection.execute(f"CREATE TABLE one_{name} ({COLUMNS[name]})")
        rows = relations.rows[name]
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO one_{name} VALUES ({marks})", rows)
        shifted = ", ".join(_shifted(column) for column in own.split())
        if name == "rules":
            shifted += f", points + CASE WHEN kind = 'per' THEN scheme_number % 5 * {POINT // 100} ELSE 0 END AS points"
        schemes = f"(SELECT range AS scheme_number FROM range({size.schemes}))"
        _write(connection, name, f"SELECT * REPLACE ({shifted}) FROM {schemes} CROSS JOIN one_{name}", folder)


def _shifted(column: str) -> str:
    """Give a column of ids as another scheme has it; level 0 is every scheme's word for no level."""
    if column == "scheme_id":
        return "scheme_number AS scheme_id"
    shift = f"{column} + scheme_number * {_IDS}"
    return (
        f"CASE {column} WHEN 0 THEN 0 ELSE {shift} END AS {column}" if column == "level_id" else f"{shift} AS {column}"
    )


def _profiles(connection: duckdb.DuckDBPyConnection, structure: Structure) -> None:
    """Say of each slot what a fact in it looks like: its least value, the step between values, and how many there are."""
    connection.execute(
        "CREATE TABLE profiles (slot_id BIGINT, kind VARCHAR, low BIGINT, step BIGINT, choices BIGINT, target BIGINT)"
    )
    for number, slot in enumerate(structure.slots):
        low, step, choices, target = 0, QUANTITY, 1, None
        if slot.kind == "score":
            high = to_points(slot.high) if slot.high is not None else 5 * POINT
            low, step, choices = high * 8 // 10, high // 100, 21
        elif slot.kind == "answer":
            low, step, choices = 0, 1, 2
        elif slot.kind == "measure":
            middle = 95 if "%" in slot.label else 300
            low, step, choices, target = middle * 8 * QUANTITY // 10, middle * QUANTITY // 100, 41, middle * QUANTITY
        elif slot.low is not None and slot.high is not None:
            low, choices = int(slot.low) * QUANTITY, int(slot.high - slot.low) + 1
        elif slot.kind == "events":
            low, choices = QUANTITY, 2
        connection.execute(
            "INSERT INTO profiles VALUES (?, ?, ?, ?, ?, ?)", [number, slot.kind, low, step, choices, target]
        )
    connection.execute(
        "CREATE TABLE event_slots AS SELECT p.*, ROW_NUMBER() OVER (ORDER BY slot_id) - 1 AS number, r.levels "
        "FROM profiles AS p INNER JOIN "
        "(SELECT slot_id, LIST(DISTINCT level_id ORDER BY level_id) AS levels FROM one_rules GROUP BY slot_id) AS r "
        "USING (slot_id) WHERE kind = 'events'"
    )


def _units(size: Size) -> dict[str, str]:
    """Units lie evenly over groups; one in twenty has a variant with an absent indicator."""
    units = (
        f"SELECT range AS unit_id, range * {size.groups} // {size.units} AS group_id, group_id * {size.schemes} // {size.groups} AS scheme_id, "
        f"scheme_id * {_IDS} + CASE WHEN DRAW(1, range, 0) % 20 < 2 THEN DRAW(1, range, 0) % 20 + 1 ELSE 0 END AS variant_id, "
        f"DRAW(2, range, 0) % 50 > 0 AS is_ranked FROM range({size.units})"
    )
    return {"units": units}


def _facts(size: Size) -> dict[str, str]:
    """One fact a slot and unit, four work items, and the events spread over the slots that hold events."""
    units = _units(size)["units"]
    each = size.events // size.units
    more = size.events - each * size.units
    facts = f"""
        SELECT
          unit_id * 1000 + number AS fact_id, unit_id, scheme_id * {_IDS} + slot_id AS slot_id, value, target,
          target AS previous, CASE level_id WHEN 0 THEN 0 ELSE level_id + scheme_id * {_IDS} END AS level_id,
          scheme_id * {_IDS} + matter AS matter_id, share_numerator, share_denominator, tied, counts
        FROM (
          SELECT
            u.unit_id, u.scheme_id, p.slot_id AS number, p.slot_id,
            p.low + p.step * (DRAW(3, u.unit_id, p.slot_id) % p.choices) AS value, p.target, 0 AS level_id, NULL AS matter,
            1 AS share_numerator, 1 AS share_denominator, 1 AS tied, TRUE AS counts
          FROM ({units}) AS u CROSS JOIN profiles AS p WHERE p.kind IN ('score', 'answer', 'measure')
          UNION ALL
          SELECT
            u.unit_id, u.scheme_id, p.slot_id, p.slot_id, {QUANTITY} * (1 + DRAW(4, u.unit_id, p.slot_id) % 12),
            NULL, 0, NULL, 1, 1, 1, TRUE
          FROM ({units}) AS u CROSS JOIN profiles AS p WHERE p.kind = 'place'
          UNION ALL
          SELECT u.unit_id, u.scheme_id, 100 + i, p.slot_id, 1, NULL, 0, NULL, 70 + DRAW(5, u.unit_id, i) % 31, 400, 1, TRUE
          FROM ({units}) AS u CROSS JOIN profiles AS p CROSS JOIN range(4) AS items(i) WHERE p.kind = 'items'
          UNION ALL
          SELECT
            u.unit_id, u.scheme_id, 200 + i, p.slot_id, p.low + p.step * (DRAW(6, u.unit_id, i) % p.choices), NULL,
            p.levels[1 + DRAW(7, u.unit_id, i) % LEN(p.levels)],
            CASE WHEN DRAW(8, u.unit_id, i) % 8 = 0 THEN DRAW(9, u.unit_id, i) % 12 END, 1,
            CASE WHEN DRAW(10, u.unit_id, i) % 30 = 0 THEN 3 ELSE 1 END, 1, DRAW(11, u.unit_id, i) % 25 > 0
          FROM ({units}) AS u
          CROSS JOIN range({each + 1}) AS events(i)
          INNER JOIN event_slots AS p ON p.number = DRAW(12, u.unit_id, i) % (SELECT COUNT(*) FROM event_slots)
          WHERE i < {each} + CASE WHEN u.unit_id < {more} THEN 1 ELSE 0 END
        )
        ORDER BY unit_id, fact_id"""
    return {"facts": facts}


def _votes(size: Size) -> dict[str, str]:
    """Ballots, one a row, over three panels; marks of five raters on five dimensions; one score brought ready made."""
    units = _units(size)["units"]
    ballots = f"""
        SELECT
          b.unit_id, u.scheme_id * {_IDS} + c.choice_id AS choice_id, 1 AS ballots
        FROM (
          SELECT
            range * {size.units} // {size.ballots} AS unit_id,
            [0, 0, 0, 0, 0, 1, 1, 1, 2, 2][1 + range * {10 * size.units} // {size.ballots} % 10] AS panel,
            DRAW(13, range, 0) AS draw
          FROM range({size.ballots})
        ) AS b
        INNER JOIN ({units}) AS u ON u.unit_id = b.unit_id
        INNER JOIN (
          SELECT
            choice_id, panel_id, kind_id, DENSE_RANK() OVER (PARTITION BY panel_id ORDER BY question_id) - 1 AS question,
            ROW_NUMBER() OVER (PARTITION BY panel_id, kind_id, question_id ORDER BY choice_id) - 1 AS option
          FROM one_choices
        ) AS c
          ON c.panel_id = b.panel
          AND c.kind_id = CASE b.panel WHEN 0 THEN b.draw % 3 ELSE 0 END
          AND c.question = CASE b.panel WHEN 1 THEN b.draw // 7 % 2 ELSE 0 END
          AND c.option = CASE b.panel WHEN 0 THEN [0, 0, 0, 0, 1, 1, 2, 3] WHEN 1 THEN [0, 0, 0, 1, 1, 2, 3, 3]
            ELSE [2, 2, 2, 2, 1, 1, 0, 2] END[1 + b.draw // 64 % 8]"""
    marks = f"""
        SELECT u.unit_id, u.scheme_id * {_IDS} + 3 AS panel_id, 0 AS kind_id, r.i AS rater_id,
          {POINT} * (30 + DRAW(14, u.unit_id, r.i * 8 + d.i) % 11) // 10 AS mark
        FROM ({units}) AS u CROSS JOIN range({_RATERS}) AS r(i) CROSS JOIN range(5) AS d(i)
        ORDER BY unit_id, rater_id"""
    given = f"SELECT unit_id, scheme_id * {_IDS} + 4 AS panel_id, {POINT} * (80 + DRAW(15, unit_id, 0) % 21) AS points FROM ({units})"
    return {"ballots": ballots, "marks": marks, "given_panel_scores": given}
