"""Organisations, people and posts."""

from __future__ import annotations

import io
import json
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any, cast

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from kaoji.web.accounts.actions import set_password
from kaoji.web.accounts.models import User
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.audit.models import Entry
from kaoji.web.jobs.models import Job
from kaoji.web.jobs.queue import do_all
from kaoji.web.meanwhile import sealed
from kaoji.web.organisations.actions import (
    create_person,
    give_post,
    keep_organisation,
    new_first_password,
    set_active,
    terms_of,
)
from kaoji.web.organisations.import_work import forget_passwords
from kaoji.web.organisations.models import Kind, Organisation, Post
from kaoji.web.permissions import Role
from kaoji.writing.safe_cells import xlsx_table
from tests.web.conftest import County, person

HEAD = ["账号", "姓名", "单位", "上级单位", "单位类型", "岗位"]


def book(*rows: list[str], head: list[str] = HEAD) -> SimpleUploadedFile:
    return SimpleUploadedFile("人员.xlsx", xlsx_table("人员", head, rows))


def sheet(content: bytes) -> list[list[Any]]:
    found = load_workbook(io.BytesIO(content)).active
    return [] if found is None else [list(row) for row in found.iter_rows(values_only=True)]


def imported(client: Client, file: SimpleUploadedFile, top: str) -> HttpResponse:
    """Import a workbook, let the worker do it, and give the page that says what came of it."""
    asked = client.post("/people/import", {"file": file, "top": top})
    assert asked.status_code == 302, asked.content.decode()
    assert "jobs/" in client.get(asked.headers["Location"]).content.decode()
    do_all()
    return cast("HttpResponse", client.get(asked.headers["Location"]))


def test_people_organisations_and_posts_come_from_a_workbook(county: County) -> None:
    client = county.client("xitong")
    rows = [["w1", "王一", "北山镇", "", "乡镇", "单位填报人、单位负责人"], ["w2", "王二", "区教育局", "", "", ""]]
    answer = imported(client, book(*rows), str(county.region.pk))
    page = answer.content.decode()
    assert "王一" in page
    assert len(re.findall(r"<code>[\w-]{17}</code>", page)) == 2
    made = Organisation.objects.get(name="北山镇")
    assert (made.kind, made.parent) == (Kind.TOWNSHIP, county.region)
    assert {post.role for post in User.objects.get(number="w1").posts.all()} == {"reporter", "head"}
    assert Entry.objects.filter(action="people.import").get().data == {"people": 2, "posts": 2, "organisations": 2}


def test_a_workbook_with_faults_says_each_by_its_row_and_keeps_nothing(county: County) -> None:
    rows = [
        ["ok", "好人", "北山镇", "", "", ""],
        ["", "无号", "北山镇", "", "", ""],
        ["kaohe", "别人", "区考核办", "", "", ""],
        ["w3", "王三", "区教育局", "没有的单位", "", ""],
        ["w4", "王四", "区教育局", "", "", "大王"],
        ["w5", "王五", "区卫健局", "", "公司", ""],
    ]
    answer = imported(county.client("xitong"), book(*rows), county.region.name)
    page = answer.content.decode()
    for row in (3, 4, 5, 6, 7):
        assert f'<td class="number">{row}</td>' in page
    assert "5 行" in page
    assert "w4、王四、区教育局" in page
    assert not User.objects.filter(number="ok").exists()
    assert not Organisation.objects.filter(name="北山镇").exists()


def test_everything_that_is_wrong_with_a_row_is_said_at_once(county: County) -> None:
    rows = [["kaohe", "别人", "区新局", "没有的单位", "公司", "大王"]] + [["", "", "", "", "", ""] for _ in range(3)]
    rows += [["", f"无号{number}", "区考核办", "", "", ""] for number in range(60)]
    answer = imported(county.client("xitong"), book(*rows), county.region.name)
    page = answer.content.decode()
    for text in (
        "没有名为“没有的单位”的上级单位",
        "“公司”不是单位类型",
        "“大王”不是岗位名称，请填写：考核办、",
        "账号“kaohe”已属于林一舟",
    ):
        assert text in page
    assert page.count('<td class="number">2</td>') == 4
    assert "61 行" in page
    assert "无号59" not in page
    assert "page=2" in page


