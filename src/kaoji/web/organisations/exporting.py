"""People as a workbook, in the layout that the import reads."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import override

from kaoji.web.accounts.models import User
from kaoji.web.permissions import ROLE_NAMES, Role
from kaoji.writing.safe_cells import xlsx_table

_HEAD = ["账号", "姓名", "单位", "上级单位", "岗位", "状态"]


def people_workbook(people: QuerySet[User]) -> bytes:
    """Give accounts as an .xlsx file."""
    with override("zh-hans"):
        rows = [
            [
                user.number,
                user.name,
                user.organisation.name if user.organisation is not None else "",
                user.organisation.parent.name if user.organisation and user.organisation.parent else "",
                "、".join(str(ROLE_NAMES[Role(post.role)]) for post in user.posts.all()),
                "启用" if user.is_active else "停用",
            ]
            for user in people.select_related("organisation__parent")
        ]
    return xlsx_table("人员", _HEAD, rows)
