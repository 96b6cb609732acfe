"""A small county on the platform: its organisations, people of every role, an assessment that collects facts."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import Client
from django.utils import timezone, translation
from playwright.sync_api import Browser
from pytest_django.fixtures import Settings
from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]

from kaoji.web.accounts.middleware import SEEN, SINCE
from kaoji.web.accounts.models import User
from kaoji.web.accounts.sessions import SessionStore
from kaoji.web.assessments import actions
from kaoji.web.assessments.models import Assessment
from kaoji.web.audit.protection import protect, unprotect
from kaoji.web.facts.actions import open_collection
from kaoji.web.organisations.models import Kind, Organisation, Post
from kaoji.web.permissions import Role
from kaoji.web.publication.models import ApprovalStep
from tests.web.browsing import browser
from tests.web.site import Site
from tests.web.states import kept

PASSWORD = "Qingchuan-2025"  # noqa: S105 - the password of people who exist in tests only
_BACKEND = "django.contrib.auth.backends.ModelBackend"
SCHEME = """\
kaoji: 1
title: 青川区2025年度街道考核
year: 2025
groups:
  街道: {units: [东街街道, 西街街道, 南湖街道]}
  乡镇: {units: [白石镇, 柳溪镇]}
indicators:
  - name: 工作实绩
    items:
      - name: 固定资产投资
        points: 40
        provider: 区统计局
        score: 由数据提供单位计分
      - name: 招商引资
        points: 20
        provider: 区商务局
        rules:
          - {measure: 到位资金（万元）, score: 每500万元计1分，最高计20分}
      - name: 平安建设
        points: 40
        provider: 区应急局
        rules:
          - {events: 生产安全事故, score: 每起扣5分，扣完为止}
total:
  - {formula: 工作实绩，保留两位小数}
grades:
  - {name: 优秀, share: 40%}
  - {name: 良好}
"""


@dataclass
class County:
    """The county of the tests."""

    region: Organisation
    office: Organisation
    assessment: Assessment
    people: dict[str, User]

    def client(self, who: str, **options: object) -> Client:
        """Give a browser with somebody's session, as a log-in leaves it; logging in has tests of its own."""
        client, user = Client(**options), User.objects.get(number=who)  # type: ignore[arg-type]
        session, now = SessionStore(), timezone.now().isoformat()
        session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), _BACKEND
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session[SINCE] = session[SEEN] = now
        session.create()
        client.cookies[site_settings.SESSION_COOKIE_NAME] = str(session.session_key)
        return client

    def logged_in(self, who: str, **options: object) -> Client:
        """Give a browser in which somebody logged in by the page, which the journal and the list of sessions know of."""
        client = Client(**options)  # type: ignore[arg-type]
        answer = client.post("/log-in", {"number": who, "password": PASSWORD})
        assert answer.status_code == 302
        return client


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the files of a test apart, passwords quick to check, and jobs in the test's own thread and transaction."""
    translation.deactivate()  # the language of whoever asked last
    monkeypatch.setattr("kaoji.web.jobs.queue.LEASE", timedelta(hours=1))
    settings.FILES_ROOT, settings.RUNS_ROOT = tmp_path / "files", tmp_path / "runs"
    settings.HOME = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]


def person(number: str, name: str, organisation: Organisation, *roles: Role) -> User:
    """Make somebody with posts at an organisation."""
    user = User.objects.create_user(number, name, PASSWORD, organisation=organisation)
    for role in roles:
        Post.objects.create(user=user, organisation=organisation, role=role.value)
    return user


@pytest.fixture
def county(db: None) -> County:  # noqa: ARG001 - the fixture opens the database
    """Give a county whose assessment collects facts."""
    return kept("county", _county)


