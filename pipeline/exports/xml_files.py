"""Elements and files of XML, the same bytes in every run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from lxml import etree

from pipeline.exports.meeting import xml_text
from pipeline.tables.folder import MeetingRows

__all__ = ["XML_ID", "add", "root", "save_each"]

_MIXED = frozenset({"p", "persName"})
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


def root(namespace: str, tag: str) -> etree._Element:
    """Return a root element whose namespace is the default one of the document."""
    return etree.Element(f"{{{namespace}}}{tag}", nsmap={None: namespace})  # type: ignore[dict-item]


def add(parent: etree._Element, tag: str, text: str | None = None, /, **at: str) -> etree._Element:
    """Append an element in the namespace of its parent, and return it.

    Args:
        parent: where it goes.
        tag: its name, without namespace.
        text: its text; characters that XML cannot hold become U+FFFD.
        at: its attributes; ``xml_id`` stands for :data:`XML_ID`.
    """
    namespace = etree.QName(parent).namespace
    element = etree.SubElement(parent, f"{{{namespace}}}{tag}")
    for name, value in at.items():
        element.set(XML_ID if name == "xml_id" else name, xml_text(value))
    if text:
        element.text = xml_text(text)
    return element


def save_each(
    meetings: Iterable[MeetingRows], out: Path, make: Callable[[MeetingRows], etree._Element]
) -> dict[str, int]:
    """Write ``<meeting_id>.xml`` for each meeting.

    Returns:
        number of ``meetings``, ``attendees``, ``cases``, ``turns``, ``decisions`` written.
    """
    counts = dict.fromkeys(("meetings", "attendees", "cases", "turns", "decisions"), 0)
    for meeting in meetings:
        (head,) = meeting["meetings"]
        _save(make(meeting), out / f"{head['meeting_id']}.xml")
        for name in counts:
            counts[name] += len(meeting[name])
    return counts


def _save(document: etree._Element, path: Path) -> None:
    """Write a document, a line for each element that holds no text of the minutes."""
    _indent(document, 0)
    tree = etree.ElementTree(document)
    tree.write(str(path), encoding="UTF-8", xml_declaration=True)


def _indent(element: etree._Element, depth: int) -> None:
    # White space within a paragraph would become part of its text.
    if not len(element) or etree.QName(element).localname in _MIXED:
        return
    element.text = "\n" + " " * (depth + 1)
    for child in element:
        _indent(child, depth + 1)
        child.tail = "\n" + " " * (depth + 1)
    element[-1].tail = "\n" + " " * depth
