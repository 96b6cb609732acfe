"""The command that writes what every unit of a run is handed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kaoji.cli import display
from kaoji.diagnostics import has_errors, translator, user_language

if TYPE_CHECKING:
    from kaoji.writing.score_reports import Kind

_ = translator()


def reports(
    run: Annotated[Path, typer.Argument(metavar="RUN", help=_("The folder of a run."))],
    out: Annotated[Path, typer.Option("--out", "-o", help=_("The folder that the reports go into."))] = Path("reports"),
    word: Annotated[bool, typer.Option(help=_("Write Word files."))] = True,
    pdf: Annotated[bool, typer.Option(help=_("Write PDF files."))] = True,
    overwrite: Annotated[bool, typer.Option("--overwrite", help=_("Replace a file that is there already."))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print JSON for programs."))] = False,
) -> None:
    """Write the score report of every unit, a folder a group.

    Nothing is written where one of the files is there already and may not be replaced, or where a PDF lacks its font.
    """
    from kaoji.grading import grade
    from kaoji.scoring import score
    from kaoji.scoring.missing import missing
    from kaoji.writing.pdf import NoFontError
    from kaoji.writing.run import open_run, results_digest
    from kaoji.writing.score_reports import report_names, write_score_reports
    from kaoji.writing.sentences import is_final

    wanted: tuple[tuple[Kind, bool], ...] = (("docx", word), ("pdf", pdf))
    kinds = [kind for kind, is_wanted in wanted if is_wanted]
    if not kinds:
        raise typer.BadParameter(_("With --no-word and --no-pdf there is nothing to write."))
    structure, facts, problems = open_run(run)
    if structure is None or has_errors(problems):
        raise display.fail(problems, as_json=as_json)
    ranking = grade(score(structure, facts))
    names = report_names(ranking)
    files = [out / f"{name}.{kind}" for name in names.values() for kind in kinds]
    display.keep(files, overwrite=overwrite, as_json=as_json)
    language = user_language()
    is_preview = not is_final(ranking, missing(structure, facts))
    seals = {_("Digest of the results"): results_digest(run)}
    try:
        with display.counted(_("Writing the score reports"), len(names)) as step:
            for _unit in write_score_reports(
                ranking, out, kinds, is_preview=is_preview, language=language, seals=seals
            ):
                step()
    except NoFontError as problem:
        raise typer.BadParameter(f"{problem.sentence(language)} {_('--no-pdf leaves PDF out.')}") from problem
    if as_json:
        display.print_json({"folder": str(out), "is_final": not is_preview, "files": [str(file) for file in files]})
        return
    if is_preview:
        preview = _("Data are missing or decisions are open: the reports say that they are a preview.")
        display.err.print(f"[yellow]{preview}[/]", soft_wrap=True)
    typer.echo(_("The score reports of {count} units lie at {path}").format(count=len(names), path=out))
