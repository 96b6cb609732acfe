"""What happens in a year of the first county, so that every page has something to show: beside the bare city of ``city``.

Last year's assessment, published after an appeal and archived; evidence, a self-assessment, faulty workbooks, a change of
the scheme that waits, a trial, and a notice for next year.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from bench.city import City, open_county, publish
from kaoji.scoring.sampling import plausible
from kaoji.web.assessments import actions
from kaoji.web.assessments.models import Assessment, Participant
from kaoji.web.assessments.notices import add_notice
from kaoji.web.assessments.structures import structure_of
from kaoji.web.example.building import NOTICE
from kaoji.web.example.storing import store
from kaoji.web.facts.actions import Entry, ask_to_mark, attach, receive_workbook, save, submit_self, urge
from kaoji.web.facts.adapting import propose
from kaoji.web.facts.models import Fact, FilingState, Side, Workbook
from kaoji.web.facts.self_rows import filings_of
from kaoji.web.facts.workbooks import template_of
from kaoji.web.jobs.queue import do_all
from kaoji.web.organisations.import_work import ask_for_import
from kaoji.web.organisations.models import Organisation
from kaoji.web.publication.actions import appeals, publishing
from kaoji.web.publication.models import PublicNotice
from kaoji.web.publication.sheets import nodes_of
from kaoji.web.results import trial_actions
from kaoji.web.results.actions import ask_reports, compute
from kaoji.web.results.models import Run, Standing
from kaoji.writing.safe_cells import xlsx_table

if TYPE_CHECKING:
    from kaoji.web.accounts.models import User

_SAID = 20
"""Facts that a unit says of itself, and facts with evidence."""


def happen(city: City) -> None:
    """Let a year go by in the first county of a city."""
    assessment, office = city.assessments[0], city.people["office"]
    _last_year(city, assessment, office)
    _facts(assessment, city, office)
    _results(assessment, office)
    _scheme(assessment, office)
    _people(city)
    do_all()


def _file(name: str, text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def _last_year(city: City, assessment: Assessment, office: User) -> None:
    """Publish last year's result after an appeal that was turned down, and archive it."""
    scheme = assessment.scheme
    if scheme is None:
        raise ValueError(assessment)
    made = actions.create(assessment.office, f"{assessment.title}（上年）", assessment.year - 1, office)
    version, _findings = actions.keep_scheme(made, scheme.text.replace("2025", "2024"), office)
    made = open_county(made, version, assessment.approval_steps.get().organisation)
    structure = structure_of(version)
    city.facts += store(made, structure, plausible(structure, seed=2024), office)

    def appeal(notice: PublicNotice) -> None:
        unit = _unit_of(made, city.people["head"])
        standing = Standing.objects.select_related("sheet").get(run=notice.run, participant=unit)
        node = [each.key for each in nodes_of(standing.sheet.tree)][1]
        files = [_stored(_file("说明.txt", "数据有出入。"), city.people["head"])]
        filed = appeals.file_appeal(
            unit, node, "数据有出入，请核对。", files, city.people["head"], today=notice.from_on
        )
        appeals.reject(filed, "经核对无误。", office)

    publish(made, appeal)
    publishing.archive(made, office)
    do_all()
    assessment.previous = made
    assessment.save(update_fields=["previous"])


def _stored(upload: SimpleUploadedFile, by: User) -> Any:
    from kaoji.web.files.receiving import receive  # noqa: PLC0415 - one name less above

    return receive(upload, by)


def _unit_of(assessment: Assessment, user: User) -> Participant:
    return assessment.participants.get(organisation=user.organisation)


def _facts(assessment: Assessment, city: City, office: User) -> None:
    """Back facts with evidence, let a unit assess itself, and hand in a workbook with a fault."""
    provider, reporter = city.people["provider"], city.people["reporter"]
    own = list(assessment.filings.filter(providers=provider.organisation))
    unit = _unit_of(assessment, reporter)
    for fact in Fact.objects.filter(filing__in=own, participant=unit)[:_SAID]:
        attach(fact, _file("依据.txt", "台账"), provider)
    if assessment.scheme is None:
        raise ValueError(assessment)
    structure = structure_of(assessment.scheme)
    for filing in filings_of(unit, structure)[:_SAID]:
        known = Fact.objects.filter(filing=filing, participant=unit, side=Side.PROVIDED).first()
        if known is not None:
            entry = Entry(unit, dict(known.row), number=known.number)
            save(filing, [entry], structure, reporter, side=Side.SELF)
    for fact in Fact.objects.filter(participant=unit, side=Side.SELF)[:2]:
        attach(fact, _file("自评说明.txt", "台账"), reporter)
    submit_self(unit, reporter)
    urge(assessment.filings.filter(state=FilingState.OPEN)[:5], "请尽快报送。", office)
    for by, filings in ((provider, own), (office, list(assessment.filings.filter(providers=None)))):
        content = template_of(filings, structure, "", "zh") if filings else b""
        if content:
            _hand_in(assessment, by, filings, content)


def _hand_in(assessment: Assessment, by: User, filings: list[Any], content: bytes) -> None:
    import io  # noqa: PLC0415 - for the workbook alone

    import openpyxl  # noqa: PLC0415 - as above

    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[-1]
    sheet.cell(2, sheet.max_column).value = "很多"
    target = io.BytesIO()
    book.save(target)
    if assessment.scheme is None:
        raise ValueError(assessment)
    structure = structure_of(assessment.scheme)
    workbook = receive_workbook(assessment, filings, SimpleUploadedFile("填报.xlsx", target.getvalue()), structure, by)
    do_all()
    ask_to_mark(Workbook.objects.get(pk=workbook.pk), by)


def _results(assessment: Assessment, office: User) -> None:
    """Compute a second run, have reports written, and try a rule."""
    first = Run.objects.filter(assessment=assessment, finished_at__isnull=False).latest("pk")
    compute(assessment, office, reason="会前预览")
    do_all()
    trial = trial_actions.start(first, "放宽", office)
    before, after = "每100万元计0.2分，最高计2分", "每80万元计0.2分，最高计2分"
    change = {"kind": "rule", "place": "0.1", "number": 0, "label": "工作1之2", "before": before, "after": after,
              "was": before, "becomes": after}  # fmt: skip
    trial_actions.add(trial, change, office)
    do_all()
    ask_reports(Run.objects.filter(assessment=assessment).latest("pk"), office)


def _scheme(assessment: Assessment, office: User) -> None:
    """Propose a change of the scheme, and begin next year from its notice."""
    newest = assessment.scheme_versions.latest("number")
    version, _findings = actions.keep_scheme(
        assessment, newest.text.replace("每次扣0.5分", "每次扣1分", 1), office, "加重扣分"
    )
    propose(assessment, version, "从严", office)
    year = timezone.localdate().year + 1
    coming = actions.create(assessment.office, f"{year}年度考核", year, office)
    text = NOTICE.read_text(encoding="utf-8").replace("{year}", str(year))
    add_notice(coming, _file("通知.txt", text), office)


def _people(city: City) -> None:
    """Import some people, so that the pages of an import are there."""
    office = Organisation.objects.get(pk=city.assessments[0].office_id)
    rows = [[f"w{number}", f"王{number}", office.name, "", "部门", ""] for number in range(20)]
    head = ["账号", "姓名", "单位", "上级单位", "单位类型", "岗位"]
    upload = SimpleUploadedFile("人员.xlsx", xlsx_table("人员", head, rows))
    ask_for_import(upload, office.parent, city.people["system"])
