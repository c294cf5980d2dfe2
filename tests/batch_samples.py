"""Small trees of documents for the tests of batch and command line. All of it is invented."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

GIJIROKU = [sys.executable, "-c", "import sys; from pipeline.cli import main; sys.exit(main())"]
"""The command as in the environment of the tests, whatever else is installed."""

MINUTES = """第{no}回 架空市情報公開審議会 会議録

１　日時　令和５年４月{day}日 午後２時から午後３時まで
２　場所　架空市役所　第１会議室
３　出席者
　委員　会長　山岡　架江、委員　川辺　想太
　事務局　総務課長　谷口　例子
４　議題
　（１）個人情報保護条例の改正について
５　議事
会長：ただいまから第{no}回の審議会を開会いたします。
事務局：資料１に基づき、個人情報保護条例第３条の改正について説明します。
委員：病歴の情報はどのように扱われますか。
事務局：要配慮個人情報として、本人の同意を得て取り扱います。
会長：それでは、本件は原案のとおり承認することとします。
"""

POEM = """春の川

雪がとけて、川の水がふえた。
子どもたちは橋の上から魚をさがした。
"""


def minutes(no: int) -> str:
    """A short meeting; another number is another meeting."""
    return MINUTES.format(no=no, day=no)


def write_minutes(folder: Path, *numbers: int) -> list[Path]:
    """Write meetings as ``m1.txt``, ``m2.txt``, …"""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"m{no}.txt" for no in numbers]
    for no, path in zip(numbers, paths, strict=True):
        path.write_text(minutes(no), encoding="utf-8")
    return paths


def write_picture_pdf(path: Path, *, encrypted: bool = False) -> None:
    """Write a PDF of one page with a box on it, and text only if it is ``encrypted``."""
    key = StandardEncryption("secret", ownerPassword="owner") if encrypted else None
    canvas = Canvas(str(path), invariant=1, encrypt=key)
    canvas.rect(72, 72, 200, 200, fill=1)
    if encrypted:
        canvas.drawString(72, 700, "Minutes that only some may read")
    canvas.save()


def read_csv(folder: Path, table: str) -> list[dict[str, str]]:
    """Rows of a table as written, every value a string."""
    with (folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def tables_of(folder: Path) -> dict[str, object]:
    """Everything in a converted folder that two runs must have in common."""
    found: dict[str, object] = {
        path.name: path.read_bytes()
        for path in sorted(folder.glob("*"))
        if path.suffix in {".csv", ".json", ".jsonl"} and path.name != "run.json"
    }
    found["documents.csv"] = [
        {name: value for name, value in row.items() if name != "seconds"}
        for row in read_csv(folder, "documents")
    ]
    return found
