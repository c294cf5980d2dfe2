"""The calls of pdfium that are made for every line, with plain machine types.

pypdfium2 describes every argument to ctypes, which then checks and converts it at each call. Here
handles and places to write to are addresses, which takes a third off the time of a call.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

__all__ = [
    "address",
    "char_at_unit",
    "char_box",
    "char_is_generated",
    "char_is_unmapped",
    "char_matrix",
    "char_object",
    "char_origin",
    "char_size",
    "char_unicode",
    "object_at",
    "object_type",
    "render_mode",
]

_ADDRESS, _INT, _DOUBLE = ctypes.c_void_p, ctypes.c_int, ctypes.c_double


def address(handle: Any) -> int:
    """Return the address that a handle of pypdfium2 holds."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def _plain(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    # PYFUNCTYPE keeps the lock of the interpreter: releasing it takes as long as the call.
    return ctypes.PYFUNCTYPE(result, *arguments)(address(function))


char_at_unit = _plain(pdfium.FPDFText_GetCharIndexFromTextIndex, _INT, _ADDRESS, _INT)
char_origin = _plain(pdfium.FPDFText_GetCharOrigin, _INT, _ADDRESS, _INT, _ADDRESS, _ADDRESS)
char_box = _plain(pdfium.FPDFText_GetLooseCharBox, _INT, _ADDRESS, _INT, _ADDRESS)
char_size = _plain(pdfium.FPDFText_GetFontSize, _DOUBLE, _ADDRESS, _INT)
char_unicode = _plain(pdfium.FPDFText_GetUnicode, ctypes.c_uint, _ADDRESS, _INT)
char_matrix = _plain(pdfium.FPDFText_GetMatrix, _INT, _ADDRESS, _INT, _ADDRESS)
char_is_generated = _plain(pdfium.FPDFText_IsGenerated, _INT, _ADDRESS, _INT)
char_is_unmapped = _plain(pdfium.FPDFText_HasUnicodeMapError, _INT, _ADDRESS, _INT)
char_object = _plain(pdfium.FPDFText_GetTextObject, _ADDRESS, _ADDRESS, _INT)
render_mode = _plain(pdfium.FPDFTextObj_GetTextRenderMode, _INT, _ADDRESS)
object_at = _plain(pdfium.FPDFPage_GetObject, _ADDRESS, _ADDRESS, _INT)
object_type = _plain(pdfium.FPDFPageObj_GetType, _INT, _ADDRESS)
