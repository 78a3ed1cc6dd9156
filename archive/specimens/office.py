"""Write small files of office programs part by part, with the words they are told; always the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

_WHEN = (1999, 1, 1, 0, 0, 0)
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_OOXML = "application/vnd.openxmlformats-officedocument"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ODF_NAMES = "".join(
    f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("style", "style"),
        ("svg", "svg-compatible"), ("fo", "xsl-fo-compatible"), ("presentation", "presentation"), ("meta", "meta"),
    )
)  # fmt: skip


def docx(lines: Sequence[str], *, title: str = "") -> bytes:
    """Return a DOCX of paragraphs."""
    body = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    main = f'{_XML}<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
    return _ooxml(
        "word/document.xml", f"{_OOXML}.wordprocessingml.document.main+xml", {"word/document.xml": main}, title
    )


def xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    """Return an XLSX of one sheet of text."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    cells = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for cell in row) + "</row>"
        for row in rows
    )
    return _ooxml(
        "xl/workbook.xml", f"{_OOXML}.spreadsheetml.sheet.main+xml",
        {
            "xl/workbook.xml": f'{_XML}<workbook xmlns="{space}" xmlns:r="{_OFFICE_RELATION}"><sheets>'
            '<sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" '
            f'Type="{_OFFICE_RELATION}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'{_XML}<worksheet xmlns="{space}"><sheetData>{cells}</sheetData></worksheet>',
        },
        types={"xl/worksheets/sheet1.xml": f"{_OOXML}.spreadsheetml.worksheet+xml"},
    )  # fmt: skip


def odt(lines: Sequence[str], *, extra: str = "") -> bytes:
    """Return an ODT of paragraphs; ``extra`` is put after them as it is."""
    body = "".join(f"<text:p>{escape(line)}</text:p>" for line in lines)
    return _odf("text", f"<office:text>{body}{extra}</office:text>")


def ods(rows: Sequence[Sequence[str]]) -> bytes:
    """Return an ODS of one sheet of text."""
    cells = "".join(
        "<table:table-row>"
        + "".join(f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
                  for cell in row)
        + "</table:table-row>"
        for row in rows
    )  # fmt: skip
    table = f'<table:table table:name="1">{cells}</table:table>'
    return _odf("spreadsheet", f"<office:spreadsheet>{table}</office:spreadsheet>")


def odp(slides: Sequence[str]) -> bytes:
    """Return an ODP with a frame of text on each slide."""
    pages = "".join(
        f'<draw:page draw:name="{number}"><draw:frame svg:width="20cm" svg:height="4cm" svg:x="2cm" svg:y="3cm">'
        f"<draw:text-box><text:p>{escape(text)}</text:p></draw:text-box></draw:frame></draw:page>"
        for number, text in enumerate(slides, start=1)
    )
    return _odf("presentation", f"<office:presentation>{pages}</office:presentation>")


def rtf(lines: Sequence[str]) -> bytes:
    r"""Return an RTF of paragraphs; letters beyond ASCII as ``\uN?`` (RTF 1.9.1)."""

    def signs(text: str) -> str:
        return "".join(sign if sign.isascii() and sign not in "\\{}" else f"\\u{ord(sign)}?" for sign in text)

    body = "".join(f"{signs(line)}\\par\n" for line in lines)
    return f"{{\\rtf1\\ansi\\deff0{{\\fonttbl{{\\f0 Liberation Serif;}}}}\n{body}}}".encode("ascii")


def locked_odt() -> bytes:
    """Return an ODT whose manifest says that its content is enciphered."""
    cipher = (
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">'
        '<manifest:encryption-data manifest:checksum-type="SHA1/1K" manifest:checksum="AAAA"/></manifest:file-entry>'
    )
    return _odf("text", "<office:text/>", manifest=cipher)


def docx_bomb(mebibytes: int = 64) -> bytes:
    """Return a DOCX of a few kilobytes whose only part unpacks to many megabytes."""
    filler = "<w:p/>" * (mebibytes * (1 << 20) // 6)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    main = f'{_XML}<w:document xmlns:w="{space}"><w:body>{filler}</w:body></w:document>'
    return _ooxml("word/document.xml", f"{_OOXML}.wordprocessingml.document.main+xml", {"word/document.xml": main})


def _ooxml(
    main: str, main_type: str, parts: Mapping[str, str], title: str = "", *, types: Mapping[str, str] | None = None
) -> bytes:
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>'
        for name, kind in {main: main_type, **(types or {})}.items()
    )
    listed = (
        f'{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        f"{overrides}</Types>"
    )
    relations = (
        f'{_XML}<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="m" Type="{_OFFICE_RELATION}/officeDocument" Target="{main}"/>'
        '<Relationship Id="c" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"'
        ' Target="docProps/core.xml"/></Relationships>'
    )
    core = (
        f'{_XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(title)}</dc:title></cp:coreProperties>'
    )
    return _zipped({"[Content_Types].xml": listed, "_rels/.rels": relations, "docProps/core.xml": core, **parts})


def _odf(kind: str, body: str, *, manifest: str = "") -> bytes:
    media_type = f"application/vnd.oasis.opendocument.{kind}"
    content = (
        f'{_XML}<office:document-content{_ODF_NAMES} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">'
        f"<office:body>{body}</office:body></office:document-content>"
    )
    listed = (
        f'{_XML}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{media_type}"/>'
        f'{manifest or """<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>"""}'
        "</manifest:manifest>"
    )
    return _zipped({"mimetype": media_type, "content.xml": content, "META-INF/manifest.xml": listed}, stored="mimetype")


def _zipped(parts: Mapping[str, str], *, stored: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, text in parts.items():
            packing = zipfile.ZIP_STORED if name == stored else zipfile.ZIP_DEFLATED
            package.writestr(zipfile.ZipInfo(name, _WHEN), text, packing)
    return out.getvalue()
