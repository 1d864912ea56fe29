"""Write `agreement.pdf` from `agreement.md`, here and for the demo company: python examples/paper/make.py. The
result is the same each time."""

from pathlib import Path

from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate

HERE = Path(__file__).parent
FOLDERS = (HERE, HERE.parents[1] / "duly" / "demo")


def write(folder: Path) -> None:
    """One paragraph a line of the source; `#` and `##` are headings."""
    sample = getSampleStyleSheet()
    body = ParagraphStyle("body", parent=sample["BodyText"], fontName="Times-Roman", fontSize=11, leading=15)
    kinds = {"# ": sample["Title"], "## ": sample["Heading2"]}
    story = []
    for line in (folder / "agreement.md").read_text("utf-8").splitlines():
        mark = next((mark for mark in kinds if line.startswith(mark)), "")
        if line.strip():
            story.append(Paragraph(line[len(mark) :], kinds.get(mark, body)))
    made = SimpleDocTemplate(
        str(folder / "agreement.pdf"), pagesize=LETTER, title="Hosted Services Agreement", author="duly", invariant=1
    )
    made.build(story)


if __name__ == "__main__":
    for folder in FOLDERS:
        write(folder)
