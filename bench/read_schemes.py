"""How much of real notices in running text a draft holds: `python -m bench.read_schemes [GOLD folder] [-v]`.

The readings of a careful person are turned into expectations (see ``bench.expected``) and compared with the drafts:
groups with their units, weights, formulas, grades, limits, adjustments, prizes, consequences.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.expected import Expected, Share, compare
from kaoji.numbers import fold
from kaoji.reading import read
from kaoji.reading.drafts import drafts
from kaoji.scheme import load

GOLD = Path("../shared/gold")


# -------------------------------------------------------------------- the notice with all groups


def county(gold: Mapping[str, Any]) -> Expected:
    """Turn the reading of the notice on townships and departments into what is expected of its draft."""
    trees = gold["indicator_trees"].values()
    return {
        "title": gold["title"],
        "groups": {_group(group): _units(group) for group in gold["groups"]},
        "points": [list(item) for tree in trees for item in _weights(tree["indicators"])],
        "when_absent": {_unnumbered(move["from"]): _unnumbered(move["to"]) for move in gold["weight_transfer"]},
        "total": [_county_total(gold, formula) for formula in gold["formulas"]],
        "adjustments": {"items": [_adjustment(item) for item in gold["adjustments"]]},
        "grades": _county_grades(gold["grades"]),
        "limits": list(_county_limits(gold)),
        "elsewhere": [_county_elsewhere(gold["special_regime"])],
        "awards": [{"name": name} for name in gold["single_awards"]],
        "afterwards": list(_county_consequences(gold["consequences"])),
    }


def _group(group: Mapping[str, Any]) -> str:
    return re.sub(r"^[一二三四五六七八九十]+、|[（(].*$", "", str(group["heading"]))


def _units(group: Mapping[str, Any]) -> dict[str, Any]:
    return {"stated": group["stated_count"], "count": group["listed_count"], "units": group["units"]}


def _unnumbered(name: str) -> str:
    return re.sub(r"^\d+\.", "", name)


def _weights(nodes: list[Mapping[str, Any]], above: str = "") -> Iterator[tuple[str, str]]:
    for node in nodes:
        path = f"{above}/{node['name']}" if above else str(node["name"])
        if node.get("points"):
            yield path, node["points"]
            yield from _weights(node.get("children", []), str(node["name"]))


def _county_total(gold: Mapping[str, Any], formula: Mapping[str, Any]) -> dict[str, Any]:
    """Give the weights of a formula; the chosen reading holds where the notice allows several."""
    chosen = next((one for one in formula.get("candidates", []) if one["chosen"]), formula)
    weights = {}
    for term in re.split(r"\s\+\s(?![^()]*\))", chosen["expr"]):
        factor = re.search(r"\*(\d+)/100$", term)
        assert factor is not None
        for part in re.split(r"\s*\+\s*", re.sub(r"\*\d+/100$|[()]", "", term)):
            scale = re.search(r"\*(\d+)/(\d+)$", part)
            name = re.sub(r"\*.*$", "", part).strip()
            share = f"{int(factor[1]) * int(scale[1])}/{100 * int(scale[2])}" if scale else f"{factor[1]}/100"
            weights[name] = share
    names = {group["id"]: _group(group) for group in gold["groups"]}
    rounding = formula["rounding"]["decimals"]
    wanted: dict[str, Any] = {"weights": weights, "decimals": rounding}
    if len(formula["applies_to"]) == 1:
        wanted["for"] = [names[formula["applies_to"][0]]]
    return wanted


def _adjustment(item: Mapping[str, Any]) -> dict[str, Any]:
    """Give an item of the adjustment list: its amounts in the order of the text, its cap, its department."""
    wanted: dict[str, Any] = {}
    if "assessed_by" in item:
        wanted["provider"] = item["assessed_by"].split("、")
    amounts: list[str] = []
    for effect in (*item.get("plus", []), *item.get("minus", [])):
        amounts += effect.get("range", []) or [effect.get("points") or effect["once"]]
    for case in item.get("cases", []):
        amounts.append(case.get("once") or case["points"].lstrip("-"))
        if "then" in case:
            amounts.append(case["then"]["points"])
    amounts += [value.lstrip("-") for value in item.get("rank_points", {}).values()]
    if amounts:
        wanted["amounts"] = _in_text_order(item, amounts)
    cap = item.get("cap_plus") or next((effect["cap"] for effect in item.get("plus", []) if "cap" in effect), None)
    return wanted | ({"cap": cap} if cap else {})


def _in_text_order(item: Mapping[str, Any], amounts: list[str]) -> list[str]:
    """Bring the amounts of the item with two kinds of tasks into the order of its text: awards and failures alternate."""
    plus = [effect.get("range") or [effect.get("points") or effect["once"]] for effect in item.get("plus", [])]
    minus = [[effect["once"]] for effect in item.get("minus", []) if "once" in effect]
    if len(plus) == len(minus) > 1:
        return [value for pair in zip(plus, minus, strict=True) for part in pair for value in part]
    return amounts


def _county_grades(grades: Mapping[str, Any]) -> list[dict[str, Any]]:
    first = grades["levels"][0]
    return [
        {"name": name, "share": f"{grades['quota_percent'][name]}%"}
        | ({"at_least": grades["good_threshold"]["min"]} if name == first else {})
        for name in grades["levels"]
    ]


def _county_limits(gold: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for direct in gold["direct_good"]:
        yield {"when": direct["text"], "direct": gold["grades"]["levels"][0]}
    for condition in gold["grade_caps"]["conditions"]:
        effect = {"grade_at_most": gold["grade_caps"]["max_grade"]}
        computed = condition.get("computed")
        if computed is None:
            yield {"when": condition["text"], **effect}
            continue
        for group, places in computed.items():
            if group != "by":
                yield {"when": computed["by"], "for": [group], "last_places": int(places[1:-1]), **effect}
        yield {"when": re.split("[;；]", condition["text"])[1], **effect}


def _county_elsewhere(regime: Mapping[str, Any]) -> dict[str, Any]:
    ranks = {item["grade"]: [item["rank"].replace(">=5", "5-")] for item in regime["grade_by_external_rank"]}
    return {"units": regime["units"], "grades": ranks}


def _county_consequences(items: list[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in items:
        for effect in item["effects"]:
            words = re.sub(r"（.*?）", "", effect)
            if item["when"] in ("全部", "第四组"):
                yield {"then": words} | ({"for": ["市直部门第四组"]} if item["when"] == "第四组" else {})
            elif "按等次" in words:
                if item["when"] == "较好":
                    yield {"then": words, "grade": ["好", "较好"]}
            else:
                years = {"years_running": item["years"]} if "years" in item else {}
                yield {"then": words, "grade": [item["when"].removeprefix("连续两年")], **years}


# -------------------------------------------------------------------- the notice of a department: its units, its staff


def departments(gold: Mapping[str, Any], title: str) -> Expected:
    """Turn the reading of the first of two notices in a file into what is expected of its draft."""
    structure = gold["score_structure"]
    points = [[f"{kind}考核", structure[kind]["points"]] for kind in ("定量", "定性")]
    for kind in ("定量", "定性"):
        points += [[part["name"], part["points"]] for part in structure[kind]["parts"]]
    points += [
        [f"{row['category']}/{one['name']}", one["points"]] for row in gold["common_items"] for one in row["rows"]
    ]
    for sheet in gold["business_items"]:
        points += [[f"{sheet['name_in_附件3']}/{one['name']}", one["points"]] for one in sheet["items"]]
    return {
        "title": title,
        "groups": {group["id"]: _units(group) for group in gold["groups"]},
        "points": points,
        "adjustments": {
            "plus_cap": gold["bonus_cap"],
            "minus_cap": gold["penalty_cap"],
            "same_matter": True,
            "items": [
                *(
                    {"amounts": [rule["points"] for rule in item["rules"]], "text": item["name"]}
                    for item in gold["bonus"]
                ),
                *(
                    {"amounts": [item["points"]], "text": item["what"]} | ({"cap": item["cap"]} if item["cap"] else {})
                    for item in gold["penalties"]
                ),
            ],
        },
        "grades": [_department_grade(grade) for grade in gold["grades"]],
        "limits": [
            {"when": gold["veto"]["text"], "not_grade": "优秀"},
            {"when": "被“一票否决”", "grade": "不合格"},
        ],
        "awards": [
            {"name": "一等奖", "grade": "优秀"},
            {"name": "二等奖", "grade": "良好"},
            {"name": gold["special_award"]["names"][0], "at_most": 2, "grade_at_least": "合格"},
        ],
        "afterwards": list(_department_consequences(gold["consequences"])),
    }


def _department_grade(grade: Mapping[str, Any]) -> dict[str, Any]:
    wanted: dict[str, Any] = {"name": grade["grade"]}
    if "percent" in grade:
        wanted["share"] = f"{grade['percent']}%"
    if "counts" in grade:
        wanted["places"] = {name: int(count) for name, count in grade["counts"].items()}
    if "min" in grade:
        wanted["at_least"] = grade["min"]
    return wanted


def _department_consequences(items: list[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in items:
        years = {"years_running": item["years"]} if "years" in item else {}
        for effect in item["effects"]:
            for case in re.split("，或", item["when"]):
                names = [
                    name
                    for name in ("优秀", "良好", "基本称职", "不称职", "不合格", "称职", "合格")
                    if _names(case, name)
                ]
                yield {"then": effect, "grade": names, "last_place": "末位" in case, **years}


def _names(case: str, name: str) -> bool:
    return bool(re.search(rf"(?<![不本]){name}" if name in ("合格", "称职") else name, case))


def staff(gold: Mapping[str, Any], title: str) -> Expected:
    """Turn the reading of the second notice, on persons, into what is expected of its draft."""
    quota = gold["grades"][0]
    votes = dict(gold["democratic_vote"]["options"])
    marks = dict(gold["leader_rating"]["dimensions"])
    return {
        "title": title,
        "points": [["民主测评", gold["democratic_vote"]["points"]], ["领导评价", gold["leader_rating"]["points"]]],
        "panels": {"民主测评": {"options": votes}, "领导评价": {"dimensions": marks}},
        "total": [{"weights": {"民主测评": "1", "领导评价": "1", "加减": "1"}}],
        "adjustments": {
            "plus_cap": gold["bonus_cap"],
            "minus_cap": gold["penalty_cap"],
            "same_matter": True,
            "items": [
                {"amounts": [points for _, points in item["levels"]] if "levels" in item else [item["points"]]}
                for item in (*gold["bonus"], *gold["penalties"])
            ],
        },
        "grades": [
            {"name": "优秀", "shares": {who: f"{share}%" for who, share in quota["quota_percent"].items()}},
            *(
                {"name": grade["grade"]} | ({"at_least": grade["min"]} if "min" in grade else {})
                for grade in gold["grades"][1:]
            ),
        ],
        "quota": {"within": ["职务层次"]},
        "limits": [
            *({"when": words, "not_grade": "优秀"} for words in gold["not_excellent"]),
            {"when": "一等奖科室（单位）的主要负责人", "direct": "优秀"},
        ],
        "awards": [{"name": gold["special_award"]["name"], "at_most": 2, "grade_at_least": "称职"}],
        "afterwards": list(_staff_consequences(gold["consequences"])),
    }


def _staff_consequences(items: list[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    bonus = {"then": "享受年度考核奖金", "grade": ["优秀", "称职"]}
    yield bonus
    for item in items:
        for effect in item["effects"]:
            if effect == bonus["then"]:
                continue
            grades = [name for name in ("优秀", "基本称职", "不称职") if name in item["when"]]
            years = {"years_running": item["years"]} if "years" in item else {}
            for part in re.split("，", effect):
                yield {"then": part, "grade": grades, **years}


# -------------------------------------------------------------------- the notice with index methods


def indices(gold: Mapping[str, Any]) -> Expected:
    """Turn the formulas of the notice with index methods into what is expected of its draft: what the text states."""
    numerals = "一二三四五六"
    money = ("4.5", "4", "3.5", "3", "2.5", "2")
    bar = {"total_at_least": "70"}
    assert {formula["id"] for formula in gold["formulas"]} >= {"total_score", "prizes", "progress_prize", "eligibility"}
    return {
        "total": [{"weights": {"指标考核": "0.6", "公众评议": "0.4", "专项督查加": "1", "察访核验扣": "-1"}}],
        "panels": {
            "公众评议": {
                "options": {"满意": "5", "基本满意": "3", "不满意": "0"},
                "abstentions": ["不了解"],
            }
        },
        "adjustments": {"items": [{"amounts": ["10", "10"], "text": "市对县政府公众评议"}]},
        "awards": [
            *(
                {"name": f"第{numerals[place]}名", "places": [place + 1, place + 1], "amount": f"{value}万元", **bar}
                for place, value in enumerate(money)
            ),
            {"name": "进步奖", "rise": 2, "beyond_rank": 3, "amount": "1万元", **bar},
        ],
    }


# -------------------------------------------------------------------- the files


def measured(gold: Path, *, verbose: bool) -> None:
    """Print the shares for each notice and for all of them, kind by kind."""
    seeds = gold.parent / "seeds"
    whole: dict[str, Share] = {}
    for name, path, expectations in _notices(gold, seeds):
        document, _ = read(path)
        made = [load(draft.scheme_text)[0] for draft in drafts(document)]
        for number, expected in enumerate(expectations):
            found = made[number] if number < len(made) else None
            if found is None:
                print(f"{name} {number + 1}: no draft")
                continue
            for kind, share in compare(expected, found.scheme).items():
                print(f"{name + ' ' + str(number + 1):<12} {kind:<12} {share}")
                for line in share.wrong if verbose else []:
                    print("      ", line)
                whole.setdefault(kind, Share()).add(share)
    total = Share()
    for kind, share in whole.items():
        print(f"{'drafts':<12} {kind:<12} {share}")
        total.add(share)
    print(f"{'drafts':<12} {'all':<12} {total}")


def _notices(gold: Path, seeds: Path) -> Iterator[tuple[str, Path, list[Expected]]]:
    """Give each file with its expectations; a collection of texts is cut to its notice."""
    for path in sorted(seeds.glob("002_*.txt")):
        yield "002", path, [county(_json(gold / "002-scheme.json"))]
    for path in sorted(seeds.glob("003_*.txt")):
        scheme = _json(gold / "003-scheme.json")
        first, second = scheme["title"].split("；")
        parts = [departments(scheme["part_1_departments"], first), staff(scheme["part_2_individuals"], second)]
        yield "003", path, parts
    for path in sorted(seeds.glob("004_*.txt")):
        lines = path.read_text(encoding="utf-8").split("\n")
        start = next((i for i, line in enumerate(lines) if re.search(r"评估范围[:：]\d+个", fold(line))), None)
        if start is not None:
            with TemporaryDirectory() as folder:
                part = Path(folder) / path.name
                part.write_text("\n".join(lines[start:]), encoding="utf-8")
                yield "004", part, [indices(_json(gold / "004-formulas.json"))]


def _json(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


def main() -> None:
    """Print all figures; with -v what was read wrong too."""
    arguments = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    measured(Path(arguments[0]) if arguments else GOLD, verbose="-v" in sys.argv)


if __name__ == "__main__":
    main()
