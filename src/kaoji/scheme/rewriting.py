"""A changed scheme written into the text it came from: what did not change keeps its words, order and comments.

Forms change a scheme as data. Writing that out anew would lose what people wrote beside it and make every line a
difference; here only the lines are touched that say something else. Whatever cannot be patched is written out anew, so
that the text always says exactly what the scheme does.
"""

from __future__ import annotations

import difflib
import json
from typing import Any, Final

import yaml

from kaoji.scheme.dumping import dump, dump_part, plain_data
from kaoji.scheme.loading import load
from kaoji.scheme.model import Scheme

_NAMES: Final = {"applies_to": "for"}
"""Keys that may stand in a text under their other name."""
Edit = tuple[int, int, str]


class _UnfitError(Exception):
    """This stretch of the text cannot be patched; it is written out anew."""


def rewrite(text: str, scheme: Scheme) -> str:
    r"""Give the text with the changes in it that make it say what the scheme does.

    >>> from kaoji.scheme import load
    >>> text = "kaoji: 1\ntitle: 旧  # 暂定\nyear: 2025\ngroups: {组: {units: [甲]}}\n"
    >>> scheme = load(text)[0].scheme.model_copy(update={"title": "新"})
    >>> print(rewrite(text, scheme).splitlines()[1])
    title: 新  # 暂定
    """
    before, _problems = load(text)
    if before is None:
        return dump(scheme)
    if before.scheme == scheme:
        return text
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
        if not isinstance(root, yaml.MappingNode) or _has_aliases(root):
            return dump(scheme)
        patcher = _Patcher(text)
        patcher.mapping(root, plain_data(before.scheme), plain_data(scheme))
        fresh = patcher.applied()
    except (_UnfitError, yaml.YAMLError):
        return dump(scheme)
    after, _problems = load(fresh)
    return fresh if after is not None and after.scheme == scheme else dump(scheme)


def _has_aliases(root: yaml.Node) -> bool:
    """Tell whether a stretch of the text is used twice, so that changing it would change both."""
    seen: set[int] = set()
    stack = [root]
    while stack:
        node = stack.pop()
        if id(node) in seen:
            return True
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            stack += [part for pair in node.value for part in pair]
        elif isinstance(node, yaml.SequenceNode):
            stack += node.value
    return False


