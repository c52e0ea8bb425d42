"""The calendars that a policy names, and the days that it adds."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

from attrs import define, field

from ecolang.diagnostics import Diagnostics, Local
from ecolang.diagnostics.nearest import nearest
from ecolang.diagnostics.registry import make_diagnostic
from ecolang.time.days import parse_date
from ecolang.time.layer import CalendarProblem, Layer, layer_row
from ecolang.time.load import find_calendars, load_layer
from ecolang_compiler.lower.settings import ADDED, Known
from ecolang_compiler.resolve.words import day_words
from ecolang_compiler.syntax import tree

#: The layer of the days that a policy adds itself.
OWN_LAYER = "本办法"


@define(slots=False)
class Shelf:
    """The calendar files of some folders, each read once; in a name's case the first folder wins."""

    dirs: tuple[Path, ...] = ()
    _read: dict[Path, Layer | tuple[CalendarProblem, ...]] = field(factory=dict)
    _rows: dict[int, tuple[Layer, dict[str, Any]]] = field(factory=dict)

    @cached_property
    def paths(self) -> dict[str, Path]:
        """The files by every name that they go by."""
        return find_calendars(self.dirs)

    @property
    def names(self) -> tuple[Local, ...]:
        """What there is, by name."""
        found = (self.layer(path) for path in self.paths.values())
        layers = (each for each in found if isinstance(each, Layer))
        return tuple(dict.fromkeys(Local(each.name, each.name_en or each.name) for each in layers))

    def layer(self, path: Path) -> Layer | tuple[CalendarProblem, ...]:
        """A file's layer, or its problems."""
        if path not in self._read:
            self._read[path] = load_layer(path)
        return self._read[path]

    def row(self, layer: Layer) -> dict[str, Any]:
        """A layer as a program embeds it; the same for the policy and each of its other readings."""
        found = self._rows.get(id(layer))
        if found is None:
            # The layer is kept, so that no other has its identity.
            found = self._rows[id(layer)] = (layer, layer_row(layer))
        return found[1]


def read_calendars(known: Known, manners: Iterable[tree.Manner], shelf: Shelf, bag: Diagnostics) -> tuple[Layer, ...]:
    """The layers that the settings and single periods name, then the days that the policy adds; what can't be had is
    reported."""
    layers: list[Layer] = []
    named = [(name, known.nodes["calendars"].span) for name in known.values.get("calendars", ())]
    seen = {name for name, _ in named}
    for manner in manners:
        named += [(name, manner.span) for name in manner.calendar if name not in seen]
        seen.update(manner.calendar)
    for name, span in named:
        path = shelf.paths.get(name)
        if path is None:
            names = shelf.names
            spellings = dict.fromkeys(said for each in names for said in (each.zh, each.en))
            bag.add(make_diagnostic("E801", span, name=name, nearest=nearest(name, spellings), names=names))
            continue
        layer = shelf.layer(path)
        if isinstance(layer, Layer):
            layers.append(layer)
        else:
            zh, en = ("；".join(each.message(lang).rstrip("。.") for each in layer) for lang in ("zh", "en"))
            bag.add(make_diagnostic("E803", span, path=_shown(path), reason=Local(zh, en[:1].lower() + en[1:])))
    own = _added_layer(known, bag)
    return (*layers, own) if own is not None else tuple(layers)


def _shown(path: Path) -> str:
    """A path as its reader would write it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _added_layer(known: Known, bag: Diagnostics) -> Layer | None:
    entries: dict[int, tuple[bool, str]] = {}
    for node in known.added:
        working = ADDED[node.kind]
        for day, reason in node.value:
            ordinal = parse_date(day)
            if ordinal is None:
                bag.add(make_diagnostic("E308", node.span, text=day))
            elif entries.get(ordinal, (working, ""))[0] != working:
                own = Local(OWN_LAYER, "this policy")
                bag.add(make_diagnostic("E805", node.span, calendar=own, date=day_words(ordinal)))
            else:
                entries[ordinal] = (working, reason or "")
    return Layer(OWN_LAYER, entries, name_en="this policy", everywhere=True) if entries else None


def calendar_rows(layers: Iterable[Layer], shelf: Shelf) -> tuple[dict[str, Any], ...]:
    """Layers as a program embeds them, each once."""
    return tuple({layer.name: shelf.row(layer) for layer in layers}.values())
