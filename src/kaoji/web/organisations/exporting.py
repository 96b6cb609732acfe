"""Organisations, people and posts as workbooks; people in the layout that the import reads."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import override

from kaoji.web.accounts.models import User
from kaoji.web.organisations.models import Organisation, Post
from kaoji.web.permissions import ROLE_NAMES, Role
from kaoji.web.spoken import listed
from kaoji.writing.safe_cells import xlsx_table

_PEOPLE = ["账号", "姓名", "单位", "上级单位", "单位类型", "岗位", "单位代码", "状态"]
_KINDS = {"region": "地区", "department": "部门", "township": "乡镇街道", "section": "科室", "other": "其他"}
_PATTERN = [
    ["zhangsan", "张三", "东街街道", "", "街道", "单位填报人", ""],
    ["lisi", "李四", "统计局", "", "部门", "数据提供单位", ""],
    ["wangwu", "王五", "统计局办公室", "统计局", "科室", "单位填报人、单位负责人", ""],
]


_TREE = ["单位", "简称", "单位代码", "单位类型", "上级单位"]
_TREE_PATTERN = [
    ["县政府办公室", "县政府办", "A001", "部门", ""],
    ["秘书科", "", "", "科室", "县政府办公室"],
    ["县统计局", "", "A002", "部门", ""],
    ["秘书科", "", "", "科室", "县统计局"],
    ["东街街道", "东街", "B001", "街道", ""],
    ["督查组", "", "", "科室", "县政府办公室/秘书科"],
]


def people_workbook(people: QuerySet[User]) -> bytes:
    """Give accounts as an .xlsx file."""
    # Thousands of people are read as plain values: as objects they would take several times as long.
    asked = (
        "pk",
        "number",
        "name",
        "organisation__name",
        "organisation__code",
        "organisation__parent__name",
        "organisation__kind",
        "is_active",
    )
    with override("zh-hans"):
        names = {role.value: str(name) for role, name in ROLE_NAMES.items()}
        roles: dict[int, dict[str, None]] = {}
        posts = Post.objects.filter(user__in=people.order_by().values("pk")).order_by("pk")
        for user, role in posts.values_list("user", "role"):
            roles.setdefault(user, {})[names[role]] = None
        rows = [
            [
                number,
                name,
                at or "",
                above or "",
                _KINDS.get(kind, ""),
                listed(roles.get(pk, ()), short=True),
                code or "",
                "启用" if on else "停用",
            ]
            for pk, number, name, at, code, above, kind, on in people.values_list(*asked)
        ]
    return xlsx_table("人员", _PEOPLE, rows)


def _role(post: Post) -> str:
    return str(ROLE_NAMES[Role(post.role)])


def pattern_workbook() -> bytes:
    """Give the workbook to fill in for an import, with three invented people as a pattern."""
    return xlsx_table("人员", _PEOPLE[:-1], _PATTERN)


def tree_pattern() -> bytes:
    """Give the workbook to fill in for an import of organisations, with some invented ones as a pattern."""
    return xlsx_table("单位", _TREE, _TREE_PATTERN)


def organisations_workbook(organisations: QuerySet[Organisation]) -> bytes:
    """Give organisations as an .xlsx file."""
    rows = [
        [
            each.name,
            each.short_name,
            each.code,
            _KINDS[each.kind],
            each.parent.name if each.parent is not None else "",
            each.people_count,  # type: ignore[attr-defined]
        ]
        for each in organisations
    ]
    return xlsx_table("单位", [*_TREE, "人数"], rows)


def posts_workbook(posts: Iterable[Post]) -> bytes:
    """Give the posts of an assessment as an .xlsx file."""
    with override("zh-hans"):
        rows = [
            [
                _role(post),
                post.organisation.name,
                post.user.name,
                post.user.number,
                "本次考核" if post.assessment_id is not None else "全部考核",
                post.from_on,
                post.until_on,
                post.stands_in_for.name if post.stands_in_for is not None else "",
            ]
            for post in posts
        ]
    return xlsx_table("岗位", ["岗位", "单位", "姓名", "账号", "适用范围", "起始日期", "截止日期", "代理谁"], rows)


def download(content: bytes, name: str) -> HttpResponse:
    """Give a workbook as an answer to be kept as a file."""
    response = HttpResponse(content, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
