"""What stands under the picture in words: periods and counts, grounds, rules beside the stages, documents."""

from __future__ import annotations

import re

from attrs import frozen

from ecolang.draw.case import Way, circled
from ecolang.draw.deemed import on_none, sentence
from ecolang.draw.style import MAY, MUST, MUST_NOT
from ecolang.draw.words import CLOCK, PAUSE, Words
from ecolang.graph.convert import stages_of
from ecolang.program import Allowance, Contents, CountLimit, Duty, Expr, Period, Power, Program, Prohibition

MOST_ROWS = 24
MOST_BOXES = 1
"""A rule of more stages than this is said once under the picture instead of in each box."""

_NUMBER = re.compile(r"[（(][^（）()]*[）)]")


@frozen
class Panel:
    """A title and its lines, as long as they are."""

    title: str
    lines: tuple[str, ...]


def case(way: Way, words: Words) -> Panel:
    """The moves of the case, and where it is."""
    stage = words.names.of
    lines: list[str] = []
    for step in way.steps:
        told = words.edge(step.edge)
        moved = f"{stage('stage', step.edge.source)} → {stage('stage', step.edge.target)}"
        lines.append(f"{circled(step.number)} {step.on} {told.event} {told.cite}{'：' if words.zh else ': '}{moved}")
    lines.append(f"{'现处' if words.zh else 'now'} ▶ {stage('stage', way.stage)}")
    return Panel("本案经过" if words.zh else "The way of this case", tuple(lines))


def limits(program: Program, words: Words) -> Panel | None:
    """Periods and counts with their limits and exceptions, None when there are none."""
    lines = [_period(row, words) for row in program.periods]
    lines += _changes(program, words)
    lines += [_count(row, words) for row in program.count_limits]
    return _panel("期限与次数" if words.zh else "Periods and counts", lines, words)


def grounds(program: Program, words: Words) -> list[Panel | None]:
    """A table for each power that has grounds and moves."""
    moving = {edge.norm for edge in program.edges}
    tables: list[Panel | None] = []
    for power in program.powers:
        if power.grounds and power.id in moving:
            title = f"{words.power(power)}{'的情形' if words.zh else ': grounds'}"
            lines = [_ground(words.names.cite(each.cite), words.ground(each)) for each in power.grounds]
            tables.append(_panel(f"{title} {words.names.cite(power.cite)}", lines, words))
    return tables


def shared(program: Program) -> frozenset[str]:
    """The duties, powers and prohibitions that move nothing and hang on so many stages that they are said once."""
    moving = {edge.norm for edge in program.edges}
    rows: tuple[Duty | Power | Prohibition, ...] = (*program.duties, *program.powers, *program.prohibitions)
    return frozenset(row.id for row in rows if row.id not in moving and len(stages_of(row)) > MOST_BOXES)


def shown_by_edges(program: Program) -> frozenset[str]:
    """The duties and powers that move nothing themselves, but whose acts lead out of their stages by other rules."""
    out = {(edge.source, edge.trigger.event) for edge in program.edges}
    moving = {edge.norm for edge in program.edges}
    rows: tuple[Duty | Power, ...] = (*program.duties, *program.powers)
    return frozenset(
        row.id for row in rows
        if row.id not in moving and stages_of(row)
        and all((stage, act.event) in out for stage in stages_of(row) for act in row.acts)
    )  # fmt: skip


