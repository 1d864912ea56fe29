"""A derivation as one page of HTML: foldable, without a script, with nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from duly.ground.reports import Step

_OPEN = 2  # levels that are open at first
_STYLE = """
:root { color-scheme: light dark }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem }
details, p.leaf { margin: .2rem 0 .2rem 1.2rem; border-left: 2px solid #8883; padding-left: .8rem }
body > details { margin-left: 0; border: 0; padding: 0 }
summary { cursor: pointer } p { margin: 0 }
b { font-variant-numeric: tabular-nums; float: right; margin-left: 2rem }
code { display: block; font: 13px/1.5 ui-monospace, monospace; opacity: .8; overflow-wrap: anywhere }
small { display: block; opacity: .65; overflow-wrap: anywhere }
a { color: inherit }
@media print { details > * { display: block } }
"""


def derivation(step: Step) -> Iterator[str]:
    """The output of `duly explain --format html`, in pieces. A step that was shown is linked, not shown again; depth is
    no limit."""
    title = escape(f"{step.label}: {step.value}")
    yield '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
    yield '<meta name="viewport" content="width=device-width">\n'
    yield f"<title>{title}</title>\n<style>{_STYLE}</style>\n<h1>{escape(step.label)}</h1>\n"
    shown: dict[int, int] = {}
    # What is still to be written, the next one last: text, or a step with its depth.
    waiting: list[str | tuple[Step, int]] = [(step, 0)]
    while waiting:
        piece = waiting.pop()
        if isinstance(piece, str):
            yield piece
            continue
        one, depth = piece
        head = f"{escape(one.label)} <b>{escape(one.value)}</b>"
        if not one.children:
            yield f'<p class="leaf">{head}{_more(one)}</p>\n'
        elif id(one) in shown:
            yield f'<p class="leaf">{head}<small><a href="#s{shown[id(one)]}">as above</a></small></p>\n'
        else:
            shown[id(one)] = len(shown) + 1
            opened = " open" if depth < _OPEN else ""
            yield f'<details id="s{shown[id(one)]}"{opened}><summary>{head}{_more(one)}</summary>\n'
            waiting.append("</details>\n")
            waiting.extend((child, depth + 1) for child in reversed(one.children))
    yield "</html>\n"


def _more(step: Step) -> str:
    how = f"<code>{escape(step.how)}</code>" if step.how else ""
    from_, cite = (f"from {step.source}" if step.source else ""), (f"cite {step.cite}" if step.cite else "")
    words = " · ".join(filter(None, (from_, cite)))
    return how + (f"<small>{escape(words)}</small>" if words else "")
