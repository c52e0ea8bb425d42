"""The strip under the picture: what the lines mean, periods and counts, grounds, and duties beside the stages."""

from __future__ import annotations

from collections.abc import Iterable, Set

from ecolang.draw.style import FAINT, INK, MAY, MUST, MUST_NOT, OUTCOME, QUIET, START, STYLES, WAY
from ecolang.draw.text import html, wrap
from ecolang.draw.words import CLOCK, Words
from ecolang.graph.convert import stages_of
from ecolang.program import Allowance, CountLimit, Duty, Period, Power, Program, Prohibition

Table = tuple[str, ...]
"""The lines of a table as HTML-like text."""

COLUMNS = 50
MOST_ROWS = 16
MOST_BOXES = 3
"""A rule of more stages than this is said once under the picture instead of in each box."""

_DASHES = {
    "duty": "━━━━",
    "power": "╍ ╍ ╍",
    "effect": "━━━━",
    "lapse": "· · · · ·",
    "outside": "───▷",
    "condition": "────",
}
_LEGEND = {
    "duty": ("应当作出的行为", "an act that is owed"),
    "power": ("可以作出的行为", "an act that is permitted"),
    "effect": ("其他行为的后果", "what another act brings about"),
    "lapse": (f"{CLOCK} 期限届满（时钟）", f"{CLOCK} a period lapses (the clock)"),
    "outside": ("第三方行为或外部事件", "third parties and outside events"),
    "condition": ("条件成就", "a condition comes true"),
}


def legend(used: Set[str], words: Words, case: bool, plates: bool) -> Table:
    """The table that explains boxes and lines; only the lines that the picture has."""
    zh = words.zh
    rows = [
        (START.border, "▶", "起始阶段" if zh else "start"),
        (OUTCOME.fill, "◎", "结局" if zh else "outcome"),
    ]
    if case:
        rows.append((WAY, "◆", "本案现处阶段" if zh else "where the case is"))
        rows.append((WAY, "━━━━", "本案经过的路径（序号、日期）" if zh else "the way of the case (number, day)"))
    rows += [
        (style.color, _DASHES[name], _LEGEND[name][0 if zh else 1]) for name, style in STYLES.items() if name in used
    ]
    if plates:
        rows.append((QUIET, "＞─＞", "数个阶段共用的一条规则" if zh else "one rule for several stages"))
    rows.append((INK, MUST, "应当" if zh else "must"))
    rows.append((INK, MAY, "可以、鼓励" if zh else "may, is encouraged to"))
    rows.append((INK, MUST_NOT, "不得" if zh else "must not"))
    lines = [f'<FONT COLOR="{color}"><B>{html(sample)}</B></FONT>  {html(text)}' for color, sample, text in rows]
    return _table("图例" if zh else "Legend", lines)


def limits(program: Program, words: Words) -> Table | None:
    """Periods and counts with their limits and exceptions, None when there are none."""
    lines = [_period(row, words) for row in program.periods]
    lines += [_count(row, words) for row in program.count_limits]
    return _text_table("期限与次数" if words.zh else "Periods and counts", lines, words)


def grounds(program: Program, words: Words) -> list[Table | None]:
    """A table for each power that has grounds and moves."""
    moving = {edge.norm for edge in program.edges}
    tables: list[Table | None] = []
    for power in program.powers:
        if power.grounds and power.id in moving:
            title = f"{words.power(power)}{'的情形' if words.zh else ': grounds'}"
            lines = [f"{_last_part(words.names.cite(each.cite))} {each.text}" for each in power.grounds]
            tables.append(_text_table(f"{title} {words.names.cite(power.cite)}", lines, words))
    return tables


def shared(program: Program) -> frozenset[str]:
    """The duties, powers and prohibitions that move nothing and hang on so many stages that they are said once."""
    moving = {edge.norm for edge in program.edges}
    rows: tuple[Duty | Power | Prohibition, ...] = (*program.duties, *program.powers, *program.prohibitions)
    return frozenset(row.id for row in rows if row.id not in moving and len(stages_of(row)) > MOST_BOXES)