class _Patcher:
    """Collects the edits of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0]
        for line in text.split("\n"):
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.edits: list[Edit] = []

    def applied(self) -> str:
        """Give the text with all edits made."""
        text = self.text if self.text.endswith("\n") else self.text + "\n"
        # Of two edits at one place the one that was found first, which lies deeper, comes first in the text.
        numbered = sorted(enumerate(self.edits), key=lambda each: (each[1][0], each[1][1], each[0]), reverse=True)
        for _number, (start, end, fresh) in numbered:
            text = text[:start] + fresh + text[end:]
        return text

    # ---------------------------------------------------------------- places

    def at(self, mark: yaml.Mark) -> int:
        """Give the offset of a mark."""
        return self.starts[mark.line] + mark.column

    def end(self, node: yaml.Node) -> int:
        """Give where a value really ends: a block's own mark lies behind the comments that follow it."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self.end(last[1] if isinstance(last, tuple) else last)
        return self.at(node.end_mark)

    def next_line(self, offset: int) -> int:
        """Give the start of the line after an offset; an offset at the start of a line is one already."""
        if offset and self.text[offset - 1] == "\n":
            return offset
        found = self.text.find("\n", offset)
        return len(self.text) + (not self.text.endswith("\n")) if found < 0 else found + 1

    def line_start(self, offset: int) -> int:
        """Give the start of the line that an offset lies in."""
        return self.text.rfind("\n", 0, offset) + 1

    # ---------------------------------------------------------------- mappings

    def mapping(self, node: yaml.MappingNode, old: dict[str, Any], new: dict[str, Any]) -> None:
        """Make a mapping say something else, key by key."""
        mark = len(self.edits)
        try:
            if node.flow_style:
                self._flow_mapping(node, old, new)
            else:
                self._block_mapping(node, old, new)
        except _UnfitError:
            del self.edits[mark:]
            self._anew(node, new)

    def _flow_mapping(self, node: yaml.MappingNode, old: dict[str, Any], new: dict[str, Any]) -> None:
        there = self._there(node)
        if set(old) != set(new) or not set(new) <= set(there):
            raise _UnfitError
        for key, value in new.items():
            if value != old[key]:
                self._value(there[key][1], old[key], value)

    def _block_mapping(self, node: yaml.MappingNode, old: dict[str, Any], new: dict[str, Any]) -> None:
        there = self._there(node)
        for key, (key_node, value_node) in there.items():
            if key in old and key not in new:
                self._without(node, key_node, value_node)
            elif key in new and new[key] != old.get(key):
                self._value(value_node, old.get(key), new[key], key_node)
        before: str | None = None
        pending: dict[str | None, list[str]] = {}
        for key in new:
            if key in there:
                before = key
            else:
                pending.setdefault(before, []).append(key)
        for before_key, keys in pending.items():
            if before_key is None:
                raise _UnfitError
            after = self.next_line(self.end(there[before_key][1]))
            column = node.start_mark.column
            fresh = "".join(_indented(dump_part({key: new[key]}), column) for key in keys)
            self.edits.append((after, after, fresh))

    def _there(self, node: yaml.MappingNode) -> dict[str, tuple[yaml.Node, yaml.Node]]:
        return {_NAMES.get(key.value, key.value): (key, value) for key, value in node.value}

    def _without(self, node: yaml.MappingNode, key: yaml.Node, value: yaml.Node) -> None:
        start = self.at(key.start_mark)
        first = self.line_start(start)
        if self.text[first:start].strip() or key is node.value[0][0]:
            raise _UnfitError
        self.edits.append((first, self.next_line(self.end(value)), ""))

    def _value(self, node: yaml.Node, old: Any, new: Any, key: yaml.Node | None = None) -> None:  # noqa: ANN401 - YAML data
        if isinstance(node, yaml.MappingNode) and isinstance(new, dict) and isinstance(old, dict):
            self.mapping(node, old, new)
        elif isinstance(node, yaml.SequenceNode) and isinstance(new, list) and isinstance(old, list):
            self.sequence(node, old, new)
        elif isinstance(node, yaml.ScalarNode) and _is_scalar(new) and node.style not in ("|", ">"):
            self.edits.append((self.at(node.start_mark), self.at(node.end_mark), _inline(new)))
        elif isinstance(node, yaml.ScalarNode) and _is_one(new) and node.style not in ("|", ">"):
            self.edits.append((self.at(node.start_mark), self.at(node.end_mark), _inline(new[0])))
        elif key is None:
            raise _UnfitError
        else:
            self._entry(key, node, new)

    def _entry(self, key: yaml.Node, value: yaml.Node, new: Any) -> None:  # noqa: ANN401 - YAML data
        """Write a key with its value anew."""
        start, end = self.at(key.start_mark), self.end(value)
        fresh = _indented(dump_part({key.value: new}), key.start_mark.column).lstrip(" ")
        self.edits.append((start, end, fresh if self.text[end - 1] == "\n" else fresh.rstrip("\n")))

    def _anew(self, node: yaml.CollectionNode, new: Any) -> None:  # noqa: ANN401 - YAML data
        start, end = self.at(node.start_mark), self.end(node)
        if node.flow_style:
            self.edits.append((start, end, _inline(new)))
            return
        fresh = _indented(dump_part(new), node.start_mark.column).lstrip(" ")
        self.edits.append((start, end, fresh if self.text[end - 1] == "\n" else fresh.rstrip("\n")))

    # ---------------------------------------------------------------- lists

    def sequence(self, node: yaml.SequenceNode, old: list[Any], new: list[Any]) -> None:
        """Make a list say something else, entry by entry; one that only moved keeps its words."""
        if node.flow_style or len(node.value) != len(old):
            self._anew(node, new)
            return
        slices = {_known(item): self._lines(node, each) for item, each in zip(old, node.value, strict=True)}
        names_before, names_after = [_called(item) for item in old], [_called(item) for item in new]
        matcher = difflib.SequenceMatcher(None, names_before, names_after, autojunk=False)
        for tag, first, last, to_first, to_last in matcher.get_opcodes():
            if tag == "equal" or (tag == "replace" and last - first == to_last - to_first):
                for index, to in zip(range(first, last), range(to_first, to_last), strict=True):
                    if old[index] != new[to]:
                        self._value_of_item(node, node.value[index], old[index], new[to])
                continue
            for index in range(first, last):
                self.edits.append((*self._lines(node, node.value[index]), ""))
            fresh = ""
            for item in new[to_first:to_last]:
                there = slices.get(_known(item))
                fresh += self.text[slice(*there)] if there is not None else self._item(node, item)
            after = self._lines(node, node.value[first])[0] if first < len(old) else self.next_line(self.end(node))
            if fresh:
                self.edits.append((after, after, fresh))

    def _value_of_item(self, node: yaml.SequenceNode, item: yaml.Node, old: Any, new: Any) -> None:  # noqa: ANN401 - YAML data
        mark = len(self.edits)
        try:
            self._value(item, old, new)
        except _UnfitError:
            del self.edits[mark:]
            self.edits.append((*self._lines(node, item), self._item(node, new)))

    def _lines(self, node: yaml.SequenceNode, item: yaml.Node) -> tuple[int, int]:
        """Give the lines of an entry, from its dash on."""
        start = self.at(item.start_mark)
        first = self.line_start(start)
        if self.text[first:start].strip() != "-" or item.start_mark.column <= node.start_mark.column:
            raise _UnfitError
        return first, self.next_line(self.end(item))

    def _item(self, node: yaml.SequenceNode, item: Any) -> str:  # noqa: ANN401 - YAML data
        return _indented(dump_part([item]), node.start_mark.column)


def _is_scalar(value: Any) -> bool:  # noqa: ANN401 - YAML data
    return not isinstance(value, dict | list)


def _is_one(value: Any) -> bool:  # noqa: ANN401 - YAML data
    return isinstance(value, list) and len(value) == 1 and _is_scalar(value[0])


def _inline(value: Any) -> str:  # noqa: ANN401 - YAML data
    return dump_part([value], is_flow=True).strip()[1:-1]


def _indented(text: str, column: int) -> str:
    return "".join((" " * column + line if line.strip() else line) for line in text.splitlines(keepends=True))


def _called(item: Any) -> str:  # noqa: ANN401 - YAML data
    """Give what an entry is known by when lists are laid side by side."""
    return str(item["name"]) if isinstance(item, dict) and "name" in item else _known(item)


def _known(item: Any) -> str:  # noqa: ANN401 - YAML data
    return json.dumps(item, ensure_ascii=False, sort_keys=True)
