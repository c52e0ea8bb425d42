"""The graph holds all that the tables hold, and answers what the checks ask."""

from dataclasses import replace

from ecolang import graph as g
from ecolang.program import (
    Act,
    Counting,
    Deadline,
    Duty,
    Edge,
    Event,
    Group,
    Period,
    Power,
    Program,
    Prohibition,
    Settings,
    Stage,
    Trigger,
)


def edge(id_: str, source: str, target: str, kind: str = "effect", norm: str | None = None) -> Edge:
    return Edge(id_, "一", source, target, Trigger("event", event="事"), kind, norm=norm)


def duty(id_: str, trigger: Trigger) -> Duty:
    return Duty(id_, "一", ("甲",), "one", (Act("事"),), trigger)


#   a → b ⇄ c → 终;  b → d, d → d;  e → 终 (nobody comes to e);  a ⇉ b twice
PROGRAM = Program(
    Settings(title="试"),
    events=(Event("事"),),
    stages=(Stage("a", start=True), Stage("b"), Stage("c"), Stage("d"), Stage("e"), Stage("终", outcome=True)),
    groups=(Group("合称", ("b", "c")),),
    periods=(
        Period("量", "二", Deadline("量.1", "within", "二", 90)),
        Period("限", "二", Deadline("限.1", "within", "二", 30, counting=Counting("month")), limit_stages=("c", "b")),
    ),
    duties=(
        duty("事后", Trigger("event", event="事")),
        duty("在b", Trigger("stage", ("b",))),
        duty("开始", Trigger("start")),
        duty("在bc", Trigger("stage", ("b", "c"))),
    ),
    powers=(
        Power("可", "三", ("甲",), "one", (Act("事"),), ("c",)),
        Power("随时", "三", ("甲",), "one", (Act("事"),)),
        Power("可二", "三", ("甲",), "one", (Act("事"),), ("b", "c")),
    ),
    prohibitions=(Prohibition("不得", "四", ("甲",), (Act("事"),), ("d",)),),
    edges=(
        edge("1", "c", "终", "power", "可"),
        edge("2", "a", "b"),
        edge("3", "b", "c", "duty", "在b"),
        edge("4", "c", "b", "lapse", "限"),
        edge("5", "a", "b"),
        edge("6", "b", "d"),
        edge("7", "d", "d"),
        edge("8", "e", "终", norm="不在表中"),
    ),
)


def test_a_policy_comes_back_from_its_graph_with_every_row_in_its_place() -> None:
    assert g.from_graph(g.to_graph(PROGRAM)) == PROGRAM


def test_a_graph_comes_back_from_its_policy() -> None:
    graph = g.to_graph(PROGRAM)
    again = g.to_graph(g.from_graph(graph))
    assert list(again.nodes(data=True)) == list(graph.nodes(data=True))
    assert list(again.edges(data=True, keys=True)) == list(graph.edges(data=True, keys=True))
    assert again.graph == graph.graph


def test_an_edge_to_a_stage_that_nobody_declared_survives() -> None:
    program = replace(PROGRAM, edges=(*PROGRAM.edges, edge("9", "b", "无")))
    assert g.from_graph(g.to_graph(program)) == program


def test_parallel_edges_are_keyed_by_their_ids() -> None:
    assert sorted(g.to_graph(PROGRAM)["a"]["b"]) == ["2", "5"]


def test_a_row_hangs_on_each_stage_that_it_names() -> None:
    graph = g.to_graph(PROGRAM)
    node = g.stage_payload(graph, "c")
    assert [row.id for row in node.duties] == ["在bc"]
    assert [row.id for row in node.powers] == ["可", "可二"]
    assert [row.id for row in node.periods] == ["限"]
    assert [row.id for row in g.stage_payload(graph, "d").prohibitions] == ["不得"]


def test_a_row_that_names_no_stage_hangs_on_the_graph() -> None:
    rest = g.to_graph(PROGRAM).graph["payload"].rest
    assert [row.id for row in rest.duties] == ["事后", "开始"]
    assert [row.id for row in rest.powers] == ["随时"]
    assert [row.id for row in rest.periods] == ["量"]


def test_an_edge_knows_the_norm_that_it_belongs_to() -> None:
    graph = g.to_graph(PROGRAM)
    assert g.edge_payload(graph, "c", "终", "1").norm == PROGRAM.powers[0]
    assert g.edge_payload(graph, "c", "b", "4").norm == PROGRAM.periods[1]
    assert g.edge_payload(graph, "e", "终", "8").norm is None


def test_reachable_from_the_start() -> None:
    assert g.reachable(g.to_graph(PROGRAM)) == ("a", "b", "c", "d", "终")


def test_reachable_from_a_stage() -> None:
    assert g.reachable(g.to_graph(PROGRAM), "d") == ("d",)


def test_what_cannot_reach_an_outcome() -> None:
    assert g.cannot_reach(g.to_graph(PROGRAM)) == ("d",)


def test_what_cannot_reach_a_stage() -> None:
    assert g.cannot_reach(g.to_graph(PROGRAM), ("d",)) == ("e", "终")


def test_cycles_start_with_their_earliest_stage() -> None:
    assert g.cycles(g.to_graph(PROGRAM)) == (("b", "c"), ("d",))


def test_loops_are_the_largest_sets_that_a_case_can_go_round_in() -> None:
    program = replace(PROGRAM, edges=(*PROGRAM.edges, edge("9", "c", "a")))
    assert g.loops(g.to_graph(program)) == (("a", "b", "c"), ("d",))


def test_payloads_cannot_be_changed() -> None:
    node = g.stage_payload(g.to_graph(PROGRAM), "a")
    try:
        node.duties = ()  # type: ignore[misc]
    except AttributeError:
        return
    raise AssertionError("a payload was changed")


def test_an_empty_policy_has_an_empty_graph() -> None:
    graph = g.to_graph(Program(Settings()))
    assert (g.reachable(graph), g.cannot_reach(graph), g.cycles(graph)) == ((), (), ())
