"""Choosing an organisation in a form: one types its name, and the browser suggests those there are.

A list of all of them once a field would make a page of a city's hundreds of kilobytes; here they stand in it once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kaoji.web.assessments.actions import NotNowError
from kaoji.web.organisations.codes import normal_code
from kaoji.web.organisations.models import Organisation

MOST_SUGGESTED = 2000
"""More are not suggested, those at the top first; a name typed in full is understood all the same."""


class Choices:
    """Organisations to choose from, each by a label of its own: its name, with the one above where several bear it."""

    def __init__(self, found: Iterable[Organisation]) -> None:
        self.by_id = {each.pk: each for each in found}

    @cached_property
    def labels(self) -> dict[int, str]:
        """Give what is typed for each."""
        counts = Counter(each.name for each in self.by_id.values())
        labels = {pk: each.name if counts[each.name] == 1 else self._longer(each) for pk, each in self.by_id.items()}
        again = Counter(labels.values())
        return {pk: label if again[label] == 1 else f"{label}#{pk}" for pk, label in labels.items()}

    def _longer(self, organisation: Organisation) -> str:
        above = self.by_id.get(organisation.parent_id or 0)
        return f"{organisation.name}（{above.name}）" if above is not None else organisation.name

    @cached_property
    def _meant(self) -> dict[str, int]:
        short = Counter(each.short_name for each in self.by_id.values())
        found = {
            each.short_name: pk for pk, each in self.by_id.items() if each.short_name and short[each.short_name] == 1
        }
        codes = {each.code: pk for pk, each in self.by_id.items() if each.code}
        return codes | found | {label: pk for pk, label in self.labels.items()}

    def label(self, pk: int | None) -> str:
        """Give what stands in a field for an organisation."""
        return self.labels.get(pk, "") if pk is not None else ""

    def meant(self, text: str) -> Organisation | None:
        """Give the organisation that somebody typed, by label, short name, code or number; None where nothing is typed.

        Raises:
            NotNowError: there is none like that.
        """
        typed = text.strip()
        if not typed:
            return None
        pk = self._meant.get(typed, self._meant.get(normal_code(typed)))
        if pk is None and typed.isascii() and typed.isdigit() and len(typed) < 10:  # noqa: PLR2004
            pk = int(typed)
        if pk is None or pk not in self.by_id:
            raise NotNowError(
                _(
                    "There is no organisation “{name}” to choose here. Type a part of its name and take one that is suggested."
                ).format(name=typed[:60])
            )
        return self.by_id[pk]

    @property
    def suggestions(self) -> SafeString:
        """Give the list that the fields of a page share, under the name ``organisations``."""
        labels = list(self.labels.values())[:MOST_SUGGESTED]
        options = format_html_join("", '<option value="{}"></option>', ((label,) for label in labels))
        return format_html('<datalist id="organisations">{}</datalist>', options)
