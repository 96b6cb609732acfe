"""Everything that writes tells the journal; a fresh install lets nobody in."""

from __future__ import annotations

import inspect
import io
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.core.management import call_command
from typer.testing import CliRunner

from kaoji.cli.commands import app
from kaoji.web.accounts.making import make_administrator
from kaoji.web.accounts.models import FormerPassword, RecoveryCode, User
from kaoji.web.audit.chain import record
from tests.web.security.walking import Endpoint, pages

WEB = Path(__file__).parent.parent.parent.parent / "src/kaoji/web"
WRITES_NOTHING = {
    "language": "a cookie of one's own",
    "assessments/<int:assessment>/scheme/text/check": "checks what was typed",
    "assessments/<int:assessment>/scheme/rule/trial": "tries a rule",
    "assessments/<int:assessment>/scheme/forms/<slug:part>/trial": "tries a form",
    "assessments/<int:assessment>/scheme/versions/<int:number>/indicators/<str:place>/trial": "tries an indicator",
}
"""Addresses that take a POST and change nothing, each with what it does instead."""


def reached(view: Any) -> Iterator[FunctionType]:  # noqa: ANN401 - a view
    """Give every function of the platform that a view can come to, as far as names tell."""
    waiting, seen = [inspect.unwrap(view)], set[FunctionType]()
    while waiting:
        function = waiting.pop()
        if function in seen or not isinstance(function, FunctionType):
            continue
        seen.add(function)
        yield function
        names = set(_names(function.__code__))
        for name in names:
            found = function.__globals__.get(name)
            if isinstance(found, ModuleType) and found.__name__.startswith("kaoji."):
                waiting += [
                    getattr(found, each) for each in names if isinstance(getattr(found, each, None), FunctionType)
                ]
            elif isinstance(found, FunctionType) and found.__module__.startswith("kaoji."):
                waiting.append(inspect.unwrap(found))
            elif isinstance(found, type) and found.__module__.startswith("kaoji."):
                waiting += [each for each in vars(found).values() if isinstance(each, FunctionType)]


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


def test_sc22_every_page_that_writes_comes_to_the_journal() -> None:
    silent = [
        each.pattern
        for each in pages()
        if "POST" in each.methods and each.pattern not in WRITES_NOTHING and record not in set(reached(each.view))
    ]
    assert silent == []


def test_sc22_the_walk_to_the_journal_tells_who_does_not_come_there() -> None:
    def silent(request: object) -> None:
        del request

    assert record not in set(reached(silent))
    assert record in set(reached(next(each for each in pages() if each.pattern == "people/new").view))
    assert isinstance(pages()[0], Endpoint)


@pytest.mark.django_db
def test_sc09_a_fresh_install_lets_nobody_in() -> None:
    assert not User.objects.exists()


def test_sc09_no_migration_or_fixture_holds_a_password() -> None:
    assert not [path for path in WEB.rglob("fixtures") if path.is_dir()]
    for path in WEB.rglob("migrations/*.py"):
        text = path.read_text(encoding="utf-8")
        assert "set_password" not in text
        assert "make_password" not in text
        assert "create_user" not in text


@pytest.mark.django_db
def test_sc09_the_first_administrator_is_made_by_a_command_that_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaoji.web.serving.set_up", lambda _home: None)
    monkeypatch.setattr("kaoji.web.serving.prepare", lambda: None)
    monkeypatch.setattr("getpass.getpass", lambda _prompt: "too weak")
    run = CliRunner()
    assert run.invoke(app, ["administrator", "root"], input="管理员\n").exit_code == 1
    monkeypatch.setattr("getpass.getpass", lambda _prompt: "Very-good-1-word")
    done = run.invoke(app, ["administrator", "root"], input="管理员\n")
    assert done.exit_code == 0, done.output
    assert "Very-good" not in done.output
    made = User.objects.get()
    assert (made.administers, made.name) == ("system", "管理员")
    assert make_administrator("ROOT", "another", "audit", "Very-good-1-word")
    assert make_administrator("other", "another", "everything", "Very-good-1-word")


@pytest.mark.django_db
def test_sc12_no_field_of_a_person_holds_a_secret_in_the_clear(settings: Any) -> None:  # noqa: ANN401 - a fixture
    settings.PASSWORD_HASHERS = settings.PASSWORD_HASHERS[1:]
    user = User.objects.create_user("a", "b", "Very-good-1-word")
    FormerPassword.objects.create(user=user, password=user.password)
    assert identify_hasher(user.password).algorithm == "argon2"
    secret = {"password", "second_factor", "code", "secret"}
    kept = {field.name for model in (User, RecoveryCode, FormerPassword) for field in model._meta.concrete_fields}  # noqa: SLF001 - Django's way to the names
    assert kept & {"pin", "answer", "plain_password", "token", "phone", "id_number"} == set()
    assert kept & secret == {"password", "second_factor", "code"}


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    said = io.StringIO()
    call_command("makemigrations", dry_run=True, verbosity=1, stdout=said)
    assert said.getvalue().strip() == "No changes detected"
