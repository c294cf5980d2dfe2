"""The verbs ``read`` a document and ``load`` a converted folder; ``convert`` is in ``batch``."""

from __future__ import annotations

import os
import warnings
from collections.abc import Sequence
from dataclasses import fields
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import model

if TYPE_CHECKING:
    import pandas as pd
    from PIL.Image import Image
    from spacy.tokens import Doc

    from pipeline.corpus import Corpus

__all__ = ["Minutes", "load", "read"]

_COUNTED = ("attendees", "agenda", "cases", "turns", "decisions", "issues")
_SHOWN = 10  # cases and people, in a notebook


class Minutes(model.Minutes):
    """The records of one document, and the views people want of them.

    All fields of :class:`pipeline.model.Minutes`: ``meeting``, ``attendees``, ``agenda``,
    ``cases``, ``sections``, ``turns``, ``decisions``, ``notes``, ``issues`` and more, in document
    order.
    """

    @classmethod
    def of(cls, minutes: model.Minutes) -> Minutes:
        """Return the same records with the views."""
        return cls(**{field.name: getattr(minutes, field.name) for field in fields(minutes)})

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return every table, by name, as a data frame with its types."""
        from pipeline.tables.frames import to_frames

        return to_frames(self._rows())

    def to_dict(self) -> dict[str, Any]:
        """Return the nested record: what a line of ``minutes.jsonl`` holds."""
        from pipeline.tables.rows import nested

        return nested(self)

    @cached_property
    def doc(self) -> Doc:
        """The turns as a spaCy ``Doc``, made when first asked for."""
        from pipeline.language import doc_of

        return doc_of(self)

    def cite(self, record: object = None) -> str | None:
        """Return how to cite the minutes, or the page that a record of them begins on.

        Args:
            record: a turn, a decision … of these minutes.

        Returns:
            第74回架空市環境審議会会議録（令和4年1月21日）3頁, or ``None`` if neither body nor
            session nor date is known.

        Raises:
            TypeError: it is no record with a place.
        """
        from pipeline.tables.record_name import record_name
        from pipeline.tables.speeches import cite

        place = getattr(record, "place", None)
        if record is not None and not isinstance(place, model.Place):
            raise TypeError(f"a record with a place can be cited, not {record!r}")
        if self.meeting is None:
            return None
        known = {name: getattr(self.meeting, name) for name in ("session", "body", "date")}
        page = (place.page_label or place.page_first) if isinstance(place, model.Place) else None
        return cite(known | {"record_name": record_name(self)}, page)

    def page_image(self, page: int, *, dpi: int = 150) -> Image:
        """Return a page of the PDF as a picture, with the lines of every record marked.

        Args:
            page: 1-based.
            dpi: resolution.

        Raises:
            ValueError: it was no PDF, the file has gone or changed, or it has no such page.
        """
        from pipeline.page_image import page_image

        return page_image(self, page, dpi=dpi)

    def _rows(self) -> dict[str, list[dict[str, object]]]:
        from pipeline.batch.settings import software_version
        from pipeline.tables.rows import table_rows

        name = Path(self.document.path).name
        return table_rows(self, path=name, version=software_version(), with_lines=True)

    def _heading(self) -> str:
        if self.meeting is None:
            return "not minutes" if self.kind == "not_minutes" else "minutes"
        known = (self.meeting.session, self.meeting.body, self.meeting.date)
        return " ".join(str(value) for value in known if value is not None) or "minutes"

    def _counts(self) -> list[tuple[str, int]]:
        return [(name, len(getattr(self, name))) for name in _COUNTED]

    def __repr__(self) -> str:
        counts = ", ".join(f"{number} {name}" for name, number in self._counts())
        return f"<Minutes {self._heading()}: {counts}>"

    def _repr_html_(self) -> str:
        """For notebooks: header, counts, cases and how they ended, who was there, who begins."""
        cells = "".join(
            f"<tr><th>{name}</th><td>{number}</td></tr>" for name, number in self._counts()
        )
        parts = [f"<table><caption>{escape(self._heading())}</caption>{cells}</table>"]
        if header := self._header():
            parts.append(f"<p>{escape(header)}</p>")
        if self.cases:
            shown = [f"<li>{escape(_of_case(case))}</li>" for case in self.cases[:_SHOWN]]
            parts.append(f"<ul>{''.join(shown)}</ul>{_rest(self.cases)}")
        present = [person for person in self.attendees if person.present]
        if present:
            names = "、".join(person.name for person in present[:_SHOWN])
            parts.append(f"<p>{escape(names)}{_rest(present)}</p>")
        if self.turns:
            parts.append(self.turns[0]._repr_html_())
        return "".join(parts)

    def _header(self) -> str:
        meeting = self.meeting
        if meeting is None:
            return ""
        hours = "–".join(time for time in (meeting.opened, meeting.closed) if time)
        return " · ".join(
            fact for fact in (hours, meeting.place, meeting.public, meeting.record_type) if fact
        )


def _of_case(case: model.Case) -> str:
    title = " ".join(part for part in (case.number, case.title) if part)
    ended = case.outcome or case.status
    return f"{title} → {ended}" if ended else title


def _rest(records: Sequence[object]) -> str:
    more = len(records) - _SHOWN
    return f" … +{more}" if more > 0 else ""


def read(
    path: str | os.PathLike[str] | None = None,
    *,
    text: str | None = None,
    profile: str | None = None,
    tags: bool = True,
    lexicons: Sequence[str | os.PathLike[str]] = (),
    corrections: Sequence[str | os.PathLike[str]] | str | os.PathLike[str] = (),
) -> Minutes:
    """Read the minutes of one meeting.

    Args:
        path: a .pdf, .txt, .md, .html, .htm or .docx file.
        text: the minutes as a string, in place of a file.
        profile: name or file of a profile that pins the conventions of a body.
        tags: find topics and citations too.
        lexicons: files of topics beside the built-in ones.
        corrections: a file of what a person corrected, XLSX or CSV, or several; they win over the
            rules, and ``Minutes.corrections`` says what became of them.

    Raises:
        TypeError: neither or both of ``path`` and ``text`` were given.
        pipeline.ReadError: the file cannot be read; ``code`` and ``message`` say why.
        pipeline.language.LexiconError: a lexicon cannot be read or is none.
        pipeline.corrections.CorrectionError: a file of corrections cannot be read or is wrong.

    Warns:
        pipeline.corrections.CorrectionWarning: something in a file of corrections was not used.
    """
    from pipeline.corrections import CorrectionWarning, read_edits
    from pipeline.corrections.apply import parse_corrected
    from pipeline.reading import read_document, read_text

    if path is not None and text is None:
        document = read_document(Path(path))
    elif text is not None and path is None:
        if not isinstance(text, str):
            raise TypeError(f"text is a str, not {type(text).__name__}; give a file by its path")
        document = read_text(text)
    else:
        raise TypeError("read() takes either a path or text=…, and not both")
    edits = read_edits(corrections)
    for remark in edits.remarks:
        warnings.warn(remark.message, CorrectionWarning, stacklevel=2)
    of_document = edits.of(document.document_id, Path(document.path).name)
    minutes = parse_corrected(document, of_document, profile=profile)
    if tags:
        from pipeline.language import annotate

        minutes = annotate(minutes, lexicons=[Path(lexicon) for lexicon in lexicons])
    return Minutes.of(minutes)


def load(path: str | os.PathLike[str]) -> Corpus:
    """Load a converted folder.

    Args:
        path: the ``out`` of an earlier ``convert``.

    Raises:
        pipeline.corpus.CorpusError: the folder is missing or was not made by ``convert``.
    """
    from pipeline import corpus

    return corpus.load(Path(path))
