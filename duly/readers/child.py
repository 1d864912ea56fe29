"""The process that opens a document: started anew for each, held to limits by the kernel, it answers in JSON and ends.

It is told what to do in its arguments, reads the document from its input and writes one JSON value. It opens no
connection and starts no program but tesseract; whatever a document makes of it dies with it.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from typing import Any

from duly.ground.errors import DulyError
from duly.readers.paper_limits import Cost, PaperLimits

# What a process may do to others; the interpreter reports each to a hook before it happens.
_REFUSED = ("socket.", "os.fork", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "ftplib.", "urllib.", "ssl.")


def main() -> None:
    """Read what the arguments say from the input and write the answer."""
    job = json.loads(sys.argv[1])
    confine(Cost(**job["cost"]), program=bool(job.get("program")))
    limits = PaperLimits(
        **{**job["limits"], "text": Cost(**job["limits"]["text"]), "scan": Cost(**job["limits"]["scan"])}
    )
    data = sys.stdin.buffer.read()
    answer: dict[str, Any]
    try:
        answer = _answer(job, data, limits)
    except DulyError as error:
        answer = {"error": _told(error)}
    except MemoryError:
        answer = {"error": {"kind": "PaperNeedsTooMuchMemory", "what": "reading it takes more memory than it may"}}
    except ImportError as error:
        answer = {"error": {"kind": "LibraryIsMissing", "what": f"the library {error.name} is not installed"}}
    except RecursionError:
        answer = {"error": {"kind": "PaperIsBroken", "what": "its parts stand too deep inside each other"}}
    sys.stdout.buffer.write(json.dumps(answer, separators=(",", ":")).encode())
    sys.stdout.buffer.flush()
    # Nothing is left to do; libraries that tidy up may still stumble over what they read.
    os._exit(0)


def confine(cost: Cost, *, program: bool) -> None:
    """Bind this process: memory, CPU seconds, no core, no file larger than nothing, no connection, no other program."""
    resource.setrlimit(resource.RLIMIT_AS, (cost.memory, cost.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cost.cpu, cost.cpu + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    refused = _REFUSED if program else (*_REFUSED, "subprocess.")
    # The fork and the start of tesseract are one step of the module subprocess, reported under its name alone.
    allowed = ("os.posix_spawn",) if program else ()

    def watch(event: str, _arguments: object) -> None:
        if event.startswith(refused) and event not in allowed:
            raise PermissionError(f"{event} is not for this process")

    sys.addaudithook(watch)


def _told(error: DulyError) -> dict[str, Any]:
    place = error.place
    return {
        "kind": error.name,
        "what": error.what,
        "place": [place.file, place.line, place.column, place.sheet],
        "why": error.why,
        "fix": error.fix,
    }


def _answer(job: dict[str, Any], data: bytes, limits: PaperLimits) -> dict[str, Any]:
    """What the document says, by the reader of its kind; each is loaded only where it is needed."""
    kind, name = job["kind"], job["name"]
    if kind == "pdf":
        from duly.readers.pdf import read_pdf

        return read_pdf(data, name, limits).answer()
    if kind == "scan":
        from duly.readers.picture import pdf_page, picture_page
        from duly.readers.scan import read_scan

        show = pdf_page if job["of"] == "pdf" else picture_page
        shown = show(data, job["page"], name, limits)
        return {**read_scan(shown, job["page"], job["program"], job["cost"]["cpu"]).answer(), "count": shown.count}
    if kind == "docx":
        from duly.readers.docx import read_docx

        return read_docx(data, name, limits).answer()
    if kind == "mail":
        from duly.readers.mail import read_mail

        return read_mail(data, name, limits)
    from duly.readers.order_sheet import read_csv, read_workbook

    return (read_csv if kind == "csv" else read_workbook)(data, name, limits).answer()


if __name__ == "__main__":
    main()
