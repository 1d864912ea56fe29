"""What a child process may not do, and what is said when it dies of a document."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from duly.readers.paper_errors import PaperNeedsTooMuchMemory, PaperSaysTooMuch, PaperStopsReader, PaperTakesTooLong
from duly.readers.paper_limits import MEGABYTE, Cost, PaperLimits
from duly.readers.papers import read_paper
from duly.readers.sandbox import ask
from tests.readers import pdfs

PAGE = pdfs.pages(pdfs.lines("The annual fee is $12,000."))
CONFINED = "from duly.readers.child import confine; from duly.readers.paper_limits import Cost;"
CONFINED += "confine(Cost(1 << 30, 5, 5), program=False);"


@pytest.mark.parametrize(
    "act",
    [
        "import socket; socket.socket()",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9')",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import os; os.fork()",
        "import os; os.write(os.open('written', os.O_CREAT | os.O_WRONLY), b'x')",
    ],
)
def test_a_child_opens_no_connection_starts_no_program_and_writes_no_file(act, tmp_path):
    code = f"import sys; sys.path[:] = {sys.path!r}; {CONFINED} {act}"
    ran = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert "Error" in ran.stderr


def test_a_child_that_takes_too_long_is_ended_and_said_so():
    with pytest.raises(PaperTakesTooLong):
        read_paper(PAGE, name="a.pdf", limits=PaperLimits(text=Cost(512 * MEGABYTE, 10, 0)))


def test_a_child_without_memory_is_said_to_lack_it():
    big = pdfs.pages(pdfs.lines("x"), b" " * 80_000_000)
    with pytest.raises(PaperNeedsTooMuchMemory):
        read_paper(big, name="a.pdf", limits=PaperLimits(text=Cost(90 * MEGABYTE, 10, 60)))


def test_an_answer_that_is_too_long_is_not_read_to_its_end():
    with pytest.raises(PaperSaysTooMuch):
        read_paper(PAGE, name="a.pdf", limits=PaperLimits(answer_bytes=50))


def test_a_child_that_fails_is_said_to_have_died():
    with pytest.raises(PaperStopsReader):
        ask(b"", {"kind": "scan", "of": "nothing", "name": "a.pdf"}, PaperLimits().text, PaperLimits())


@pytest.mark.parametrize(
    "answer",
    [
        {"text": "a", "words": [[0]] * 7, "pages": [], "cells": [], "remarks": []},
        {"text": "a", "words": [[0], [9], [1], [0], [0], [0], [0], [0]], "pages": [], "cells": [], "remarks": []},
        {"text": "a", "words": [[]] * 8, "pages": [[1, 0, 5, 0, 0, "text"]], "cells": [], "remarks": []},
        {"text": "a", "words": [[]] * 8, "pages": [], "cells": [], "remarks": [["x", -1, 0, ""]]},
        {"text": "a", "words": [[]] * 8, "pages": [], "cells": [[0]], "remarks": []},
        {"text": "a"},
    ],
)
def test_an_answer_that_no_reader_gives_is_refused(answer, monkeypatch):
    monkeypatch.setattr("duly.readers.papers.ask", lambda *_: answer)
    with pytest.raises(PaperStopsReader):
        read_paper(PAGE, name="a.pdf")


def test_several_threads_may_read_at_once():
    texts: list[str] = []
    threads = [threading.Thread(target=lambda: texts.append(read_paper(PAGE, name="a.pdf").text)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert texts == ["The annual fee is $12,000."] * 4
