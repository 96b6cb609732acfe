"""Parsers are kept between runs, and built anew where they cannot be kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaoji.scheme import grammars


def test_a_parser_that_was_kept_reads_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "__pycache__"
    folder.mkdir()
    monkeypatch.setattr(grammars, "cache_from_source", lambda _: str(folder / "grammars.pyc"))
    text = "每次扣3分"
    built = grammars.parser("rules", "zh").parse(text)
    (kept,) = folder.iterdir()
    assert grammars.parser("rules", "zh").parse(text) == built
    kept.write_bytes(b"half a file")
    assert grammars.parser("rules", "zh").parse(text) == built


def test_a_parser_is_built_where_nothing_can_be_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grammars, "cache_from_source", lambda _: str(tmp_path / "none" / "grammars.pyc"))
    assert grammars.parser("formula").parse("甲×80%+乙") is not None
    assert list(tmp_path.iterdir()) == []
