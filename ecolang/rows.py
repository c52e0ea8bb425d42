"""`dataclass` and what belongs to it, made when a class is first used instead of when its module is imported.

The standard library writes and compiles six methods for each class at import: 0.5 ms a class, for some hundred
classes, and it imports `inspect` to do so. A judgement of one case takes less time than that. Here a class costs a few
microseconds, and its `__init__` is written when the first row is made. Type checkers see the standard library's
functions, and `dataclasses.fields`, `replace`, `asdict` and `is_dataclass` work on these classes.
What nobody here needs is left out: inheritance of fields, ordering, keyword-only fields, `__post_init__`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass, replace
    from typing import Any, TypeVar

    _Row = TypeVar("_Row")

    def row_of(cls: type[_Row], values: Mapping[str, Any]) -> _Row:
        """A row of values by name, which are its own fields and all that have no default; writes no `__init__`."""

else:
    from operator import attrgetter

    #: How many rows of a class are made before its `__init__` is written.
    _FEW = 16

    class _Missing:
        __slots__ = ()

    MISSING = _Missing()

    class Field:
        """A field as `fields` tells it."""

        __slots__ = ("compare", "default", "default_factory", "hash", "name", "repr", "type")

        def __init__(self, default=MISSING, default_factory=MISSING, repr=True, compare=True, hash=None):
            self.name = self.type = ""
            self.default = default
            self.default_factory = default_factory
            self.repr = repr
            self.compare = compare
            self.hash = compare if hash is None else hash

    def field(*, default=MISSING, default_factory=MISSING, repr=True, compare=True, hash=None):
        """A field that is not like the others."""
        return Field(default, default_factory, repr, compare, hash)

    def dataclass(cls=None, /, *, frozen=False, slots=False):
        """The class as a row of its annotated fields."""
        return (lambda given: _made(given, frozen, slots)) if cls is None else _made(cls, frozen, slots)

    def is_dataclass(value):
        """Whether it is a row, or a class of rows."""
        cls = value if isinstance(value, type) else type(value)
        return hasattr(cls, "__rows_fields__") or hasattr(cls, "__dataclass_fields__")

    def fields(value):
        """The fields of a row or of a class of rows, in their order."""
        found = getattr(value, "__rows_fields__", None)
        if found is None:
            import dataclasses

            return dataclasses.fields(value)
        return found

    def row_of(cls, values):
        """A row of values by name, which are its own fields and all that have no default; writes no `__init__`."""
        row = object.__new__(cls)
        for name, put, default, make in cls.__dict__.get("__rows_plan__") or _plan(cls):
            if name in values:
                put(row, values[name])
            else:
                put(row, default if make is MISSING else make())
        return row

    def _plan(cls):
        cls.__rows_plan__ = tuple(
            (each.name, cls.__dict__[each.name].__set__, each.default, each.default_factory)
            for each in cls.__rows_fields__
        )
        return cls.__rows_plan__

    def replace(row, /, **changes):
        """A row with some fields changed."""
        cls = row.__class__
        found = getattr(cls, "__rows_fields__", None)
        if found is None:
            import dataclasses

            return dataclasses.replace(row, **changes)
        own = getattr(cls, "__replace__", None)
        if own is not None:
            return own(row, **changes)
        for each in found:
            if each.name not in changes:
                changes[each.name] = getattr(row, each.name)
        return cls(**changes)

    class _StandardFields:
        """`__dataclass_fields__`, for whoever treats the class as one of the standard library's."""

        def __get__(self, row, cls):
            import dataclasses

            names = {"__annotations__": dict(cls.__annotations__), "__module__": cls.__module__}
            for each in cls.__rows_fields__:
                if each.default is not MISSING or each.default_factory is not MISSING:
                    given = {"default": each.default} if each.default is not MISSING else {}
                    if each.default_factory is not MISSING:
                        given["default_factory"] = each.default_factory
                    names[each.name] = dataclasses.field(**given, repr=each.repr, compare=each.compare)
            standard = dataclasses.dataclass(type(cls.__name__, (), names))
            cls.__dataclass_fields__ = standard.__dataclass_fields__
            return standard.__dataclass_fields__

    def _made(cls, frozen, slots):
        own = dict(cls.__dict__)
        rows = []
        for name, kind in cls.__annotations__.items():
            if str(kind).startswith("ClassVar"):
                continue
            given = own.get(name, MISSING)
            each = given if isinstance(given, Field) else Field(given)
            each.name, each.type = name, kind
            rows.append(each)
            if slots or isinstance(given, Field):
                own.pop(name, None)
                if not slots and each.default is not MISSING:
                    own[name] = each.default
        names = tuple(each.name for each in rows)
        own |= {"__rows_fields__": tuple(rows), "__dataclass_fields__": _StandardFields(), "__match_args__": names}
        for made in ("__dict__", "__weakref__"):
            own.pop(made, None)
        if slots:
            own["__slots__"] = names
        equal = _key(tuple(each.name for each in rows if each.compare))
        own.setdefault("__eq__", _equal(equal))
        if frozen:
            hashed = _key(tuple(each.name for each in rows if each.hash))
            own["__hash__"] = lambda self: hash(hashed(self))
            own["__setattr__"], own["__delattr__"] = _refuse_to_set, _refuse_to_delete
            if slots:
                own["__getstate__"], own["__setstate__"] = _state, _set_state
        else:
            own["__hash__"] = None
        new = type(cls)(cls.__name__, cls.__bases__, own)
        new.__qualname__ = cls.__qualname__

        few = _FEW if slots else 0

        def __init__(self, *given, **named):
            nonlocal few
            few -= 1
            if few < 0 or not _fill(new, self, names, given, named):
                write_init()
                new.__init__(self, *given, **named)

        def __repr__(self):
            new.__repr__ = _write_repr(new)
            return new.__repr__(self)

        def write_init():
            # Two threads may both write it: they write the same.
            type.__setattr__(new, "__init__", _write_init(new, frozen, slots))

        new.__init__ = __init__
        if "__repr__" not in own:
            new.__repr__ = __repr__
        return new

    def _fill(cls, row, names, given, named):
        """Fills a row without its class's `__init__`, which is not worth writing for a few; False if it cannot."""
        values = dict(zip(names, given, strict=False))
        if len(given) > len(names) or not values.keys().isdisjoint(named):
            return False
        values.update(named)
        taken = 0
        for name, put, default, make in cls.__dict__.get("__rows_plan__") or _plan(cls):
            if name in values:
                taken += 1
                put(row, values[name])
            elif make is not MISSING:
                put(row, make())
            elif default is not MISSING:
                put(row, default)
            else:
                return False
        return taken == len(values)

    def _key(names):
        """What two equal rows have in common."""
        return attrgetter(*names) if names else lambda _: ()

    def _equal(key):
        def __eq__(self, other):
            return key(self) == key(other) if other.__class__ is self.__class__ else NotImplemented

        return __eq__

    def _refuse_to_set(self, name, value):
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def _refuse_to_delete(self, name):
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def _state(self):
        return [getattr(self, name) for name in self.__slots__]

    def _set_state(self, state):
        for name, value in zip(self.__slots__, state, strict=True):
            object.__setattr__(self, name, value)

    def _opened(cls):
        """A class of the same slots without the guard against changes, as which a row is filled in half the time; None
        where a row cannot pass from one class to the other."""
        opened = type(cls.__name__, (), {"__slots__": cls.__slots__})
        try:
            object.__new__(opened).__class__ = cls
        except TypeError:
            return None
        return opened

    def _write_init(cls, frozen, slots):
        """The class's `__init__`, with a parameter for each field. Only names of our own source get into the text."""
        scope = {"_missing": MISSING}
        heads, lines = [], []
        opened = _opened(cls) if frozen and slots else None
        for each in cls.__rows_fields__:
            name = each.name
            value = name
            if each.default_factory is not MISSING:
                scope[f"_make_{name}"] = each.default_factory
                heads.append(f"{name}=_missing")
                value = f"_make_{name}() if {name} is _missing else {name}"
            elif each.default is not MISSING:
                scope[f"_else_{name}"] = each.default
                heads.append(f"{name}=_else_{name}")
            else:
                heads.append(name)
            if not frozen or opened is not None:
                lines.append(f" self.{name} = {value}")
            elif slots:
                scope[f"_set_{name}"] = cls.__dict__[name].__set__
                lines.append(f" _set_{name}(self, {value})")
            else:
                lines.append(f" self.__dict__[{name!r}] = {value}")
        if opened is not None:
            scope["_open"], scope["_put"] = opened, object.__dict__["__class__"].__set__
            lines = [" kind_ = self.__class__", " _put(self, _open)", *lines, " self.__class__ = kind_"]
        text = f"def __init__(self, {', '.join(heads)}):\n" + ("\n".join(lines) or " pass")
        exec(text, scope)
        made = scope["__init__"]
        made.__qualname__ = f"{cls.__qualname__}.__init__"
        made.__module__ = cls.__module__
        return made

    def _write_repr(cls):
        names = [each.name for each in cls.__rows_fields__ if each.repr]
        scope = {}
        exec(
            'def __repr__(self):\n return f"{self.__class__.__qualname__}('
            + ", ".join(f"{name}={{self.{name}!r}}" for name in names)
            + ')"',
            scope,
        )
        return scope["__repr__"]


__all__ = ["MISSING", "Field", "dataclass", "field", "fields", "is_dataclass", "replace", "row_of"]
