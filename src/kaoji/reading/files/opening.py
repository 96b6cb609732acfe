"""A file of any kind to a document: its kind told by content, its reader chosen, every fault a finding."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.reading.document import Block, Document, Grid, is_blank
from kaoji.reading.files.archive import Archive
from kaoji.reading.files.office import converted
from kaoji.reading.limits import Findings, Limits, Unreadable, damaged

Reader = Callable[[bytes, Findings, Limits], tuple[Block, ...]]

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK\x03\x04"
_HEAD: Final = 4096
_HTML: Final = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*|<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta|title|div|p|h[1-6])\b",
    re.IGNORECASE | re.DOTALL,
)
_REFUSED: Final = (
    *((start, "picture") for start in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")),
    *((start, "archive") for start in (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"PK\x05\x06")),
)
# Suffixes that say the same as what a file of the format holds.
_SUFFIXES: Final = {
    "docx": {"docx", "docm", "dotx", "dotm"},
    "xlsx": {"xlsx", "xlsm", "xltx", "xltm"},
    "xls": {"xls", "xlt", "et"},
    "doc": {"doc", "dot", "wps"},
    "rtf": {"rtf", "doc"},
    "html": {"html", "htm", "xhtml", "shtml"},
    "pdf": {"pdf"},
    "txt": {"txt", "text", "md", "csv", "tsv", "log"},
}
_KNOWN: Final = frozenset(suffix for suffixes in _SUFFIXES.values() for suffix in suffixes)


def read(
    source: str | Path | bytes, name: str | None = None, limits: Limits | None = None
) -> tuple[Document, list[Diagnostic]]:
    """Read a file into a document, with what there is to say about it.

    The kind of the file is told by its content; a name that says otherwise gets a warning. Whatever is wrong with the
    file is a finding: a document that could not be read has no blocks and an error beside it.

    Args:
        source: the file's path, or its bytes.
        name: what to call it; the file's own name if left out.
        limits: how much to take on.
    """
    limits = limits or Limits()
    findings = Findings(name or ("" if isinstance(source, bytes) else Path(source).name))
    kind = ""
    blocks: tuple[Block, ...] = ()
    try:
        content = _content(source, limits)
        kind = _kind(content, limits)
        _compare(kind, findings)
        blocks = _READERS[kind](content, findings, limits)
        if not any(_has_text(block) for block in blocks) and not findings.items:
            findings.add(_without_text())
    except Unreadable as stop:
        findings.add(stop.finding)
    except (MemoryError, RecursionError):
        findings.add(damaged("memory"))
    except Exception as error:  # noqa: BLE001 - a hostile file may find what no test has, and the promise holds even then
        findings.add(_unexpected(error))
    notes = tuple(item for item in findings.items if item.level != "error")
    return Document(findings.file, kind, blocks, notes), findings.items


def _without_text() -> Diagnostic:
    return Diagnostic(
        "reading.E113",
        "The file opens, but there is no text in it.",
        hint="Look at it in the program it was made with; it may be empty or hold only pictures.",
    )


def _unexpected(error: Exception) -> Diagnostic:
    return Diagnostic(
        "reading.E199",
        "The file is broken in a way that its reader does not know ({reason}).",
        hint="Open it in the program it was made with and save it once more; please report the file if that helps.",
        data={"reason": type(error).__name__},
    )


def _content(source: str | Path | bytes, limits: Limits) -> bytes:
    if isinstance(source, bytes):
        size, content = len(source), source
    else:
        try:
            with Path(source).open("rb") as stream:
                content = stream.read(limits.size + 1)
        except (OSError, ValueError) as error:
            raise Unreadable(
                Diagnostic(
                    "reading.E101",
                    "The file cannot be opened: {reason}.",
                    hint="Check the name and whether you may read it.",
                    data={"reason": getattr(error, "strerror", None) or type(error).__name__},
                )
            ) from error
        size = len(content)
    if size > limits.size:
        raise Unreadable(
            Diagnostic(
                "reading.E102",
                "The file is larger than {limit} bytes; a notice is not.",
                hint="Take the pictures out of it, or split it.",
                data={"limit": limits.size},
            )
        )
    if not size:
        raise Unreadable(Diagnostic("reading.E103", "The file is empty.", hint="Get the file again."))
    return content


def _kind(content: bytes, limits: Limits) -> str:
    """Tell the kind of a file by what it holds."""
    head = content[:_HEAD]
    if content.startswith(_ZIP):
        return _packed_kind(content, limits)
    if content.startswith(_OLE):
        return _old_kind(content)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    refused = next((kind for start, kind in _REFUSED if head.startswith(start)), "")
    if refused:
        raise _unknown(refused)
    return "rtf" if head.startswith(b"{\\rtf") else _text_kind(head)


def _text_kind(head: bytes) -> str:
    plain = head.removeprefix(b"\xef\xbb\xbf")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        plain = head.decode("utf-16", errors="ignore").encode("utf-8", errors="ignore")
    folded = plain.lower()
    if _HTML.match(plain) or (b"<html" in folded and folded.lstrip().startswith(b"<")):
        return "html"
    if b"multipart/related" in folded and b"mime-version:" in folded:
        raise _unknown("mht")
    if plain.lstrip().startswith(b"<?xml"):
        raise _unknown("xml")
    return "txt"


def _packed_kind(content: bytes, limits: Limits) -> str:
    archive = Archive(content, limits)
    main = archive.related_part("", "officeDocument") or ""
    folder = main.partition("/")[0]
    if folder == "word" or (not main and archive.has("word/document.xml")):
        return "docx"
    if folder == "xl" or (not main and archive.has("xl/workbook.xml")):
        return "xlsx"
    if archive.has("ofd.xml"):
        raise _unknown("ofd")
    if archive.has("mimetype"):
        raise _unknown("odf")
    if any(name.startswith("ppt/") for name in archive.names):
        raise _unknown("pptx")
    raise _unknown("zip")


def _old_kind(content: bytes) -> str:
    """Tell what a file of the old container holds by the names in its directory."""
    if _holds(content, "EncryptedPackage"):
        raise Unreadable(
            Diagnostic(
                "reading.E109",
                "The file is protected by a password and cannot be read.",
                hint="Open it with the password, and save a copy without one.",
            )
        )
    if _holds(content, "WordDocument"):
        return "doc"
    if _holds(content, "Workbook") or _holds(content, "Book"):
        return "xls"
    raise _unknown("ole")


def _holds(content: bytes, name: str) -> bool:
    return name.encode("utf-16-le") + b"\x00\x00" in content


def _unknown(kind: str) -> Unreadable:
    return Unreadable(
        Diagnostic(
            "reading.E104",
            "The kind of the file is not one that can be read ({kind}).",
            hint="Save the notice as docx, xlsx, pdf, html or txt.",
            data={"kind": kind},
        )
    )


def _compare(kind: str, findings: Findings) -> None:
    """Warn when the name says another kind than the content."""
    suffix = Path(findings.file).suffix.lower().lstrip(".")
    if suffix in _KNOWN and suffix not in _SUFFIXES[kind]:
        findings.add(
            Diagnostic(
                "reading.W121",
                "The name of the file ends in .{suffix}, but it is a {kind} file; it is read as what it is.",
                hint="Rename the file.",
                data={"suffix": suffix, "kind": kind},
            )
        )


def _has_text(block: Block) -> bool:
    if isinstance(block, Grid):
        return any(not is_blank(cell.text) for row in block.rows for cell in row)
    return not is_blank(block.text)


def _with_macros(reader: Reader) -> Reader:
    """Give a reader of packed files that also says when there are macros; none is ever run."""

    def reading(content: bytes, findings: Findings, limits: Limits) -> tuple[Block, ...]:
        if any(name.lower().endswith("vbaproject.bin") for name in Archive(content, limits).names):
            findings.add(
                Diagnostic(
                    "reading.W122",
                    "The file holds macros; they were not run, and nothing depends on them.",
                    hint="Save it without macros before you pass it on.",
                )
            )
        return reader(content, findings, limits)

    return reading


def _of(module: str, function: str) -> Reader:
    """Give the reader of a format, loaded with its libraries when a file of the format comes."""

    def reading(content: bytes, findings: Findings, limits: Limits) -> tuple[Block, ...]:
        reader: Reader = getattr(import_module(f"kaoji.reading.files.{module}"), function)
        return reader(content, findings, limits)

    return reading


def _by_office(suffix: str) -> Reader:
    def reading(content: bytes, findings: Findings, limits: Limits) -> tuple[Block, ...]:
        return _of("word", "read_word")(converted(content, suffix, limits), findings, limits)

    return reading


_READERS: Final[dict[str, Reader]] = {
    "docx": _with_macros(_of("word", "read_word")),
    "xlsx": _with_macros(_of("excel", "read_xlsx")),
    "xls": _of("excel", "read_xls"),
    "doc": _by_office("doc"),
    "rtf": _by_office("rtf"),
    "html": _of("html", "read_html"),
    "pdf": _of("pdf", "read_pdf"),
    "txt": _of("text", "read_text"),
}
