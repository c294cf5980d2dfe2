"""What a researcher holds: the tables of a converted folder, and the questions put to them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING

from pipeline.corpus.tables import CorpusTables
from pipeline.tables.schema import table

if TYPE_CHECKING:
    import pandas as pd
    from spacy.tokens import Doc

__all__ = ["Corpus"]


class Corpus(CorpusTables):
    """The tables of a converted folder, each read when it is first asked for.

    Every table of the data dictionary is an attribute: ``corpus.meetings``, ``corpus.turns``,
    ``corpus.speeches`` (the wide view), … ``lines`` is there if the folder was made with it.

    The tables hold every file that was read. The methods count a meeting once: where two files
    hold the same one, the file that is not preferred (``variant_of``) is left out.
    """

    # -- a part of it -------------------------------------------------------------------------

    def filter(
        self,
        *,
        body: str | None = None,
        municipality: str | None = None,
        since: str | datetime.date | None = None,
        until: str | datetime.date | None = None,
        year: int | None = None,
        fiscal_year: int | None = None,
        case: str | None = None,
        group: str | None = None,
        speaker: str | None = None,
        topic: str | None = None,
        meeting_ids: Iterable[str] | None = None,
    ) -> Corpus:
        """Return the part that fits every condition, as a corpus.

        Args:
            body, municipality: regular expressions found in the name.
            since, until: first and last day, ISO (2022-01-21) or a date; an unknown day fits
                neither.
            year: western year of the day.
            fiscal_year: western year in which the 年度 begins.
            case: regular expression found in the title of a turn's case.
            group: ``speaker_group`` of the turns.
            speaker: regular expression found in the label of the speaker.
            topic: topic found in the turn.
            meeting_ids: meetings to choose from.

        Conditions on meetings restrict all tables. Those on turns (``case``, ``group``,
        ``speaker``, ``topic``) restrict ``turns``, ``speeches`` and what belongs to turns:
        ``exchanges`` (question or answer), ``tags`` and ``citations``.

        Raises:
            TypeError, ValueError: a condition is of another kind, is no regular expression, no
                day, or no ``speaker_group``; the message names it.
        """
        from pipeline.corpus import asked
        from pipeline.corpus.concordance import share_words
        from pipeline.corpus.parts import part_of

        on_meetings = {
            "body": asked.pattern("body", body),
            "municipality": asked.pattern("municipality", municipality),
            "since": asked.day("since", since),
            "until": asked.day("until", until),
            "year": asked.number("year", year),
            "fiscal_year": asked.number("fiscal_year", fiscal_year),
            "meeting_ids": asked.several("meeting_ids", meeting_ids),
        }
        on_turns = {
            "case": asked.pattern("case", case),
            "group": asked.one_of("group", group, "turns", "speaker_group"),
            "speaker": asked.pattern("speaker", speaker),
            "topic": asked.text("topic", topic),
        }
        part = Corpus(self._folder, part_of(self, on_meetings, on_turns))
        share_words(self, part)
        return part

    def with_context(self, name: str = "turns") -> pd.DataFrame:
        """Return a table with columns of its meeting, case and speaker beside its own.

        ``body``, ``municipality``, ``session``, ``session_no``, ``fiscal_year``, ``date``,
        ``record_name``, ``year``; ``case_no``, ``case_kind``, ``case_title``, ``case_outcome``;
        where the table has attendees, ``attendee_name``, ``attendee_role``, ``affiliation``,
        ``person_id``;
        ``cite``; ``source``, the address of the file with its page. What is unknown is missing.
        Tables of documents (``issues``, ``residue``, ``lines``) have the rows of minutes alone.

        Raises:
            KeyError: rows of that table belong to no meeting.
        """
        from pipeline.corpus.joins import with_context

        return with_context(self, name)

    # -- questions put to it ------------------------------------------------------------------

    def kwic(
        self, pattern: str, *, window: int = 20, regex: bool = True, lemma: bool = False
    ) -> pd.DataFrame:
        """Return every place where a pattern occurs in a turn, with what stands around it.

        Args:
            pattern: a regular expression, the characters themselves, or words.
            window: characters to either side.
            regex: whether ``pattern`` is a regular expression.
            lemma: it is one word or several, in whatever inflection and spelling they stand
                (申し込む finds 申込んだ). The words of all turns are found at the first such
                question, which takes some seconds for a million characters, and kept, for the
                parts that ``filter`` makes of the corpus too.

        Returns:
            ``left``, ``keyword``, ``right`` (line ends shown as spaces), ``speaker``,
            ``speaker_group``, ``body``, ``session``, ``date``, ``turn_id``, ``start`` (code points
            into the turn's text), ``cite``.

        Raises:
            TypeError: ``pattern`` is no text.
            ValueError: ``pattern`` is no regular expression, fits without a character, or has no
                word; ``window`` is no number of characters.
        """
        from pipeline.corpus.concordance import kwic

        return kwic(self, pattern, window=window, regex=regex, lemma=lemma)

    def search(self, words: str) -> pd.DataFrame:
        """Return the speeches that hold all of the words, those with most of them first.

        Full and half width, capitals and small letters are the same; words of two characters are
        found, also inside longer ones.

        Args:
            words: separated by spaces.

        Returns:
            rows of ``speeches`` with ``hits``, the number of occurrences; none without a word.

        Raises:
            TypeError: ``words`` is no text.
        """
        from pipeline.corpus.concordance import search

        return search(self, words)

    def crosstab(
        self, rows: str | Sequence[str], columns: str | Sequence[str], *, values: str = "turns"
    ) -> pd.DataFrame:
        """Count turns, or their characters, by two properties or more.

        Args:
            rows, columns: any of ``topic``, ``speaker_group``, ``speaker``, ``case``, ``year``,
                ``fiscal_year``, ``body``, ``municipality``, ``meeting``, ``is_question``; or a
                list of them (``["topic", "year"]``), which gives as many levels.
            values: ``turns`` or ``chars``.

        Returns:
            whole numbers. By topic, a turn counts for each of its topics, and not at all without.

        Raises:
            TypeError: a property is no text.
            ValueError: there is no such property, or it is given twice.
        """
        from pipeline.corpus.counting import crosstab

        return crosstab(self, rows, columns, values=values)

    def attendance(self, group: str | None = "委員", *, by: str = "person") -> pd.DataFrame:
        """Return who was there when: a row per person and body, a column per meeting.

        Args:
            group: side of the table, or ``None`` for everyone.
            by: ``person``, or ``name``: whoever bears a name in a body is one row. Rosters with
                family names alone name other people each time (``persons.basis``); if you know
                that they do not, this puts them together.

        Returns:
            ``True`` present, ``False`` absent, missing where the roster does not name the person.
            Columns are days and sessions, in order of time.

        Raises:
            ValueError: there is no such side, or ``by`` is neither.
        """
        from pipeline.corpus.counting import attendance

        return attendance(self, group, by)

    def questions(self) -> pd.DataFrame:
        """Return every question beside its answer: a row per pair of ``exchanges``.

        ``question`` and ``answer`` (texts), ``asked_by``, ``answered_by``, ``body``, ``session``,
        ``date``, ``case_title``, ``basis``, the ids, ``cite`` of the question.
        """
        from pipeline.corpus.counting import questions

        return questions(self)

    def threads(self) -> pd.DataFrame:
        """Return cases that one body dealt with in several meetings, in order of time.

        A case follows an earlier one of the same body if the earlier one was put off (継続審議,
        次回審議, deferred) or it is itself marked as continued, and their titles are the same; or
        if their numbers are, within one fiscal year.

        Returns:
            ``thread`` (1, 2, …), ``step``, ``basis`` (``title``, ``number``; empty at the first
            step), ``open`` (whether the last step was put off too), then body, session, date and
            the case.
        """
        from pipeline.corpus.threads import threads

        return threads(self)

    def docs(self) -> Iterator[Doc]:
        """Yield a spaCy ``Doc`` of the turns of each meeting that has any, in the table's order.

        Spans are those of ``Minutes.doc``; ``doc.user_data["meeting_id"]`` says which meeting it
        is. :func:`pipeline.language.documents.doc_bin` puts documents into a file for spaCy.
        """
        from pipeline.language.documents import doc_of_records

        parts = {
            name: dict(iter(getattr(self, name).groupby("meeting_id", sort=False)))
            for name in ("turns", "tags", "citations")
        }
        counted = set(self.meetings["meeting_id"][self.meetings["variant_of"].isna()])
        for meeting_id, turns in parts["turns"].items():
            if meeting_id not in counted:
                continue
            marks = (parts[name].get(meeting_id) for name in ("tags", "citations"))
            rows = [() if part is None else part.itertuples(index=False) for part in marks]
            doc = doc_of_records(turns.itertuples(index=False), *rows)
            doc.user_data["meeting_id"] = meeting_id
            yield doc

    # -- for the eye --------------------------------------------------------------------------

    def __repr__(self) -> str:
        said = ", ".join(f"{count:,} {name}" for name, count in self.counts().items() if count)
        return f"<Corpus {self.path}: {said or 'empty'}>"

    def _repr_html_(self) -> str:
        from pipeline.corpus.summary import period

        rows = "".join(
            f"<tr><th style='text-align:left'>{name}</th><td>{count:,}</td>"
            f"<td style='text-align:left'>{escape(table(name).label)}</td></tr>"
            for name, count in self.counts().items()
        )
        caption = escape(f"Corpus {self.path}{period(self)}")
        return f"<table><caption>{caption}</caption>{rows}</table>"
