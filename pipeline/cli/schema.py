"""``gijiroku schema``: the data dictionary."""

from __future__ import annotations

import json

import typer

__all__ = ["run"]


def run(*, as_json: bool, language: str) -> None:
    """Print the data dictionary to stdout, as Markdown in that language or as JSON with both."""
    from pipeline.tables.schema import schema_json, schema_markdown

    if as_json:
        typer.echo(json.dumps(schema_json(), ensure_ascii=False, indent=2))
    else:
        typer.echo(schema_markdown(language), nl=False)
