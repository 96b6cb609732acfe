"""What a notice calls itself, and the year that it is for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.document import Paragraph
from kaoji.reading.furniture import is_furniture
from kaoji.reading.phrases.wording import rank_of, squeeze

_YEAR: Final = late_pattern(r"(?<!\d)(?<!结合)((?:19[5-9]|20)\d\d|21\d\d)\s*(?:年|—|-)")
_TITLE: Final = late_pattern(
    r"(?:考核|考评|评估|绩效|目标|督查|评价|评定|评比)[^。；]*(?:方案|办法|细则|意见|通知|规定|条例|制度|规则|责任书|责任状)(?:[（(].{1,12}[）)])?》?$"
)
_OTHER: Final = late_pattern(
    r"[。；;：:，,]$|^(?:发布|来源|时间|作者|编辑|当前位置|索引号|文号|字体|浏览)|^\d|^附件|^[（(]"
)
_CITED: Final = late_pattern(r"^[^《]+《|[：:，,]$|^附[件表录]|已经|参照|按照?《")
_ISSUED: Final = late_pattern(r"^[^《》。]{0,30}关于(?:印发|下发|转发)《(?P<title>[^《》]{6,60})》的通知$")
# …县委关于印发…考核方案的通知: the title without who sends it
_SENT: Final = late_pattern(
    r"^[^《》。]{2,30}?关于(?:印发|下发|转发)(?P<title>[^《》。]{6,60}(?:办法|方案|细则|意见|制度|标准|规定)(?:[（(][^（）()]{1,8}[）)])?)的通知$"
)
# A notice that is nothing but its list: 平安村创建考核标准.
_SHEET: Final = late_pattern(
    r"(?![\d一二三四五六七八九十（(]+[、.．)）])[^。；;：:，,>|]{4,36}(?:考核|考评|评分|评估|计分)(?:项目|内容|指标)?(?:及|和|与)?(?:考核|考评|评分|评估|计分)?(?:标准|表|一览表|评分表|计分表)(?:[（(]试行[）)])?"
)
# The second line of a title whose first says that it is on an assessment: …年度工作考评 / 各科室计分办法.
_ISSUER: Final = late_pattern(r"(?:人民政府|委员会|党委|[^县政]局)(?:办公[室厅])?(?:文件)?$|文件$")
_ENDS: Final = late_pattern(
    r"[^。；;：:，,《》（()）\d]{2,16}(?:办法|方案|细则|制度|标准)(?:[（(][^（）()]{1,8}[）)])?"
)
# Collections number the notices that they hold: 年终考核方案篇1.
_COLLECTED: Final = late_pattern(r"(?<=[案法则度见定])(?:篇?[一二三四五六七八九十\d]{1,2})$")
# …考核办法为加强窗口管理,制定本办法: the text runs on behind its title.
_RUN_ON: Final = late_pattern(
    r"(?P<title>(?!为)[^。；;：:，,《》]{4,40}?(?:考核|考评|评估|绩效)[^。；;：:，,《》]{0,10}?(?:方案|办法|细则|制度|标准)(?:[（(][^（）()]{1,8}[）)])?)(?=为(?:了|进一步|加强|贯彻|充分|全面|切实|深入|规范|促进|推进|推动|做好|落实|认真|确保|调动|牢固|不断|更好|激励|提高|保证|深化|加快)|各[^。；;：:]{2,20}[：:]为?)"
)
_LONGEST, _LONGEST_PART, _NEXT_LINE = 60, 30, 2


def title_in(lines: Sequence[Paragraph]) -> str:
    r"""Give the first line that reads like the title of a notice, with the line before it where the title runs over two.

    >>> title_in([Paragraph("云岭县乡镇和县直部门"), Paragraph("2036年度绩效考核办法"), Paragraph("一、总则")])
    '云岭县乡镇和县直部门2036年度绩效考核办法'
    """
    for index, line in enumerate(lines):
        text = _COLLECTED.sub("", squeeze(line.text))
        if not is_title(text):
            before = lines[index - 1] if index else None
            if before is not None and _ENDS.fullmatch(text) and _runs_on(before, line, joined=True):
                whole = squeeze(before.text) + text
                if is_title(whole):
                    return whole
            continue
        before = lines[index - 1] if index else None
        bare = text.strip("《》")
        if (sent := _SENT.match(bare)) is not None and is_title(sent["title"]):
            return sent["title"]
        if before is not None and text == bare and _runs_on(before, line):
            return squeeze(before.text) + bare
        return bare
    issued = (_ISSUED.match(squeeze(line.text)) for line in lines)
    sheets = (squeeze(line.text) for line in lines)
    found = next((match["title"] for match in issued if match), "") or next(filter(_SHEET.fullmatch, sheets), "")
    run_on = _RUN_ON.match(squeeze(lines[0].text)) if lines and not found else None
    return run_on["title"] if run_on is not None else found


def is_title(text: str) -> bool:
    """Tell whether a squeezed line reads like the title of a notice."""
    return (
        len(text) <= _LONGEST
        and bool(_TITLE.search(text))
        and rank_of(text) is None
        and not _CITED.search(text)
        and "，" not in text.replace(",", "，")
    )


def _runs_on(before: Paragraph, line: Paragraph, *, joined: bool = False) -> bool:
    """Tell whether a title began on the line before."""
    text = squeeze(before.text)
    is_next = (
        before.source.line is None or line.source.line is None or line.source.line - before.source.line <= _NEXT_LINE
    )
    return (
        is_next
        and 1 < len(text) <= _LONGEST_PART
        and not _OTHER.search(text)
        and not (is_furniture(before.text) or (is_title(squeeze(line.text)) and _ISSUER.search(text)))
        and rank_of(text) is None
        and (not _TITLE.search(text) or joined)
        and before.level == line.level
    )


def year_in(texts: Iterable[str]) -> int | None:
    """Give the first year that one of the texts names.

    >>> year_in(["考核办法", "２０３４年度考核"])
    2034
    """
    for text in texts:
        if match := _YEAR.search(fold(text)):
            return int(match[1])
    return None
