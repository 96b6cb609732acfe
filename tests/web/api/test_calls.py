"""What every call passes: tokens, rights, limits, idempotency keys, problems."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from kaoji.web.api.models import KeptAnswer, Token
from kaoji.web.api.site import operations
from kaoji.web.assessments import actions as assessing
from kaoji.web.audit.models import Entry
from kaoji.web.facts.models import Fact, Filing
from kaoji.web.organisations.models import Kind, Organisation, Post
from kaoji.web.permissions import PUBLIC, ROLES, SIGNED_IN, Role
from tests.web.api.conftest import Calling, Program
from tests.web.conftest import PASSWORD, County, person

ROW = {"table": "scores", "unit": "东街街道", "indicator": "固定资产投资", "score": "36"}
FACTS = "assessments/{a}/facts"
WHO = {
    "kaohe": Role.OFFICE, "tongji": Role.PROVIDER, "dongjie": Role.REPORTER, "dongjie-head": Role.HEAD,
    "changwei": Role.LEADER, "shenji": Role.AUDITOR,
}  # fmt: skip


# ------------------------------------------------------------------ tokens


def test_a_token_is_made_shown_once_and_taken_back(county: County) -> None:
    client = county.client("tongji")
    post = Post.objects.get(user=county.people["tongji"])
    page = client.post("/tokens", {"post": post.pk, "name": "统计系统", "days": "90"}).content.decode()
    found = re.search(r"kaoji_[\w-]{43}", page)
    assert found is not None
    text = found.group()
    token = Token.objects.get()
    assert text not in client.get("/tokens").content.decode()
    assert token.start == text[:12]
    assert text not in json.dumps(list(Token.objects.values()), default=str)
    assert text not in json.dumps(list(Entry.objects.values()), default=str)
    program = Program(county, text)
    assert program.get("me")["organisation"] == "区统计局"
    token.refresh_from_db()
    assert token.last_used_at is not None
    client.post(f"/tokens/{token.pk}/revoke")
    assert program.get("me", 401)["code"] == "no-token"
    assert set(Entry.objects.values_list("action", flat=True)) >= {"token.make", "token.revoke", "token.refused"}


def test_nobody_makes_or_takes_back_a_token_of_another(county: County, calling: Calling) -> None:
    calling("tongji")
    other = county.client("shangwu")
    foreign = Post.objects.get(user=county.people["tongji"])
    other.post("/tokens", {"post": foreign.pk, "name": "x", "days": "90"})
    assert Token.objects.count() == 1
    assert other.post(f"/tokens/{Token.objects.get().pk}/revoke").status_code == 404
    assert Token.objects.get().is_valid


@pytest.mark.parametrize(("name", "days"), [("", "90"), ("x", "0"), ("x", "4000"), ("x", "many")])
def test_a_token_needs_a_name_and_an_end(county: County, name: str, days: str) -> None:
    post = Post.objects.get(user=county.people["tongji"])
    county.client("tongji").post("/tokens", {"post": post.pk, "name": name, "days": days})
    assert not Token.objects.exists()


def test_sc17_a_token_opens_nothing_once_account_post_or_time_is_over(county: County, calling: Calling) -> None:
    program, user = calling("tongji"), county.people["tongji"]
    Token.objects.update(expires_at=timezone.now())
    program.get("me", 401)
    Token.objects.update(expires_at=timezone.now() + timedelta(days=1))
    program.get("me")
    user.is_active = False
    user.save()
    program.get("me", 401)
    user.is_active = True
    user.save()
    Post.objects.filter(user=user).update(until_on=timezone.localdate() - timedelta(days=1))
    assert program.get("me", 403)["code"] == "forbidden"
    Post.objects.filter(user=user).delete()
    program.get("me", 401)


def test_a_token_opens_its_own_post_alone(county: County, calling: Calling) -> None:
    program, user = calling("tongji"), county.people["tongji"]
    Post.objects.create(user=user, organisation=county.office, role=Role.OFFICE.value)
    program.get("assessments/{a}/runs/1", 404)
    program.post("assessments/{a}/runs", status=403)
    assert [row["mine"] for row in program.get("assessments/{a}/filings")["items"]] == [True]


@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer nonsense", "Basic eDp5", "Token x"])
def test_without_a_token_nothing_is_answered(county: County, header: str) -> None:
    client = county.client("kaohe")  # a session does not count here
    answer = client.get("/api/v1/assessments", headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert set(answer.json()) == {"type", "title", "status", "code", "detail", "request"}


# ------------------------------------------------------------------ rights


@pytest.mark.parametrize("who", WHO)
def test_sc13_each_operation_answers_the_roles_that_have_its_permission(calling: Calling, who: str) -> None:
    number, program, refused = str(Filing.objects.get(table="scores").pk), calling(who), 0
    for each in operations():
        path = re.sub(r"\{int:(filing|fact|number|unit|organisation|evidence)\}", number, each.path)
        path = path.replace("{int:assessment}", "{a}").replace("{str:key}", "none")
        answer = program.send(each.method, path, {})
        is_open = each.permission in (PUBLIC, SIGNED_IN) or WHO[who] in ROLES[each.permission]
        assert (answer.status_code != 403) == is_open, (each, answer.content.decode())
        assert answer.status_code < 500, each
        refused += not is_open
    assert Entry.objects.filter(action="access.denied", user=who).count() == refused


@pytest.mark.parametrize("role", sorted(set(WHO.values())))
def test_sc14_another_regions_assessment_is_not_there(county: County, calling: Calling, role: Role) -> None:
    region = Organisation.objects.create(name="白云县", kind=Kind.REGION)
    elsewhere = Organisation.objects.create(name="县考核办", parent=region)
    county.people["other"] = person("other", "外人", elsewhere, role)
    number, program = str(Filing.objects.get(table="scores").pk), calling("other")
    for each in operations():
        if "{int:assessment}" in each.path:
            path = re.sub(r"\{int:(filing|fact|number|unit|evidence)\}", number, each.path)
            answer = program.send(each.method, path.replace("{int:assessment}", "{a}"), {"rows": [ROW], "reason": "x"})
            assert answer.status_code == 404, (each, answer.content.decode())
            assert "东街" not in answer.content.decode()
    assert not Fact.objects.exists()


def test_sc14_lists_hold_nothing_of_another_region(county: County, calling: Calling) -> None:
    region = Organisation.objects.create(name="白云县", kind=Kind.REGION)
    office = Organisation.objects.create(name="县考核办", parent=region)
    county.people["other"] = person("other", "外人", office, Role.OFFICE)
    assessing.create(office, "白云县2025年度考核", 2025, county.people["other"])
    program = calling("other")
    assert [each["title"] for each in program.get("assessments")["items"]] == ["白云县2025年度考核"]
    assert {each["name"] for each in program.get("organisations")["items"]} == {"白云县", "县考核办"}
    Organisation.objects.filter(pk=office.pk).update(code="BY01")
    Organisation.objects.filter(pk=county.office.pk).update(code="QC01")
    assert [(each["name"], each["code"]) for each in program.get("organisations?code=by01")["items"]] == [
        ("县考核办", "BY01")
    ]
    assert program.get("organisations?code=QC01")["items"] == []
    program.get(f"organisations/{county.office.pk}", 404)
    assert program.get("assessments")["items"][0]["scheme_version"] is None


def test_administrators_have_no_interface(county: County) -> None:
    page = county.client("xitong").get("/tokens").content.decode()
    assert 'name="post"' not in page


# ------------------------------------------------------------------ idempotency, limits


def test_a_request_sent_twice_with_its_key_is_done_once(calling: Calling) -> None:
    program = calling("tongji")
    key = {"Idempotency-Key": "2025-11-30/7"}
    first = program.send("POST", FACTS, {"rows": [ROW]}, **key)
    again = program.send("POST", FACTS, {"rows": [ROW]}, **key)
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert again.headers["Idempotency-Repeated"] == "true"
    assert Entry.objects.filter(action="facts.save").count() == 1
    other = program.post(FACTS, {"rows": [{**ROW, "score": "37"}]}, 409, **key)
    assert other["code"] == "key-used-otherwise"
    # Another token's keys are its own.
    calling("shangwu").post("assessments/{a}/runs", None, 403, **key)


def test_a_refused_request_leaves_its_key_free(calling: Calling) -> None:
    program = calling("tongji")
    program.post(FACTS, {"rows": [{**ROW, "score": "41"}]}, 422, **{"Idempotency-Key": "a"})
    assert not KeptAnswer.objects.exists()
    program.post(FACTS, {"rows": [ROW]}, 200, **{"Idempotency-Key": "a"})
    assert KeptAnswer.objects.get().status == 200
    program.post(FACTS, {"rows": [ROW]}, 400, **{"Idempotency-Key": "x" * 201})


def test_the_answer_is_kept_in_the_transaction_of_the_change(calling: Calling, monkeypatch: pytest.MonkeyPatch) -> None:
    program = calling("tongji")

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(KeptAnswer, "save", broken)
        program.client.raise_request_exception = False
        assert program.send("POST", FACTS, {"rows": [ROW]}, **{"Idempotency-Key": "a"}).status_code == 500
    assert not Fact.objects.exists()


def test_sc37_too_many_requests_are_told_to_wait(calling: Calling, settings: Settings) -> None:
    settings.API_REQUESTS_A_MINUTE = 3
    program = calling("tongji")
    answers = [program.send("GET", "me") for _ in range(5)]
    assert [answer.status_code for answer in answers].count(200) >= 3
    assert answers[-1].status_code in (200, 429)
    if answers[-1].status_code == 429:
        assert 0 < int(answers[-1].headers["Retry-After"]) <= 60
        assert Entry.objects.filter(action="token.limited").count() == 1


# ------------------------------------------------------------------ problems


def test_problems_are_told_in_one_form_in_the_language_asked_for(county: County, calling: Calling) -> None:
    program = calling("tongji")
    chinese = program.get("assessments/999999", 404, **{"Accept-Language": "zh-CN"})
    assert chinese["detail"] == "没有该内容，或者本令牌的岗位无权查看。"
    assert program.get("nowhere/at/all", 404)["code"] == "not-found"
    assert program.send("DELETE", "assessments").status_code == 405
    broken = program.client.generic(
        "POST", f"/api/v1/assessments/{county.assessment.pk}/facts", b"{", "application/json",
        headers={"Authorization": f"Bearer {program.text}"},
    )  # fmt: skip
    assert (broken.status_code, broken.json()["code"]) == (400, "not-understood")


def test_sc45_what_breaks_tells_a_number_and_no_trace(
    calling: Calling, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("geheim")

    monkeypatch.setattr("kaoji.web.api.facts.keep", broken)
    problem = calling("tongji").post(FACTS, {"rows": [ROW]}, 500)
    assert problem["code"] == "broken"
    assert "geheim" not in json.dumps(problem)
    assert problem["request"] in caplog.text


# ------------------------------------------------------------------ description


@pytest.mark.django_db
def test_every_operation_is_described_with_its_permission(client: Client) -> None:
    said = client.get("/api/v1/openapi.json", headers={"Accept-Language": "en"}).json()
    found = {
        (method.upper(), path): each for path, methods in said["paths"].items() for method, each in methods.items()
    }
    assert len(found) == len(operations())
    for each in operations():
        path = "/api/v1/" + re.sub(r"\{\w+:", "{", each.path)
        assert found[each.method, path]["x-permission"] == each.permission
        assert found[each.method, path]["summary"] == each.summary
    page = client.get("/api/v1/docs").content.decode()
    assert all(f'id="{each.name}"' in page for each in operations())
    assert "http://" not in page.replace("http://testserver", "")
    assert "https://" not in page


def test_lists_ask_no_more_questions_for_more_rows(
    calling: Calling, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    program = calling("kaohe")
    for path in ("organisations", "assessments", "assessments/{a}/units", "assessments/{a}/filings", FACTS):
        with django_assert_max_num_queries(22):
            program.get(path)


def test_the_password_is_no_token(county: County) -> None:
    answer = Program(county, PASSWORD).get("me", 401)
    assert "organisation" not in str(answer)
