"""An impact as an Excel workbook: a sheet by change, one by effect, one of examples."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from ecolang_runtime.impact.memo import HEADINGS, Block, table
from ecolang_runtime.impact.report import Impact
from ecolang_runtime.impact.words import Telling

#: What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@")


class NoExcel(ImportError):
    """openpyxl, which the extra `ecolang[xlsx]` brings, is not there."""


def workbook(impact: Impact, telling: Telling, block: Block) -> bytes:
    """The file's content. Raises NoExcel."""
    try:
        from openpyxl import Workbook
        from openpyxl.styles import Alignment, Font
    except ImportError:
        raise NoExcel from None
    say = telling.words.pick
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = say(HEADINGS["changes"])
    rows: list[tuple[Any, list[list[Any]], int]] = []
    summary: list[list[Any]] = [[line] for line in telling.summary(impact)]
    rows.append((first, [*summary, [], *_numbers(table(impact, telling))], len(summary) + 2))
    effects: list[list[Any]] = [[say(HEADINGS["cases"]), say(HEADINGS["effect"]), say(HEADINGS["from"])]]
    effects += [[g.cases, telling.group(g), telling.cause(impact, g.causes)] for g in impact.groups]
    rows.append((book.create_sheet(say(HEADINGS["effects"])), effects, 1))
    examples: list[list[Any]] = []
    for group in impact.groups:
        if group.example is not None:
            examples += [[telling.effect(group.example.effect)], *([line] for line in telling.timeline(group.example))]
            written = block(group.example)
            examples += [[line] for line in (written or "").splitlines()] + [[]]
    rows.append((book.create_sheet(say(HEADINGS["examples"])), examples, 0))
    for sheet, lines, heading in rows:
        for line in lines:
            sheet.append([_safe(cell) for cell in line])
        for cell in sheet[heading] if heading else ():
            cell.font = Font(bold=True)
        for column in ("A", "B", "C"):
            sheet.column_dimensions[column].width = 60 if column == "B" or sheet is not rows[1][0] else 30
        for row in sheet.iter_rows():
            for cell in row:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _numbers(rows: list[list[str]]) -> list[list[Any]]:
    return [[int(cell) if cell.isdecimal() else cell for cell in row] for row in rows]


def _safe(cell: Any) -> Any:
    """Words stay words, whatever they begin with."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
