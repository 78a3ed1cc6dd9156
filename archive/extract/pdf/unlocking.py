"""Write a PDF that asks for a password without it, in a process of its own that is told the password by its input.

The password is in no argument, environment, file or log. Run as ``python -m archive.extract.pdf.unlocking IN OUT``.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from archive.extract.children import ENDS_WITH_US
from archive.extract.errors import DocumentUnreadable, ExtractError, gettext_noop

_WRONG, _DAMAGED = 3, 4
_SECONDS = 60
_MEMORY_BYTES = 4 << 30
_PACKAGE_ROOT = Path(__file__).resolve().parents[3]
_BROKEN = gettext_noop("The PDF %(name)s is damaged and cannot be opened.")
_SLOW = gettext_noop("This PDF could not be opened within %(seconds)s seconds.")


class PasswordWrong(ExtractError):
    """Raised when a password does not open a PDF."""

    reason_code = "password_wrong"


def unlock_pdf(source: Path, target: Path, password: str) -> None:
    """Write an open copy of a locked PDF; raises PasswordWrong, DocumentUnreadable."""
    command = [
        *ENDS_WITH_US, "prlimit", f"--as={_MEMORY_BYTES}", "--core=0", "--",
        sys.executable, "-m", "archive.extract.pdf.unlocking", str(source.absolute()), str(target.absolute()),
    ]  # fmt: skip
    try:
        ended = subprocess.run(
            command,
            input=password.encode("utf-8"),
            capture_output=True,
            cwd=_PACKAGE_ROOT,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise DocumentUnreadable(_SLOW, seconds=_SECONDS) from None
    if ended.returncode == _WRONG:
        raise PasswordWrong(gettext_noop("This password does not open the file."))
    if ended.returncode or not target.is_file() or not target.stat().st_size:
        raise DocumentUnreadable(_BROKEN, name=source.name)


def _main(source: str, target: str) -> int:
    import pypdfium2 as pdfium  # noqa: PLC0415 - only in the process of its own
    from pypdfium2 import raw  # noqa: PLC0415

    password = sys.stdin.buffer.read().decode("utf-8")
    try:
        document = pdfium.PdfDocument(Path(source), password=password)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        return _WRONG if locked else _DAMAGED
    with document:
        document.save(target, flags=raw.FPDF_REMOVE_SECURITY)
    with pdfium.PdfDocument(Path(target)) as opened:
        return 0 if len(opened) else _DAMAGED


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:3]))
