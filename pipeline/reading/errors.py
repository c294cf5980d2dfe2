"""Why a file cannot be read."""

from __future__ import annotations

__all__ = ["ReadError"]


class ReadError(Exception):
    """A file that cannot be read.

    Attributes:
        code: snake_case name of the reason, stable across versions: ``not_a_file``,
            ``unreadable``, ``too_large``, ``empty_file``, ``unsupported_type``, ``not_text``,
            ``encrypted_pdf``, ``broken_pdf``, ``image_only``, ``encrypted_docx``,
            ``broken_docx``, ``broken_html``.
        message: what is wrong and what to do, in a sentence or two for a clerk.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return self.message
