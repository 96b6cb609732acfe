"""The commands. Each reads, calls one function of the core, prints; exit code 1 says that something is wrong.

A command loads what it runs when it runs, so that none waits for the libraries of the others.
"""

from __future__ import annotations

import gc
import io
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kaoji.cli import (
    audit_commands,
    display,
    reading_commands,
    report_commands,
    second_commands,
    upkeep_commands,
    web_commands,
    words,
)
from kaoji.cli.unknown import codes_meant, unknown_indicator, unknown_provider, unknown_unit, unsure_code
from kaoji.diagnostics import Diagnostic, Source, has_errors, translator, user_language
from kaoji.version import VERSION

if TYPE_CHECKING:
    from kaoji.scheme import Structure
    from kaoji.scoring import Facts, Scores
_ = translator()
app = typer.Typer(
    name="kaoji",
    help=_("Exact, explained results from the rules of an assessment notice."),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
SchemeFile = Annotated[Path, typer.Argument(metavar="SCHEME", help=_("The scheme file (YAML)."))]
FactsPath = Annotated[
    Path, typer.Argument(metavar="FACTS", help=_("Facts: a folder of CSV, XLSX or Parquet, or one workbook."))
]
AsJson = Annotated[bool, typer.Option("--json", help=_("Print JSON for programs."))]
Overwrite = Annotated[bool, typer.Option("--overwrite", help=_("Replace a file that is there already."))]
Annotate = Annotated[
    Path | None, typer.Option("--annotate", help=_("Write the facts back as a workbook with the faulty cells marked."))
]
RunFolder = Annotated[Path, typer.Argument(metavar="RUN", help=_("The folder of a run."))]


def _version(value: bool) -> None:
    if value:
        typer.echo(f"kaoji {VERSION}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=_("Print the version."))
    ] = False,
) -> None:
    pass


def _scheme(path: Path, *, as_json: bool = False) -> Structure:
    from kaoji.scheme import load_scheme

    structure, problems = load_scheme(path)
    if structure is None:
        raise display.fail(problems, as_json=as_json)
    return structure


def _read(path: Path, structure: Structure, annotate: Path | None) -> tuple[Facts, list[Diagnostic]]:
    """Read facts and, where wanted, write them back with what is to be said about them."""
    from kaoji.scoring.attribute_columns import untold_findings
    from kaoji.scoring.missing import missing_findings, unheard_findings
    from kaoji.scoring.tables import read_facts

    facts, problems = read_facts(path, structure)
    are_whole = not has_errors(problems)
    problems += missing_findings(structure, facts, are_whole=are_whole)
    if are_whole:  # a kind of voters may only be missing because its rows are faulty
        problems += unheard_findings(structure, facts) + untold_findings(structure, facts)
    if annotate is not None and problems:
        from kaoji.writing.annotation import annotate as write_marked

        write_marked(path, problems, annotate, user_language())
        display.err.print(_("The marked workbook lies at {path}").format(path=annotate))
    return facts, problems


def _facts(
    path: Path, structure: Structure, annotate: Path | None, *, as_json: bool = False
) -> tuple[Facts, list[Diagnostic]]:
    """Read facts that can be scored, with what is doubtful about them."""
    from kaoji.scoring.missing import MISSING

    facts, problems = _read(path, structure, annotate)
    if has_errors(problems):
        raise display.fail(problems, as_json=as_json)
    doubts = [problem for problem in problems if problem.code != MISSING]  # the ranking says so itself
    if doubts and not as_json:
        display.findings(doubts)
    return facts, doubts


@app.command(help=_("Check a scheme, and facts if given: what is wrong, doubtful or forbidden, and how to mend it."))
def check(
    scheme: SchemeFile,
    facts: Annotated[
        Path | None, typer.Argument(metavar="[FACTS]", help=_("Facts to check against the scheme."))
    ] = None,
    policy: Annotated[bool, typer.Option(help=_("Also look for content that today's rules forbid."))] = True,
    annotate: Annotate = None,
    as_json: AsJson = False,
) -> None:
    from kaoji.scheme import load_scheme
    from kaoji.scheme.linting import lint
    from kaoji.scheme.unsettled import unsettled_findings

    structure, problems = load_scheme(scheme)
    if structure is not None:
        problems = [*problems, *lint(structure, policy=policy), *unsettled_findings(structure)]
        if facts is not None:
            problems += _read(facts, structure, annotate)[1]
    display.findings(problems, as_json=as_json)
    raise typer.Exit(1 if has_errors(problems) else 0)


