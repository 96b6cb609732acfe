"""Plain text: each line a paragraph, blank lines, tabs and spaces kept.

People paste tables as text, and the cells become lines in many ways. What the next stage needs to rebuild them is kept:
blank lines, leading tabs, and the number of each line.
"""

from __future__ import annotations

import codecs
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Paragraph, Source
from kaoji.reading.limits import Budget, Findings, Limits, Unreadable

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LINE_END: Final = late_pattern(r"\r\n|\n|\r")
_CONTROL: Final = late_pattern(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff]")
_SAMPLE: Final = 20_000
# A letter cut in half at the end of a file is at most this long in UTF-8.
_LONGEST_LETTER: Final = 4


def read_text(content: bytes, findings: Findings, limits: Limits) -> tuple[Paragraph, ...]:
    """Read a text file in UTF-8, UTF-16 with a mark, or GB18030."""
    faults = Findings(findings.file)
    text = decode(content, faults)
    head = text[:_SAMPLE]
    if len(_CONTROL.findall(head)) * 20 > len(head) or head.count("\ufffd") * 3 > len(head):
        raise Unreadable(
            Diagnostic(
                "reading.E104",
                "The kind of the file is not one that can be read ({kind}).",
                hint="Save the notice as docx, xlsx, pdf, html or txt.",
                data={"kind": "binary"},
            )
        )
    findings.items.extend(faults.items)
    lines = _LINE_END.split(text)
    if lines and not lines[-1]:
        lines.pop()
    budget = Budget(limits)
    paragraphs: list[Paragraph] = []
    for number, line in enumerate(lines, 1):
        source = Source(findings.file, line=number)
        if not budget.take(line, rows=1):
            findings.add(budget.finding(), source)
            break
        paragraphs.append(Paragraph(line, source=source))
    return tuple(paragraphs)


def decode(content: bytes, findings: Findings, declared: str = "") -> str:
    """Turn bytes into text: by byte order mark, by the declared encoding where it holds, else UTF-8, else GB18030."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _replaced(content[len(mark) :], encoding, findings)
    for encoding in dict.fromkeys((*_known(declared), "utf-8", "gb18030")):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError as error:
            if error.start >= len(content) - _LONGEST_LETTER and error.start > 0:
                return _replaced(content, encoding, findings)
    return _replaced(content, min(("utf-8", "gb18030"), key=lambda name: _faults(content, name)), findings)


def _known(declared: str) -> tuple[str, ...]:
    """Give the codec of a declared name; GB2312 and GBK in the wild hold letters that only GB18030 has."""
    try:
        name = codecs.lookup(declared.strip()).name if declared.strip().isascii() else ""
    except (LookupError, ValueError):
        return ()
    if name in {"gb2312", "gbk", "hz"}:
        return ("gb18030",)
    # Latin-1 takes any bytes, so a wrong declaration would go unseen; only what can fail is believed.
    return (name,) if name in {"utf-8", "gb18030", "big5", "big5hkscs"} else ()


def _faults(content: bytes, encoding: str) -> int:
    return content.decode(encoding, errors="replace").count("\ufffd")


def _replaced(content: bytes, encoding: str, findings: Findings) -> str:
    text = content.decode(encoding, errors="replace")
    if faults := text.count("\ufffd") - content.count("\ufffd".encode()):
        findings.add(
            Diagnostic(
                "reading.W125",
                "{count} letters of the file are not readable in its encoding ({encoding}); they show as \ufffd.",
                hint="Open the file in an editor, look at these places, and save it as UTF-8.",
                data={"count": faults, "encoding": encoding},
            )
        )
    return text
