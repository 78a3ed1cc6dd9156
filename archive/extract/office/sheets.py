"""Give the cells of a spreadsheet room for what they hold: on paper a narrow cell cuts its text off, and it is lost.

Works on flat OpenDocument (ODF 1.3 part 3, 20): wider columns, wrapped cells, rows as high as they need to be.
"""

from __future__ import annotations

import re
from pathlib import Path

SHEET_ENDINGS = frozenset({".xlsx", ".xlsm", ".ods", ".xls"})
MOST_BYTES = 64 << 20
"""A larger sheet is drawn as it stands."""
_LEAST = {"in": 1.3, "cm": 3.3, "mm": 33.0, "pt": 94.0}
_HIDDEN_SHARE = 8
"""A column narrower than this part of the least width is a rule between columns and stays one."""
_WIDTH = re.compile(r'style:column-width="([\d.]+)(in|cm|mm|pt)"')
_DEFAULT = re.compile(r'<style:style style:name="Default" style:family="table-cell"\s*/>')
_WRAPPED = '<style:table-cell-properties fo:wrap-option="wrap"/>'
_FAMILY = '<style:default-style style:family="table-cell">'


def give_room(sheet: Path) -> None:
    """Rewrite a flat OpenDocument spreadsheet in place; one that is too large stays as it is."""
    if sheet.stat().st_size > MOST_BYTES:
        return
    text = sheet.read_text(encoding="utf-8")
    text = _WIDTH.sub(_wider, text)
    text = text.replace('fo:wrap-option="no-wrap"', 'fo:wrap-option="wrap"')
    text = text.replace('style:use-optimal-row-height="false"', 'style:use-optimal-row-height="true"')
    text = text.replace(_FAMILY, _FAMILY + _WRAPPED, 1)
    named = f'<style:style style:name="Default" style:family="table-cell">{_WRAPPED}</style:style>'
    sheet.write_text(_DEFAULT.sub(named, text, count=1), encoding="utf-8")


def _wider(found: re.Match[str]) -> str:
    least = _LEAST[found[2]]
    width = float(found[1])
    return found[0] if width >= least or width < least / _HIDDEN_SHARE else f'style:column-width="{least}{found[2]}"'
