"""How a panel's score comes from ballots, marks, or a score brought ready made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from decimal import Decimal

from kaoji.numbers import format_points, half_up, percent, plain, to_points
from kaoji.scheme.structure import ResolvedPanel
from kaoji.scoring.derivations import Derivation, Phrase
from kaoji.scoring.fact_index import FactIndex
from kaoji.scoring.facts import Ballots, Mark
from kaoji.scoring.results import Scores


class Panels:
    """Derive the scores of panels."""

    def __init__(self, scores: Scores, index: FactIndex) -> None:
        self.scores, self.index = scores, index
        self.panels = {panel.name: panel for panel in scores.structure.panels}

    def of(self, unit: str, name: str) -> Derivation:
        """Derive a panel's score for a unit."""
        panel = self.panels[name]
        result = self.scores.panels.get((unit, name))
        source, quote = panel.panel.source or "", panel.panel.text or ""
        if result is None:
            text: tuple[Phrase, ...] = (Phrase("no votes or scores yet"),)
            return Derivation("panel", name, None, (), "", text, source, panel.source, quote)
        if panel.panel.entered:
            given = self.index.panel_scores[unit, name]
            text = (Phrase("score given {score}", {"score": plain(given.score)}), *_decimals(panel))
            return Derivation("panel", name, result.score, (), "", text, source, given.source, quote)
        children = self.voters(unit, panel)
        heard = {child.label for child in children}
        words, working = self.scaling(unit, panel, result.mean)
        if len(children) > 1:
            words.append(self.weighing(panel, children))
        if len(children) == 1 and panel.score.scale == "as_is":
            working, words = children[0].working, [*children[0].text, *words]
            children = list(children[0].children)
        elif panel.score.scale != "deduct":
            words.insert(0, Phrase("mean {mean}", {"mean": format_points(result.mean)}))
        text = (*words, *_unheard(panel, heard), *_decimals(panel))
        return Derivation("panel", name, result.score, (), working, text, source, panel.source, quote, tuple(children))

    def scaling(self, unit: str, panel: ResolvedPanel, mean: int) -> tuple[list[Phrase], str]:
        """Say how the mean becomes the score, and write it as arithmetic."""
        points, shown = plain(panel.panel.points), format_points(mean)
        if panel.score.scale == "deduct":
            data = {"points": points, "taken": shown}
            words = Phrase("{points} points less {taken} that the ballots take, at least 0", data)
            # 80 − 220 is not 0: the words say that no more than all points are taken.
            return [words], f"{points} − {shown}" if mean <= to_points(panel.panel.points) else ""
        if panel.score.scale == "full":
            full = plain(full_mean(panel))
            return [Phrase("{full} would be all {points} points", {"full": full, "points": points})], (
                f"{shown} × {points} ÷ {full}" if full_mean(panel) > 0 else ""
            )
        if panel.score.scale == "best":
            best = self.best(unit, panel.name)
            data = {"best": format_points(best), "points": points}
            return [Phrase("the best mean of the group, {best}, gives all {points} points", data)], (
                f"{shown} × {points} ÷ {format_points(best)}" if best > 0 and mean > 0 else ""
            )
        return [], ""

    def best(self, unit: str, panel: str) -> int:
        """Give the best mean of the unit's group."""
        group, units = self.scores.units[unit].group, self.scores.units
        return max(
            result.mean
            for (other, name), result in self.scores.panels.items()
            if name == panel and units[other].group == group
        )

    def weighing(self, panel: ResolvedPanel, children: Sequence[Derivation]) -> Phrase:
        """Say how the kinds of voters are averaged."""
        if panel.score.classes_equal or not panel.panel.classes:
            return Phrase("the kinds of voters weigh the same")
        weights = "、".join(f"{child.label} {percent(panel.panel.classes[child.label])}" for child in children)
        return Phrase("kinds of voters weighed: {weights}", {"weights": weights})

    def voters(self, unit: str, panel: ResolvedPanel) -> list[Derivation]:
        """Derive the mean of each kind of voter that voted."""
        key = (unit, panel.name)
        if panel.panel.dimensions:
            return _sheets(panel, self.index.marks.get(key, []))
        return _ballots(panel, self.index.ballots.get(key, []))


def full_mean(panel: ResolvedPanel) -> Decimal:
    """Give the mean that the best possible ballots or sheets would have."""
    if panel.panel.dimensions:
        return sum(panel.panel.dimensions.values(), Decimal(0))
    options = panel.panel.options.items()
    counting = [points for option, points in options if option not in panel.panel.abstentions]
    return max(counting, default=Decimal(0)) * max(1, len(panel.panel.questions))


def _decimals(panel: ResolvedPanel) -> tuple[Phrase, ...]:
    if panel.score.decimals is None:
        return ()
    return (Phrase("rounded to {decimals} decimals", {"decimals": panel.score.decimals}),)


