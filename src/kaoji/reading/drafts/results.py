"""What becomes of totals in a draft: grades, order, limits, prizes and consequences."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Block
from kaoji.reading.drafts.account import Account
from kaoji.reading.drafts.composing import Composed
from kaoji.reading.drafts.part_names import is_named
from kaoji.reading.drafts.references import settled_here
from kaoji.reading.drafts.unsaid import unsaid_of, unsaid_steps
from kaoji.reading.drafts.written import texts_of, too_many_shares
from kaoji.reading.prose.bindings import Bound, made_of
from kaoji.scheme.linting import range_gaps, says_fractions
from kaoji.scheme.model import Award, Consequence, Grade, Limit, Node

_NO_GRADES_CHOICE: Final = "通知中没有找到可以识别的等次名额或分数线，请对照原文补写。"
_PRESUMED_GRADES_CHOICE: Final = "通知没有列出等次，只在限制或结果运用中提到；暂按“{names}”设等次，请核对。"
_STEP_CHOICE: Final = "通知写明“{words}”，这是审定、公示的程序，没有写成结果运用；请在办理审定和公示时照此执行。"
_OTHER_PRIZE: Final = "通知此处写作“{said}”，暂按“{name}”处理，请核对。"
_NO_PRIZE: Final = "奖项“{said}”没有写明怎样评，没有写入方案，请核对。"
_IS_LAST: Final = late_pattern(
    r"(?:年度|综合|考核|考评|总?得分|总分|成绩|排名|排序|名次|位次|位|居|列|在|为|[本各]组|的)*(?:末位|最后一?名|倒数第[一1]名?)(?:的)?(?:单位|部门|乡镇|街道|科室)?"
    r"(?:(?:且|并且?|同时)[^,，;；]*?\d(?:\.\d+)?分.*)?"
)
_BARRED: Final = "通知写取消评奖资格，暂按不得获得各奖项、等次照评处理，请核对。"
_LAST_HERE: Final = "名次按组内这一部分的得分排定，不须填报；请核对范围和并列的处理。"
_OPEN_ORDER_CHOICE: Final = "总分相同时依次比较“{names}”；方案中没有这些部分，请改写后填入“order”。"


def results_of(
    composed: Composed, held: Iterable[Bound[Limit]], blocks: Sequence[Block], account: Account
) -> dict[str, Any]:
    """Give what becomes of totals: grades, limits, prizes, consequences."""
    text = account.text
    bands = [binding.words for binding in text.grades.bindings]
    if bands:
        said, source = "。".join(words.text for words in bands), bands[0].source.cite()
        if says_fractions(texts_of(blocks)):
            gaps = {tuple(gap.data.values()): gap for gap in range_gaps(said, source)}
            account.findings += gaps.values()
    if text.grades.too_much:
        account.findings.append(too_many_shares(text.grades.too_much, text.grades.bindings))
    awards = made_of(text.prizes)
    settled = (_settled(limit, composed.roots) for limit in made_of((*text.limits, *held)))
    bottom = {grade.name for grade in text.grades.grades if grade.from_bottom}
    limits = tuple(_barring(limit, awards) for limit in settled if not _is_bottom(limit, bottom))
    for step in text.steps:
        account.choose("审定公示", _STEP_CHOICE.format(words=step.text), step)
    consequences = tuple(_with_known_prize(made, awards) for made in made_of(text.consequences))
    grades = text.grades.grades
    if not grades:
        account.leave_open(
            "等次",
            _NO_GRADES_CHOICE,
            "reading.W305",
            "No grades with shares or thresholds were recognised.",
            "Write them under “grades”.",
        )
        named = any(binding.kind == "等次" for binding in text.grades.bindings)
        if limits or any(consequence.grade for consequence in consequences) or named:
            grades = tuple(Grade(name=name) for name in text.grades.words.names)
        if grades and not named:
            names = "、".join(text.grades.words.names)
            account.choose("等次", _PRESUMED_GRADES_CHOICE.format(names=names))
    account.choices += (*unsaid_of(grades, text.grades.quota), *unsaid_steps(composed.roots))
    return {
        "grades": grades,
        "quota": text.grades.quota,
        "order": (order := _order(composed, account)),
        "rank_ties": account.text.grades.rank_ties if order else "share",
        "limits": limits,
        "elsewhere": (text.elsewhere.elsewhere,) if text.elsewhere is not None else (),
        "awards": awards,
        "afterwards": consequences,
    }


def _order(composed: Composed, account: Account) -> tuple[str, ...]:
    """Give the parts that decide between equal totals, by the names that the scheme has for them."""
    known = [root.name for root in composed.roots] + list(composed.panels)
    names = [
        next((name for name in known if name == wanted or name.startswith(wanted) or wanted.startswith(name)), "")
        or _only_one(wanted, known)
        for wanted in account.text.grades.order
    ]
    if not all(names):
        decision = _OPEN_ORDER_CHOICE.format(names="、".join(account.text.grades.order))
        account.choose("同分", decision)
        return ()
    return tuple(dict.fromkeys(names))


def _only_one(wanted: str, known: Sequence[str]) -> str:
    """Give the one name that holds the words that a notice has for a part: 集体经济 is 村级集体经济."""
    holding = [name for name in known if wanted in name]
    return holding[0] if len(holding) == 1 else ""


def _with_known_prize(made: Consequence, awards: Sequence[Award]) -> Consequence:
    """Tie a consequence to a prize of the scheme; a name that the notice varies is taken where only one can be meant."""
    names = [award.name for award in awards]
    if made.award is None or made.award in names:
        return made
    is_ordinal = made.award.endswith("等奖")
    decided = [award.name for award in awards if award.at_most is not None]
    near = decided if len(decided) == 1 else [] if is_ordinal else difflib.get_close_matches(made.award, names, 1)
    check = (_OTHER_PRIZE if near else _NO_PRIZE).format(said=made.award, name=near[0] if near else "")
    return made.model_copy(update={"award": near[0] if near else None, "check": (made.check or "") + check})


def _is_bottom(limit: Limit, bottom: Collection[str]) -> bool:
    """Tell whether a limit only says again that the last ones by total get a grade that is filled from the bottom."""
    given = limit.grade or limit.grade_at_most or limit.direct
    return given in bottom and _IS_LAST.fullmatch(limit.when) is not None


def _barring(limit: Limit, awards: Sequence[Award]) -> Limit:
    """Let a case that takes away the right to prizes bar from these and leave the grade, where there are prizes: 取消评奖资格."""
    if limit.not_grade is None or not limit.no_award:
        return limit
    return limit.model_copy(update={"not_grade": None, "check": _BARRED} if awards else {"no_award": ()})


def _settled(limit: Limit, roots: Sequence[Node]) -> Limit:
    """Let the places of a part settle a limit that is on the last ones in it: nobody has to report them."""
    part = settled_here(limit.text or limit.when) if limit.last_places else ""
    found = [root.name for root in roots if part and is_named(part, root) and not root.bonus]
    return limit.model_copy(update={"indicator": found[0], "check": _LAST_HERE}) if len(found) == 1 else limit
