"""Workbooks written part by part, so that tests can write what no spreadsheet program would."""

from __future__ import annotations

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DECLARED = '<?xml version="1.0" encoding="UTF-8"?>'


def relations(*targets: tuple[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="r{number}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f"{DECLARED}<Relationships>{rows}</Relationships>"


def sheet(*rows: str) -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>'


def row(*cells: str, r: int | None = None) -> str:
    number = "" if r is None else f' r="{r}"'
    return f"<row{number}>{''.join(cells)}</row>"


def text(words: str) -> str:
    return f'<c t="inlineStr"><is><t>{words}</t></is></c>'


def number(written: str, style: int = 0) -> str:
    return f'<c s="{style}"><v>{written}</v></c>'


def workbook(
    sheets: dict[str, str],
    *,
    strings: str = "<sst/>",
    formats: tuple[str, ...] = (),
    settings: str = "",
    extra: dict[str, bytes] | None = None,
) -> bytes:
    """An archive with the given sheet parts. Style n+1 has the format code `formats[n]`."""
    book = f'{DECLARED}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{settings}<sheets>'
    targets = []
    for count, name in enumerate(sheets, 1):
        book += f'<sheet name="{name}" sheetId="{count}" r:id="r{count}"/>'
        targets.append(("worksheet", f"worksheets/sheet{count}.xml"))
    codes = "".join(f'<numFmt numFmtId="{200 + n}" formatCode="{code}"/>' for n, code in enumerate(formats))
    styles = "".join(f'<xf numFmtId="{200 + n}"/>' for n in range(len(formats)))
    cell_styles = f"<cellXfs><xf numFmtId='0'/>{styles}</cellXfs>"
    parts = {
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": book + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(
            *targets, ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")
        ),
        "xl/sharedStrings.xml": strings,
        "xl/styles.xml": f"<styleSheet><numFmts>{codes}</numFmts>{cell_styles}</styleSheet>",
        **{f"xl/worksheets/sheet{count}.xml": part for count, part in enumerate(sheets.values(), 1)},
        **(extra or {}),
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


def contracts(*rows: str) -> bytes:
    """A workbook with the one sheet `contracts`: its header and the given rows."""
    return workbook({"contracts": sheet(row(text("contract"), text("currency"), text("total")), *rows)})
