"""One thing has one word on all pages."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils import translation

from kaoji.web.files.kinds import KINDS
from tests.web.test_texts import ALL, chinese


def test_a_button_that_saves_is_called_save_on_every_page() -> None:
    named = {english for app in ALL for english, said in chinese(app).items() if said == "保存"}
    assert "Save" in named
    assert all(english.startswith("Save") for english in named)


def test_the_code_of_a_forgotten_password_has_one_name_and_is_not_that_of_the_second_factor() -> None:
    said = chinese("organisations").values()
    assert any("口令码" in text for text in said)
    assert not any("验证码" in text for text in said)


def test_a_page_for_files_says_which_kinds_are_taken_and_what_to_do_with_the_old_ones() -> None:
    for language, save_as in (("zh-hans", "另存为docx、xlsx或PDF"), ("en", "saved as docx, xlsx or PDF")):
        with translation.override(language):
            page = render_to_string("files/kinds.html")
        assert save_as in page
        assert all(suffix.lstrip(".") in page.lower() for kind in KINDS for suffix in kind.suffixes)
