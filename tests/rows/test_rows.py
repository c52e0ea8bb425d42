"""Rows behave as the standard library's dataclasses do."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import subprocess
import sys

import pytest

from ecolang.rows import dataclass, field, fields, is_dataclass, replace


@dataclass(frozen=True, slots=True)
class Point:
    x: int
    y: int = 2
    tags: dict[str, int] = field(default_factory=dict, hash=False)
    note: str = field(default="", repr=False, compare=False)


@dataclass(slots=True)
class Tally:
    """Changes."""

    n: int
    seen: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Open:
    name: str = "a"


def test_fields_are_filled_in_by_place_by_name_and_by_default() -> None:
    point = Point(1, tags={"a": 3})
    assert (point.x, point.y, point.tags, point.note) == (1, 2, {"a": 3}, "")
    assert Tally(1).seen is not Tally(1).seen


@pytest.mark.parametrize("given", [((), {}), ((1, 2, {}, "", 5), {}), ((1,), {"z": 1}), ((1,), {"x": 1})])
def test_a_wrong_call_is_refused(given: tuple[tuple[object, ...], dict[str, object]]) -> None:
    for _ in range(2):  # the first call of a class writes its __init__
        with pytest.raises(TypeError):
            Point(*given[0], **given[1])  # type: ignore[arg-type]


def test_equal_rows_are_equal_and_hash_alike() -> None:
    assert Point(1, note="a") == Point(1, note="b") != Point(2)
    assert hash(Point(1, tags={})) == hash(Point(1, tags={"a": 1}))
    assert Point(1) != (1, 2, {}, "")
    with pytest.raises(TypeError):
        hash(Tally(1))


def test_a_frozen_row_stays_as_it_is() -> None:
    for row, name in ((Point(1), "x"), (Open(), "name")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(row, name, 3)
        with pytest.raises(dataclasses.FrozenInstanceError):
            delattr(row, name)
    tally = Tally(1)
    tally.n += 1
    assert tally == Tally(2)


def test_a_row_with_slots_takes_no_other_name() -> None:
    with pytest.raises(AttributeError):
        Tally(1).other = 2  # type: ignore[attr-defined]


def test_it_tells_what_it_holds() -> None:
    assert repr(Point(1)) == "Point(x=1, y=2, tags={})"
    assert repr(Open("é'\"")) == "Open(name='é\\'\"')"


def test_it_is_copied_changed_and_sent() -> None:
    point = Point(1, tags={"a": 1}, note="b")
    assert pickle.loads(pickle.dumps(point)) == point
    assert copy.deepcopy(point) == copy.copy(point) == point
    assert replace(point, y=5) == Point(1, 5, {"a": 1})
    assert pickle.loads(pickle.dumps(Tally(3, [1]))) == Tally(3, [1])


def test_the_standard_library_knows_it() -> None:
    assert [each.name for each in dataclasses.fields(Point)] == [each.name for each in fields(Point)]
    assert dataclasses.replace(Point(1), x=4) == Point(4)
    assert dataclasses.asdict(Tally(1, [2])) == {"n": 1, "seen": [2]}
    assert dataclasses.is_dataclass(Point) and is_dataclass(Open())
    match Point(7):
        case Point(x, y):
            assert (x, y) == (7, 2)


def test_rows_alone_import_no_dataclasses() -> None:
    code = "import sys, ecolang.rows; print('dataclasses' in sys.modules, 'inspect' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "False False\n"
