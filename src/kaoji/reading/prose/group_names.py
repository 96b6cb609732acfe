"""The groups of assessed units under all the words that a notice has for them: 第一组至第三组, 乡镇, 垂管部门, 2组."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import chinese_numeral
from kaoji.reading.phrases.wording import squeeze

_NUMERALS: Final = "零一二三四五六七八九十"
_ORDINAL: Final = late_pattern(r"第([一二三四五六七八九十])(?:组|类|批)(?:至第([一二三四五六七八九十])(?:组|类|批))?")
_ASIDE: Final = late_pattern(r"[（(]([^（）()\d]{2,12})[）)]")
_EVERY: Final = late_pattern(r"^(?:全[县市区镇乡]|对|各|所有|全体)+|(?<=[组类])单位$")
_KIND_BEHIND: Final = late_pattern(
    r"的?(?:乡镇|镇街|街道|乡|镇|部门|社区|村|企业|学校|科室|单位)(?:[（(][^（）()]*[）)])?$"
)
_ANY: Final = late_pattern(r"(?:单位|部门|科室|的|者|各|有关|相关|责任)*")


class GroupNames:
    """Finds groups by what a text calls them."""

    def __init__(self, names: Iterable[str], titles: Iterable[str] = ()) -> None:
        """Take the groups' names, and titles that may call one of them otherwise: 第四组（垂管部门）."""
        self.names = tuple(names)
        self._aliases: dict[str, tuple[str, ...]] = {}
        for title in titles:
            aside = _ASIDE.search(title)
            named = self.in_title(_ASIDE.sub("", title))
            if aside is not None and named:
                self._aliases[aside[1]] = named

    def in_title(self, title: str) -> tuple[str, ...]:
        """Give the groups that a title names: by their number (第一组至第三组), else by the words.

        >>> GroupNames(["乡镇", "市直第一组", "市直第二组"]).in_title("第一组至第二组")
        ('市直第一组', '市直第二组')
        """
        squeezed = squeeze(title)
        if match := _ORDINAL.search(squeezed):
            first, last = _NUMERALS.index(match[1]), _NUMERALS.index(match[2] or match[1])
            wanted = [f"第{_NUMERALS[number]}" for number in range(first, last + 1)]
            return tuple(name for name in self.names if any(number in name for number in wanted))
        found = tuple(name for name in self.names if name.startswith(squeezed) or name in squeezed)
        if not found and (
            asides := tuple(name for name in self.names if any(form in squeezed for form in self.forms(name)[2:]))
        ):
            return asides
        # A group with an aside of its own goes by what stands before it: 县级部门（单位）.
        bare = ((name, _ASIDE.sub("", name)) for name in self.names)
        return found or tuple(name for name, short in bare if short != name and len(short) > 1 and short in squeezed)

    @staticmethod
    def forms(name: str) -> tuple[str, ...]:
        """Give what a group goes by: its name, the name without its aside, and an aside that names it too.

        >>> GroupNames.forms("一类（城区组）"), GroupNames.forms("乡镇（街道）")
        (('一类（城区组）', '一类', '城区组'), ('乡镇（街道）', '乡镇'))
        """
        plain, aside = squeeze(name), _ASIDE.search(squeeze(name))
        if aside is None:
            return (plain,)
        bare = _ASIDE.sub("", plain)
        return (plain, bare, aside[1]) if aside[1].endswith(("组", "类")) else (plain, bare)

    def called(self, who: str) -> tuple[str, ...]:
        """Give the groups that a noun for units means; none where it means any unit.

        >>> GroupNames(["城区街道", "农村镇"]).called("镇"), GroupNames(["乡镇"]).called("单位")
        (('农村镇',), ())
        """
        if _ANY.fullmatch(who):
            return ()
        if who in self.names:
            return (who,)
        near = tuple(name for name in self.names if name.endswith(who) or who.endswith(name))
        return near or next((groups for alias, groups in self._aliases.items() if who in alias or alias in who), ())

    def meant(self, whose: str) -> tuple[str, ...]:
        """Give the groups that words for units mean, each by a name or the beginning of one; none unless all are known.

        >>> GroupNames(["乡镇组", "街道组", "部门组"]).meant("乡镇、街道")
        ('乡镇组', '街道组')
        >>> GroupNames(["城关片区", "生态片区"]).meant("生态片区乡镇")
        ('生态片区',)
        """
        found: dict[str, None] = {}
        for word in filter(None, re.split("[、和及与]|以及", squeeze(whose))):
            part = _EVERY.sub("", word)
            bare = {name: _ASIDE.sub("", name) for name in self.names}
            kind_of = _KIND_BEHIND.sub("", part)
            mine = tuple(name for name in self.names if part in self.forms(name))
            mine = mine or tuple(name for name in self.names if kind_of in self.forms(name))
            mine = mine or self.called(part)
            mine = mine or tuple(name for name, short in bare.items() if len(part) > 1 and short.startswith(part))
            if not mine:
                return ()
            found |= dict.fromkeys(mine)
        return tuple(found)

    def numbered(self, number: str) -> str | None:
        """Give the group that a number names: by 第一组 in its name, else by its place in the list."""
        value = int(number) if number.isdigit() else chinese_numeral(number)
        if value is None or not 0 < value < len(_NUMERALS):
            return None
        for name in self.names:
            if re.search(rf"第(?:{_NUMERALS[value]}|{value})[组类]", name):
                return name
        return self.names[value - 1] if value <= len(self.names) else None
