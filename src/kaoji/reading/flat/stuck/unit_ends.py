"""Where the names of units end that stand in a text with nothing behind them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.flat.looks import looks
from kaoji.reading.phrases.actors import is_unit

_ENDS: Final = "局|办公室|委员会|办事处|街道办|管委会|委|办|厅|部|科|室|处|中心|公司|法院|检察院|大队|支队|医院|学校|妇联|残联|工会|总支|支部|站|所"
_UNIT: Final = late_pattern(rf"(?!由)[\u4e00-\u9fff]{{1,10}}(?:{_ENDS})")
_LONGEST, _SURE = 8, 1.5


def units_from(text: str, start: int) -> Iterator[int]:
    """Give where units that begin at a place end."""
    while True:
        found = _UNIT.match(text, start)
        while found is not None and not _is_sure(found[0]):
            found = _UNIT.match(text, start, found.end() - 1)
        if found is None:
            return
        start = found.end()
        if text[start : start + 1] in ("、", "，", ","):
            start += 1
            continue
        yield start
        return


def _is_sure(text: str) -> bool:
    is_short = len(text) <= _LONGEST or text[0] in "省市县区镇乡"
    return is_short and is_unit(text) and looks(text, "provider") >= _SURE