def _county() -> County:
    region = Organisation.objects.create(name="青川区", kind=Kind.REGION)

    def below(name: str, kind: Kind = Kind.DEPARTMENT) -> Organisation:
        return Organisation.objects.create(name=name, parent=region, kind=kind)

    office, committee = below("区考核办"), below("区委常委会")
    statistics, commerce, safety = below("区统计局"), below("区商务局"), below("区应急局")
    units = {name: below(name, Kind.TOWNSHIP) for name in ("东街街道", "西街街道", "南湖街道", "白石镇", "柳溪镇")}
    people = {
        "kaohe": person("kaohe", "林一舟", office, Role.OFFICE),
        "kaohe2": person("kaohe2", "苏望", office, Role.OFFICE),
        "tongji": person("tongji", "周念", statistics, Role.PROVIDER),
        "shangwu": person("shangwu", "何川", commerce, Role.PROVIDER),
        "yingji": person("yingji", "唐朔", safety, Role.PROVIDER),
        "dongjie": person("dongjie", "许晴", units["东街街道"], Role.REPORTER),
        "dongjie-head": person("dongjie-head", "顾远", units["东街街道"], Role.HEAD),
        "xijie": person("xijie", "方可", units["西街街道"], Role.REPORTER),
        "changwei": person("changwei", "江澄", committee, Role.LEADER),
        "shenji": person("shenji", "沈度", region, Role.AUDITOR),
        "stranger": User.objects.create_user("stranger", "路人", PASSWORD, organisation=region),
        "xitong": User.objects.create_user("xitong", "系统员", PASSWORD, administers="system"),
        "anquan": User.objects.create_user("anquan", "安全员", PASSWORD, administers="security"),
        "shenjiyuan": User.objects.create_user("shenjiyuan", "审计员", PASSWORD, administers="audit"),
    }
    assessment = actions.create(office, "青川区2025年度街道考核", 2025, people["kaohe"])
    ApprovalStep.objects.create(assessment=assessment, position=1, name="区委常委会审定", organisation=committee)
    version, findings = actions.keep_scheme(assessment, SCHEME, people["kaohe"])
    assert not [finding for finding in findings if finding.level == "error"]
    return County(region, office, open_collection(version), people)


@pytest.fixture(scope="module")
def launched() -> Iterator[Browser]:
    """Give a browser for the tests of a file; Django lets their own thread ask the database meanwhile."""
    with pytest.MonkeyPatch.context() as patch, browser() as found:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield found


@pytest.fixture(autouse=True, scope="session")
def files_of_pages() -> Iterator[None]:
    """Let all browsers of a process share what they found of the pages' own files: each would look for them anew."""
    look, found = WhiteNoiseMiddleware.add_files_from_finders, dict[str, object]()

    def shared(self: WhiteNoiseMiddleware) -> None:
        if not found:
            look(self)
            found.update(self.files)
        self.files.update(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", shared)
        yield


@pytest.fixture(autouse=True, scope="session")
def journal_that_tests_empty() -> Iterator[None]:
    """Let the journal be emptied between tests that keep their changes; the database refuses it otherwise."""
    empty = BaseDatabaseOperations.execute_sql_flush

    def emptied(self: BaseDatabaseOperations, sql_list: Sequence[str]) -> None:
        unprotect(self.connection)
        empty(self, sql_list)
        protect(self.connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", emptied)
        yield


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the home of the example county: built once for a run, to be copied by each test that works on it.

    ``KAOJI_TEST_EXAMPLE`` names the folder where several runs after each other find it.
    """
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own
    if named := os.environ.get("KAOJI_TEST_EXAMPLE"):
        shared = Path(named).absolute()
        shared.mkdir(parents=True, exist_ok=True)
    home = shared / "example"
    with (shared / "example.lock").open("w") as lock:
        # The processes of a run meet here: the first one builds, the others wait for it.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.exists():
            made = shared / "example.part"
            Site(made, KAOJI_DEMO_PASSWORD=PASSWORD).run("example", "--build", "--home", str(made))
            made.rename(home)
    return home
