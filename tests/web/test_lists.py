"""Every list is searched, filtered, paged and given as a file; a table that need not be is named here, with the reason."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from kaoji.web.accounts.models import User
from kaoji.web.api.models import Token
from kaoji.web.assessments.models import SchemeVersion
from kaoji.web.audit.models import Entry
from kaoji.web.jobs.models import Job, State
from kaoji.web.jobs.queue import ask
from kaoji.web.results.models import Run, Scenario
from tests.web.conftest import County

pytestmark = pytest.mark.each_database

WEB = Path(__file__).parent.parent.parent / "src/kaoji/web"
LEFT_ALONE = ("pages.html", "list_bar.html")
INCLUDED = re.compile(r'{% include "([^"]+)"[^%]*%}')
BODY = re.compile(r"<tbody.*?</tbody>", re.DOTALL)
SEARCH, FILE = re.compile(r'list_bar\.html|type="search"|role="search"'), re.compile(r"list_bar\.html|csv|xlsx|export")

MEANWHILE = "what somebody else changed in the meantime, field by field"
HISTORY = "the history of one row"
EVIDENCE = "the evidence of one row"
COMPARED = "two texts side by side, read as a whole"
SHORT = {
    "api/reference.html": ["fields of an operation"] * 4,
    "assessments/amendment.html": [COMPARED, COMPARED],
    "assessments/changes.html": [COMPARED],
    "assessments/differences.html": [COMPARED, COMPARED],
    "assessments/edit.html": [COMPARED, COMPARED],
    "assessments/form.html": [COMPARED, COMPARED, MEANWHILE],
    "assessments/forms.html": ["the indicators are one sheet, as the page of the scheme gives it as a file"],
    "assessments/indicator.html": [MEANWHILE, COMPARED, COMPARED, "the rules of one indicator", "what stands below it"],
    "assessments/names.html": [MEANWHILE, "units and providers are two parts of one paged list"],
    "assessments/overview.html": [MEANWHILE],
    "assessments/rule.html": ["a form"] * 3,
    "assessments/scheme.html": ["the indicators are one sheet, searched and given as a file, not cut into pages"],
    "assessments/units.html": [MEANWHILE, "the last ten changes; all have a page"],
    "assessments/units_confirm.html": ["what a question is about"],
    "facts/burden.html": ["the ten that save most of what is asked for twice; all have a page"],
    "facts/row.html": [MEANWHILE, HISTORY, EVIDENCE],
    "facts/self_compare.html": [MEANWHILE],
    "facts/self_row.html": [HISTORY, EVIDENCE],
    "facts/self_several.html": ["what was ticked on a page and is decided at once"],
    "facts/several.html": ["what was ticked on a page and is decided at once"],
    "facts/workbook.html": ["the first twenty of what would be replaced; all have a page"],
    "organisations/assessment_people.html": [MEANWHILE],
    "organisations/organisation.html": [MEANWHILE],
    "organisations/person.html": [MEANWHILE, "the posts of one person", "the open sessions of one person"],
    "publication/appeal.html": ["what an appeal corrected", "the facts behind one number"],
    "publication/overview.html": ["the rounds of an approval"],
    "publication/proposal.html": ["what changed since the last round", "decisions that were signed"],
    "publication/steps.html": [MEANWHILE, "the steps of an approval"],
    "results/changes.html": ["what moved the total of one unit"],
    "results/compare.html": ["up to six units side by side, by indicator"],
    "results/decisions.html": ["the equals of a tie", "decisions that were signed"],
    "results/notice.html": [MEANWHILE],
    "results/sheet.html": ["the lines from full marks to the total", "the score sheet of one unit, given as a file"],
    "results/trial.html": ["the changes of a trial, of which there are few", "how firm the places of a group are"],
    "upkeep/second_machine.html": ["the database and the files of one machine"],
    "results/years.html": ["the indicators of one unit or group"],
}
"""Tables that hold fewer than twenty rows by nature or are read as a whole, by page and in their order."""


@cache
def templates() -> dict[str, str]:
    folders = [WEB / "templates", *WEB.glob("*/templates")]
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for folder in folders
        for path in folder.rglob("*.html")
    }


def whole(name: str) -> str:
    """Give a template with what it includes."""
    return INCLUDED.sub(lambda found: found[0] if found[1] in LEFT_ALONE else whole(found[1]), templates()[name])


PAGES = sorted(name for name, text in templates().items() if "{% extends" in text)


@pytest.mark.parametrize("name", PAGES)
def test_every_table_is_a_list_that_is_searched_paged_and_given_as_a_file_or_short_by_nature(name: str) -> None:
    text = whole(name)
    tables = sum("{% for" in body for body in BODY.findall(text))
    paged = text.count('"pages.html"')
    assert max(tables - paged, 0) == len(SHORT.get(name, ())), "page it, or say in SHORT why it is short"
    if tables and paged:
        assert SEARCH.search(text), "it cannot be searched"
        assert FILE.search(text), "it is not given as a file"


def test_what_is_said_to_be_short_is_still_there() -> None:
    assert set(SHORT) <= set(PAGES)


LISTS = {
    "": "kaohe",
    "tokens": "kaohe",
    "jobs": "kaohe",
    "sessions": "kaohe",
    "assessments/{}/scheme": "kaohe",
    "assessments/{}/scheme/versions": "kaohe",
    "assessments/{}/scheme/amendments": "kaohe",
    "assessments/{}/scheme/names?show=all": "kaohe",
    "assessments/{}/scheme/units/changes": "kaohe",
    "assessments/{}/scheme/units/verify": "kaohe2",
    "assessments/{}/scheme/review?show=all": "kaohe",
    "assessments/{}/notices": "kaohe",
    "assessments/{}/facts/burden": "kaohe",
    "assessments/{}/facts/burden/repeats": "kaohe",
    "assessments/{}/facts/workbooks": "tongji",
    "public": "kaohe",
}
"""Pages that are lists, and who sees them."""


@pytest.mark.parametrize(("place", "who"), LISTS.items())
def test_a_list_is_given_as_it_is_searched_and_noted_in_the_journal(county: County, place: str, who: str) -> None:
    ask("results.compute", {}, by=county.people["kaohe"], assessment_id=county.assessment.pk)
    client, address = county.client(who), f"/{place.format(county.assessment.pk)}"
    sign = "&" if "?" in address else "?"
    shown = client.get(address).content.decode()
    assert client.get(f"{address}{sign}q=没有这样的").status_code == 200
    files = [client.get(f"{address}{sign}as=csv{query}") for query in ("", "&q=没有这样的")]
    whole_list, none = (list(csv.reader(io.StringIO(file.content.decode("utf-8-sig")))) for file in files)
    assert none == whole_list[:1]
    book = load_workbook(io.BytesIO(client.get(f"{address}{sign}as=xlsx").content))
    assert book.worksheets[0].max_row == max(len(whole_list), 1)
    assert client.get(f"{address}{sign}as=exe").status_code == 404
    assert ("as=csv" in shown) == (len(whole_list) > 1)
    assert Entry.objects.filter(action="list.export", user=who).count() == 3


def test_what_is_chosen_on_the_page_is_chosen_in_the_file(county: County) -> None:
    by = county.people["kaohe"]
    for state, count in ((State.DONE, 3), (State.FAILED, 60)):
        for _ in range(count):
            job = ask("results.compute", {}, by=by, assessment_id=county.assessment.pk)
            Job.objects.filter(pk=job.pk).update(state=state, problem="=1+1" if state == State.FAILED else "")
    client = county.client("kaohe")
    rows = client.get("/jobs?as=csv&state=failed&page=2").content.decode("utf-8-sig").splitlines()
    assert len(rows) == 61
    assert all("'=1+1" in row for row in rows[1:])
    assert client.get("/jobs?state=failed&page=2").content.decode().count("<tr>") == 11
    assert len(client.get("/jobs?as=csv&q=计算").content.decode().splitlines()) == 64
    assert len(client.get(f"/jobs?as=csv&q={county.assessment.title}").content.decode().splitlines()) == 64
    # What nobody can choose is as good as not chosen.
    assert len(client.get("/jobs?as=csv&state=lost").content.decode().splitlines()) == 64


def test_a_list_asks_no_more_when_there_is_more(county: County, django_assert_max_num_queries: object) -> None:
    client, text = county.client("kaohe"), county.assessment.scheme_versions.get()
    others = [User.objects.create_user(f"u{number}", f"甲{number}", organisation=county.office) for number in range(30)]
    SchemeVersion.objects.bulk_create(
        SchemeVersion(
            assessment=county.assessment, number=number + 2, text=text.text, digest=text.digest, created_by=by
        )
        for number, by in enumerate(others)
    )
    for query in ("", "?as=csv"):
        with django_assert_max_num_queries(20):  # type: ignore[operator]
            assert client.get(f"/assessments/{county.assessment.pk}/scheme/versions{query}").status_code == 200


FILE_OF_A_LIST = re.compile(r"{% url '([a-z-]+:(?:[a-z-]*-table|export[a-z-]*))'[^%]*%}(?!{% with_query)")
WHOLE = {
    "results:sheet-table",  # the sheet of one unit
    "publication:notice-table",  # with their queries, by the ranking that both include
    "publication:public-table",
}


def test_a_file_at_an_address_of_its_own_is_given_as_the_page_was_searched() -> None:
    assert {name for text in templates().values() for name in FILE_OF_A_LIST.findall(text)} == WHOLE


CHOICES = {
    "": {"stage": ["preparing", "collecting"]},
    "tokens": {"state": ["valid", "expired", "revoked"]},
    "jobs": {"state": ["waiting", "failed"]},
    "public": {"state": ["published", "publicising"]},
    "assessments/{}/scheme/versions": {"state": ["published", "draft"]},
    "assessments/{}/scheme/amendments": {"state": ["proposed", "confirmed"]},
    "assessments/{}/scheme/units/changes": {"state": ["verified", "waiting"]},
    "assessments/{}/notices": {"state": ["waiting", "read", "unreadable"]},
    "assessments/{}/scheme/units/verify": {"before": ["none", "other"]},
    "assessments/{}/facts/burden": {"part": ["provides", "assessed"]},
    "assessments/{}/facts/burden/repeats": {"within": ["here", "elsewhere"]},
    "assessments/{}/facts/workbooks": {"state": ["taken", "busy", "left"]},
    "assessments/{}/results/1/trials": {"state": ["computed", "begun"]},
}
"""What can be chosen on a page; the choices leave nothing out and nothing twice."""


@pytest.mark.parametrize("place", CHOICES)
def test_the_choices_of_a_list_share_out_its_rows(county: County, place: str) -> None:
    number, who = county.assessment.pk, county.people["kaohe"]
    for each in range(2):
        ask("results.compute", {"part": each}, by=who, assessment_id=number)
    Job.objects.filter(pk=Job.objects.latest("pk").pk).update(state=State.FAILED, finished_at=timezone.now())
    run = Run.objects.create(
        assessment_id=number, number=1, scheme=county.assessment.scheme_versions.get(), finished_at=timezone.now()
    )
    for changes in ([], [{"kind": "points"}]):
        Scenario.objects.create(run=run, name="试", by=who, changes=changes)
    for days in (-1, 1):
        Token.objects.create(
            post=who.posts.get(), name="统计", digest=f"{days}", expires_at=timezone.now() + timedelta(days=days)
        )
    client, address = county.client("kaohe"), f"/{place.format(number)}"

    def rows(query: str) -> int:
        answer = client.get(f"{address}?as=csv{query}")
        assert answer.status_code == 200, query
        return len(answer.content.decode().splitlines()) - 1

    for name, values in CHOICES[place].items():
        counts = [rows(f"&{name}={value}") for value in values]
        assert sum(counts) == rows("")
