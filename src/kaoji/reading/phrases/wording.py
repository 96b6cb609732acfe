"""Small pieces of a notice's wording: white space, printed numbers, points and weights in names and cells.

Everything here looks at one short text and knows nothing of tables.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold

_SPACE: Final = late_pattern(r"[\s\u00a0\u3000\u200b\ufeff]+")
_OPEN, _CLOSE = r"[（(︵【\[〔]", r"[）)︶】\]〕]"
_NUMBER: Final = r"\d+(?:\.\d+)?"
_BRACKETED: Final = late_pattern(
    rf"{_OPEN}\s*(?:共?\d{{1,3}}[个项条类](?:指标|项目)?[，,、]\s*)?(?:满分|基本分|基础分|标准分|分值|权重|共计?|计|合计|总分|占)?[为：:]?\s*({_NUMBER})\s*(分|%|％)\s*(?:{_CLOSE}|$)"
)
# 乡村振兴（15分，街道组不考核此项，分值调整到城市管理）: points, and whom it is not for
_WITH_SCOPE: Final = late_pattern(
    rf"(?P<open>{_OPEN})(?P<points>(?:满分|分值)?[为:]?(?P<value>{_NUMBER})(?P<unit>[分%])[,;])(?=[^()]{{0,20}}(?:不(?:作|予|做|参加|纳入|列入)?考核|免考|[仅只](?:考核|适用|对)|不适用)[^()]{{0,40}}{_CLOSE})"
)
_BRACKETED_BONUS: Final = late_pattern(rf"{_OPEN}\s*(?:加分项?|附加分|奖励分|另加分)\s*(?:{_CLOSE}|$)")
# 工作5分, but not what is given or taken: 扣5分.
_TRAILING: Final = late_pattern(rf"(?:^|[\u4e00-\u9fff\s”》）)](?<![加扣减计得记奖罚]))({_NUMBER})\s*分$")
# 扣责任人2分, 每条10分: no points of what is named
_TAKES_FROM: Final = late_pattern(r"(?:扣[^，,。；;：:（(]{1,10}|每一?(?:人次|[次条篇件个项例起人天处幅期则]))$")
# 招商引资（乡镇10分、农场15分）, 招商引资：乡镇10分，农场15分
_WHO: Final = r"(?:[^，,、;；:：()（）\d]{0,8}(?:乡|镇|街道|办事处|村|社区|部门|单位|农场|林场|场|区|县|市|局|类|组|园区|学校|企业|公司|科室|医院|机关|平台)|[A-EＡ-Ｅ]类?)"
_KIND: Final = rf"{_WHO}|[^，,、;；:：()（）\d]{{0,8}}(?:站办?所|站所办|[股处部]室|班子|干部|支部|总支)"
_SHARE: Final = rf"{_WHO}[:：]?(?:为|占|计|各)?{_NUMBER}分"
_SHARES: Final = rf"{_SHARE}(?:[、,，;；和]{_SHARE})*[、,，;；和]{_WHO}[:：]?(?:为|占|计|各)?{_NUMBER}分?"
_BY_WHO: Final = late_pattern(
    rf"^(?P<name>[^()（）:：]{{2,30}}?)(?:[（(](?P<inside>{_SHARES})[）)]|[:：](?P<behind>{_SHARES}))$"
)
_ONE_SHARE: Final = late_pattern(rf"(?P<who>{_WHO})[:：]?(?:为|占|计|各)?(?P<points>{_NUMBER})(?:分|$)")
# 信息员报酬（该项农场不考核）, 信息员报酬（10分，农场不考核）
_NOT_FOR: Final = late_pattern(
    rf"[（(](?:(?P<points>{_NUMBER})分[,，；;])?(?:该项|此项|本项|其中)?(?P<who>{_WHO}(?:[、和及]{_WHO})*)(?:该项|此项|本项)?不(?:作|予|做|参加|纳入)?考核[）)]"
)
_POINTS_CELL: Final = late_pattern(rf"^{_OPEN}?({_NUMBER})(分|%|％)?{_CLOSE}?$")
_BONUS_CELL: Final = late_pattern(
    r"^(?:加分(?:项目?)?|附加分|附加项|奖励分|另加分|奖分项?|额外加分|[扣减]分项目?|倒扣分?|只扣不加)$"
)
_LABELS: Final = (
    r"第[一二三四五六七八九十百]+(?:[章节条]|部分)、?",
    r"[一二三四五六七八九十百]+[、.．]",
    r"[（(][一二三四五六七八九十百]+[）)]、?",
    r"[（(]\d{1,3}[）)]、?",
    r"\d{1,3}(?:[.．]\d{1,3})+[、.．]?(?![\d万亿%％‰亩吨倍件]|元(?![宵旦])|个(?![体人])|家(?![庭长政])|户(?![外籍厕])|人(?![才员口民大居力事文防社])|项(?!目)|米(?!业)|公[里斤顷分]|分(?![类级局管散工配]))",
    r"\d{1,3}[、)）]",
    r"\d{1,3}[.．](?!\d)",
    r"[①-⑳㈠-㈩⒈-⒛⑴-⒇]",
    r"[A-Z][、.．)）](?=[\u4e00-\u9fff“（(])",
    r"I{1,3}[-－]\d{1,2}(?=\s*[\u4e00-\u9fff])",
)
_LABEL: Final = late_pattern("^(?:" + "|".join(_LABELS) + r")\s*")
_RANKS: Final = (
    late_pattern(r"^第[一二三四五六七八九十百]+(?:[章节]|部分)"),
    late_pattern(r"^(?:[一二三四五六七八九十百]+[、.．]|第[一二三四五六七八九十百]+条)"),
    late_pattern(r"^[（(㈠-㈩][一二三四五六七八九十百]*[）)]?(?<![（(])"),
    late_pattern(r"^\d{1,3}[、.．](?!\d)|^\d{1,2}、(?=\d{1,3}[-—~～至到]\d{1,3}[个名项家户次])|^[⒈-⒛]"),
    late_pattern(r"^(?:\d{1,3}(?=[^\d、.．）)])|\d{1,3}[)）]|[（(]\d{1,3}[）)]|[⑴-⒇])"),
    late_pattern(r"^[①-⑳]"),
    late_pattern(r"^[A-Z][、.．)）]"),
)
_SIGNED: Final = late_pattern(rf"^(?P<sign>[-+−–—])(?P<points>{_NUMBER})分?$")
_COUNTED: Final = late_pattern(r"的?(?:每一?(?:人次|[次人例起件项天个处篇条家户])|[一1]次)$")
_LONGEST_BRIEF = 24
BONUS_WORDS: Final = late_pattern(r"加分项|[减扣]分项|[加减扣]分事项|加减分|加、减分|附加分|奖励分|奖惩分|增减分")


@dataclass(frozen=True, slots=True)
class Points:
    """What a text says on points: a number as printed, a percentage instead of points, or only that they are extra."""

    value: str = ""
    is_percent: bool = False
    is_bonus: bool = False

    def __bool__(self) -> bool:
        """Tell whether anything was said."""
        return bool(self.value) or self.is_bonus


_NARROW: Final = {wide: wide - 0xFEE0 for wide in range(ord("！"), ord("～") + 1)}


def squeeze(text: str) -> str:
    """Give the text without any white space.

    >>> squeeze(" 分　值 ")
    '分值'
    """
    if " " not in text and text.isprintable():  # no other white space is printable; asked a hundred times a page
        return text
    return "".join(text.split()).replace("\u200b", "").replace("\ufeff", "")


def one_line(text: str) -> str:
    r"""Give a text as one line: breaks inside Chinese vanish, elsewhere they become a space.

    >>> one_line("城管环卫及\n爱卫创建"), one_line("at most\nfive")
    ('城管环卫及爱卫创建', 'at most five')
    """
    lines = [line.strip(" \t\u00a0\u3000\ufeff\u200b") for line in re.split(r"[\r\n\v\f]+", text)]
    joined = ""
    for line in filter(None, lines):
        is_word_break = (
            bool(joined) and joined[-1].isascii() and joined[-1].isalpha() and line[0].isascii() and line[0].isalpha()
        )
        joined += (" " if is_word_break else "") + line
    return joined


def short_name(text: str) -> str:
    """Give the text of a name as one line without the spaces that only set it apart.

    >>> short_name("分  类"), short_name("Wi-Fi 覆盖 工程")
    ('分类', 'Wi-Fi 覆盖工程')
    """
    line = one_line(text)
    return _SPACE.sub(" ", re.sub(r"(?<=[^\x00-\x7f])[\s\u00a0\u3000]+(?=[^\x00-\x7f])", "", line)).strip()


def _narrow(text: str) -> str:
    """Give full-width letters, digits and signs as narrow ones; numbers in circles and brackets stay."""
    return text.translate(_NARROW)


def label_of(text: str) -> str:
    """Give the number printed before a text, or nothing.

    >>> label_of("（一）乡镇"), label_of("1.经济发展"), label_of("2.5万元以上")
    ('（一）', '1.', '')
    """
    match = _LABEL.match(text)
    return match[0].strip() if match else ""


def without_label(text: str) -> str:
    """Give the text without its printed number.

    >>> without_label("1)税收收入"), without_label("２、民生工作")
    ('税收收入', '民生工作')
    """
    match = _LABEL.match(_narrow(text[:12]))
    return text[match.end() :] if match else text


def rank_of(text: str) -> int | None:
    """Give the depth that a printed number usually stands for: 第一章 0, 一、 and 第一条 1, （一） 2, 1. 3, 1) 4, ① 5.

    >>> [rank_of(text) for text in ("一、考核内容", "（二）管理区", "1.招商引资", "1)税收", "①科室", "税收")]
    [1, 2, 3, 4, 5, None]
    """
    folded = _narrow(text.lstrip())
    if not _LABEL.match(folded):
        return None
    return next((rank for rank, pattern in enumerate(_RANKS) if pattern.match(folded)), None)


@lru_cache(maxsize=2**13)
def points_in_name(text: str) -> tuple[str, Points]:
    """Take the points out of a name: the name without them, and what they are.

    >>> points_in_name("经济建设（225分）")
    ('经济建设', Points(value='225', is_percent=False, is_bonus=False))
    >>> points_in_name("经济指标（6项，40分）")[0], points_in_name("经济指标（6项，40分）")[1].value
    ('经济指标', '40')
    >>> points_in_name("党建工作 9分")[0], points_in_name("软环境建设(5分")[1].value
    ('党建工作', '5')
    """
    folded = fold(text).replace("︵", "(").replace("︶", ")")
    if match := _BRACKETED.search(folded):
        rest = (text[: match.start()] + text[match.end() :]).strip()
        return rest, Points(match[1], is_percent=match[2] in "%％")
    if match := _WITH_SCOPE.search(folded):
        rest = text[: match.end("open")] + text[match.end("points") :]
        return rest.strip(), Points(match["value"], is_percent=match["unit"] == "%")
    if match := _BRACKETED_BONUS.search(folded):
        return (text[: match.start()] + text[match.end() :]).strip(), Points(is_bonus=True)
    if (match := _TRAILING.search(folded)) and not _TAKES_FROM.search(folded[: match.start(1)]):
        return text[: match.start(1)].strip(), Points(match[1])
    return text, Points()


def points_by_who(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Take points that differ by kind of unit out of a name; none where it says no such points.

    >>> points_by_who("招商引资（乡镇10分、农场15分）")
    ('招商引资', (('乡镇', '10'), ('农场', '15')))
    >>> points_by_who("学风建设（学习5分、作风5分）")[1]
    ()
    """
    folded = fold(text)
    match = _BY_WHO.match(folded) if "分" in folded else None
    if match is None:
        return text, ()
    shares = [(one["who"], one["points"]) for one in _ONE_SHARE.finditer(match["inside"] or match["behind"])]
    return match["name"].strip(), tuple(shares)


