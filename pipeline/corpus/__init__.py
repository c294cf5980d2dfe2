"""What a researcher holds: the tables of a converted folder, and the questions put to them."""

from __future__ import annotations

from pathlib import Path

from pipeline.corpus.corpus import Corpus
from pipeline.tables.folder import ConvertedFolder
from pipeline.tables.folder import FolderError as CorpusError

__all__ = ["Corpus", "CorpusError", "load"]


def load(path: Path) -> Corpus:
    """Load a folder that ``gijiroku convert`` made, from its Parquet files, else from its CSV.

    Raises:
        CorpusError: the folder is missing, or holds no tables that can be read.
    """
    return Corpus(ConvertedFolder(Path(path)))