def beside(program: Program, words: Words) -> Panel | None:
    """Duties, powers and prohibitions that move nothing and are in no box, None when there are none."""
    moving = {edge.norm for edge in program.edges}
    several = shared(program) | shown_by_edges(program)

    def said(row: Duty | Power | Prohibition) -> bool:
        return row.id in several or (row.id not in moving and not stages_of(row))

    def where(row: Duty | Power | Prohibition) -> str:
        stages = stages_of(row)
        group = next((each for each in program.groups if set(each.stages) == set(stages)), None)
        name = (words.names.label(group) if group else words.names.several("stage", stages)) if stages else ""
        return name and name + ("：" if words.zh else ": ")

    cite = words.names.cite
    lines = [sentence(row, words) for row in on_none(program)]
    lines += [
        f"{MUST} {where(row)}{words.opened(row)}{words.duty(row)} {cite(row.cite)}"
        for row in program.duties
        if said(row)
    ]
    lines += [f"{MAY} {where(row)}{words.power(row)} {cite(row.cite)}" for row in program.powers if said(row)]
    lines += [
        f"{MUST_NOT} {where(row)}{words.prohibition(row)} {cite(row.cite)}" for row in program.prohibitions if said(row)
    ]
    return _panel("图中未画出的规则" if words.zh else "Rules not drawn as lines", lines, words)


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


def _changes(program: Program, words: Words) -> list[str]:
    """What sets periods still or going again; the periods of one clause that change alike in one line."""
    by_period: dict[tuple[str, str], list[str]] = {}
    for row in program.period_ops:
        by_period.setdefault((row.cite, row.period), []).append(words.changed(row))
    alike: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for (cite, period), changes in by_period.items():
        alike.setdefault((cite, tuple(dict.fromkeys(changes))), []).append(words.period_of(period))
    zh = words.zh
    return [
        f"{PAUSE} {('、' if zh else ', ').join(periods)}{'：' if zh else ': '}{('；' if zh else '; ').join(changes)}"
        f" {words.names.cite(cite)}"
        for (cite, changes), periods in alike.items()
    ]


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
    if row.number_from is not None:
        return _read_allowance(row, row.number_from, approval, words)
    if words.zh:
        unit = {"day": "日", "workday": "个工作日", "month": "个月", "year": "年"}.get(row.unit or "", "次")
        return f"，{'经' + approval + '，' if approval else ''}可以增加{row.number}{unit}"
    unit = {"workday": "working day"}.get(row.unit or "", row.unit or "")
    several = "s" if unit and row.number != 1 else ""
    return f", {row.number} more {unit}{several}".rstrip() + (f" with {approval}" if approval else "")


def _read_allowance(row: Allowance, source: Expr, approval: str, words: Words) -> str:
    """An extension as long as the case says."""
    added = words.read(source, row.unit or "")
    most = words.read(("lit", row.number), row.unit or "") if row.number else ""
    if words.zh:
        return f"，{'经' + approval + '，' if approval else ''}可以增加{added}" + (f"，最多{most}" if most else "")
    return f", {added} more" + (f", at most {most}" if most else "") + (f" with {approval}" if approval else "")


def documents(program: Program, words: Words) -> list[Panel]:
    """A panel for each document of the policy: what it must or may include, and where that is said."""
    found: list[Panel] = []
    for document in program.documents:
        rows = [row for row in program.contents if row.document == document.id and not row.form]
        lines = [_contents(row, words) for row in rows]
        found.append(Panel(words.names.of("document", document.id), tuple(lines)))
    return found


def _contents(row: Contents, words: Words) -> str:
    items = [f"{item.number}.\u00a0{item.key}" for item in row.items]
    return ("；" if words.zh else "; ").join(items) + f" {words.names.cite(row.cite)}"


def _ground(cite: str, text: str) -> str:
    """The item's own number and its words; the title has the rest of the citation, and a text may begin with it too."""
    numbers = _NUMBER.findall(cite)
    own = _NUMBER.match(text)
    return f"{numbers[-1] if numbers else cite} {text[own.end() :].lstrip() if own and numbers else text}"


def _panel(title: str, lines: list[str], words: Words) -> Panel | None:
    if not lines:
        return None
    kept = lines if len(lines) <= MOST_ROWS else lines[: MOST_ROWS - 1]
    if len(kept) < len(lines):
        left = len(lines) - len(kept)
        kept = [*kept, f"… 另有{left}条" if words.zh else f"… {left} more"]
    return Panel(title, tuple(kept))
