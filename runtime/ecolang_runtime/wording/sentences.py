"""The rows of a verdict as sentences, from their data and the templates."""

from __future__ import annotations

from collections.abc import Iterable

from ecolang.patterns import later
from ecolang.program import Anchor, Deadline
from ecolang_runtime.verdict import (
    AvailableGround,
    DueDate,
    Effect,
    Entry,
    Finding,
    Limit,
    Missing,
    OpenDuty,
    Permitted,
)
from ecolang_runtime.wording import templates as t
from ecolang_runtime.wording.words import Words

_NUMBERED = later(r"^\s*[（(][^（）()]{1,4}[）)]\s*")


def finding(words: Words, row: Finding) -> str:
    """What was not as the norm says, with its clause."""
    said = words.fill(t.FINDINGS[_variant(words, row)], _values(words, row))
    if not row.effect:
        said += words.pick(t.NO_EFFECT)
    return words.cited(said + provisional(words, row.provisional), row.cite)


def _variant(words: Words, row: Finding) -> str:
    kind = row.kind
    if kind == "overdue" and _is_prompt(words, row.norm, row.cite):
        return "overdue:prompt"
    if kind == "unexpected" and row.failed:
        return "unexpected:failed"
    if kind == "wrong_actor" and row.item:
        return "wrong_actor:role"
    if kind == "not_permitted" and row.due:
        return "not_permitted:after"
    if kind == "not_checked" and row.item is None:
        return "not_checked:steps"
    return kind


def _values(words: Words, row: Finding) -> dict[str, object]:
    counted = words.counts.get(row.norm)
    # The breach of a list's item names the item, that of a signature the document itself.
    document = words.contents[row.norm].document if row.norm in words.contents else row.item
    item = words.cite(row.item) if row.item and row.kind == "not_permitted" else words.name(row.item)
    if row.kind == "wrong_actor" and row.item:
        item = words.who((row.item,))
    elif row.kind == "exceeded":
        item = words.name(row.norm)
    return {
        "who": words.who(row.who),
        "act": words.name(row.event) or "",
        "item": item,
        "document": words.name(document),
        "on": words.date(row.on),
        "due": words.date(row.due),
        "actual": words.date(row.actual),
        "days": words.days(row.days),
        "count": row.count,
        "limit": row.limit,
        "counted": words.name(counted.act.event) if counted else None,
        "conditions": words.conditions(row.failed) or None,
    }


def provisional(words: Words, reasons: tuple[str, ...]) -> str:
    """Why a date is not certain, in brackets; "" where it is."""
    joined = ("、" if words.zh else ", ").join(reasons)
    return words.fill(t.PROVISIONAL, {"reasons": joined}) if reasons else ""


def duty(words: Words, row: OpenDuty) -> str:
    """Who must do what, by when, with the clause."""
    norm = words.duties.get(row.norm)
    together = norm.together if norm and len(row.who) > 1 else "one"
    said = words.fill(
        t.DUTY,
        {
            "who": words.who(row.who, joint=together != "one") or "",
            "together": words.pick(t.TOGETHER[together]),
            "modal": words.pick(t.MODALS.get(row.degree, t.MODALS["must"])),
            "prompt": words.pick(t.PROMPTLY) if _is_prompt(words, row.norm, None) else "",
            "act": words.acts(row.events),
            "row": row.row or None,
        },
    )
    return words.cited(_with(words, said, when(words, row)), row.cite)


def when(words: Words, row: OpenDuty) -> str:
    """By when a duty is to be done, or for how long it has been open."""
    if row.due is None or row.due.last is None:
        norm = words.duties.get(row.norm)
        timed = next((d for d in norm.deadlines if d.kind != "prompt"), None) if norm else None
        if timed is not None:
            return deadline(words, timed)
        if not row.age:
            return ""
        return words.fill(t.DUE["age"], {"days": words.days(row.age)})
    return due(words, row.due, row.state)


def due(words: Words, row: DueDate, state: str = "open") -> str:
    """A last day and how far it is."""
    left = row.days_left
    if row.last is None or left is None:
        return words.pick(t.DUE["open"])
    kind = "undetermined" if state == "undetermined" else "left" if left > 0 else "over" if left < 0 else "today"
    said = words.fill(t.DUE[kind], {"due": words.date(row.last, weekday=True), "days": words.days(left)})
    return said + provisional(words, row.provisional)


def deadline(words: Words, row: Deadline) -> str:
    """A demand of time that gives no date yet, in the policy's own measure."""
    unit = row.counting.unit
    amount = words.amount(row.amount, unit) if row.amount is not None else None
    kind = row.kind if row.kind in t.DEADLINES else "within"
    if kind == "before" and amount is None:
        kind = "before:bare"
    if kind == "within" and amount is None:
        return words.pick(t.DUE["open"])
    return words.fill(t.DEADLINES[kind], {"anchor": _anchor(words, row.anchor), "amount": amount})


def _anchor(words: Words, anchor: Anchor) -> str:
    field = anchor.field or (anchor.planned[1] if anchor.planned else None)
    event = anchor.event or (anchor.planned[0] if anchor.planned else None)
    if anchor.document is not None:
        return f"{words.name(anchor.document)}·“{anchor.item}”"
    if anchor.received and event is not None:
        return f"收到“{words.name(event)}”" if words.zh else f"receipt of “{words.name(event)}”"
    if anchor.kind == "field" and field is not None:
        return f"“{words.value(event, field, '')[0]}”"
    if event is not None:
        return f"“{words.name(event)}”"
    return "此时" if words.zh else "now"


def _is_prompt(words: Words, norm: str, cite: str | None) -> bool:
    row = words.duties.get(norm)
    found = [each for each in row.deadlines if cite is None or each.cite == cite] if row else []
    return any(each.kind == "prompt" for each in found)


