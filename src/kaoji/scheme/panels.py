"""How a panel's ballots or marks become a score: the short texts under ``score`` of a panel."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from kaoji.diagnostics import Diagnostic, Source
from kaoji.late_patterns import late_pattern
from kaoji.numbers import decimal, fold


@dataclass(frozen=True, slots=True)
class PanelScore:
    """The way of scoring.

    scale: "as_is" takes the mean of the points; "full" stretches it so that the best option gives all points;
    "best" gives all points to the best unit and the others pro rata; "deduct" starts full and takes each ballot's points.
    trim: so many of the highest and as many of the lowest sheets are left out.
    classes_equal: means of the kinds of voters are averaged plainly.
    """

    scale: str = "as_is"
    trim: int = 0
    classes_equal: bool = False
    decimals: int | None = None


_PHRASES: tuple[tuple[str, Callable[[PanelScore], PanelScore]], ...] = (
    (r"取平均分|mean", lambda score: replace(score, scale="as_is")),
    (r"按满分折算|scaled to full", lambda score: replace(score, scale="full")),
    (r"按最高得分单位折算|pro rata to the best", lambda score: replace(score, scale="best")),
    (r"逐票扣分|deducted per ballot", lambda score: replace(score, scale="deduct")),
    (r"各类评价人同权|kinds of voters weigh the same", lambda score: replace(score, classes_equal=True)),
)
_TRIM = late_pattern(r"去掉(?P<n>[\d一二两三四五])个最高分和(?P=n)个最低分|trim (?P<m>\d)")
_DECIMALS = late_pattern(r"保留(?P<n>[0-6零一二两三四五六])位小数|(?P<m>[0-6]) decimals")


def parse_panel_score(text: str, source: Source) -> tuple[PanelScore, list[Diagnostic]]:
    """Read the way of scoring of a panel.

    Diagnostics: scheme.E131 a phrase is not understood.
    """
    score, problems = PanelScore(), list[Diagnostic]()
    scale: str | None = None
    for phrase in filter(None, (part.strip() for part in re.split(r"[,;、]", fold(text).rstrip("。")))):
        known = next((change for pattern, change in _PHRASES if re.fullmatch(pattern, phrase)), None)
        if known is not None:
            score, before = known(score), score
            if score.scale == "as_is":  # a mean may be stretched, whichever is said first
                score = replace(score, scale=before.scale)
            elif scale is not None and score.scale != before.scale:
                message = "“{phrase}” contradicts “{other}”: a panel is scored in one way."
                data = {"phrase": phrase, "other": scale}
                problems.append(Diagnostic("scheme.E131", message, (source,), "Keep the one that is meant.", data))
            elif score.scale != before.scale:
                scale = phrase
        elif match := _TRIM.fullmatch(phrase):
            score = replace(score, trim=int(decimal(match["n"] or match["m"]) or 0))
        elif match := _DECIMALS.fullmatch(phrase):
            score = replace(score, decimals=int(decimal(match["n"] or match["m"]) or 0))
        else:
            problems.append(
                Diagnostic(
                    "scheme.E131",
                    "“{phrase}” is not a way of scoring a panel.",
                    (source,),
                    "Use 取平均分, 按满分折算, 按最高得分单位折算, 逐票扣分, 去掉1个最高分和1个最低分, 各类评价人同权, 保留2位小数.",
                    {"phrase": phrase},
                )
            )
    return score, problems
