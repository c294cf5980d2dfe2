"""The commands and their options. What they do lives in the module of each; see there.

Nothing heavy is imported before a command runs: ``gijiroku --help`` must answer at once.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

__all__ = ["app"]

app = typer.Typer(
    name="gijiroku",
    help="Minutes of Japanese councils (会議録, 議事録, 議事要旨) become records and tables.",
    epilog="Start with: gijiroku convert data/raw --out data/processed",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class TextOrJson(StrEnum):
    """How ``show`` prints."""

    text = "text"
    json = "json"


class MarkdownOrJson(StrEnum):
    """How ``schema`` prints."""

    md = "md"
    json = "json"


class Half(StrEnum):
    """Which documents ``score`` takes."""

    odd = "odd"
    even = "even"


class OtherFormat(StrEnum):
    """What ``export`` writes."""

    akn = "akn"
    tei = "tei"
    kokkai = "kokkai"
    khcoder = "khcoder"
    quanteda = "quanteda"
    gold = "gold"


class Unit(StrEnum):
    """What ``code`` gives codes to."""

    turn = "turn"
    paragraph = "paragraph"
    sentence = "sentence"


class Labels(StrEnum):
    """Language of headings for people."""

    ja = "ja"


Document = Annotated[
    Path,
    typer.Argument(metavar="FILE", help="A .pdf, .txt, .md, .html, .htm or .docx file."),
]
Profile = Annotated[
    str | None,
    typer.Option(metavar="NAME|FILE", help="Pin the conventions of a body, by name or file."),
]
Lexicon = Annotated[
    list[Path] | None,
    typer.Option(metavar="FILE", help="Topics beside the built-in ones; may be given repeatedly."),
]
Corrections = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="FILE",
        help="What a person corrected: a workbook of gijiroku review, or CSV; may be given "
        "repeatedly.",
    ),
]
NoTags = Annotated[
    bool, typer.Option("--no-tags", help="Skip the language stage: no topics, no citations.")
]


def _version(wanted: bool) -> None:
    if wanted:
        from pipeline.batch.settings import software_version

        typer.echo(software_version())
        raise typer.Exit


@app.callback()
def gijiroku(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Minutes of Japanese councils (会議録, 議事録, 議事要旨) become records and tables."""


@app.command(
    epilog="Example: gijiroku convert data/raw --out data/processed --format csv,xlsx --labels ja"
)
def convert(
    inputs: Annotated[
        list[Path],
        typer.Argument(metavar="INPUT", help="Files, and folders with all below them."),
    ],
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="Folder of the tables; made if missing.")
    ],
    formats: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="LIST",
            help="Any of csv, parquet, jsonl, sqlite, xlsx, separated by commas.",
        ),
    ] = "csv,parquet",
    jobs: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=1, help="Worker processes.", show_default="one per processor"
        ),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS", help="Work on the Dask cluster behind this scheduler (tcp://…)."
        ),
    ] = None,
    timeout: Annotated[
        float | None,
        typer.Option(
            metavar="SECONDS", help="Give a document up after so long.", show_default="300"
        ),
    ] = None,
    limit: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=NUMBER",
            help="What a document may cost: memory (MB), cpu (seconds), pages, chars, size (MB); "
            "may be given repeatedly.",
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Do documents again that are already done.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")
    ] = False,
    no_tags: NoTags = False,
    profile: Profile = None,
    lexicon: Lexicon = None,
    sources: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.csv", help="What the archive knows of its files, by path or pattern."
        ),
    ] = None,
    corrections: Corrections = None,
    lines: Annotated[
        bool, typer.Option("--lines", help="Also write the table lines: the whole source.")
    ] = False,
    labels: Annotated[
        Labels | None, typer.Option(metavar="ja", help="Japanese headings in XLSX.")
    ] = None,
) -> None:
    """Convert files and folders into tables.

    Documents that are already done (same content, version and settings) are not done again.
    Every file found is a row of the table documents, also those that could not be read.
    """
    from pipeline.cli.convert import Request, run

    request = Request(
        inputs=tuple(inputs),
        out=out,
        formats=tuple(name.strip() for name in formats.split(",") if name.strip()),
        jobs=jobs,
        scheduler=scheduler,
        timeout=timeout,
        limits=tuple(limit or ()),
        force=force,
        tags=not no_tags,
        profile=profile,
        lexicons=tuple(lexicon or ()),
        sources=sources,
        corrections=tuple(corrections or ()),
        lines=lines,
        labels=labels.value if labels else None,
    )
    raise typer.Exit(run(request, dry_run=dry_run))


@app.command(epilog="Example: gijiroku show data/raw/x.pdf")
def show(
    file: Document,
    form: Annotated[
        TextOrJson, typer.Option("--format", help="For a person, or the nested record.")
    ] = TextOrJson.text,
    page: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="Draw this page of a PDF, its records coloured."),
    ] = None,
    save: Annotated[
        Path | None, typer.Option(metavar="FILE.png", help="Where the drawn page goes.")
    ] = None,
    no_tags: NoTags = False,
    profile: Profile = None,
    lexicon: Lexicon = None,
    corrections: Corrections = None,
) -> None:
    """Show the records of one document.

    Header, roster, agenda, then case by case what was said and decided, and the issues.
    With --page and --save, a page of a PDF as a picture with the lines of every record marked.
    """
    from pipeline.cli.show import save_page, show_json, show_text
    from pipeline.cli.single import read_one

    if (page is None) != (save is None):
        raise typer.BadParameter("--page and --save go together")
    tags = not no_tags and page is None
    minutes = read_one(
        file, tags=tags, profile=profile, lexicons=lexicon or (), corrections=corrections or ()
    )
    if page is not None and save is not None:
        save_page(minutes, page, save)
    elif form is TextOrJson.json:
        show_json(minutes)
    else:
        show_text(minutes)