def beside(program: Program, words: Words) -> Table | None:
    """Duties, powers and prohibitions that move nothing and are in no box, None when there are none."""
    moving = {edge.norm for edge in program.edges}
    several = shared(program)

    def said(row: Duty | Power | Prohibition) -> bool:
        return row.id in several or (row.id not in moving and not stages_of(row))

    def where(row: Duty | Power | Prohibition) -> str:
        stages = stages_of(row)
        group = next((each for each in program.groups if set(each.stages) == set(stages)), None)
        name = (words.names.label(group) if group else words.names.several("stage", stages)) if stages else ""
        return name and name + ("：" if words.zh else ": ")

    cite = words.names.cite
    lines = [
        f"{MUST} {where(row)}{words.opened(row)}{words.duty(row)} {cite(row.cite)}"
        for row in program.duties
        if said(row)
    ]
    lines += [f"{MAY} {where(row)}{words.power(row)} {cite(row.cite)}" for row in program.powers if said(row)]
    lines += [
        f"{MUST_NOT} {where(row)}{words.prohibition(row)} {cite(row.cite)}" for row in program.prohibitions if said(row)
    ]
    return _text_table("与阶段变化无关的规则" if words.zh else "Rules that move nothing", lines, words)


def _period(row: Period, words: Words) -> str:
    name, length = words.names.of("period", row.id), words.deadline(row.deadline)
    degree = ""
    if row.limit_degree is not None:
        softly = row.limit_degree == "principle"
        degree = (
            ("（原则上不超过）" if softly else "（不超过）")
            if words.zh
            else " (in principle)"
            if softly
            else " (at most)"
        )
    extra = "".join(_allowance(each, words) for each in row.allowances)
    return f"{CLOCK} {name}{'：' if words.zh else ': '}{length}{degree}{extra} {words.names.cite(row.cite)}"


def _count(row: CountLimit, words: Words) -> str:
    act = words.act(row.act)
    extra = "".join(_allowance(each, words) for each in row.allowances)
    softly = row.degree == "principle"
    if words.zh:
        bound = "不超过" if row.bound == "max" else "不少于"
        text = f"{act}{'原则上' if softly else ''}{bound}{row.number}次{extra}"
    else:
        bound = "at most" if row.bound == "max" else "at least"
        text = f"{act}: {bound} {row.number}{' in principle' if softly else ''}{extra}"
    return f"# {text} {words.names.cite(row.cite)}"


def _allowance(row: Allowance, words: Words) -> str:
    approval = words.act(row.approval) if row.approval is not None else ""
    if words.zh:
        unit = {"day": "日", "workday": "个工作日", "month": "个月", "year": "年"}.get(row.unit or "", "次")
        return f"，{'经' + approval + '，' if approval else ''}可以增加{row.number}{unit}"
    return f", {row.number} more {row.unit or ''}".rstrip() + (f" with {approval}" if approval else "")


def _last_part(cite: str) -> str:
    """The item's own number, since the title already has the rest of the citation."""
    at = max(cite.rfind("第（"), cite.rfind("("))
    return cite[at:] if at > 0 else cite


def _text_table(title: str, lines: list[str], words: Words) -> Table | None:
    if not lines:
        return None
    kept = lines if len(lines) <= MOST_ROWS else lines[: MOST_ROWS - 1]
    told = [html(part) for line in kept for part in wrap(line, COLUMNS, 3)]
    if len(kept) < len(lines):
        left = len(lines) - len(kept)
        told.append(f"… 另有{left}条" if words.zh else f"… {left} more")
    return _table(title, told)


def _table(title: str, lines: list[str]) -> Table:
    heads = [f'<FONT POINT-SIZE="15"><B>{html(line)}</B></FONT>' for line in wrap(title, COLUMNS - 8, 2)]
    return (*heads, *lines)


def strip(tables: Iterable[Table | None]) -> str:
    """The tables side by side as one HTML-like label, each filled up to the rows of the longest, since Graphviz would
    spread the rows of a shorter one over the same height."""
    filled = [table for table in tables if table is not None]
    rows = max(map(len, filled), default=0)
    cells = "".join(f'<TD VALIGN="TOP">{_box((*table, *[" "] * (rows - len(table))))}</TD>' for table in filled)
    return (
        f'<<FONT POINT-SIZE="12" COLOR="{INK}">'
        '<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="8" CELLPADDING="0">'
        f"<TR>{cells}</TR></TABLE></FONT>>"
    )


def _box(lines: Table) -> str:
    rows = "".join(f'<TR><TD ALIGN="LEFT">{line}</TD></TR>' for line in lines)
    return (
        f'<TABLE BORDER="1" COLOR="{FAINT}" BGCOLOR="#ffffff" CELLBORDER="0" CELLSPACING="2" CELLPADDING="1" '
        f'STYLE="ROUNDED">{rows}</TABLE>'
    )
