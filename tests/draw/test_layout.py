"""The places on the sheet: nothing lies over anything else, and ways begin and end where they should."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from pygraphviz import AGraph

import ecolang
from ecolang.draw import dot
from ecolang.draw.path import pos, until_merged
from ecolang.draw.tracks import Item, levels
from ecolang.program import Edge, Program, Settings, Stage, Trigger
from tests.draw.procedure import PROCEDURE

POLICY = Path(__file__).resolve().parents[2] / "policies" / "xpcc-consultation"
Box = tuple[float, float, float, float]
Point = tuple[float, float]


@cache
def shipped() -> Program:
    return ecolang.load(POLICY).program


def numbers(text: str) -> list[Point]:
    pairs = re.findall(r"(-?[\d.]+),(-?[\d.]+)", text)
    return [(float(x), float(y)) for x, y in pairs]


def boxes(graph: AGraph) -> dict[str, Box]:
    """Left, bottom, right and top of the boxes of stages and of the plates, by node."""
    found: dict[str, Box] = {}
    for each in graph.nodes_iter():
        if re.fullmatch(r"[sj]\d+", each):
            ((x, y),) = numbers(each.attr["pos"])
            w, h = float(each.attr["width"]) * 36, float(each.attr["height"]) * 36
            found[str(each)] = (x - w, y - h, x + w, y + h)
    return found


def ways(graph: AGraph) -> dict[str, tuple[str, str, list[Point]]]:
    """The two ends and the points of each way, less the tip of its arrow, by its id."""
    found = {}
    for edge in graph.edges_iter():
        if (edge.attr["id"] or "").startswith(("edge:", "trunk:")):
            text = edge.attr["pos"].split()
            points = [numbers(part)[0] for part in text if not part.startswith("e,")]
            found[edge.attr["id"]] = (str(edge[0]), str(edge[1]), points)
    return found


def overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


@pytest.fixture(params=["procedure", "shipped"])
def program(request: pytest.FixtureRequest) -> Program:
    return PROCEDURE if request.param == "procedure" else shipped()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_box_lies_over_another(program: Program, lang: str) -> None:
    found = boxes(AGraph(string=dot(program, lang)))
    assert [pair for pair in combinations(found, 2) if overlap(found[pair[0]], found[pair[1]])] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_way_runs_behind_a_box(program: Program, lang: str) -> None:
    graph = AGraph(string=dot(program, lang))
    crossed = [
        (way, name)
        for way, (_, _, points) in ways(graph).items()
        for name, (left, bottom, right, top) in boxes(graph).items()
        for (x0, y0), (x1, y1) in pairwise(points)
        if overlap((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), (left + 1, bottom + 1, right - 1, top - 1))
    ]
    assert crossed == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_way_runs_through_the_words_of_another(program: Program, lang: str) -> None:
    graph = AGraph(string=dot(program, lang))
    middles = {edge.attr["id"]: numbers(edge.attr["lp"])[0] for edge in graph.edges_iter() if dict(edge.attr).get("lp")}
    crossed = [
        (way, label)
        for way, (_, _, points) in ways(graph).items()
        for label, (x, y) in middles.items()
        for (x0, y0), (x1, y1) in pairwise(points)
        if way != label
        and overlap((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), (x - 30, y - 18, x + 30, y + 18))
    ]
    assert middles and crossed == []


def test_every_way_begins_at_its_box(program: Program) -> None:
    graph = AGraph(string=dot(program))
    places = boxes(graph)
    for tail, _, points in ways(graph).values():
        left, bottom, right, top = places[tail]
        x, y = points[0]
        assert left - 1 <= x <= right + 1 and bottom - 1 <= y <= top + 1


def test_the_shipped_procedure_fits_upright_paper() -> None:
    graph = AGraph(string=dot(shipped()))
    assert dict(graph.graph_attr)["size"] == "11.5,16.35"


def test_every_edge_of_the_shipped_policy_is_drawn_once() -> None:
    program = shipped()
    drawn = sorted(way for way in ways(AGraph(string=dot(program))) if way.startswith("edge:"))
    assert drawn == sorted(f"edge:{edge.id}" for edge in program.edges)


def test_a_long_procedure_is_drawn_in_its_own_size() -> None:
    stages = tuple(Stage(f"s{n}", start=n == 0) for n in range(300))
    edges = tuple(
        Edge(f"e{n}", "一", f"s{n}", f"s{n + 1}", Trigger("condition", guard=("true",)), "effect") for n in range(299)
    )
    graph = AGraph(string=dot(Program(Settings(title="长"), stages=stages, edges=edges)))
    assert len(ways(graph)) == 299 and "size" not in dict(graph.graph_attr)


def test_many_outcomes_stand_in_rows() -> None:
    outcomes = tuple(Stage(f"o{n}", outcome=True) for n in range(9))
    edges = tuple(Edge(f"e{n}", "一", "s", f"o{n}", Trigger("condition", guard=("true",)), "effect") for n in range(9))
    program = replace(PROCEDURE, stages=(Stage("s", start=True), *outcomes), edges=edges, duties=(), powers=(),
                      prohibitions=(), periods=(), count_limits=(), groups=())  # fmt: skip
    found = boxes(AGraph(string=dot(program)))
    assert len(found) == 10
    assert [pair for pair in combinations(found, 2) if overlap(found[pair[0]], found[pair[1]])] == []


def test_a_corner_is_rounded_and_the_arrow_has_room() -> None:
    # From (0, 0) 50 to the right and 50 down; the arrow of 10 ends at (50, 50), the sheet of Graphviz grows upward.
    text = pos([(0, 0), (50, 0), (50, 50)], 10)
    assert text.startswith("e,50.0,-50.0 0.0,0.0 ") and text.endswith(" 50.0,-40.0")
    assert " 42.0,0.0 50.0,0.0 50.0,0.0 50.0,-8.0 " in text  # 8 before and after the corner


def test_a_way_stops_where_it_meets_one_to_the_same_end() -> None:
    whole = [(0.0, 0.0), (0.0, 100.0)]
    # 100 - 40 = 60 of the way down are shared; 8 of them are drawn, round the corner
    assert until_merged([(30.0, 40.0), (0.0, 40.0), (0.0, 100.0)], [whole]) == [(30.0, 40.0), (0.0, 40.0), (0.0, 48.0)]


def test_tracks_lie_so_that_ways_do_not_cross() -> None:
    # Both come from and go to the side before the channel, so the longer one must lie behind the shorter.
    far, near = Item(0, [(0, -1), (30, -1)]), Item(1, [(10, -1), (20, -1)])
    assert levels([far, near], 0.1) == [1, 0]


def test_ways_that_lie_apart_share_a_track() -> None:
    assert levels([Item(0, [(0, -1), (10, 1)]), Item(1, [(50, -1), (60, 1)])]) == [0, 0]