@app.command(epilog="Example: gijiroku explain data/raw/x.txt | grep residue")
def explain(file: Document, profile: Profile = None, corrections: Corrections = None) -> None:
    """Explain how every line was read.

    Each source line with its role, the rule that gave it and the record it went to; before them
    the conventions considered, with their scores, and every place where a speaker may begin, with
    the reasons for (+) and against it (-); after them the issues.
    """
    from pipeline.cli.explain import explain as explain_minutes
    from pipeline.cli.single import read_one

    minutes = read_one(file, tags=False, profile=profile, corrections=corrections or ())
    explain_minutes(minutes, profile)


@app.command(epilog="Example: gijiroku score gold --errors 10 --json today.json")
def score(
    gold: Annotated[
        Path,
        typer.Argument(metavar="GOLD_DIR", help="Folder of documents with a gold X.json each."),
    ],
    errors: Annotated[
        int,
        typer.Option(metavar="N", min=0, help="Also list the errors of so many documents."),
    ] = 0,
    json: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Save the score to compare with later.")
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Print what was gained and lost since a saved score."),
    ] = None,
    only: Annotated[
        Half | None, typer.Option(help="Only documents whose names end in such a number.")
    ] = None,
) -> None:
    """Measure how well a gold folder is read.

    Precision, recall and F1 per field, by layout class and over all documents.
    """
    from pipeline.cli.score import run

    run(gold, errors=errors, save=json, against=against, only=only.value if only else None)


@app.command(epilog="Example: gijiroku diff data/processed.old data/processed")
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="A converted folder.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="A converted folder, made later.")],
    form: Annotated[
        TextOrJson, typer.Option("--format", help="For a person, or all of it for programs.")
    ] = TextOrJson.text,
    records: Annotated[
        int, typer.Option(metavar="N", min=0, help="Changes shown of each document.")
    ] = 10,
) -> None:
    """Compare two converted folders.

    What a new version, a fixed rule or a new file changed: records unchanged, changed, new and
    lost, per document.
    """
    from pipeline.cli.diff import run

    run(old, new, as_json=form is TextOrJson.json, records=records)


@app.command(epilog="Example: gijiroku review data/processed --out review.xlsx --labels ja")
def review(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder converted with --lines.")],
    out: Annotated[
        Path, typer.Option(metavar="FILE.xlsx", help="The workbook; one of that name is replaced.")
    ],
    every: Annotated[
        bool, typer.Option("--all", help="List every record, not only the doubtful ones.")
    ] = False,
    labels: Annotated[
        Labels | None, typer.Option(metavar="ja", help="Japanese headings and explanations.")
    ] = None,
) -> None:
    """List doubtful records in a workbook to correct them in.

    Those whose repair mends most documents come first, each with its lines of the source. What is
    filled in there is read by: gijiroku convert … --corrections FILE.xlsx
    """
    from pipeline.cli.review import run

    run(folder, out, every=every, labels=labels.value if labels else None)


@app.command(epilog="Example: gijiroku report data/processed --out report")
def report(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A converted folder.")],
    out: Annotated[
        Path, typer.Option(metavar="HTML_DIR", help="Folder of the pages; made if missing.")
    ],
) -> None:
    """Write a report as HTML.

    An overview of the archive, and for each document its source beside its records. The pages
    need no server and request nothing.
    """
    from pipeline.cli.report import run

    run(folder, out)


@app.command(epilog="Example: gijiroku export data/processed --to tei --out tei")
def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A converted folder.")],
    to: Annotated[OtherFormat, typer.Option(help="The format.")],
    out: Annotated[
        Path, typer.Option(metavar="DIR2", help="Folder of the files; made if missing.")
    ],
) -> None:
    """Write the formats of other tools.

    Akoma Ntoso 3.0, Parla-CLARIN TEI, field names of 国会会議録検索システム, KH Coder, quanteda;
    gold: what a person checked, for gijiroku score.
    """
    from pipeline.cli.export import run

    run(folder, to.value, out)


@app.command(epilog="Example: gijiroku code data/processed --rules theme.cod --out coded")
def code(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A converted folder.")],
    rules: Annotated[
        Path, typer.Option(metavar="FILE.cod", help="Coding rules as KH Coder has them.")
    ],
    out: Annotated[
        Path, typer.Option(metavar="DIR2", help="Folder of the files; made if missing.")
    ],
    by: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN",
            help="Cross-tab with speaker_group, case_no, body, year, …; may be given repeatedly.",
            show_default="speaker_group",
        ),
    ] = None,
    unit: Annotated[Unit, typer.Option(help="What a code is given to.")] = Unit.turn,
) -> None:
    """Give turns the codes of a .cod file.

    A table with a row per turn and a column per code, how often each code was given, and a
    cross-tab with its chi-square for each --by. What the rules ask for and is not supported is
    refused with its line.
    """
    from pipeline.cli.code import run

    run(folder, rules, out, by=by or ["speaker_group"], unit=unit.value)


@app.command(epilog="Example: gijiroku schema --format json")
def schema(
    form: Annotated[
        MarkdownOrJson, typer.Option("--format", help="For people, or for programs.")
    ] = MarkdownOrJson.md,
    labels: Annotated[
        Labels | None, typer.Option(metavar="ja", help="In Japanese; JSON has both languages.")
    ] = None,
) -> None:
    """Print the data dictionary of the tables."""
    from pipeline.cli.schema import run

    run(as_json=form is MarkdownOrJson.json, language=labels.value if labels else "en")