@app.command(help=_("Write the workbook that data providers fill in."))
def template(
    scheme: SchemeFile,
    out: Annotated[Path, typer.Option("--out", "-o", help=_("Where to write it."))] = Path("template.xlsx"),
    provider: Annotated[str | None, typer.Option(help=_("Only what this provider gives."))] = None,
    overwrite: Overwrite = False,
) -> None:
    from kaoji.writing.template import providers, write_template

    structure = _scheme(scheme)
    if provider is not None and provider not in (known := providers(structure)):
        raise display.fail([unknown_provider(provider, scheme, known)])
    display.keep([out], overwrite=overwrite)
    write_template(structure, out, provider)
    typer.echo(_("The workbook lies at {path}").format(path=out))


@app.command(name="score", help=_("Score and grade: print the ranking, write the workbook and the whole run."))
def score_command(
    scheme: SchemeFile,
    facts: FactsPath,
    out: Annotated[Path, typer.Option("--out", "-o", help=_("The folder of the run."))] = Path("run"),
    annotate: Annotate = None,
    as_json: AsJson = False,
) -> None:
    from kaoji.scheme.unsettled import unsettled_findings
    from kaoji.writing.run import results_of, write_run

    with display.progress() as steps:
        task = steps.add_task(_("Reading the scheme"), total=None)
        structure = _scheme(scheme, as_json=as_json)
        steps.update(task, description=_("Reading the facts"))
        read, doubts = _facts(facts, structure, annotate, as_json=as_json)
        if not _may_replace(out):
            raise display.fail([_not_a_run(out)], as_json=as_json)
        steps.update(task, description=_("Scoring and writing"))
        run = write_run(structure, read, scheme, out, user_language())
    unsettled = unsettled_findings(structure)
    if as_json:
        said = {
            "is_final": run.is_final,
            "missing": [asdict(each) for each in run.missing],
            "findings": [finding.to_json() for finding in (*doubts, *unsettled)],
        }
        display.print_json(results_of(run.ranking) | said)
    else:
        display.ranking(run)
        for finding in unsettled:
            display.out.print(f"[yellow]{finding.line()}[/]", soft_wrap=True)
        typer.echo(_("The workbook lies at {path}").format(path=out / "results.xlsx"))


def _may_replace(folder: Path) -> bool:
    """Tell whether a folder can be made, is empty or an old run: nothing else is ever replaced."""
    nearest = next(place for place in (folder, *folder.resolve().parents) if place.exists())
    return (
        nearest.is_dir()
        if nearest != folder
        else (folder.is_dir() and ((folder / "manifest.json").is_file() or not any(folder.iterdir())))
    )


def _not_a_run(folder: Path) -> Diagnostic:
    holds = "“{folder}” holds other files; a run would replace them."
    return Diagnostic(
        "run.E404",
        holds if folder.is_dir() else "“{folder}” cannot be made into a folder: there is a file in its place.",
        (Source(str(folder)),),
        "Name a new folder with --out.",
        {"folder": str(folder)},
    )