def _unheard(panel: ResolvedPanel, heard: Container[str]) -> tuple[Phrase, ...]:
    """Say of the kinds of voters from whom nothing counts how the score does without them."""
    silent = {kind: weight for kind, weight in panel.panel.classes.items() if weight and kind not in heard}
    if not silent:
        return ()
    if panel.score.scale == "deduct" or panel.score.classes_equal:
        names = {"names": "、".join(silent)}
        if panel.score.scale == "deduct":
            return (Phrase("nothing counts from {names}, so they take nothing off", names),)
        return (Phrase("nothing counts from {names}: the other kinds alone make the mean", names),)
    weights = "、".join(f"{kind} {percent(weight)}" for kind, weight in silent.items())
    said = "nothing counts from {weights}: left out, the weights of the others scaled up to 100%"
    return (Phrase(said, {"weights": weights}),)


def _kind(panel: ResolvedPanel, kind: str) -> str:
    return kind if panel.panel.classes or panel.score.classes_equal else ""


def _ballots(panel: ResolvedPanel, rows: Sequence[Ballots]) -> list[Derivation]:
    """Count the ballots of each kind of voter and question by option."""
    counts: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        counts[_kind(panel, row.kind), row.question][row.option] += row.count
    kinds: dict[str, list[Derivation]] = defaultdict(list)
    for (kind, question), by_option in counts.items():
        derived = _question(panel, question, by_option)
        if derived is not None:
            kinds[kind].append(derived)
    found = []
    for kind, questions in kinds.items():
        if len(questions) == 1:
            only = questions[0]
            label = kind or only.label
            found.append(Derivation("voters", label, only.value, (), only.working, only.text))
        else:
            total = sum(question.value or 0 for question in questions)
            shown = " + ".join(format_points(question.value or 0) for question in questions)
            found.append(Derivation("voters", kind or panel.name, total, (), shown, children=tuple(questions)))
    return found


def _question(panel: ResolvedPanel, question: str, counts: Mapping[str, int]) -> Derivation | None:
    """Derive the mean of the ballots on one question, or what they take; None where no ballot counts."""
    counted = {option: n for option, n in counts.items() if option not in panel.panel.abstentions}
    ballots = sum(counted.values())
    deducts = panel.score.scale == "deduct"
    if not ballots and not (deducts and any(counts.values())):
        return None
    options = panel.panel.options
    points = sum(to_points(options[option]) * n for option, n in counted.items())
    shown = " + ".join(f"{n} × {_signed(options[option])}" for option, n in counted.items() if n)
    text = [
        Phrase("{option} {count}", {"option": option, "count": count})
        for option, count in counts.items()
        if option in counted
    ]
    text += [
        Phrase("{option} {count} (not counted)", {"option": option, "count": count})
        for option, count in counts.items()
        if option not in counted and count
    ]
    if deducts:
        return Derivation("voters", question or panel.name, points, (), shown, tuple(text))
    return Derivation(
        "voters", question or panel.name, half_up(points, ballots), (), f"({shown}) ÷ {ballots}", tuple(text)
    )


def _signed(points: Decimal) -> str:
    return f"(−{plain(-points)})" if points < 0 else plain(points)


def _sheets(panel: ResolvedPanel, marks: Sequence[Mark]) -> list[Derivation]:
    """Add up each rater's sheet and average those of each kind, the extremes left out where the panel trims."""
    sheets: dict[str, dict[tuple[str, str], list[Mark]]] = defaultdict(lambda: defaultdict(list))
    for mark in marks:
        sheets[_kind(panel, mark.kind)][mark.kind, mark.rater].append(mark)
    found = []
    for kind, raters in sheets.items():
        sums = {rater: sum(to_points(mark.mark) for mark in rows) for rater, rows in raters.items()}
        out = _trimmed(sums, panel.score.trim)
        kept = [points for rater, points in sums.items() if rater not in out]
        shown = " + ".join(format_points(points) for points in kept)
        shown = f"({shown}) ÷ {len(kept)}"
        children = tuple(_sheet(rater[1], rows, sums[rater], rater in out) for rater, rows in raters.items())
        text = (Phrase("{count} sheets", {"count": len(kept)}),)
        value = half_up(sum(kept), len(kept))
        found.append(Derivation("voters", kind or panel.name, value, (), shown, text, children=children))
    return found


def _trimmed(sums: Mapping[tuple[str, str], int], trim: int) -> set[tuple[str, str]]:
    """Name the raters whose sheets are left out: so many of the highest and of the lowest."""
    if not trim or len(sums) <= 2 * trim:
        return set()
    order = sorted(sums, key=lambda rater: -sums[rater])
    return {*order[:trim], *order[-trim:]}


def _sheet(rater: str, marks: Sequence[Mark], points: int, is_left_out: bool) -> Derivation:  # noqa: FBT001 - one fact of the sheet
    text = [Phrase("left out as one of the highest or lowest")] if is_left_out else []
    if len(marks) > 1:
        text += [
            Phrase("{dimension} {mark}", {"dimension": mark.dimension, "mark": plain(mark.mark)}) for mark in marks
        ]
    return Derivation("sheet", rater, points, text=tuple(text), place=marks[0].source)
