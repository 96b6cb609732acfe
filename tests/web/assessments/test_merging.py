"""A new notice laid over a scheme that people worked on: what they wrote by hand stays unless the notice says otherwise."""

from __future__ import annotations

from typing import Any

from kaoji.scheme.model import Scheme
from kaoji.web.assessments.editing import walk
from kaoji.web.assessments.merging import changes_of_notice, merged
from kaoji.web.assessments.models import Assessment, Notice
from kaoji.web.files.models import StoredFile
from tests.web.assessments.conftest import keep, newest
from tests.web.conftest import County

READ: dict[str, Any] = {
    "kaoji": 1, "title": "考核", "year": 2026, "groups": {"乡镇": {"units": ["白石镇"]}},
    "indicators": [
        {"name": "加分", "bonus": True, "items": [
            {"name": "表彰", "bonus": True, "text": "获表彰每项加1分", "rules": [{"events": "表彰", "score": "每项加1分"}]}
        ]},
        {"name": "招商引资", "points": 20, "text": "每500万元计1分", "rules": [{"measure": "资金", "score": "每500万元计1分"}]},
    ],
    "panels": {"民主测评": {"points": 100}},
    "grades": [{"name": "优秀", "share": "30%"}, {"name": "良好", "rest": True}],
}  # fmt: skip


def scheme(**update: Any) -> Scheme:  # noqa: ANN401 - parts of a scheme
    return Scheme.model_validate({**READ, **update})


def by_hand() -> Scheme:
    """Give the scheme with what people wrote since, of which the reader made nothing."""
    bonus, money = READ["indicators"]
    return scheme(
        indicators=[
            {**bonus, "limits": "加分不超过5分"},
            {**money, "name": "招商引资到位资金", "for": ["乡镇"], "absent_for": {"单位": "白石镇"}, "when_absent": "加分"},
            {"name": "另加", "bonus": True, "items": [{"name": "手写", "bonus": True, "score": "加1-2分"}]},
        ],
        panels={"民主测评": {"points": 100, "options": {"优": 100, "良": 80}, "provider": "县委组织部"}},
        grades=[{"name": "优秀", "share": "30%", "at_least": "85"}, {"name": "良好", "rest": True}],
    )  # fmt: skip


def test_what_was_written_by_hand_is_no_change_when_the_notice_says_the_same_again() -> None:
    changes = changes_of_notice(by_hand(), scheme(), scheme())
    assert changes == []
    assert merged(by_hand(), scheme(), [], scheme()) == by_hand()


def test_without_the_notice_before_nothing_read_takes_nothing_away() -> None:
    base = by_hand()
    changes = {change.path[-1]: change for change in changes_of_notice(base, scheme())}
    assert "民主测评" not in changes
    assert "优秀" not in changes
    assert "加分" not in changes
    assert [detail.field for detail in changes["招商引资"].details] == ["name"]
    taken = merged(base, scheme(), [changes["招商引资"].key])
    money = taken.indicators[1]
    assert (money.name, money.applies_to, money.when_absent) == ("招商引资", ("乡镇",), "加分")


def test_what_the_notice_says_otherwise_is_taken_and_the_rest_of_it_stays() -> None:
    bonus, money = READ["indicators"]
    draft = scheme(
        indicators=[{**bonus}, {**money, "points": 25}],
        grades=[{"name": "优秀", "share": "25%"}, {"name": "良好", "rest": True}],
    )
    changes = changes_of_notice(by_hand(), draft, scheme())
    assert [(change.path[-1], [detail.field for detail in change.details]) for change in changes] == [
        ("招商引资", ["points"]), ("优秀", ["share"])
    ]  # fmt: skip
    taken = merged(by_hand(), draft, [change.key for change in changes], scheme())
    excellent = taken.grades[0]
    assert (str(excellent.share), excellent.at_least) == ("1/4", by_hand().grades[0].at_least)
    assert [found.node.name for found in walk(taken)] == ["加分", "表彰", "招商引资到位资金", "另加", "手写"]
    assert taken.indicators[0].limits == "加分不超过5分"


def test_a_weight_that_the_notice_changes_is_taken_and_one_written_by_hand_stays() -> None:
    bonus, money = READ["indicators"]
    weighed = {**money, "points": 100, "weight": "20%"}
    base, draft = scheme(indicators=[bonus, weighed]), scheme(indicators=[bonus, {**weighed, "weight": "25%"}])
    changes = changes_of_notice(base, draft, base)
    assert [[detail.field for detail in change.details] for change in changes] == [["weight"]]
    assert str(merged(base, draft, [change.key for change in changes], base).indicators[1].weight) == "1/4"
    plain = scheme(indicators=[bonus, {**money, "points": 100}])
    assert changes_of_notice(base, plain) == []


def test_an_indicator_that_the_new_notice_left_out_is_a_change_and_one_that_people_took_out_is_none() -> None:
    bonus, money = READ["indicators"]
    gone = changes_of_notice(by_hand(), scheme(indicators=[bonus]), scheme())
    assert [(change.kind, change.path[-1]) for change in gone] == [("removed", "招商引资到位资金")]
    left_out = scheme(indicators=[bonus])
    assert changes_of_notice(left_out, scheme(), scheme()) == []
    assert merged(left_out, scheme(), [], scheme()) == left_out
    assert [change.kind for change in changes_of_notice(left_out, scheme())] == ["added"]
    assert money["name"] == "招商引资"


def test_a_notice_names_the_sentences_that_are_new_in_it_and_became_nothing(
    county: County, preparing: Assessment
) -> None:
    person = county.people["kaohe"]

    def notice(number: int, share: str) -> Notice:
        file = StoredFile.objects.create(
            digest=f"{number}" * 64, name="通知.docx", size=1, content_type="", uploaded_by=person
        )
        texts = [f"优秀等次不超过{share}", "加分不超过5分"]
        passages = [
            {"place": f"第{3 + index}段", "text": text, "state": "unbound", "marks": [[0, len(text), "unbound"]]}
            for index, text in enumerate(texts)
        ]
        reading = {"scheme": newest(preparing).text, "passages": passages}
        return Notice.objects.create(assessment=preparing, file=file, state="read", added_by=person, reading=reading)

    preparing.scheme_versions.update(notice=notice(1, "30%"))
    keep(preparing, "每起扣5分", "每起扣6分", person)
    path = f"/assessments/{preparing.pk}/notices/{notice(2, '25%').pk}/changes"
    page = county.client("kaohe").get(path).content.decode()
    assert "本通知有1句为新增或有变动，未读入方案" in page
    assert "优秀等次不超过25%" in page
    assert "加分不超过5分" not in page