@app.command(help=_("Unfold a unit's total, or one indicator, down to facts and source."))
def explain(
    run: RunFolder,
    unit: Annotated[str, typer.Argument(metavar="UNIT", help=_("The unit's name."))],
    indicator: Annotated[
        str | None, typer.Argument(metavar="[INDICATOR]", help=_("An indicator's code, name or path."))
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            help=_("Write what the unit is handed: its score sheet (.xlsx), or its score report (.docx, .pdf)."),
        ),
    ] = None,
    overwrite: Overwrite = False,
    as_json: AsJson = False,
) -> None:
    from kaoji.scoring import score
    from kaoji.scoring.explaining import explain as explain_scores
    from kaoji.writing.run import open_run

    if out is not None and out.suffix.lower() not in (".xlsx", ".docx", ".pdf"):
        raise typer.BadParameter(_("“{name}” ends otherwise than .xlsx, .docx or .pdf.").format(name=out.name))
    if out is not None:
        display.keep([out], overwrite=overwrite, as_json=as_json)
    structure, facts, problems = open_run(run)
    if structure is None or has_errors(problems):
        raise display.fail(problems, as_json=as_json)
    scores = score(structure, facts)
    if unit not in scores.units:
        raise display.fail([unknown_unit(unit, run, scores.units)], as_json=as_json)
    node: int | str | None = None
    if indicator is not None:
        panels = [panel.name for panel in structure.panels if (unit, panel.name) in scores.panels]
        node = scores.node_named(unit, indicator)
        if node is None and indicator in panels:
            node = indicator
        if node is None:
            known = [each.name for each in structure.nodes if (unit, each.index) in scores.nodes]
            raise display.fail([unknown_indicator(unit, indicator, run, [*known, *panels])], as_json=as_json)
    item = explain_scores(scores, unit, node)
    if as_json:
        display.print_json(display.derivation_json(item))
    else:
        display.derivation(item)
    if out is not None:
        _write_for_unit(scores, unit, out, run)


def _write_for_unit(scores: Scores, unit: str, out: Path, run: Path) -> None:
    """Write a unit's score sheet or its score report, as the name of the file ends."""
    from kaoji.grading import grade
    from kaoji.scoring.missing import missing
    from kaoji.writing.run import results_digest

    ranking, lacking, language = grade(scores), missing(scores.structure, scores.facts), user_language()
    if out.suffix.lower() == ".xlsx":
        from kaoji.writing.workbook import write_score_sheet

        write_score_sheet(ranking, unit, out, language, lacking)
        display.err.print(_("The workbook lies at {path}").format(path=out), soft_wrap=True)
        return
    from kaoji.writing.pdf import NoFontError, write_score_report_pdf
    from kaoji.writing.score_report import report_of, write_score_report
    from kaoji.writing.sentences import is_final

    seals = {_("Digest of the results"): results_digest(run)}
    report = report_of(ranking, unit, is_preview=not is_final(ranking, lacking), language=language, seals=seals)
    try:
        (write_score_report_pdf if out.suffix.lower() == ".pdf" else write_score_report)(report, out)
    except NoFontError as problem:
        raise typer.BadParameter(problem.sentence(language)) from problem
    display.err.print(_("The score report lies at {path}").format(path=out), soft_wrap=True)


@app.command(help=_("Recompute a run, or the runs of a signed bundle, and compare every number and digest."))
def verify(
    run: Annotated[Path, typer.Argument(metavar="RUN", help=_("The folder of a run, or a bundle (zip)."))],
    key: Annotated[
        str | None, typer.Option("--key", help=_("The public key that must have signed the bundle."))
    ] = None,
    as_json: AsJson = False,
) -> None:
    if run.is_file():
        from kaoji.writing.bundle import verify_bundle

        verified = verify_bundle(run, key)
        problems, signed_by, results = list(verified.problems), verified.signed_by, verified.results
    else:
        from kaoji.writing.run import results_digest
        from kaoji.writing.verifying import verify_run

        problems, signed_by = verify_run(run), ""
        results = () if has_errors(problems) else (results_digest(run),)
    if as_json or problems:
        display.findings(problems, as_json=as_json)
    if not has_errors(problems) and not as_json:
        display.out.print(f"[green]{_('Every number of the run was recomputed and agrees.')}[/]")
        for digest in results:
            said = _("Digest of the results: {digest}. What is published must show the same.")
            display.out.print(said.format(digest=digest), soft_wrap=True)
        if signed_by:
            said = (
                _("The signature is that of the key given.")
                if key
                else _("Compare the key with the one that is published.")
            )
            display.out.print(_("Signed by {key}").format(key=signed_by), said, sep="\n", soft_wrap=True)
    raise typer.Exit(1 if has_errors(problems) else 0)


app.command(help=_("Read the scoring text of a notice into rules, and show what was understood and how surely."))(
    reading_commands.rules
)
app.command(help=_("Read a notice: a draft scheme, its score sheets and groups as trees, or its target tasks."))(
    reading_commands.read
)


