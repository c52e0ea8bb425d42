"""An impact as one HTML page that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ecolang_runtime.impact.memo import HEADINGS, Block, idle, shown, table
from ecolang_runtime.impact.report import Impact
from ecolang_runtime.impact.words import Telling

_STYLE = """
body { font: 16px/1.6 "Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC", sans-serif;
  max-width: 60em; margin: 2em auto; padding: 0 1em; color: #1c2733; }
h1 { font-size: 1.6em; } h2 { font-size: 1.2em; margin-top: 2em; border-bottom: 1px solid #ccd5dd; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid #dde4ea; padding: .35em .6em; text-align: left; vertical-align: top; }
th { background: #f2f5f8; } td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
details { margin: .6em 0; padding: .4em .8em; background: #f7f9fb; border-left: 3px solid #6b8cae; }
summary { cursor: pointer; } pre { white-space: pre-wrap; background: #fff; padding: .6em; }
"""


def html(impact: Impact, telling: Telling, block: Block, everything: bool = False) -> str:
    """The page."""
    return "\n".join(_page(impact, telling, block, everything)) + "\n"


def _page(impact: Impact, telling: Telling, block: Block, everything: bool) -> Iterator[str]:
    say = telling.words.pick
    title = escape(f"{say(HEADINGS['title'])} – {telling.words.program.settings.title}".rstrip(" –"))
    lang = "zh-CN" if telling.zh else "en"
    yield f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
    yield f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>'
    yield f"<h1>{title}</h1>"
    yield f"<p>{escape(('' if telling.zh else ' ').join(telling.summary(impact)))}</p>"
    if not impact.groups:
        yield f"<p>{escape(say(HEADINGS['unproved']))}</p></body></html>"
        return
    yield f"<h2>{escape(say(HEADINGS['changes']))}</h2>"
    yield from _table(table(impact, telling, everything), set(range(1, 20)))
    if left := idle(impact, telling, everything):
        yield f"<p>{escape(left)}</p>"
    yield f"<h2>{escape(say(HEADINGS['effects']))}</h2>"
    rows = [[say(HEADINGS["cases"]), say(HEADINGS["effect"]), say(HEADINGS["from"])]]
    groups, more = shown(impact, everything)
    rows += [[str(g.cases), telling.group(g), telling.cause(impact, g.causes)] for g in groups]
    yield from _table(rows, {0})
    if more:
        yield f"<p>{escape(say(HEADINGS['more']).format(more))}</p>"
    yield f"<h2>{escape(say(HEADINGS['examples']))}</h2>"
    for group in impact.groups:
        if group.example is None:
            continue
        yield f"<details><summary>{escape(telling.effect(group.example.effect))}</summary><ol>"
        yield from (f"<li>{escape(line)}</li>" for line in telling.timeline(group.example))
        yield "</ol>"
        written = block(group.example)
        if written:
            yield f"<pre>{escape(written.rstrip())}</pre>"
        yield "</details>"
    yield "</body></html>"


def _table(rows: list[list[str]], numbers: set[int]) -> Iterator[str]:
    yield "<table>"
    for place, row in enumerate(rows):
        tag = "th" if place == 0 else "td"
        marks = [' class="n"' if column in numbers else "" for column in range(len(row))]
        cells = [f"<{tag}{mark}>{escape(cell)}</{tag}>" for mark, cell in zip(marks, row, strict=True)]
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</table>"
