"""The result notice: what the office writes, what comes from the run, and both together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaoji.scheme import Structure
from kaoji.web.assessments.models import Assessment
from kaoji.web.results.deciding import day_of
from kaoji.web.results.models import NoticeText, Run, Standing
from kaoji.web.results.rankings import in_order
from kaoji.web.results.why import public_reasons
from kaoji.writing.result_notice import NoticeGroup, NoticeUnit, ResultNotice

TEXTS = ("mark", "number", "title", "addressee", "opening", "closing", "signer", "copies", "printed_by", "annex_title",
         "urgency")  # fmt: skip
DATES = ("signed_on", "printed_on")
SWITCHES = ("is_sealed", "names_grades", "names_awards", "names_consequences", "has_annex", "shows_totals")
LABELS = {
    "mark": gettext_lazy("Issuing office, above the red line"), "number": gettext_lazy("Document number"),
    "title": gettext_lazy("Title of the notice"), "addressee": gettext_lazy("Addressed to"),
    "opening": gettext_lazy("Text before the result"), "closing": gettext_lazy("Text after the result"),
    "signer": gettext_lazy("Signing office"), "signed_on": gettext_lazy("Dated"), "copies": gettext_lazy("Copies to"),
    "printed_by": gettext_lazy("Printed by"), "printed_on": gettext_lazy("Printed on"),
    "annex_title": gettext_lazy("Title of the annex"), "urgency": gettext_lazy("Urgency, if any"),
    "is_sealed": gettext_lazy("It is sealed: leave room for the seal"), "grades": gettext_lazy("Grades in the text:"),
    "names_grades": gettext_lazy("Grades in the text:"), "names_awards": gettext_lazy("Prizes"),
    "names_consequences": gettext_lazy("What follows"), "has_annex": gettext_lazy("Annex with the ranking tables"),
    "shows_totals": gettext_lazy("with totals"),
}  # fmt: skip
"""What the fields are called on the page."""
_LONGEST = 4000
URGENCIES = ("特急", "加急")


def kept_fields(assessment: Assessment) -> dict[str, str]:
    """Give what the office wrote; before it wrote anything, what can be known beforehand."""
    kept = NoticeText.objects.filter(assessment=assessment).first()
    return dict(kept.fields) if kept is not None else _beforehand(assessment)


def _beforehand(assessment: Assessment) -> dict[str, str]:
    office, title = assessment.office.name, assessment.title
    today = timezone.localdate().isoformat()
    return {
        "mark": f"{office}文件",
        "number": f"〔{timezone.localdate().year}〕号",
        "title": f"{office}关于{title}结果的通报",
        "addressee": "各被考核单位",
        "opening": f"根据《{title}实施方案》，经数据采集、核验、计分、审定和公示，现将考核结果通报如下。",
        "closing": "请各单位对照得分情况查找差距、改进工作。",
        "signer": office,
        "signed_on": today,
        "copies": "",
        "printed_by": office,
        "printed_on": today,
        "annex_title": f"{title}结果",
        **dict.fromkeys(("is_sealed", "names_grades", "names_awards", "has_annex", "shows_totals"), "1"),
        "names_consequences": "",
    }


def read_fields(form: Mapping[str, str], grades: Sequence[str]) -> dict[str, str]:
    """Read what was written on the page."""
    fields = {name: form.get(name, "").replace("\r\n", "\n").strip()[:_LONGEST] for name in (*TEXTS, *DATES)}
    fields |= {name: "1" if form.get(name) == "1" else "" for name in SWITCHES}
    named = [grade for number, grade in enumerate(grades) if form.get(f"grade-{number}") == "1"]
    return {**fields, "grades": "\n".join(named)}


def named_grades(fields: Mapping[str, str], structure: Structure) -> list[str]:
    """Give the grades that the notice names: those chosen, all where nothing was chosen yet."""
    grades = [grade.name for grade in structure.scheme.grades]
    if "grades" not in fields:
        return grades
    chosen = fields["grades"].split("\n")
    return [grade for grade in grades if grade in chosen]


def notice_of(run: Run, fields: Mapping[str, str], structure: Structure) -> ResultNotice:
    """Put what the office wrote and what the run found into one notice."""
    standings = Standing.objects.filter(run=run).select_related("participant").defer("nodes", "points", "facts")
    groups: dict[str, list[NoticeUnit]] = {}
    listed = in_order(standings)
    with translation.override("zh-hans"):
        remarks = public_reasons(listed, structure)
    for standing in listed:
        groups.setdefault(standing.group, []).append(
            NoticeUnit(
                standing.participant.unit, standing.rank, standing.total, standing.grade, tuple(standing.awards),
                tuple(standing.consequences), tuple(remarks.get(standing.participant_id, ())),
            )
        )  # fmt: skip
    written: dict[str, Any] = {name: fields.get(name, "") for name in TEXTS}
    written |= {name: day_of(fields.get(name, "")) for name in DATES}
    written |= {name: fields.get(name) == "1" for name in SWITCHES}
    return ResultNotice(
        **written,
        groups=tuple(
            NoticeGroup(name, tuple(units), max(structure.decimals_of(each.unit, name) for each in units))
            for name, units in groups.items()
        ),
        grades=tuple(named_grades(fields, structure)),
        awards=tuple(dict.fromkeys(award.name for award in structure.scheme.awards)),
        is_draft=run.is_preview,
    )


def sentences_of(codes: Sequence[str]) -> list[str]:
    """Say what a notice lacks."""
    says = {
        "mark": _("The name of the issuing office above the red line is missing."),
        "number": _("The document number is missing."),
        "number_form": _("A document number looks like 青考〔2026〕3号: six-cornered brackets, no 第, no leading 0."),
        "title": _("The title is missing."),
        "addressee": _("Nobody is addressed."),
        "signer": _("The signing office is missing."),
        "signed_on": _("The date is missing."),
    }
    return [says[code] for code in codes]