@app.command(help=_("Say what the code of a finding means, why it matters and how to mend it."))
def code(
    name: Annotated[
        str,
        typer.Argument(
            metavar="CODE",
            help=_("The code, as findings have it: policy.W301. W301 will do where only one has this number."),
        ),
    ],
) -> None:
    from kaoji.web.codes import explained

    known = explained(user_language())
    meant = codes_meant(name, known)
    if len(meant) != 1:
        raise typer.BadParameter(unsure_code(name, meant, {each: found.title for each, found in known.items()}))
    display.code(known[meant[0]])


@app.command(help=_("Print the JSON Schema of scheme files, for editors."))
def schema() -> None:
    from kaoji.scheme import json_schema

    display.print_json(json_schema())


@app.command(help=_("Run the bundled schemes on invented facts and show what comes out."))
def demo(
    out: Annotated[Path, typer.Option("--out", "-o", help=_("The folder for the runs."))] = Path("out/demo"),
    seed: Annotated[int, typer.Option(help=_("Another seed gives other facts."))] = 1,
) -> None:
    from kaoji.scheme.bundled import bundled_schemes
    from kaoji.scoring.sampling import plausible
    from kaoji.scoring.tables import write_facts
    from kaoji.writing.run import write_run

    runs = []
    for path in bundled_schemes():
        with display.progress() as steps:
            steps.add_task(path.parent.name, total=None)
            structure = _scheme(path)
            folder = out / path.parent.name
            facts = plausible(structure, seed)
            write_facts(facts, structure, out / f"{path.parent.name}-facts")
            run = write_run(structure, facts, path, folder, user_language())
        display.ranking(run, most=5)
        runs.append(run)
    typer.echo()
    for run in runs:
        typer.echo(_("The workbook lies at {path}").format(path=run.folder / "results.xlsx"))
    unit = next(iter(runs[0].ranking.results))
    typer.echo(_("Next: kaoji explain {run} {unit}").format(run=runs[0].folder, unit=unit))


app.command(help=_("Write the score reports of all units of a run, in Word and PDF."))(report_commands.reports)
app.add_typer(audit_commands.app, name="audit")
app.command(help=_("Run the platform in the browser."))(web_commands.serve)
app.command(help=_("Work through the platform's queue of background jobs."))(web_commands.work)
app.command(help=_("Make an administrator's account of the platform."))(web_commands.administrator)
app.command(help=_("Write a backup of the platform, while it runs."))(upkeep_commands.backup)
app.command(help=_("Restore a backup of the platform into an empty place."))(upkeep_commands.restore)
app.command(help=_("Find everything stored that was changed behind the platform's back."))(upkeep_commands.check_stored)
app.command(help=_("Check whether the platform's settings are fit for real use."))(upkeep_commands.check_settings)
app.command(help=_("Copy to the second machine the files that it does not have."))(second_commands.copy_home)
app.command(help=_("Measure how far the second machine is behind."))(second_commands.lag)
app.command(help=_("Let this machine, which followed, take over from the first one."))(second_commands.take_over)
app.command(help=_("Write what the installation is made of (CycloneDX), and name parts with known holes."))(
    upkeep_commands.sbom
)
app.command(help=_("Build an invented county half-way through its year, and open it in the browser."))(
    web_commands.example
)


def main() -> None:
    """Run the command line; a closed pipe ends it quietly, as typer sees to."""
    # Commands make millions of objects that hardly ever refer to each other in circles; looking for circles every 700 of
    # them takes a twentieth of the time.
    gc.set_threshold(100_000, 20, 20)
    for stream in (sys.stdout, sys.stderr):
        # Consoles and files in GBK lack signs that names may have, and a command would end at the first of them.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=display.ESCAPED)
    try:
        sys.exit(words.worded(app)(standalone_mode=False) or 0)
    except typer.TyperException as problem:
        print(words.complaint(problem), file=sys.stderr)  # noqa: T201 - the answer of a command
        sys.exit(getattr(problem, "exit_code", 2))
    except typer.Abort:
        print(_("Given up."), file=sys.stderr)  # noqa: T201 - the answer of a command
        sys.exit(1)
    except Exception as problem:
        said = web_commands.fault_of_the_database(problem)
        if not said:
            raise
        print(said, file=sys.stderr)  # noqa: T201 - the answer of a command
        sys.exit(1)
