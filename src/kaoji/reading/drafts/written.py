"""What the sentences of a notice leave wrong in writing, where no rule of the draft keeps them: brackets, gaps, counts of items.

The lint asks the same of the texts that stand in the draft; what it reports is not reported again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.numbers import chinese_numeral, fold, percent
from kaoji.reading.document import Block, Grid, Paragraph, Source, is_blank, joined_label
from kaoji.reading.drafts.said_dates import dates_in
from kaoji.reading.drafts.said_parts import parts_of_articles, parts_of_sheets
from kaoji.reading.drafts.said_places import places_in
from kaoji.reading.drafts.said_sums import against, sums_in
from kaoji.reading.phrases.wording import label_of, squeeze
from kaoji.reading.prose.bindings import Binding
from kaoji.reading.prose.label_checks import checked_labels
from kaoji.reading.prose.pointers import pointing_nowhere
from kaoji.reading.sheets.printed_lines import reflowed
from kaoji.scheme.linting import (
    bracket_findings,
    levels_out_of_order,
    limits_crossed,
    overlapping_ranges,
    range_gaps,
    rank_gaps,
    says_fractions,
    scale_gaps,
    uneven_amounts,
)
from kaoji.scheme.model import Scheme

_ANNEX: Final = late_pattern(r"附[件表录]\s*[一二三四五六七八九十\d]*\s*(?:[:：].*)?$")
_CLOSING: Final = dict(zip("([{【《〈〔「『“︵", ")]}】》〉〕」』”︶", strict=True))
_ENDS: Final = late_pattern("[。；;！？!?]$")
# What tells two findings at one place apart, where not all of their data do.
_OF_SUMS: Final = frozenset(("reading.W209", "reading.W313", "reading.W201"))
_SAME_BY: Final = {
    "scheme.W235": ("text",),
    "reading.W308": ("before", "number", "label"),
    "scheme.W272": ("stated", "count"),
}
_SAID_BY_THE_LINT: Final = frozenset(
    f"scheme.{code}" for code in ("W235", "W237", "W239", "W249", "W252", "W253", "W261", "W272")
)
_SHORTEST_NOTE = 12
_MOST_JOINED = 1.25
"""Where a page cut more lines than these a paragraph, its sentences are put together; cells on lines of their own are not."""
_FEWEST_LINES, _SHOWN, _LONGEST_LIST = 3, 40, 400
_OPEN_POINTS: Final = late_pattern(r"[^（()）。；]{2,20}[（(]\d{1,3}分")
_STATED: Final = late_pattern(
    r"(?:下列|以下|如下|下述)(?P<count>[一二两三四五六七八九十]{1,3}|\d{1,2})(?:种|个|项|条|类|方面|款)(?P<what>[^，。；;：:0-9]{0,16})"
)
_INLINE: Final = late_pattern(
    r"[（(](?P<word>[一二三四五六七八九十]{1,3})[）)]|(?<![\d.．])(?P<digit>\d{1,2})[.．、](?!\d)|(?P<circled>[①-⑳])|(?P<ordinal>[一二三四五六七八九十]{1,3})是"
)
_IN_A_ROW: Final = late_pattern(
    r"(?:^|(?<=[：:；;。，,]))\s*(?:[（(](?P<word>[一二三四五六七八九十]{1,3}|\d{1,2})[）)]|(?P<dotted>\d{1,2})[.．、](?!\d)|(?P<circled>[①-⑳]))(?P<words>[^；;。：:（(①-⑳]{2,60})"
)
_BOUND: Final = r"(?:不低于|不少于|达到|不满|不足|低于|未达|不超过|高于|超过)?\d{1,4}(?:\.\d+)?分?(?:\(不?含\))?(?:[及含]?以[上下])?(?:\(不?含\))?"
_STEP_LINE: Final = late_pattern(
    rf"(?:(?:考核|综合|年度|评价|考评)*(?:得分|总分|分数|成绩))?(?:在|为)?{_BOUND}(?:(?:[,、]|[,、]?[但且]|[-—~～至到]+)?{_BOUND})?(?:之间)?的?"
)
_SCORE_OF: Final = late_pattern(r"^(?:考核|综合|年度|评价|考评)*(?:得分|总分|分数|成绩)(?:在|为)?")
_NAMED_STEP: Final = late_pattern(r"^[^\d：:]{1,10}[：:]|(?:评定?|确定|认定)?为[^\d，。；]{1,8}$")
_STEP_IN: Final = late_pattern(
    r"^(?P<name>[\u4e00-\u9fffA-E]{1,6}(?:等次|等级)?)[：:](?:得?分?列?前\d+%[且并,，]?)?(?:得分)?(?P<step>(?:不低于|不少于|低于|不满|不足|达到)?\d{2,4}分(?:[及含]?以[上下])?(?:[,，、]?(?:不满|不足|低于)\d{2,4}分)?)(?:的)?$"
)
_CASES: Final = late_pattern(
    r"[^：:。]{0,24}[：:](?P<cases>[^。；;\d①-⑳]{3,40}的(?:[；;][^。；;①-⑳]{3,40}的)+)(?:。|$)"
)
_TWO_NUMBERS: Final = late_pattern(
    r"(?s)[\d零一二两三四五六七八九十百][^\d零一二两三四五六七八九十百].*[\d零一二两三四五六七八九十百]"
)
_SAID_ELSEWHERE: Final = late_pattern("第[一二三四五六七八九十\\d]+[条款项]|附件|附表")


def written(blocks: Sequence[Block], scheme: Scheme | None = None) -> list[Diagnostic]:
    """Give the findings on all paragraphs and cells; sums are held against the ``scheme``."""
    lines = [block for block in blocks if isinstance(block, Paragraph) and not is_blank(block.text)]
    whole = reflowed(lines)
    is_wrapped = len(whole) * _MOST_JOINED < len(lines)
    texts: list[Block] = [*(whole if is_wrapped else lines), *(block for block in blocks if isinstance(block, Grid))]
    found = [
        *_brackets(lines),
        *_brackets_of_cells(blocks),
        *_open_points(blocks),
        *_gaps(texts),
        *_uneven(texts),
        *_numbers_within(texts),
        *_counts(whole),
        *dates_in(whole),
    ]
    sentences = [*(whole if is_wrapped else lines), *_long_cells(blocks)]
    found += [
        *sums_in(sentences),
        *places_in(sentences, scheme),
        *(against(lines, scheme) if scheme is not None else ()),
    ]
    found += pointing_nowhere(sentences, [] if scheme is None else [grade.name for grade in scheme.grades])
    found += (*parts_of_articles(lines, scheme), *parts_of_sheets(scheme)) if scheme is not None else ()
    once = {_key(one): one for one in reversed(found)}
    return list(reversed(once.values()))


def _key(one: Diagnostic) -> tuple[object, ...]:
    """Give what tells a finding from others; one on a sentence and on a line of it is the same wherever its place is."""
    is_sum = one.code in _OF_SUMS
    return (one.code, () if is_sum else one.sources, *map(str, map(one.data.get, _SAME_BY.get(one.code, one.data))))


def unsaid(found: Iterable[Diagnostic], known: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Give the findings on paragraphs and cells that the lint of the scheme does not tell already."""
    said = [one for one in known if one.code in _SAID_BY_THE_LINT]
    return [one for one in found if not any(_is_same(one, other) for other in said)]


