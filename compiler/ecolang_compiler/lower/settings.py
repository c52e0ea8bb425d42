"""The settings of a policy and the calendars that they name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from attrs import frozen

from ecolang.diagnostics import Diagnostics, Local
from ecolang.diagnostics.nearest import nearest
from ecolang.diagnostics.registry import make_diagnostic
from ecolang.program import Settings
from ecolang.source_text import Ref, SourceText
from ecolang.time.days import iso, parse_date
from ecolang.time.layer import Layer, layer_row
from ecolang.time.load import find_calendars, load_layer
from ecolang_compiler.resolve.names import Names
from ecolang_compiler.resolve.norms import settings
from ecolang_compiler.syntax import tree

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_CJK = re.compile(r"[\u3400-\u9fff]")
_WORDS = {
    "source": Local("原文", "source"),
    "in_force": Local("施行", "in force"),
    "zone": Local("时区", "zone"),
    "calendars": Local("工作日", "working days"),
    "periods": Local("期间", "periods"),
    "handling": Local("办理", "handling"),
}
_ADDED = {"days_off": False, "work_days": True}


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
        if node.kind in _ADDED:
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
        repeals=tuple(values.get("repeals", ())),
        zone=values.get("zone") or "Asia/Shanghai",
        calendars=tuple(values.get("calendars", ())),
        counting_start=periods.get("start", "next"),
        roll=periods.get("roll", "none"),
        month_end=periods.get("month_end"),
        track_role=track_role(known, names),
    )


def track_role(known: Known, names: Names) -> str | None:
    """The role whose every holder has a track of its own."""
    handling = known.values.get("handling")
    if handling is None:
        return None
    return names.role(handling if isinstance(handling, tree.Name) else tree.Name(str(handling)))


def read_calendars(known: Known, dirs: Iterable[Path], bag: Diagnostics) -> tuple[Layer, ...]:
    """The layers that the settings name, then the days that the policy adds; what can't be had is reported."""
    wanted = tuple(known.values.get("calendars", ()))
    layers: list[Layer] = []
    if wanted:
        span = known.nodes["calendars"].span
        found = find_calendars(dirs)
        for name in wanted:
            path = found.get(name)
            layer = load_layer(path) if path else None
            if path is None:
                names = tuple(dict.fromkeys(_names(found.values())))
                bag.add(make_diagnostic("E801", span, name=name, nearest=nearest(name, names), names=names))
            elif isinstance(layer, Layer):
                layers.append(layer)
            else:
                reason = Local(*("；".join(each.message(lang) for each in layer or ()) for lang in ("zh", "en")))
                bag.add(make_diagnostic("E803", span, path=str(path), reason=reason))
    own = _added_layer(known, bag)
    return (*layers, own) if own is not None else tuple(layers)


def _names(paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        layer = load_layer(path)
        yield layer.name if isinstance(layer, Layer) else path.stem


def _added_layer(known: Known, bag: Diagnostics) -> Layer | None:
    entries: dict[int, tuple[bool, str]] = {}
    for node in known.added:
        working = _ADDED[node.kind]
        for day, reason in node.value:
            ordinal = parse_date(day)
            if ordinal is None:
                bag.add(make_diagnostic("E308", node.span, text=day))
            elif entries.get(ordinal, (working, ""))[0] != working:
                bag.add(make_diagnostic("E805", node.span, calendar=OWN_LAYER, date=iso(ordinal)))
            else:
                entries[ordinal] = (working, reason or "")
    return Layer(OWN_LAYER, entries, name_en="this policy", everywhere=True) if entries else None


#: The layer of the days that a policy adds itself.
OWN_LAYER = "本办法"


def calendar_rows(layers: Iterable[Layer]) -> tuple[dict[str, Any], ...]:
    """Layers as a program embeds them, each once."""
    return tuple({layer.name: layer_row(layer) for layer in layers}.values())
