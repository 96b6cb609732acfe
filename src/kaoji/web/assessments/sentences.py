"""Sentences of a notice that speak of points or results and that nothing in the scheme was made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kaoji.web.assessments.forms import FORMS, PartForm
from kaoji.web.assessments.models import Verdict
from kaoji.web.assessments.parts import key_of
from kaoji.web.assessments.passages import Passage

SENTENCE: Final = "sentence"
_FORMS: Final = (
    ("limits", re.compile(r"否决|取消.{0,12}资格|(?:不得|不能|不予|最高只能|最高可?)(?:评|确定|定)|降低?.{0,3}等次|直接(?:评|确定|定)")),
    ("panels", re.compile(r"测评|投票|评议|问卷|满意度|打分")),
    ("grades", re.compile(r"等次|档次|名额|优秀.{0,12}(?:%|家|个|名)")),
    ("total", re.compile(r"总分|总成绩|总得分|综合得分|考核得分|[×*]\d")),
    ("awards", re.compile(r"奖金|表彰|授予|先进(?:单位|集体|个人)")),
    ("afterwards", re.compile(r"约谈|诫勉|问责|检讨|调整.{0,8}岗位|末位|倒数")),
    ("groups", re.compile(r"不(?:纳入|参与|参加)(?:年度)?考核")),
)  # fmt: skip
"""Which form a sentence belongs into, by its words; a limit that names a grade comes before the grades."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One of them, and what somebody decided about it: that the scheme holds it by now, or that it does not count."""

    key: str
    place: str
    text: str
    verdict: Verdict | None = None

    @property
    def forms(self) -> list[PartForm]:
        """The forms that its words belong into."""
        return [FORMS[form] for form, words in _FORMS if words.search(self.text)]


def sentences_of(passage: Passage, verdicts: Mapping[str, Verdict]) -> list[Sentence]:
    """Give the sentences of a passage that became nothing; what was decided holds for the words in their passage."""
    texts = [text for state, text in passage.pieces if state == "unbound"]
    if not texts and passage.state == "unbound":
        texts = [passage.text]
    found = []
    for text in texts:
        key = key_of(SENTENCE, (passage.text,), {"text": text})
        found.append(Sentence(key, passage.place, text, verdicts.get(key)))
    return found


def undecided(sentences: Iterable[Sentence]) -> list[Sentence]:
    """Give those that nobody decided about."""
    return [sentence for sentence in sentences if sentence.verdict is None]
