"""PDFs for the tests, written byte by byte, so that each can be wrong in exactly one way."""

from __future__ import annotations

import zlib

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def stream(data: bytes, entries: str = "", *, packed: bool = False) -> bytes:
    """A stream object, as it is or deflated."""
    if packed:
        data, entries = zlib.compress(data, 9), f"{entries} /Filter /FlateDecode"
    return f"<< /Length {len(data)} {entries} >>\nstream\n".encode() + data + b"\nendstream"


def file_of(objects: dict[int, bytes], root: int = 1, trailer: str = "") -> bytes:
    """A PDF of numbered objects with a right table of where each starts."""
    data, starts = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", {}
    for number, body in objects.items():
        starts[number] = len(data)
        data += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = len(data)
    data += b"xref\n0 1\n0000000000 65535 f \n"
    for number, start in starts.items():
        data += f"{number} 1\n{start:010d} 00000 n \n".encode()
    size = max(objects) + 1
    return data + f"trailer\n<< /Size {size} /Root {root} 0 R {trailer} >>\nstartxref\n{table}\n%%EOF\n".encode()


def pages(
    *contents: str | bytes, box: str = "0 0 595 842", extra: str = "", more: dict[int, bytes] | None = None
) -> bytes:
    """A PDF with one page for each content stream; `extra` goes into every page, `more` are further objects."""
    kids = " ".join(f"{10 + 2 * at} 0 R" for at in range(len(contents)))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
        3: FONT,
    }
    for at, content in enumerate(contents):
        body = content if isinstance(content, bytes) else content.encode("cp1252")
        resources = "/Resources << /Font << /F1 3 0 R >> /XObject << /Im 5 0 R /Fm 6 0 R >> >>"
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents {11 + 2 * at} 0 R {resources} {extra} >>"
        objects[10 + 2 * at] = page.encode()
        objects[11 + 2 * at] = stream(body, packed=len(body) > 10_000)
    return file_of(objects | (more or {}))


def say(text: str, *, x: float = 72, y: float = 770, size: float = 11, before: str = "") -> str:
    """The operators that put one line of text on a page; `before` sets its color or manner."""
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"q BT {before} /F1 {size} Tf {x} {y} Td ({escaped}) Tj ET Q\n"


def lines(*texts: str, top: float = 770, step: float = 16) -> str:
    """Lines of text from the top of a page downwards."""
    return "".join(say(text, y=top - at * step) for at, text in enumerate(texts))


def picture(width: int, height: int, grey: bytes) -> bytes:
    """A picture object of eight grey bits a point."""
    entries = (
        f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray /BitsPerComponent 8"
    )
    return stream(grey, entries, packed=True)
