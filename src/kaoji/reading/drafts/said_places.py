"""Places of grades that sentences give, held against the share of all, or of each group, that sentences name too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from kaoji.diagnostics import Diagnostic, Source
from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold, plain
from kaoji.reading.document import Paragraph
from kaoji.reading.document import Source as Place
from kaoji.reading.phrases.wording import squeeze
from kaoji.scheme.model import Scheme

# 优秀比例不超过15%，在编人员40人，优秀名额为8名
_OF_SO_MANY: Final = late_pattern(
    r"(?P<grade>优秀|“?好|(?![的为评定不占全共])[\u4e00-\u9fff]{2,3})(?:等次)?[^,;。%\d]{0,16}?(?P<share>\d{1,2})%[^%]{0,30}?(?P<size>\d{1,4})(?P<unit>[人个家名所])[^%]{0,10}?(?P=grade)(?:等次|[^,;。%\d]{0,2}名额)?[^,;。%\d]{0,8}(?P<places>\d{1,3})(?:(?P=unit)|[名人个])"
)
# 参评部门28个; 考核对象：在岗人员共86人
_TAKE_PART: Final = late_pattern(
    r"(?:参评|参加考核|受考[核评]|被考核|考核对象|在岗|在编|所属|下辖)[^。;\d%]{0,20}?(?:共|计|为|有)?(?:计|有)?(?P<size>\d{1,4})[个家名人](?![^。;]{0,6}以上)|全[市县区镇乡](?:[^。;,\d%]{2,16}共(?P<all>\d{1,4})[个家名人支所]|(?P<named>\d{1,4})[支个家所](?=[^,。;\d]{1,8},(?:[年季月]度?)?(?:评|确定)))"
)
# 优秀比例不超过20%
_SHARE_OF: Final = late_pattern(
    r"(?P<grade>优秀|一等|先进|好)(?:[:(]?\d+分(?:[及含]?以上)?,?)?[^。;%\d]{0,14}(?P<share>\d{1,2})%|(?:前|列)(?P<first>\d{1,2})%[^。;\d%]{0,6}(?P<named>优秀|一等|先进)"
)
# B级医院不超过40%，即5家
_THAT_IS: Final = late_pattern(
    r"(?P<grade>[\u4e00-\u9fffA-E]{1,8}?)(?:不超过|占|为|按)[^。;,%\d]{0,10}(?P<share>\d{1,2})%[,]?(?:即|也就是|计|共)(?P<places>\d{1,3})[个家名人]"
)
# 经济组（12个单位）4个，社会组（10个单位）3个
_OF_GROUP: Final = late_pattern(
    r"(?P<name>[^,、。;:()\d]{2,12})\((?P<size>\d{1,3})[个家名](?:单位|部门|村|乡镇)?\)(?P<places>\d{1,2})[个家名]"
)
_PLACES_OF: Final = late_pattern(
    r"(?P<grade>优秀|一等奖?|先进|好)”?(?:等次|单位|个人|部门)?(?:[\u4e00-\u9fff]{0,6}?)(?:名额|数)?(?:共|为|计|评定|不超过)?(?P<places>\d{1,3})[名个家人支所]"
)
_ABOUT: Final = late_pattern("不超过|以内|以上|以下|左右|不低于|不高于|至多")
_DIGIT: Final = late_pattern(r"\d")
_ALL = 100


def places_in(lines: Sequence[Paragraph], scheme: Scheme | None) -> Iterator[Diagnostic]:
    """W253: places that are not the share beside them, or that another sentence names."""
    texts = [
        (fold(squeeze(line.text)), line.source) for line in lines if "%" in fold(line.text) or _DIGIT.search(line.text)
    ]
    for text, source in texts:
        yield from _more_than_share(text, source.cite())
    yield from _places_of_all(texts)
    yield from _places_of_groups(texts, scheme) if scheme is not None else ()


def _more_than_share(text: str, source: Source) -> Iterator[Diagnostic]:
    for match in _OF_SO_MANY.finditer(text):
        most = Decimal(match["share"]) * int(match["size"]) / _ALL
        is_exact = _ABOUT.search(match[0]) is None
        if int(match["places"]) >= most + 1 or (is_exact and int(match["places"]) <= most - 1):
            said = f"{match['share']}% × {match['size']} = {plain(most)} ≠ {match['places']}"
            yield _other_places(match["grade"].strip("“”"), said, source)


def _other_places(grade: str, differences: str, source: Source) -> Diagnostic:
    return Diagnostic(
        "scheme.W253",
        "The places of “{grade}” are not its share of the units: {differences}. The places hold.",
        (source,),
        "Take out the share or the places, or say under “choices” why both stand.",
        {"grade": grade, "differences": differences},
    )


def _places_of_groups(texts: Sequence[tuple[str, Place]], scheme: Scheme) -> Iterator[Diagnostic]:
    """Find places named for groups that are not the share beside them: 优秀按25%确定，第一类2个、第二类3个."""
    sizes = {squeeze(name): group.stated or len(group.units) for name, group in scheme.groups.items()}
    for sentence, source in ((one, source) for text, source in texts for one in re.split("[。;]", text)):
        shares = re.findall(r"(\d{1,2})%", sentence)
        if len(shares) != 1:
            continue
        named = {
            name: int(found[1])
            for name, size in sizes.items()
            if size
            and (found := re.search(rf"{re.escape(name)}(?:评?定?为?)?(\d{{1,2}})[个名家]", sentence)) is not None
        }
        share = Decimal(shares[0])
        wrong = [
            f"{name}: {shares[0]}% × {sizes[name]} = {plain(share * sizes[name] / _ALL)} ≠ {places}"
            for name, places in named.items()
            if abs(share * sizes[name] / _ALL - places) >= 1
        ]
        if len(named) > 1 and wrong:
            grade = re.split("等次|比?例|按|为|[:,]", sentence)[0][:8]
            yield _other_places(grade, "；".join(wrong), source.cite())


def _places_of_all(texts: Sequence[tuple[str, Place]]) -> Iterator[Diagnostic]:
    """Find places that are not the share of all who take part, or of the groups whose sizes stand beside them."""
    sentences = [(one, source) for text, source in texts for one in re.split("[。;]", text)]
    sizes = {
        int(match["size"] or match["all"] or match["named"]) for text, _ in texts for match in _TAKE_PART.finditer(text)
    }
    shares = {match["share"] or match["first"] for one, _ in sentences for match in _SHARE_OF.finditer(one)}
    for sentence, source in sentences:
        in_it = re.findall(r"(\d{1,2})%", sentence)
        share = in_it[0] if len(in_it) == 1 else next(iter(shares)) if not in_it and len(shares) == 1 else ""
        groups = list(_OF_GROUP.finditer(sentence)) if share and ("优秀" in sentence or in_it) else []
        if len(groups) > 1:
            wrong = [
                said for one in groups if (said := _differs(share, int(one["size"]), one["places"], is_most=False))
            ]
            if wrong:
                yield _other_places("优秀", "；".join(wrong), source.cite())
        if len(sizes) != 1 or _OF_SO_MANY.search(sentence):
            continue
        (size,) = sizes
        for one in _THAT_IS.finditer(sentence):
            if said := _differs(one["share"], size, one["places"], is_most=False):
                yield _other_places(one["grade"], said, source.cite())
        places = list(_PLACES_OF.finditer(sentence))
        if share and len(places) == 1 and _THAT_IS.search(sentence) is None:
            is_most = _ABOUT.search(sentence) is not None or not in_it
            if said := _differs(share, size, places[0]["places"], is_most=is_most):
                yield _other_places(places[0]["grade"], said, source.cite())


def _differs(share: str, size: int, places: str, *, is_most: bool) -> str:
    """Say how places differ from a share of so many by one or more; ``is_most``: fewer are no fault."""
    due = Decimal(share) * size / _ALL
    more = int(places) - due
    differs = more >= 1 or (more <= -1 and not is_most)
    return f"{share}% × {size} = {plain(due)} ≠ {places}" if differs else ""
