"""Sentences of a notice that nothing was made of are decided about one by one, and publishing names what is left."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from kaoji.web.assessments.models import Assessment, Notice, Verdict
from kaoji.web.assessments.passages import Passage, pieces
from kaoji.web.assessments.sentences import sentences_of
from kaoji.web.audit.models import Entry
from kaoji.web.files.models import StoredFile
from tests.web.assessments.conftest import keep, newest
from tests.web.conftest import County

HTMX = {"HX-Request": "true"}
GRADES = "优秀等次不超过各组单位数的30%，且总分不低于85分"
LEFT = "考核经费由区财政列支，每单位不超过2分"
PASSAGES = [
    {"place": "第3段", "text": f"{GRADES}。{LEFT}。", "state": "unbound",
     "marks": [[0, len(GRADES), "unbound"], [len(GRADES) + 1, len(GRADES) + 1 + len(LEFT), "unbound"]]},
    {"place": "第4段", "text": "本办法自印发之日起施行。", "state": "text"},
]  # fmt: skip


@pytest.fixture
def read(county: County, preparing: Assessment) -> Assessment:
    """Give the assessment with a notice of which two sentences became nothing."""
    person = county.people["kaohe"]
    file = StoredFile.objects.create(digest="0" * 64, name="通知.docx", size=1, content_type="", uploaded_by=person)
    notice = Notice.objects.create(
        assessment=preparing, file=file, state="read", is_settled=True, added_by=person,
        reading={"scheme": newest(preparing).text, "passages": PASSAGES},
    )  # fmt: skip
    preparing.scheme_versions.update(notice=notice)
    return preparing


def page_of(client: Client, assessment: Assessment, place: str) -> str:
    answer = client.get(f"/assessments/{assessment.pk}/{place}")
    assert answer.status_code == 200
    return answer.content.decode()


def decide(client: Client, assessment: Assessment, sentence: str, judgement: str) -> str:
    """Decide about a sentence on its card, and give the card as it is then."""
    page = page_of(client, assessment, "scheme/review?show=loose")
    row = next(part for part in page.split('<div class="rule')[1:] if f'"score">{sentence}' in part)
    key, card = re.findall(r'name="key" value="([^"]+)"', row)[0], re.findall(r'name="card" value="([^"]+)"', row)[0]
    form = {"key": key, "card": card, "judgement": judgement, "show": "loose"}
    answer = client.post(f"/assessments/{assessment.pk}/scheme/review/decide", form, headers=HTMX)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_sentence_is_done_with_once_somebody_says_what_became_of_it(county: County, read: Assessment) -> None:
    client = county.client("kaohe")
    assert "未对应 <b>2</b>" in page_of(client, read, "scheme/review")
    card = decide(client, read, GRADES, "written")
    assert "未对应 <b>1</b>" in card
    assert "已写入方案 · 林一舟" in card
    card = decide(client, read, LEFT, "left")
    assert "未对应 <b>0</b>" in card
    assert "不计入方案 · 林一舟" in card
    assert [verdict.label for verdict in Verdict.objects.filter(assessment=read)] == [GRADES, LEFT]
    entries = Entry.objects.filter(action="scheme.sentence", assessment_id=read.pk).order_by("pk")
    assert [(entry.after, entry.data["label"], entry.data["place"]) for entry in entries] == [
        ("written", GRADES, "第3段"), ("left", LEFT, "第3段")
    ]  # fmt: skip
    still = page_of(client, read, "scheme/review?show=loose")
    assert GRADES in still
    assert "重新核对" in still


def test_a_decision_about_a_sentence_is_taken_back(county: County, read: Assessment) -> None:
    client = county.client("kaohe")
    decide(client, read, LEFT, "left")
    verdict = Verdict.objects.get(assessment=read)
    assert client.post(f"/assessments/{read.pk}/scheme/review/{verdict.pk}/restore", {}).status_code == 302
    assert read.scheme_versions.count() == 1
    client.post(f"/assessments/{read.pk}/scheme/review/{verdict.pk}/reopen", {"card": "p0"}, headers=HTMX)
    assert "未对应 <b>2</b>" in page_of(client, read, "scheme/review")


def test_publishing_names_the_sentences_that_nobody_decided_about(county: County, read: Assessment) -> None:
    client = county.client("kaohe")
    page = page_of(client, read, "scheme/publish")
    question = page.split('data-question="')[1].split('"')[0]
    assert "通知中有2句涉及得分或结果，既未写入方案，也无人处理" in question
    assert GRADES[:30] in question
    assert 'name="unsure" value="3"' in page
    decide(client, read, GRADES, "written")
    assert "通知中有1句涉及得分或结果" in page_of(client, read, "scheme/publish")
    decide(client, read, LEFT, "left")
    page = page_of(client, read, "scheme/publish")
    assert "通知中未对应的语句均已处理" in page
    assert "句涉及得分" not in page
    assert 'name="unsure" value="1"' in page


def test_a_decision_about_a_sentence_that_is_not_there_is_refused(county: County, read: Assessment) -> None:
    client = county.client("kaohe")
    path = f"/assessments/{read.pk}/scheme/review/decide"
    for form in ({"key": "0" * 40, "judgement": "left"}, {"key": "", "judgement": "rejected"}, {}):
        answer = client.post(path, {"card": "p0", **form}, headers=HTMX)
        assert "此处在此期间已有改动" in answer.content.decode()
    assert not Verdict.objects.exists()


def test_what_was_found_in_a_notice_leads_to_its_words_and_to_the_forms(county: County, read: Assessment) -> None:
    notice = read.notices.get()
    line = next(number for number, each in enumerate(newest(read).text.splitlines(), 1) if "招商引资" in each)
    notice.findings = [
        {"code": "reading.W307", "message": "{count} sentences: {words}.", "hint": "", "data": {"count": 1, "words": "…"},
         "sources": [{"file": "通知.docx", "cell": "¶3"}, {"file": "通知.docx", "cell": "T9"}]},
        {"code": "policy.I309", "message": "“{words}” scores.", "hint": "", "data": {"words": "招商"},
         "sources": [{"line": line, "column": 9}]},
    ]  # fmt: skip
    notice.save()
    client = county.client("kaohe")
    place = f"notices/{notice.pk}"
    page = page_of(client, read, place)
    assert f'href="/assessments/{read.pk}/scheme/review?show=loose&amp;page=1#p0">第3段</a>' in page
    assert '<span class="hint">表9</span>' in page
    form = f"/assessments/{read.pk}/scheme/versions/%s/indicators/0.1"
    assert f'href="{form % 1}">招商引资</a>' in page
    assert '<p class="figure"><a href="' in page
    keep(read, "招商引资\n        points: 20", "招商引资\n        points: 25", county.people["kaohe"])
    page = page_of(client, read, place)
    assert f'href="{form % 2}">招商引资</a>' in page
    assert "草案第" not in page


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("优秀等次不超过各组单位数的30%", ["grades"]),
        ("发生重大安全责任事故的，取消评优资格，不得评为优秀等次", ["limits", "grades"]),
        ("民主测评按优秀、良好、一般三个等次投票，取平均分", ["panels", "grades"]),
        ("连续两年排名末位的，约谈主要负责人", ["afterwards"]),
        ("加分不超过5分", []),
    ],
)
def test_a_sentence_leads_to_the_forms_that_it_belongs_into(text: str, forms: list[str]) -> None:
    passage = Passage(0, "第8段", text, "unbound", pieces=pieces(text, [(0, len(text), "unbound")]))
    assert [form.key for sentence in sentences_of(passage, {}) for form in sentence.forms] == forms