def test_a_file_that_is_no_workbook_is_told_what_is_taken_here(county: County) -> None:
    answer = county.client("xitong").post("/people/import", {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")})
    page = answer.content.decode()
    assert "可上传：xlsx" in page
    assert "docx" not in page


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("a.xlsx", b"no workbook at all"),
        SimpleUploadedFile("a.xlsx", b"PK\x03\x04 broken"),
        SimpleUploadedFile("a.csv", "账号,姓名,单位".encode()),
        book(["x"], head=["账号"]),
    ],
)
def test_what_is_no_workbook_of_people_is_refused(county: County, file: SimpleUploadedFile) -> None:
    client, before = county.client("xitong"), User.objects.count()
    answer = client.post("/people/import", {"file": file})
    if answer.status_code == 302:
        do_all()
        answer = client.get(answer.headers["Location"])
    assert 'role="alert"' in answer.content.decode()
    assert User.objects.count() == before


def test_an_import_is_done_in_pieces_and_taken_up_where_it_was_cut_off(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kaoji.web.organisations.importing.PIECE", 2)
    client = county.client("xitong")
    rows = [[f"w{number}", f"王{number}", "北山镇", "", "乡镇", "单位填报人"] for number in range(5)]
    asked = client.post("/people/import", {"file": book(*rows), "top": "青川区"})

    def cut_off(user: User, *rest: Any) -> Post:  # noqa: ANN401
        if user.number == "w3":
            raise KeyboardInterrupt
        return give_post(user, *rest)

    with monkeypatch.context() as patch:
        patch.setattr("kaoji.web.organisations.importing.give_post", cut_off)
        with pytest.raises(KeyboardInterrupt):
            do_all()
    assert User.objects.filter(number__in=["w0", "w1", "w2", "w3"]).count() == 2
    Job.objects.update(leased_until=timezone.now())
    do_all()
    page = client.get(asked.headers["Location"]).content.decode()
    assert len(re.findall(r"<code>[\w-]{17}</code>", page)) == 5
    assert Organisation.objects.filter(name="北山镇").count() == 1


def test_sc10_first_passwords_of_an_import_are_shown_to_who_asked_for_a_quarter_of_an_hour(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = county.client("xitong")
    asked = client.post("/people/import", {"file": book(["w1", "王一", "北山镇", "", "", ""]), "top": "青川区"})
    do_all()
    place = asked.headers["Location"]
    password = re.findall(r"<code>([\w-]{17})</code>", client.get(place).content.decode())[0]
    assert User.objects.get(number="w1").check_password(password)
    assert password in client.get(place).content.decode()
    job = Job.objects.get(kind="people.import")
    assert password not in json.dumps(job.result)
    person("xitong2", "另一人", county.region)
    User.objects.filter(number="xitong2").update(administers="system")
    assert county.client("xitong2").get(place).status_code == 404
    later = timezone.now() + timedelta(minutes=16)
    monkeypatch.setattr("kaoji.web.organisations.import_work.timezone.now", lambda: later)
    forget_passwords()
    job.refresh_from_db()
    assert job.result["sealed"] == ""
    monkeypatch.undo()
    page = county.client("xitong").get(place).content.decode()
    assert password not in page
    assert "不再显示" in page


def test_an_export_can_be_imported_and_the_pattern_too(county: County) -> None:
    client, before = county.client("xitong"), User.objects.count()
    content = client.get("/people/export").content
    assert sheet(content)[0][:6] == HEAD
    people = [row[:6] for row in sheet(content)[1:] if row[2]]
    again = imported(client, book(*people), str(county.region.pk))
    assert "没有生成" in again.content.decode() or "已存在" in again.content.decode()
    assert User.objects.count() == before
    assert Entry.objects.filter(action="people.export").exists()
    pattern = SimpleUploadedFile("pattern.xlsx", client.get("/people/pattern").content)
    assert imported(client, pattern, "").status_code == 200
    assert Organisation.objects.get(name="统计局办公室").parent == Organisation.objects.get(name="统计局")


def test_lists_search_filter_and_page(county: County, django_assert_max_num_queries: Any) -> None:  # noqa: ANN401 - a fixture
    client = county.client("anquan")
    assert "周念" in client.get("/people?q=统计").content.decode()
    assert "何川" not in client.get("/people?q=统计").content.decode()
    assert "周念" in client.get("/people?role=provider").content.decode()
    assert "路人" in client.get("/people?state=postless").content.decode()
    assert "白石镇" in client.get("/organisations?kind=township").content.decode()
    assert "区统计局" not in client.get("/organisations?kind=township").content.decode()
    for number in range(60):
        User.objects.create_user(f"n{number}", f"人{number}", organisation=county.office)
    assert "1 / 2" in client.get("/people").content.decode()
    for url in ("/people", "/organisations", f"/people/{county.people['tongji'].pk}", "/"):
        with django_assert_max_num_queries(30):
            assert client.get(url).status_code == 200


def test_organisations_are_sorted_by_the_tree_by_name_and_by_people(county: County) -> None:
    client = county.client("xitong")
    in_tree, by_name, by_people = (
        [each.pk for each in client.get(f"/organisations{query}").context["organisations"]]
        for query in ("", "?sort=name", "?sort=people")
    )
    assert in_tree[0] == county.region.pk
    assert sorted(in_tree) == sorted(by_name) == sorted(by_people)
    assert len({tuple(in_tree), tuple(by_name), tuple(by_people)}) == 3


def test_organisations_are_made_moved_and_removed(county: County) -> None:
    client = county.client("xitong")
    client.post("/organisations/new", {"name": "开发区", "kind": "region", "parent": county.region.pk})
    zone = Organisation.objects.get(name="开发区")
    client.post("/organisations/new", {"name": "招商科", "kind": "section", "parent": county.office.pk})
    section = Organisation.objects.get(name="招商科")
    data = {"name": "区考核办", "kind": "department", "parent": zone.pk}
    assert client.post(f"/organisations/{county.office.pk}", data).status_code == 302
    section.refresh_from_db()
    assert section.path == f"/{county.region.pk}/{zone.pk}/{county.office.pk}/{section.pk}/"
    below_itself = {"name": "开发区", "kind": "region", "parent": section.pk}
    assert client.post(f"/organisations/{zone.pk}", below_itself).status_code == 422
    assert client.post(f"/organisations/{county.office.pk}", {"do": "remove"}).status_code == 422
    assert client.post(f"/organisations/{section.pk}", {"do": "remove"}).status_code == 302
    assert not Organisation.objects.filter(pk=section.pk).exists()


def test_a_deputy_has_the_post_between_two_days(county: County) -> None:
    client, deputy = county.client("anquan"), county.people["stranger"]
    today = timezone.localdate()
    office = {"role": "provider", "organisation": county.people["tongji"].organisation_id, "stands_in_for": "tongji"}
    url = f"/people/{deputy.pk}/posts"
    for wrong in (
        {**office, "until_on": ""},
        {**office, "stands_in_for": "nobody-here", "until_on": str(today)},
        {**office, "stands_in_for": "shangwu", "until_on": str(today)},
        {**office, "until_on": "2025-02-31"},
        {**office, "from_on": str(today), "until_on": str(today - timedelta(days=1))},
    ):
        client.post(url, wrong)
        assert not Post.objects.filter(user=deputy).exists()
    page = f"/assessments/{county.assessment.pk}/"
    client.post(url, {**office, "from_on": str(today + timedelta(days=1)), "until_on": str(today + timedelta(days=9))})
    assert county.client("stranger").get(page).status_code == 404
    seen = sealed(terms_of(Post.objects.get(user=deputy)))
    client.post(url, {**office, "from_on": str(today), "until_on": str(today), "seen": seen})
    assert county.client("stranger").get(page).status_code == 200
    Post.objects.filter(user=deputy).update(from_on=None, until_on=today - timedelta(days=1))
    assert county.client("stranger").get(page).status_code == 404


def test_an_office_gives_posts_of_its_assessment_to_people_of_its_region(county: County) -> None:
    client = county.client("kaohe")
    url = f"/assessments/{county.assessment.pk}/people"
    assert "还没有" in client.get(url).content.decode()
    elsewhere = User.objects.create_user("far", "远人", organisation=Organisation.objects.create(name="外区"))
    where = Organisation.objects.get(name="南湖街道").pk
    for who, role in ((elsewhere.number, "reporter"), ("stranger", "office"), ("xitong", "reporter")):
        client.post(f"{url}/give", {"person": who, "role": role, "organisation": where})
    assert not Post.objects.filter(assessment=county.assessment).exists()
    client.post(f"{url}/give", {"person": "stranger", "role": "reporter", "organisation": where})
    post = Post.objects.get(assessment=county.assessment)
    assert county.client("stranger").get(f"/assessments/{county.assessment.pk}/").status_code == 200
    assert "路人" in str(sheet(client.get(f"{url}/export").content))
    general = county.people["tongji"].posts.get()
    assert client.post(f"{url}/{general.pk}/take").status_code == 404
    client.post(f"{url}/{post.pk}/take")
    assert county.client("stranger").get(f"/assessments/{county.assessment.pk}/").status_code == 404


def test_sc16_administrators_exclude_each_other_and_hold_no_post(county: County) -> None:
    for who in ("xitong", "anquan", "shenjiyuan"):
        user = county.people[who]
        county.client("anquan").post(f"/people/{user.pk}/posts", {"role": "office", "organisation": county.office.pk})
        assert not user.posts.exists()
        # Even a post that got there by other ways gives an administrator nothing.
        Post.objects.create(user=user, organisation=county.office, role="office")
        assert county.client(who).get(f"/assessments/{county.assessment.pk}/").status_code == 404
    assert county.client("xitong").post(f"/people/{county.people['stranger'].pk}/posts").status_code == 403
    assert county.client("anquan").post("/people/new", {"number": "a", "name": "b"}).status_code == 403
    assert county.client("shenjiyuan").get("/people").status_code == 403


@pytest.mark.parametrize("who", ["xitong", "anquan", "shenjiyuan"])
def test_the_start_page_of_an_administrator_says_what_to_look_at(county: County, who: str) -> None:
    said = {"xitong": "管理账号和单位", "anquan": "人没有岗位", "shenjiyuan": "尚未锚定"}
    assert said[who] in county.client(who).get("/").content.decode()


def test_the_system_administrator_is_told_which_work_failed(county: County) -> None:
    jobs = [Job.objects.create(kind="results.compute", state="failed", finished_at=timezone.now()) for _ in range(7)]
    page = county.client("xitong").get("/").content.decode()
    newest = "、".join(str(job.pk) for job in reversed(jobs[2:]))
    assert f"最近一周有 7 项后台任务失败（最近的编号：{newest}）" in page


def test_sc21_administration_answers_from_listed_addresses_only(county: County, settings: Any) -> None:  # noqa: ANN401 - a fixture
    settings.ADMINISTRATION_FROM = ["10.1.0.0/16"]
    far, near = county.client("xitong", REMOTE_ADDR="10.2.0.1"), county.client("xitong", REMOTE_ADDR="10.1.0.1")
    assert near.get("/people").status_code == 200
    assert far.get("/people").status_code == 403
    assert far.get("/people", headers={"x-forwarded-for": "10.1.0.1"}).status_code == 403
    assert "指定地址" in far.get("/").content.decode()
    audit = county.client("shenjiyuan", REMOTE_ADDR="10.2.0.1")
    assert audit.get("/journal").status_code == 403
    settings.TRUSTED_PROXIES = ["10.2.0.1/32"]
    assert far.get("/people", headers={"x-forwarded-for": "10.1.0.1"}).status_code == 200
    assert far.get("/people", headers={"x-forwarded-for": "10.1.0.1, 10.9.0.1"}).status_code == 403


def test_a_password_chosen_while_the_account_is_disabled_does_not_let_it_in_again(county: County) -> None:
    reader = User.objects.get(number="tongji")  # read before the administrator acts, as a slow request does
    set_active(county.people["tongji"], is_active=False)
    set_password(reader, "Xin-Mima-2031-ok")
    assert not User.objects.get(number="tongji").is_active


def test_a_first_password_is_not_given_once_the_person_has_chosen_one_in_the_meantime(county: County) -> None:
    made, _password = create_person("laike", "来客", county.office)
    set_password(User.objects.get(pk=made.pk), "Xin-Mima-2031-ok")
    with pytest.raises(NotNowError):
        new_first_password(made)  # what the administrator's page had read before
    assert User.objects.get(pk=made.pk).check_password("Xin-Mima-2031-ok")


def test_what_somebody_else_made_at_the_same_moment_is_said_and_not_a_breakdown(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.db.models.QuerySet.exists", lambda _self: False)  # both looked before either wrote
    with pytest.raises(NotNowError):
        create_person("TONGJI", "周念", county.office)
    monkeypatch.setattr("kaoji.web.organisations.actions.set", lambda _found: frozenset(), raising=False)
    with pytest.raises(NotNowError):
        keep_organisation("区统计局", Kind.DEPARTMENT, county.region)


def test_two_moves_of_organisations_make_no_ring(county: County) -> None:
    first, second = (
        Organisation.objects.create(name=name, parent=county.region, kind=Kind.DEPARTMENT) for name in ("甲局", "乙局")
    )
    above, below = Organisation.objects.get(pk=first.pk), Organisation.objects.get(pk=second.pk)
    keep_organisation("甲局", Kind.DEPARTMENT, second, changed=first)
    with pytest.raises(NotNowError):
        keep_organisation("乙局", Kind.DEPARTMENT, above, changed=below)  # as they stood before the first move
    assert Organisation.objects.get(pk=first.pk).path == f"{second.path}{first.pk}/"


def test_an_organisation_that_is_gone_is_not_changed(county: County) -> None:
    found = Organisation.objects.create(name="甲局", parent=county.region, kind=Kind.DEPARTMENT)
    Organisation.objects.filter(pk=found.pk).delete()
    with pytest.raises(NotNowError):
        keep_organisation("丙局", Kind.DEPARTMENT, county.region, changed=found)


@pytest.mark.slow
@pytest.mark.each_database
@pytest.mark.django_db(transaction=True)
def test_a_post_given_by_several_at_the_same_moment_is_there_once(county: County) -> None:
    # SQLite lets one writer in at a time, and its database in memory refuses the others.
    several = 4 if connection.vendor == "postgresql" else 1
    together = threading.Barrier(several)

    def give() -> None:
        together.wait()
        try:
            give_post(county.people["tongji"], county.office, Role.PROVIDER)
        finally:
            connection.close()

    with ThreadPoolExecutor(several) as pool:
        for done in [pool.submit(give) for _ in range(several)]:
            done.result()
    assert Post.objects.filter(user=county.people["tongji"], organisation=county.office).count() == 1


def test_spaces_inside_names_and_accounts_make_no_second_organisation(county: County) -> None:
    rows = [["w 1", "王　一", "区统计 局", "", "", ""], ["w2", "Zhang San", " 区统计局", "", "", ""]]
    imported(county.client("xitong"), book(*rows), county.region.name)
    assert Organisation.objects.filter(name__contains="统计").count() == 1
    assert User.objects.get(number="w1").name == "王一"
    assert User.objects.get(number="w2").name == "Zhang San"


def test_a_name_that_is_too_long_is_said_and_not_cut(county: County) -> None:
    rows = [["w1", "王一", "统" * 121, "", "", ""], ["w2", "李" * 61, "区统计局", "", "", ""]]
    page = imported(county.client("xitong"), book(*rows), county.region.name).content.decode()
    assert "“单位”列的“统统统统统统统统统统统统…”有121个字，最多120个字" in page
    assert "“姓名”列" in page
    assert not User.objects.filter(number__in=("w1", "w2")).exists()


def test_posts_of_an_assessment_stand_in_its_menu_for_who_may_give_them(county: County) -> None:
    people = f"/assessments/{county.assessment.pk}/people"
    link = f'<a href="{people}" aria-current="page">'
    assert link in county.client("kaohe").get(people).content.decode()
    overview = f"/assessments/{county.assessment.pk}/"
    assert people in county.client("kaohe").get(overview).content.decode()
    assert people not in county.client("tongji").get(overview).content.decode()
