"""What a condition does to a grade, as words say it: forbidden, bounded, set, given, lowered, or a veto."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.prose.grade_lowering import lowering
from kaoji.reading.prose.grade_words import GradeWords, Mention

_FORBIDS: Final = late_pattern(r"不得|不能|不可|不予|不应|不宜|不再|一律不|取消|丧失|不(?=[评列定参享])")
_AT_MOST: Final = late_pattern(
    r"(?:最高|至多|最多|只)(?:只)?(?:能|可|得)?(?:评定?|定|确定|列|评选)?为|(?:不得|不能|不)?(?:高于|超过)"
)
_GIVES: Final = late_pattern(r"(?:可以|可|应当|应|予以)?(?:直接|优先|破格)|(?:可以?|予以)(?:评|定|确定)")
_SETS: Final = late_pattern(
    r"(?:直接|一律|应当?|予以|当年|年度|考核|考评|等次|结果|等级)*(?:评定?|定性?|确定|认定|列入|列|降|视|作|按|界定|归)*(?:为|进入|(?<=列)入)"
)
_FIRST: Final = late_pattern(
    r"(?:评先|评优|评选|评奖|先进|优秀|优胜|红旗)|^(?:申报|参评|认定|参选)(?=[,;:。（(]|$|[^,;。]{0,6}奖)|^[^,;。]{0,8}奖[^,;。]{0,6}资格"
)
# 取消综合奖评选资格: a prize is taken, and not the grade, where there are prizes
_OF_PRIZES: Final = late_pattern("^[^,;。:]{0,12}(?:评奖|奖项|获奖|(?<![评])奖[^,;。励惩]{0,6}资格|参评[^,;。]{0,6}奖)")
_OF_TITLES: Final = late_pattern("^[^,;。:]{0,16}(?:评优|评先|(?<!奖)评选|优秀|先进)")
_PASSED: Final = late_pattern("合格|称职|达标|一般")
VETO: Final = late_pattern(r"(?<![被有受到没])“?一票否决”?(?:制|项目?)?")
_VETO_HELD: Final = late_pattern(r"(?:被|受(?!理)|有(?!下列|以下|如下))[^,;。]{0,16}“?一票否决")
_CHOSEN: Final = late_pattern("资格|参评|参加|评[先优选]|推荐|申报|认定|参选")
_MOST_GIVEN = 2
_NO_PLACE: Final = late_pattern(r"不占[^,;。]{0,12}(?:名额|比例|指标)|不(?:受|计入)[^,;。]{0,10}(?:名额|比例)")
# 取消评奖资格, and no grades that it could bar from
_NO_PRIZES: Final = late_pattern(
    r"(?:取消|丧失|不享有)[^,;。]{0,8}(?:评[奖先优选]|参评|获奖|受奖|奖励)[^,;。]{0,6}(?:资格)?|不(?:得|能|予|再)(?:参加|参与|列入)?(?:评[奖先优选]|参评|获奖|奖励)"
)
_OPEN_VETO: Final = "通知只写“一票否决”，没有写评为哪个等次，暂按最低等次“{grade}”处理，请核对。"
_VETO_AND_BAR: Final = "通知既写“一票否决”又写取消评优资格，没有写评为哪个等次，暂按最低等次“{grade}”处理，请核对。"
_NO_FIRST: Final = "通知写取消评优资格，暂按不得评为“{grade}”处理，请核对。"
_APPROVED: Final = "通知写“可”直接确定，暂按须经批准处理，请核对。"


@dataclass(frozen=True, slots=True)
class Effect:
    """What a condition does to the grade: keys of a limit, where the words begin, what has to be checked."""

    keys: dict[str, object]
    start: int
    said: str
    check: str = ""


class Effects:
    """Reads effects on the grades of a notice."""

    def __init__(self, grades: GradeWords) -> None:
        """Take the grades; without any, only prizes can be taken."""
        self.grades = grades

    def read(self, text: str, start: int) -> Effect | None:
        """Read the effect in some words from a place on, with what lowers the grade besides; None where they have none that a limit can say."""
        found, lowered = self._other_effect(text, start), lowering(text, start) if self.grades.names else None
        if lowered is None:
            return found
        keys: dict[str, object] = {"lower_by": lowered.steps}
        said = f"降低{lowered.steps}档"
        if found is None:
            return Effect(keys, lowered.start, said)
        return Effect({**found.keys, **keys}, min(found.start, lowered.start), f"{found.said}，{said}", found.check)

    def _other_effect(self, text: str, start: int) -> Effect | None:
        """Read the effect in some words from a place on, one that lowers the grade by steps aside."""
        if not self.grades.names:
            barred = _NO_PRIZES.search(text, start)
            return Effect({"no_award": ("全部",)}, barred.start(), "不得获奖") if barred else None
        for mention in self.grades.mentions(text):
            if mention.start >= start and (effect := self._on_grade(text, start, mention)) is not None:
                return effect
        forbids = next(
            (match for match in _FORBIDS.finditer(text, start) if _FIRST.search(text[match.end() : match.end() + 16])),
            None,
        )
        best = self.grades.best
        # What a notice that only tells who has passed says of the best ones is of another assessment.
        is_barred = (
            forbids is not None
            and _PASSED.fullmatch(best) is None
            and _CHOSEN.search(text, forbids.start()) is not None
        )
        veto = VETO.search(text, start)
        if veto is not None and not _VETO_HELD.search(text[: veto.end()]):
            worst = self.grades.worst
            begin = re.search(
                r"(?:(?:实行|实施|采取|执行)[^,;。的]{0,8}|(?:予以|给予|直接|一律|进行)*)$", text[: veto.start()]
            )
            place = begin.start() if begin else veto.start()
            check = _OPEN_VETO.format(grade=worst)
            if forbids is not None and is_barred:  # 实行“一票否决”,取消评优资格: the severer of the two
                place, check = min(place, forbids.start()), _VETO_AND_BAR.format(grade=worst)
            return Effect({"grade": worst}, place, f"评为{worst}", check)
        if forbids is not None and is_barred:
            said = text[forbids.start() :]
            is_of_prizes = _OF_PRIZES.search(said) is not None and _OF_TITLES.search(said) is None
            keys: dict[str, object] = {"not_grade": best, "no_award": ("全部",) if is_of_prizes else ()}
            return Effect(keys, forbids.start(), f"不得评为{best}", _NO_FIRST.format(grade=best))
        return None

    def _on_grade(self, text: str, start: int, mention: Mention) -> Effect | None:
        """Read what is said of a named grade: forbidden, at most, given, or set."""
        head_start = max(text.rfind(mark, 0, mention.start) for mark in ",;。:") + 1
        begin = max(head_start, start)
        head = text[begin : mention.start]
        grades = self.grades
        run = grades.run(text, mention)
        tail = text[run[-1].end :]
        is_called = re.match("(?:单位|科室|部门|个人|干部)", tail) and not re.search('(?:定|评|列|降)为[“"]?$', head)
        if (is_called or re.match(r"(?:[或和及、](?:基本|不)?(?:合格|称职|达标))?的|以?外", tail)) or re.search(
            "分[为成]|设$|设置$", head
        ):
            return None
        if (match := _FORBIDS.search(head)) and not head.rstrip("“").endswith(("高于", "超过")):
            covered = tuple(name for other in run for name in grades.covered(other))
            return self._forbidden(covered, begin + match.start())
        if match := _AT_MOST.search(head):
            return Effect({"grade_at_most": mention.name}, begin + match.start(), f"最高评为{mention.name}")
        if mention.side == "below" and (match := _SETS.search(head)) and match.end() == len(head):
            return Effect({"grade_at_most": mention.name}, begin + match.start(), f"最高评为{mention.name}")
        is_list = len(run) > _MOST_GIVEN  # 结果为优秀、良好、合格、不合格: which grades there are
        return None if mention.side or is_list else self._given(text, head, begin, mention.name)

    def _forbidden(self, covered: Sequence[str], place: int) -> Effect:
        """Forbid grades: one alone, or the worst of several with all that are better."""
        worst = max(covered, key=self.grades.names.index)
        below = self.grades.below(worst)
        if len(covered) == 1 or below is None:
            return Effect({"not_grade": worst}, place, f"不得评为{worst}")
        return Effect({"grade_at_most": below}, place, f"最高评为{below}")

    def _given(self, text: str, head: str, begin: int, name: str) -> Effect | None:
        """Read a grade that is set: a good one is given, the others hold without a place."""
        is_set = [match for match in _SETS.finditer(head) if match[0]]
        if not is_set or is_set[-1].end() < len(head.rstrip('“"')):
            return None
        gives = _GIVES.search(head)
        place = begin + min([is_set[-1].start(), *([gives.start()] if gives else [])])
        if "降" in is_set[-1][0] and name != self.grades.worst:
            return Effect({"grade_at_most": name}, place, f"最高评为{name}")  # 降为良好
        if not self.grades.is_good(name):
            return Effect({"grade": name}, place, f"直接评为{name}")
        check = _APPROVED if re.search(r"可|优先", head) else ""
        said = f"可直接评为{name}" if check else f"直接评为{name}"
        keys = {"direct": name, "needs_approval": bool(check), "uses_place": not _NO_PLACE.search(text)}
        return Effect(keys, place, said, check)