def is_kind_of_units(text: str) -> bool:
    """Tell whether a word is a kind of units: 乡镇, 街道, 甲类, 市直部门.

    >>> [is_kind_of_units(text) for text in ("乡镇", "B类", "城镇组", "基本分", "县")]
    [True, True, True, False, False]
    """
    squeezed = squeeze(text)
    return squeezed in {"乡", "镇", "村"} or (len(squeezed) > 1 and re.fullmatch(_KIND, squeezed) is not None)


def not_for(text: str) -> tuple[str, str, tuple[str, ...]]:
    """Take out of a name whom it is not for: the name without that, points that stand with it, the kinds of units.

    >>> not_for("信息员报酬（10分，农场不考核）"), not_for("台账")
    (('信息员报酬', '10', ('农场',)), ('台账', '', ()))
    """
    match = _NOT_FOR.search(text) if "不" in text else None
    if match is None:
        return text, "", ()
    rest = (text[: match.start()] + text[match.end() :]).strip()
    return rest, match["points"] or "", tuple(re.split("[、和及]", match["who"]))


def brief(text: str) -> str:
    """Give a few words that name a long text: those before its first stop.

    >>> brief("制定年度方案、宣传方案、督查方案和应急预案、值班表的，计2分"), brief("台账齐全，有人负责")
    ('制定年度方案、宣传方案、督查方案和应急预案等', '台账齐全')
    >>> brief("未登记的每次扣2分"), brief("会议缺席一次，扣1分")
    ('未登记', '会议缺席')
    """
    head = re.split(r"[，,；;。：:]", text.strip(), maxsplit=1)[0]
    head = re.sub(r"的?[（(]?[加扣减计得记]?(?:\s*\d+(?:\.\d+)?\s*分)?$", "", head).strip() or head
    head = _COUNTED.sub("", head) or head
    if len(head) > _LONGEST_BRIEF:
        cut = head[:_LONGEST_BRIEF]
        head = cut[: cut.rfind("、")] + "等" if "、" in cut else cut
    return head


