"""Packed office files (OOXML) opened safely: sizes checked before unpacking, XML read without entities.

``Archive`` gives parts by name and the relationships between them; it never writes to disk and never reaches a network.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Final

from lxml import etree

from kaoji.diagnostics import Diagnostic
from kaoji.reading.limits import Limits, Unreadable, damaged

_PIECE: Final = 1 << 16
# Small parts of much white space pack very well and do no harm.
_RATIO_COUNTS_FROM: Final = 10_000_000
_HEAD: Final = 4096


def _bomb(name: str, limit: int) -> Unreadable:
    return Unreadable(
        Diagnostic(
            "reading.E106",
            'The file unpacks to far more than an office document holds (part "{part}", limit {limit}).',
            hint="Do not open it if you do not know where it comes from; ask for the notice in another format.",
            data={"part": name[:100], "limit": limit},
        )
    )


def _entities(name: str) -> Unreadable:
    return Unreadable(
        Diagnostic(
            "reading.E108",
            'Part "{part}" of the file defines XML entities, which no office program writes; it was not read.',
            hint="Do not open it if you do not know where it comes from; ask for the notice in another format.",
            data={"part": name[:100]},
        )
    )


def _refuse_entities(name: str, content: bytes) -> None:
    """Stop at a document type before the parser sees it; whatever escapes this look is not resolved either."""
    head = content[:_HEAD].replace(b"\x00", b"")
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise _entities(name)


class Archive:
    """The parts of a packed file, within limits."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        """Open the packed file; its parts are unpacked when asked for.

        Raises:
            Unreadable: when it is damaged or its directory announces more than the limits.
        """
        self._limits = limits
        self._unpacked = 0
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        # NotImplementedError: packed in a way that ZipFile does not know.
        except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, OSError, NotImplementedError) as error:
            raise Unreadable(damaged(_reason(error))) from error
        infos = self._zip.infolist()
        if len(infos) > limits.parts:
            raise _bomb(infos[0].filename, limits.parts)
        self._infos = {info.filename.lstrip("/"): info for info in infos}
        self._by_folded = {name.casefold(): name for name in self._infos}
        for info in infos:
            self._check(info.filename, info.file_size, info.compress_size)
        if sum(info.file_size for info in infos) > limits.unpacked_size:
            raise _bomb(infos[0].filename, limits.unpacked_size)

    def _check(self, name: str, size: int, packed_size: int) -> None:
        if name.endswith((".xml", ".rels", ".vml")) and size > self._limits.part_size:
            raise _bomb(name, self._limits.part_size)
        if size > _RATIO_COUNTS_FROM and size > packed_size * self._limits.ratio:
            raise _bomb(name, self._limits.ratio)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts."""
        return tuple(self._infos)

    def has(self, name: str) -> bool:
        """Tell whether the file has the part, whatever the case of its letters."""
        return name.casefold() in self._by_folded

    def part(self, name: str) -> bytes:
        """Give a part unpacked; what its directory announced is not trusted.

        Raises:
            Unreadable: when the part is missing, damaged or larger than the limits.
        """
        info = self._infos.get(self._by_folded.get(name.casefold(), ""))
        if info is None:
            raise Unreadable(damaged(f"{name[:100]}: missing"))
        pieces: list[bytes] = []
        size = 0
        try:
            with self._zip.open(info) as stream:
                while piece := stream.read(_PIECE):
                    size += len(piece)
                    self._check(name, size, info.compress_size)
                    pieces.append(piece)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
            raise Unreadable(damaged(f"{name[:100]}: {_reason(error)}")) from error
        self._unpacked += size
        if self._unpacked > self._limits.unpacked_size:
            raise _bomb(name, self._limits.unpacked_size)
        return b"".join(pieces)

    def tree(self, name: str) -> etree._Element:
        """Give an XML part as a tree without comments and processing instructions.

        Raises:
            Unreadable: as ``part``, and when the XML is broken or defines entities.
        """
        content = self.part(name)
        _refuse_entities(name, content)
        try:
            root = etree.fromstring(content, _parser())
        except (etree.XMLSyntaxError, ValueError) as error:
            raise Unreadable(damaged(f"{name[:100]}: {_reason(error)}")) from error
        if root is None:
            raise Unreadable(damaged(f"{name[:100]}: empty"))
        if root.getroottree().docinfo.internalDTD is not None:
            raise _entities(name)
        return root

    def elements(self, name: str, *tags: str) -> Iterator[etree._Element]:
        """Give the elements of these local names one after another, and free each when the next is asked for.

        Raises:
            Unreadable: as ``tree``, at the place where the part breaks.
        """
        content = self.part(name)
        _refuse_entities(name, content)
        try:
            walk = etree.iterparse(
                BytesIO(content),
                tag=tuple(f"{{*}}{tag}" for tag in tags),
                resolve_entities=False,
                no_network=True,
                remove_comments=True,
                remove_pis=True,
            )
            for _, element in walk:
                yield element
                element.clear()
                while element.getprevious() is not None:
                    parent = element.getparent()
                    if parent is None:
                        break
                    del parent[0]
        except (etree.XMLSyntaxError, ValueError) as error:
            raise Unreadable(damaged(f"{name[:100]}: {_reason(error)}")) from error

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """Give the relationships of a part ("" for the file itself): id to (kind, name of the part it points to).

        The kind is the last word of its type ("officeDocument", "styles"); links to the outside are left out.
        """
        folder, base = posixpath.split(name)
        relations = posixpath.join(folder, "_rels", f"{base}.rels")
        if not self.has(relations):
            return {}
        found: dict[str, tuple[str, str]] = {}
        for element in self.tree(relations):
            kind = (element.get("Type") or "").rpartition("/")[2]
            target = element.get("Target") or ""
            if element.get("TargetMode") == "External" or not target:
                continue
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[element.get("Id") or ""] = (kind, path)
        return found

    def related_part(self, name: str, kind: str) -> str | None:
        """Give the name of the first part of a kind that a part points to, if the file has it."""
        for found, path in self.related(name).values():
            if found == kind and self.has(path):
                return path
        return None


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=False
    )


def local_name(element: etree._Element) -> str:
    """Give the name of an element without its namespace; both dialects of OOXML share these."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: etree._Element | None, name: str) -> str | None:
    """Give an attribute by its local name."""
    if element is None:
        return None
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def child(element: etree._Element | None, *names: str) -> etree._Element | None:
    """Give the descendant along a path of local names, the first of each."""
    for name in names:
        if element is None:
            return None
        element = next(element.iterchildren(f"{{*}}{name}"), None)
    return element


def children(element: etree._Element | None) -> tuple[etree._Element, ...]:
    """Give the elements directly below an element, none below None."""
    return () if element is None else tuple(element)


def _reason(error: Exception) -> str:
    return str(error).replace("{", "(").replace("}", ")")[:120] or type(error).__name__
