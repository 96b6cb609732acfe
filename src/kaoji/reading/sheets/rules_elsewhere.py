"""Indicators whose points one article lists and whose rules the next one says, each under the same name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kaoji.reading.document import Paragraph, joined_label
from kaoji.reading.phrases.wording import label_of, one_line, squeeze, without_label
from kaoji.reading.sheets.trees import Node, leaves

_FEWEST: Final = 2


def with_rules_said(node: Node, lines: Sequence[Paragraph]) -> Node:
    """Give a tree whose leaves have points and no texts the texts that stand behind their names elsewhere, if all have one."""
    bare = [leaf for _, leaf in leaves([node])]
    if len(bare) < _FEWEST or any(leaf.text or not leaf.points or not leaf.name for leaf in bare):
        return node
    said: dict[str, str] = {}
    for line in lines:
        text = one_line(joined_label(line.label, line.text).strip())
        name, colon, rule = without_label(text).replace(":", "：").partition("：")
        if colon and label_of(text) and squeeze(rule):
            said.setdefault(squeeze(name), rule.strip())
    return _said(node, said) if all(squeeze(leaf.name) in said for leaf in bare) else node


def _said(node: Node, said: dict[str, str]) -> Node:
    if node.children:
        return replace(node, children=tuple(_said(child, said) for child in node.children))
    return replace(node, text=said[squeeze(node.name)])