@lru_cache(maxsize=2**13)
def points_cell(text: str) -> Points | None:
    """Read a cell of the points column; None if it says something else.

    >>> points_cell("20分"), points_cell("加分项").is_bonus, points_cell("由领导小组定")
    (Points(value='20', is_percent=False, is_bonus=False), True, None)
    """
    squeezed = fold(squeeze(text)).replace("︵", "(").replace("︶", ")")
    if not squeezed or squeezed in {"-", "—", "——", "/", "\\", "－"}:
        return Points()
    if _BONUS_CELL.match(squeezed):
        return Points(is_bonus=True)
    if match := _POINTS_CELL.match(squeezed):
        value = match[1]
        if "." in value:
            value = value.rstrip("0").rstrip(".")
        return Points(value, is_percent=bool(match[2]) and match[2] in "%％")
    return None


def fold_points(text: str) -> Points:
    """Read what can be read of a points cell that says more than a number: “最高加10分” is extra, “10分/项” is 10.

    >>> fold_points("最高加10分"), fold_points("10分（一票否决）").value, fold_points("15（含加分）").value
    (Points(value='', is_percent=False, is_bonus=True), '10', '15')
    """
    squeezed = fold(squeeze(text))
    if re.search(r"(?<!含)加分|加\d|^\+|附加|奖励", squeezed):
        return Points(is_bonus=True)
    if re.search(r"扣|减|^[-－]", squeezed):
        return Points()
    numbers = re.findall(_NUMBER, squeezed)
    return Points(numbers[0]) if len(numbers) == 1 else Points()


def signed_points(text: str) -> str:
    """Read a cell that gives or takes points by a sign; nothing if it does not.

    >>> signed_points("＋5分"), signed_points("—10"), signed_points("5")
    ('+5', '-10', '')
    """
    match = _SIGNED.match(fold(squeeze(text)))
    return f"{'+' if match['sign'] == '+' else '-'}{match['points']}" if match else ""


def code_of(number: str) -> tuple[str, ...]:
    """Give the parts of a number on several levels: 2.1.3 is three; other numbers are none, plain ones are one."""
    match = re.fullmatch(r"\d{1,3}(?:[.．-]\d{1,3})*[.．]?", number)
    return tuple(re.findall(r"\d+", number)) if match else ()
