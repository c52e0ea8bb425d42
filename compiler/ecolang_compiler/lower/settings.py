"""The settings of a policy and the calendars that they name."""

from __future__ import annotations

import re
from typing import Any

from attrs import frozen

from ecolang.diagnostics import Diagnostics, Local
from ecolang.diagnostics.registry import make_diagnostic
from ecolang.program import Settings
from ecolang.source_text import Ref, SourceText
from ecolang.time.days import parse_date
from ecolang_compiler.resolve.names import Names
from ecolang_compiler.resolve.norms import settings
from ecolang_compiler.resolve.words import UNITS
from ecolang_compiler.syntax import tree

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_CJK = re.compile(r"[\u3400-\u9fff]")
_WORDS = {
    "source": Local("原文", "source"),
    "in_force": Local("施行", "in force"),
    "validity": Local("有效期", "period of validity"),
    "ceases": Local("失效", "out of force"),
    "zone": Local("时区", "zone"),
    "calendars": Local("工作日", "working days"),
    "periods": Local("期间", "periods"),
    "handling": Local("办理", "handling"),
    "standstill": Local("停算", "time stands still"),
}
_TERM_UNITS = Local("日、个月、年", "days, months or years")
ADDED = {"days_off": False, "work_days": True}


@frozen
class Known:
    """The settings of a file by kind, and where each stands."""

    values: dict[str, Any]
    nodes: dict[str, tree.Setting]
    cites: dict[str, tuple[Ref, ...]]
    added: tuple[tree.Setting, ...]


def read_settings(file: tree.PolicyFile, bag: Diagnostics) -> Known:
    """The settings by kind; one given twice is reported."""
    values: dict[str, Any] = {}
    nodes: dict[str, tree.Setting] = {}
    cites: dict[str, tuple[Ref, ...]] = {}
    added: list[tree.Setting] = []
    for node, ref in settings(file):
        if ref is not None:
            cites[node.kind] = (*cites.get(node.kind, ()), ref)
        if node.kind in ADDED:
            added.append(node)
        elif node.kind == "repeals":
            values["repeals"] = (*values.get("repeals", ()), *node.value)
        elif node.kind in values:
            bag.add(make_diagnostic("E202", node.span, name=_WORDS[node.kind]))
        else:
            values[node.kind], nodes[node.kind] = node.value, node
    return Known(values, nodes, cites, tuple(added))


def make_settings(title: tree.Name, known: Known, source: SourceText | None, names: Names) -> Settings:
    """The row of settings."""
    values = known.values
    in_force = values.get("in_force")
    dated = isinstance(in_force, str) and _DATE.fullmatch(in_force) is not None
    if dated and parse_date(str(in_force)) is None:
        names.bag.add(make_diagnostic("E308", known.nodes["in_force"].span, text=in_force))
    periods = dict(values.get("periods") or ())
    return Settings(
        title=title.text,
        title_label=title.label,
        language="zh" if _CJK.search(title.text) else "en",
        source=values.get("source"),
        source_hash=source.hash if source else None,
        in_force=in_force if dated else None,
        in_force_words=in_force if in_force and not dated else None,
        **_end(known, names),
        repeals=tuple(values.get("repeals", ())),
        zone=values.get("zone") or "Asia/Shanghai",
        calendars=tuple(values.get("calendars", ())),
        counting_start=periods.get("start", "next"),
        roll=periods.get("roll", "none"),
        month_end=periods.get("month_end"),
        hour_start=periods.get("hour"),
        standstill=tuple(values.get("standstill", ())),
        track_role=track_role(known, names),
    )


def _end(known: Known, names: Names) -> dict[str, Any]:
    """How long the policy is in force, as far as it says so."""
    found: dict[str, Any] = {}
    validity, ceases = known.values.get("validity"), known.values.get("ceases")
    for kind in ("validity", "ceases"):
        day = known.values.get(kind)
        if isinstance(day, str) and parse_date(day) is None:
            names.bag.add(make_diagnostic("E308", known.nodes[kind].span, text=day))
            return {}
    if validity is not None and ceases is not None:
        names.bag.add(make_diagnostic("E202", known.nodes["ceases"].span, name=_WORDS["ceases"]))
    if isinstance(validity, str):
        found["valid_until"] = validity
    elif validity is not None:
        amount, start = validity
        if amount.unit not in ("day", "month", "year"):
            names.bag.add(
                make_diagnostic("E310", known.nodes["validity"].span, unit=UNITS[amount.unit], allowed=_TERM_UNITS)
            )
        else:
            found["valid_for"] = (amount.number, amount.unit, start)
    elif ceases is not None:
        found["ceases"] = ceases
    return found


def track_role(known: Known, names: Names) -> str | None:
    """The role whose every holder has a track of its own."""
    handling = known.values.get("handling")
    if handling is None:
        return None
    return names.role(handling if isinstance(handling, tree.Name) else tree.Name(str(handling)))
