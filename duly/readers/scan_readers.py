"""Which readers of scans are installed, found without loading any."""

from __future__ import annotations

import importlib.util
import shutil

BOTH, RAPIDOCR, TESSERACT = "both", "rapidocr", "tesseract"


def scan_readers() -> str:
    """What is installed to read scans: "both", "rapidocr", "tesseract", or "" for nothing."""
    networks = all(importlib.util.find_spec(name) for name in ("rapidocr", "onnxruntime"))
    program = shutil.which(TESSERACT) is not None
    return (BOTH if program else RAPIDOCR) if networks else (TESSERACT if program else "")