def too_many_shares(total: Fraction, bindings: Sequence[Binding]) -> Diagnostic:
    """Say that the shares of the grades are more than all there is; the draft leaves them out."""
    return Diagnostic(
        "scheme.W252",
        "The shares of the grades add up to {total}.",
        tuple(binding.words.source.cite() for binding in bindings[:2]),
        "Mend a share; a grade that takes what is left has “rest: true”.",
        {"total": percent(total), "category": ""},
    )


def texts_of(blocks: Sequence[Block]) -> Iterator[str]:
    """Give all texts: paragraphs and cells."""
    return (text for text, _ in _placed(blocks))


def _placed(blocks: Sequence[Block]) -> Iterator[tuple[str, Source]]:
    for block in blocks:
        if isinstance(block, Grid):
            yield from ((cell.text, cell.source) for row in block.rows for cell in row)
        else:
            yield block.text, block.source


def _long_cells(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    """Give the cells that hold sentences: a note below a table, or a notice that stands in a sheet."""
    grids = [block for block in blocks if isinstance(block, Grid)]
    cells = [cell for grid in grids for row in grid.rows for cell in row]
    yield from (Paragraph(f"{cell.text}。", source=cell.source) for cell in cells if len(cell.text) > _SHORTEST_NOTE)


def _is_same(one: Diagnostic, other: Diagnostic) -> bool:
    if one.code != other.code:
        return False
    if one.code == "scheme.W237":
        return (one.data.get("high"), one.data.get("next")) == (other.data.get("high"), other.data.get("next"))
    if one.code in ("scheme.W239", "scheme.W249", "scheme.W253", "scheme.W261"):
        mine, its = (str(each.data.get("differences", "")) for each in (one, other))
        return one.data == other.data or (bool(mine) and all(piece in its for piece in mine.split("；")))
    if one.code in ("scheme.W252", "scheme.W272"):
        return all(one.data.get(key) == other.data.get(key) for key in ("total", "stated", "count"))
    if one.code != "scheme.W235":
        return False
    mine, its = (squeeze(str(each.data.get("text", ""))) for each in (one, other))
    return bool(its) and (its in mine or mine in its)


def _brackets(lines: Sequence[Paragraph]) -> Iterator[Diagnostic]:
    """Find brackets of a sentence that has ended; one that a page broke may go on in the next line."""
    open_before = False
    for at, line in enumerate(lines):
        text = line.text.strip()
        found = [one for one in bracket_findings(text, line.source.cite()) if one.code == "scheme.W235"]
        opens = bool(found) and str(found[0].data["bracket"]) in "([{【《〈〔「『“︵"
        is_closed = _ENDS.search(text) is not None or at + 1 == len(lines) or _begins_anew(lines[at + 1])
        is_closed = is_closed or (opens and not _goes_on(str(found[0].data["bracket"]), lines[at + 1 :]))
        if found and ((opens and is_closed and text.count("“") < _FEWEST_LINES) or (not opens and not open_before)):
            yield from found
        open_before = opens and not is_closed


def _brackets_of_cells(blocks: Sequence[Block]) -> Iterator[Diagnostic]:
    """Find brackets in cells that hold a sentence, or stand alone in their row as a note does."""
    for text, source in _placed([block for block in blocks if isinstance(block, Grid)]):
        if _ENDS.search(text.strip()):
            found = bracket_findings(text.strip(), source.cite())
            yield from (one for one in found if one.code == "scheme.W235")


def _begins_anew(line: Paragraph) -> bool:
    text = line.text.strip()
    return bool(label_of(text)) or _ANNEX.match(text) is not None


def _goes_on(bracket: str, lines: Sequence[Paragraph]) -> bool:
    """Tell whether a bracket may be closed in one of the next lines: one that breaks a sentence, before any new item."""
    closing = _CLOSING[bracket]
    for line in lines[:_FEWEST_LINES]:
        if _begins_anew(line):
            return False
        if closing in fold(line.text) or closing in line.text:
            return True
    return bracket not in "(（“"  # 【字体：大 小】 stands in pieces on web pages


def _open_points(blocks: Sequence[Block]) -> Iterator[Diagnostic]:
    """Find the points behind a name whose bracket is not closed (第三产业（20分), in a cell or in a line of its own."""
    placed = [(text.strip(), source) for text, source in _placed(blocks) if not is_blank(text)]
    for (text, source), (following, _) in zip(placed, [*placed[1:], ("", None)], strict=True):
        if _OPEN_POINTS.fullmatch(text) and following[:1] not in ("）", ")", "、", "，", "；"):
            yield from (one for one in bracket_findings(text, source.cite()) if one.code == "scheme.W235")


def _counted(blocks: Sequence[Block]) -> Iterator[tuple[str, Source]]:
    """Give the texts with two numbers or more: steps, amounts and ranges are found in no others, and most have none."""
    return ((text, source) for text, source in _placed(blocks) if _TWO_NUMBERS.search(text))


def _gaps(blocks: Sequence[Block]) -> Iterator[Diagnostic]:
    for text, source in _counted(blocks):
        yield from scale_gaps(text, source.cite())
    lines = [block for block in blocks if isinstance(block, Paragraph) and not is_blank(block.text)]
    is_fine = says_fractions(line.text for line in lines)
    named = [piece for line in lines for piece in _named_pieces(line)]
    for first, steps in (*_scales(lines), *_scales(named)):
        # （一）优秀：900分以上；（二）良好：800—899分: one scale over several lines
        place, whole = first.source.cite(), "；".join(steps)
        yield from scale_gaps(whole, place)
        yield from overlapping_ranges(whole, place)
        yield from range_gaps(whole, place) if is_fine else ()


def _scales(lines: Sequence[Paragraph]) -> Iterator[tuple[Paragraph, list[str]]]:
    """Give short numbered lines in a row that each name a step in points, without their numbers."""
    run: list[str] = []
    first = lines[0] if lines else None
    for line in [*lines, Paragraph("")]:
        text = joined_label(line.label, line.text).strip()
        label = label_of(text)
        words = text[len(label) :].strip().rstrip("。；;，")
        bare = _NAMED_STEP.sub("", words)
        if (label or bare != words) and _STEP_LINE.fullmatch(fold(squeeze(bare))):
            first = first if run else line
            run.append(_SCORE_OF.sub("", bare).replace("、", ""))
            continue
        if len(run) >= _FEWEST_LINES and first is not None:
            yield first, run
        run = []


def _named_pieces(line: Paragraph) -> Iterator[Paragraph]:
    """Give the steps that one sentence names one behind the other: 优秀：列前30%且不低于90分；良好：不低于80分."""
    pieces = [piece.strip() for piece in re.split("[；;。]", line.text) if piece.strip()]
    named = [match for piece in pieces if (match := _STEP_IN.search(piece)) is not None]
    if len(named) >= _FEWEST_LINES:
        yield from (Paragraph(f"{match['name']}：{match['step']}", source=line.source) for match in named)
    yield Paragraph("。", source=line.source)


def _uneven(blocks: Sequence[Block]) -> Iterator[Diagnostic]:
    for text, source in _counted(blocks):
        yield from uneven_amounts(text, source.cite())
        yield from rank_gaps(text, source.cite())
        yield from overlapping_ranges(text, source.cite())
        yield from levels_out_of_order(text, source.cite())
        yield from limits_crossed(text, source.cite())


def _numbers_within(blocks: Sequence[Block]) -> Iterator[Diagnostic]:
    """Look over the numbers of items that stand in one paragraph or cell, on lines of their own or one behind the other."""
    lines = [block for block in blocks if isinstance(block, Paragraph) and not is_blank(block.text)]
    for line in lines:
        pieces = [piece.strip() for piece in line.text.split("\n") if piece.strip()]
        if len(pieces) < _FEWEST_LINES:
            continue
        labels = [(label_of(piece), piece, line.source) for piece in pieces]
        items = [(label, piece[len(label) :], source) for label, piece, source in labels if label]
        yield from (one for one in checked_labels(items) if one.code == "reading.W308")
    for text, source in _placed(blocks):
        # 程序：（一）自评；（二）核分；（四）评定: in one sentence
        marked = list(_IN_A_ROW.finditer(text))
        for kind in ("word", "digit", "dotted", "circled") if len(marked) >= _FEWEST_LINES else ():
            found = [match for match in marked if _kind(match) == kind]
            listed = [(_label(match), match["words"], source) for match in found]
            if len(listed) >= _FEWEST_LINES and listed[0][0] in ("（一）", "（1）", "1.", "①"):
                told = [one for one in checked_labels(listed, in_one_place=True) if one.code == "reading.W308"]
                yield from told if kind != "dotted" else (one for one in told if _lacks_one(one, text))


def _lacks_one(gap: Diagnostic, text: str) -> bool:
    """Tell whether a short sentence lacks one number, and no figure stuck to it (3.3517棚户区) hides it."""
    before, number = gap.data.get("before"), gap.data.get("number")
    if not isinstance(before, int) or number != before + 2 or len(text) > _LONGEST_LIST:
        return False
    return re.search(rf"(?<!\d){before + 1}[.．、]", text) is None


def _kind(match: re.Match[str]) -> str:
    if match["circled"] or match["dotted"]:
        return "circled" if match["circled"] else "dotted"
    return "digit" if match["word"].isdigit() else "word"


def _label(match: re.Match[str]) -> str:
    return match["circled"] or (f"{match['dotted']}." if match["dotted"] else f"（{match['word']}）")


def _counts(lines: Sequence[Paragraph]) -> Iterator[Diagnostic]:
    """Find lists that have more items, or fewer, than the sentence before them says: 有下列3种情形之一的."""
    for at, line in enumerate(lines):
        text = joined_label(line.label, line.text)
        for match in _STATED.finditer(text):
            stated = _value(match["count"])
            behind = text[match.end() :]
            if stated is None or _SAID_ELSEWHERE.search(behind[:_SHOWN]):
                continue
            listed = _inline(behind) or _below(lines[at + 1 :]) or _unnumbered(behind)
            if listed > 1 and listed != stated:
                yield Diagnostic(
                    "reading.W313",
                    "“{words}” is followed by {listed} items.",
                    (line.source.cite(),),
                    "An item may have been lost, or the number is wrong; compare with the original.",
                    {"words": match[0], "stated": stated, "listed": listed},
                )


def _inline(text: str) -> int:
    """Count the items that follow in the same paragraph: their numbers go up from one."""
    for group in ("word", "digit", "circled", "ordinal"):
        count = 0
        for match in _INLINE.finditer(text):
            words = match[group]
            if words is None:
                continue
            value = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳".index(words) + 1 if group == "circled" else _value(words)
            if value != count + 1:
                break
            count += 1
        if count > 1:
            return count
    return 0


def _unnumbered(text: str) -> int:
    """Count the cases of a list without numbers, each of which ends in 的 (弄虚作假的；发生事故的)."""
    listed = _CASES.match(text)
    return len(re.findall("的(?=[；;。])", listed["cases"] + "。")) if listed is not None else 0


def _below(lines: Sequence[Paragraph]) -> int:
    """Count the paragraphs of a list: their labels are written alike and go up from one; 0 where one is left out."""
    count, kind = 0, ""
    for line in lines:
        label = label_of(joined_label(line.label, line.text).strip())
        bare = re.sub(r"[\d一二三四五六七八九十①-⑳０-９]", "", label)
        value = _value(re.sub(r"[^\d一二三四五六七八九十０-９]", "", label)) if label else None
        if not label or value is None or (kind and bare != kind):
            if count and kind and (not label or value != 1):
                break
            if count:
                continue  # a list below an item
            return 0
        if value != count + 1:
            return 0 if value > count + 1 else count
        count, kind = count + 1, bare
    return count


def _value(words: str) -> int | None:
    folded = fold(words)
    return int(folded) if folded.isascii() and folded.isdigit() else chinese_numeral(folded)
