"""What somebody is told who may not do something."""

from __future__ import annotations

from tests.web.conftest import County


def test_a_refusal_says_who_does_it_and_whom_one_asks(county: County) -> None:
    base = f"/assessments/{county.assessment.pk}"
    for who, path, roles, whom in (
        ("kaohe", f"{base}/publication/appeals/new", "单位填报人、单位负责人", "岗位由安全管理员授予"),
        ("dongjie", f"{base}/facts/providers", "考核办", "请联系区考核办"),
        ("kaohe", "/people", "系统管理员、安全管理员", "请与其联系"),
        ("xitong", "/assessments/new", "考核办", "管理员负责系统管理"),
    ):
        answer = county.client(who).get(path)
        assert answer.status_code == 403
        page = answer.content.decode()
        assert roles in page
        assert whom in page
