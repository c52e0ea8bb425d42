"""Names that mean something to DOT, HTML-like labels or SVG come out as the characters they are."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from pygraphviz import AGraph

from ecolang.diagnostics.template import visible
from ecolang.draw import dot, render
from ecolang.program import (
    Act,
    CountLimit,
    Deadline,
    Document,
    Duty,
    Edge,
    Event,
    Ground,
    Period,
    Power,
    Program,
    Role,
    Settings,
    Stage,
    Trigger,
)

NAMES = {
    "quotes": "\"'”“`",
    "newlines": "甲\n乙\r\n丙\u2028丁",
    "braces": "{甲}|{0}|%s}",
    "markup": "<b>&amp;</b>&#0;&lt;",
    "html-like": "<甲>",
    "table": "</TD></TR></TABLE>>]; x -> y; }",
    "backslashes": "\\N\\G\\E\\L\\n\\",
    "right to left": "\u202e\u2066txet\u200f",
    "control": "\x00\x01\x1b[31m\x7f",
    "surrogate": "\udc80甲",
    "comment": "--> <!-- ]]> <script>alert(1)</script>",
    "port": "a:b:n",
    "long": "长" * 10_000,
    "long word": "w" * 10_000,
    "spaces": "   ",
    "combining": "e\u0301" * 50,
}


def hostile(name: str) -> Program:
    second = name + "二"
    act = Act(name, ("cmp", "=", ("field", name), ("lit", name)))
    forward = Deadline(name, "within", name, 3)
    return Program(
        Settings(title=name, title_label=name, in_force_words=name, calendars=(name,), track_role=name),
        roles=(Role(name, name, name),),
        documents=(Document(name, name),),
        events=(Event(name, name, actors=(name,), documents=(name,)),),
        stages=(Stage(name, name, start=True), Stage(second, second), Stage(name + "终", outcome=True)),
        periods=(Period(name, name, forward, name, text=name),),
        duties=(
            Duty(name, name, (name,), "one", (act,), Trigger("stage", (name,)), deadlines=(forward,), text=name),
            Duty(second, name, (name,), "one", (act,), Trigger("event", event=name), text=name),
        ),
        powers=(Power(name + "权", name, (name,), "one", (act,), (name,),
                      grounds=(Ground(name, name, ("true",), name),)),),
        count_limits=(CountLimit(name, name, act, "max", 1),),
        edges=(
            Edge(name, name, name, second, Trigger("event", event=name), "duty", norm=name, text=name),
            Edge(second, name, second, name + "终", Trigger("lapse", of=name), "lapse", fork=name, text=name),
            *(
                Edge(f"{name}{n}", name, source, name + "终", Trigger("event", event=name), "power", norm=name + "权")
                for n, source in enumerate((name, second, name + "终"))
            ),
        ),
    )  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", NAMES.values(), ids=list(NAMES))
def test_a_hostile_name_is_harmless(name: str, lang: str, capfd: pytest.CaptureFixture[str]) -> None:
    program = hostile(name)
    svg = render(dot(program, lang, documents=True), "svg")
    assert isinstance(svg, bytes)
    root = ElementTree.fromstring(svg)
    ids = [each.get("id") for each in root.iter() if (each.get("id") or "").startswith("edge:")]
    # Graphviz writes the second of two spaces as a no-break space.
    assert sorted(str(id_).replace("\xa0", " ") for id_ in ids) == sorted(
        f"edge:{visible(edge.id)}" for edge in program.edges
    )
    tags = {each.tag.rpartition("}")[2] for each in root.iter()}
    assert tags <= {"svg", "g", "title", "a", "text", "path", "polygon", "polyline", "ellipse"}
    assert "\u202e" not in svg.decode() and "\x1b" not in svg.decode()
    assert "rror" not in capfd.readouterr().err


@pytest.mark.parametrize("name", NAMES.values(), ids=list(NAMES))
def test_a_hostile_name_makes_no_node_or_edge(name: str) -> None:
    shape = [sorted(map(str, graph.nodes())) for graph in (AGraph(string=dot(hostile(each))) for each in (name, "甲"))]
    assert shape[0] == shape[1]


@pytest.mark.parametrize("name", ["quotes", "html-like", "markup", "backslashes", "long"])
def test_the_whole_name_is_in_the_tooltip(name: str) -> None:
    svg = render(dot(hostile(NAMES[name])), "svg")
    assert isinstance(svg, bytes)
    root = ElementTree.fromstring(svg)
    stage = next(each for each in root.iter() if each.get("id") == f"stage:{NAMES[name]}")
    titles = [each.get("{http://www.w3.org/1999/xlink}title") or "" for each in stage.iter()]
    assert any(title.startswith(NAMES[name].replace("\\", "＼")) for title in titles)


def test_a_long_name_is_cut_in_the_picture() -> None:
    svg = render(dot(hostile(NAMES["long"])), "svg")
    assert isinstance(svg, bytes)
    root = ElementTree.fromstring(svg)
    texts = ["".join(each.itertext()) for each in root.iter() if each.tag.endswith("}text")]
    assert max(map(len, texts)) < 100
