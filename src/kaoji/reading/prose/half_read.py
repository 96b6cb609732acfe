"""What a sentence on grades says beside what was read of it: a clause with a number or a condition of its own.

“优秀等次按不超过30%确定，且在征求意见中无异议” settles a share and asks for more; the second half must not look as if it were read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.prose.articles import Words

_RANGE: Final = late_pattern(r"(?P<one>\d+(?:\.\d+)?)分?[-—~～至到]+(?P<other>\d+(?:\.\d+)?)分")
_SHARES: Final = late_pattern(r"(?P<one>\d+(?:\.\d+)?)%?[-—~～至到]+(?P<other>\d+(?:\.\d+)?)%")
_PLACES: Final = late_pattern(r"第(?P<first>\d{1,2})名?[、至到—~-]+第?(?P<last>\d{1,2})名")
_TYPED: Final = late_pattern(r"\d+(?:\.\d+)?(?:分|%|[个名](?!月|工作日|百分点|等|单位))")
_FURTHER: Final = late_pattern(r"^(?:且|并且|而且|同时|还?[必须应]须?(?:是|在|为|具备|满足|符合)|但|除外|不含)")


# 850分以上且未评为优秀的为良好: whom a better grade leaves over is no further condition
_LEFT_OVER: Final = late_pattern(r"^(?:且|并且|但)?(?:未|没有|未能)被?(?:评定|评|确定|定|列)(?:为|上)[^,;。\d]{1,12}$")


def parted(
    words: Words, known: frozenset[str], says: Callable[[str], str]
) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
    """Give the stretches of a sentence that were read, and its clauses that were not.

    ``known`` are the numbers that were read, each with its unit; ``says`` reads a clause alone.
    """
    clauses = words.split("[,;]|(?=并?且)")
    unread = [clause for clause in clauses if _is_unread(squeeze(clause.folded), known, says)]
    if not unread or len(unread) == len(clauses):
        return (words,), ()
    runs: list[list[Words]] = [[]]
    for clause in clauses:
        if clause in unread:
            runs.append([])
        else:
            runs[-1].append(clause)
    return tuple(_stretch(run, words) for run in runs if run), tuple(unread)


def _is_unread(clause: str, known: frozenset[str], says: Callable[[str], str]) -> bool:
    # 80—89分为良好, 89分至80分为良好: the line is 80
    clause = _RANGE.sub(lambda match: min(match["one"], match["other"], key=Decimal) + "分", clause)
    # 20%—70%为良好: what was read is what lies between
    clause = _SHARES.sub(lambda match: f"{Decimal(match['other']) - Decimal(match['one']):f}%", clause)
    # 第4至8名为良好: what was read are five places
    clause = _PLACES.sub(lambda match: f"{int(match['last']) - int(match['first']) + 1}名", clause)
    numbers = {found.replace("名", "个") for found in _TYPED.findall(clause)}
    if numbers:
        return not numbers & known
    return _FURTHER.match(clause) is not None and not _LEFT_OVER.match(clause) and not says(clause)


def _stretch(run: Sequence[Words], whole: Words) -> Words:
    start, end = run[0].start - whole.start, run[-1].end - whole.start
    return replace(whole, text=whole.text[start:end], start=run[0].start)