def permitted(words: Words, row: Permitted) -> str:
    """What may be done now, with the clause; grounds apart."""
    norm = words.powers.get(row.norm)
    together = norm.together if norm and len(row.who) > 1 else "one"
    values: dict[str, object] = {
        "who": words.who(row.who, joint=together != "one") or "",
        "together": words.pick(t.TOGETHER[together]),
        "act": words.acts(row.events),
    }
    missing = [name for each in row.grounds for name in each.missing]
    if row.state == "unknown" and missing:
        return words.cited(words.fill(t.PERMITTED_UNKNOWN, {**values, "missing": words.missing(missing)}), row.cite)
    said = words.fill(t.PERMITTED, values)
    more = []
    if row.since is not None:
        more.append(words.fill(t.SINCE, {"since": words.date(row.since)}))
    if row.until is not None and row.until.last is not None:
        last = words.fill(t.UNTIL, {"due": words.date(row.until.last, weekday=True)})
        more.append(last + provisional(words, row.until.provisional))
    return words.cited(_with(words, said, *more), row.cite)


def also_permitted(words: Words, who: tuple[str, ...], rows: Iterable[Permitted]) -> str:
    """What somebody may do at any time, in one sentence, each act with its clause."""
    acts = [words.cited(words.acts(row.events), row.cite).rstrip("。.") for row in rows]
    if not words.zh:
        acts = [act[:1].lower() + act[1:] for act in acts]
    joined = ("、" if words.zh else ", ").join(dict.fromkeys(acts))
    said = words.fill(t.ALSO_PERMITTED, {"who": words.who(who) or "", "acts": joined})
    return said if words.zh else said[:1].upper() + said[1:]


def ground(words: Words, row: AvailableGround) -> str:
    """A ground, and since when it has been there or what it depends on."""
    if row.state == "unknown":
        state = words.fill(t.NEEDS, {"missing": words.missing(row.missing)}) if row.missing else ""
    elif row.since is not None:
        state = words.fill(t.SINCE, {"since": words.date(row.since)})
    else:
        state = words.pick(t.HOLDS)
    # The clause's own words are in the policy's language alone; its number stands in the citation.
    text = _NUMBERED.sub("", row.text) if (words.program.settings.language == "en") is not words.zh else None
    return words.fill(t.GROUND, {"cite": words.cite(row.cite), "text": text, "state": state})


def entry(words: Words, row: Entry) -> str:
    """What stands in the timeline: an act with its fields, a lapse."""
    fields = [words.value(row.event, name, value) for name, value in row.fields]
    joined = "；".join(f"{name}：{value}" for name, value in fields)
    if not words.zh:
        joined = "; ".join(f"{name}: {value}" for name, value in fields)
    if row.event is None:
        told = [each for each in row.effects if each.kind in ("lapsed", "full")] or list(row.effects)
        return ("，" if words.zh else ", ").join(dict.fromkeys(effect(words, each) for each in told))
    return words.fill(t.ENTRIES[row.kind], {"act": words.name(row.event) or "", "fields": joined})


def effect(words: Words, row: Effect) -> str:
    """One thing that an entry did."""
    detail: str | None = row.detail
    if row.kind == "relied_on" and detail:
        detail = words.cite(detail)
    elif row.kind == "discharged":
        detail = words.date(detail)
    else:
        detail = words.name(detail)
    count: object = row.count
    if row.kind == "extended" and row.count is not None:
        period = words.periods.get(row.norm or "")
        count = words.amount(row.count, period.deadline.counting.unit if period else "day")
    values = {
        "norm": words.norm(row.norm),
        "target": words.name(row.target),
        "detail": detail,
        "count": count,
        "limit": row.limit,
    }
    kind = "lapsed:duty" if row.kind == "lapsed" and row.norm in words.duties else row.kind
    return words.fill(t.EFFECTS[kind], values)


def limit(words: Words, row: Limit) -> str:
    """A count or a period: how much is used, how much is allowed."""
    if row.kind == "count":
        norm = words.counts.get(row.norm)
        bound = norm.bound if norm else "max"
        values = {
            "name": words.name(row.name),
            "used": row.used,
            "allowed": row.allowed,
            "extended": row.extended or None,
        }
        return words.fill(t.COUNTED[bound], values)
    return _period(words, row)


def _period(words: Words, row: Limit) -> str:
    period = words.periods.get(row.norm)
    unit = period.deadline.counting.unit if period else "day"
    last = row.due.last if row.due else None
    state = row.state if row.state in t.PERIODS else "running"
    said = words.fill(
        t.PERIODS[state],
        {
            "name": words.name(row.norm),
            "used": words.amount(row.used, unit if unit == "workday" else "day"),
            "allowed": None if row.allowed is None else words.amount(row.allowed, unit),
            "due": words.date(last, weekday=state == "running"),
        },
    )
    if row.extended:
        said = _with(words, said, words.fill(t.PERIOD_MORE["extended"], {"amount": words.amount(row.extended, unit)}))
    if row.suspended:
        said = _with(words, said, words.fill(t.PERIOD_MORE["suspended"], {"amount": words.days(row.suspended)}))
    return said + (provisional(words, row.due.provisional) if row.due else "")


def missing(words: Words, row: Missing) -> str:
    """What is not known, and the clause that would need it."""
    name = words.missing((row.name,)).strip("“”")
    return words.cited(words.fill(t.MISSING, {"name": name, "cite": words.cite(row.cite)}), None)


def _with(words: Words, said: str, *more: str) -> str:
    return ("，" if words.zh else ", ").join(part for part in (said, *more) if part)
