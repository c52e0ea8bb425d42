"""Words that mean something to a shell, a template, JSON, DOT or HTML are refused or come out as what they are."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pygraphviz import AGraph

from tests.command import ROOT, XPCC, eco

HOSTILE = {
    "quotes": "甲\"'`”“乙",
    "newlines": "甲\n乙\r\n丙\u2028丁",
    "braces": "{0}{party}%s{{}}%(x)d{甲.__class__}",
    "markup": "<script>alert('甲')</script>&amp;",
    "table": "</TD></TR></TABLE>>]; x -> y; }",
    "backslashes": "\\N\\G\\n\\\\甲",
    "right to left": "甲\u202e\u2066乙\u200f",
    "control": "甲\x1b[31m\x07\x7f乙",
    "zero width": "甲\u200b\ufeff乙",
    "formula": "=cmd|' /C calc'!A0",
    "path": "../../etc/passwd",
    "long": "长" * 10_000,
    "surrogate": "甲\ud800乙",
}
#: What may not reach a terminal or a picture as it is.
FORBIDDEN = ("\u202e", "\u2066", "\u200f", "\x1b", "\x07", "\x7f", "\u200b", "\ufeff")
NAMES = pytest.mark.parametrize("name", HOSTILE.values(), ids=list(HOSTILE))


# ── in a policy ──────────────────────────────────────────────────────────────────────────────────────────────────

#: Where a drafter writes a word of their own.
PLACES = {
    "a name": ("已撤回", "{}"),
    "a label": ("withdrawn", "{}"),
    "the title": ("示例申请办法", "{}"),
    "a description": ("提出申请的单位或个人", "{}"),
    "a value": ("（是否）", "（{}、乙）"),
    "a reading": ("第三条\n", "第三条\n  不设规则：因{}。\n"),
    "a remark": ("# 这是一份起步的政策", "# {}"),
    "a case": ("【按期办理】", "【{}】"),
}


#: No file in UTF-8 holds half a surrogate pair.
IN_FILES = {name: words for name, words in HOSTILE.items() if name != "surrogate"}


@pytest.mark.parametrize("name", IN_FILES.values(), ids=list(IN_FILES))
@pytest.mark.parametrize("place", PLACES)
def test_a_word_of_a_policy(tmp_path: Path, starter_text: str, name: str, place: str) -> None:
    """Refused with a message, or carried into a drawing, an artifact and a report that are well formed."""
    old, new = PLACES[place]
    policy = tmp_path / "policy.eco"
    policy.write_text(starter_text.replace(old, new.format(name)), encoding="utf-8", newline="")
    checked = eco("check", policy)
    said = checked.out + checked.err
    assert checked.status in (0, 2) and not any(each in said for each in FORBIDDEN)
    assert max(map(len, said.splitlines())) < 1000
    if checked.status:
        assert "错误 E" in checked.err
        return
    artifact = tmp_path / "a.json"
    assert eco("compile", policy, "-o", artifact).status == 0
    assert eco("compile", artifact).out == artifact.read_text(encoding="utf-8")
    again = eco("fmt", policy)
    policy.write_text(again.out, encoding="utf-8", newline="")
    assert again.status == 0 and eco("fmt", "--check", policy).status == 0
    drawn = eco("draw", artifact)
    assert drawn.status == 0 and not any(each in drawn.out for each in FORBIDDEN)
    tags = {each.tag.rpartition("}")[2] for each in ElementTree.fromstring(drawn.out).iter()}
    assert tags <= {"svg", "g", "title", "a", "text", "path", "polygon", "polyline", "ellipse"}
    tested = eco("test", artifact)
    assert tested.status in (0, 3) and not any(each in tested.out + tested.err for each in FORBIDDEN)


# ── in a case ────────────────────────────────────────────────────────────────────────────────────────────────────


def records(name: str) -> bytes:
    """A case whose number, party, holder and free text are all this name."""
    header = {"case": name, "parties": {"义务人": [name, "乙"], "权利人": [name + "局"]}}
    event = {"case": name, "event": "送达告知书", "on": "2025-03-03", "方式": "直接", "会议日期": "2025-03-18"}
    failure = {
        "case": name,
        "event": "认定磋商不成",
        "on": "2025-03-20",
        "party": name,
        "理由": name,
        "by": name + "局",
    }
    lines = (json.dumps(each) for each in (header, {**event, "party": [name, "乙"]}, failure))
    return "\n".join(lines).encode()


def clean(name: str) -> bool:
    return not any(each in name for each in FORBIDDEN)


@NAMES
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_name_of_a_case_in_text(artifact: Path, name: str, lang: str) -> None:
    ran = eco("run", artifact, "-", "--as-of", "2025-04-01", "--lang", lang, "--full", stdin=records(name))
    assert ran.status in (0, 1) and (ran.out or ran.err)
    assert clean(ran.out) and clean(ran.err)
    # A memo's headings are its own: a name cannot begin a line.
    assert all(
        line[:2] in ("", "■ ", "  ", "案件", "Ca") or not line.startswith(("乙", "丙")) for line in ran.out.splitlines()
    )


@NAMES
def test_a_name_of_a_case_in_json(artifact: Path, name: str) -> None:
    ran = eco("run", artifact, "-", "--as-of", "2025-04-01", "--format", "json", stdin=records(name))
    assert ran.status in (0, 1)
    if ran.status == 0:
        (verdict,) = ran.lines
        assert verdict["case"] == name.strip()
        assert {track["party"] for track in verdict["tracks"]} == {name.strip(), "乙"}
    else:
        assert clean(ran.err)


@NAMES
def test_a_name_of_a_case_in_the_drawing(artifact: Path, tmp_path: Path, name: str) -> None:
    case = tmp_path / "a.jsonl"
    case.write_bytes(records(name))
    arguments = ("draw", artifact, "--case", case, "--track", name, "--as-of", "2025-04-01")
    drawn = eco(*arguments)
    if drawn.status == 1:
        assert drawn.err and clean(drawn.err)
        return
    assert drawn.status == 0 and clean(drawn.out)
    ElementTree.fromstring(drawn.out)
    shape = [sorted(map(str, AGraph(string=text).nodes())) for text in (
        eco(*arguments, "--format", "dot").out, eco("draw", artifact, "--format", "dot").out)]  # fmt: skip
    assert len(shape[0]) >= len(shape[1]) and not {"x", "y"} & set(shape[0])


@NAMES
def test_a_hostile_argument(artifact: Path, tmp_path: Path, name: str) -> None:
    for arguments in (
        ("check", tmp_path / name.replace("/", "_").replace("\x00", "")[:200]),
        ("explain", name),
        (name,),
        ("run", artifact, XPCC / "samples" / "late.jsonl", "--reading", f"{name}={name}"),
        ("run", artifact, XPCC / "samples" / "late.jsonl", "--as-of", name),
        ("draw", artifact, "--format", name),
        ("draw", artifact, "--case", XPCC / "samples" / "clean.jsonl", "--track", name),
    ):
        ran = eco(*arguments)
        assert (ran.status, ran.out) == (1, "") and ran.err
        assert clean(ran.err), arguments


# ── nothing is executed ──────────────────────────────────────────────────────────────────────────────────────────

#: Ways to make a program of a text, and of modules to run another one.
BUILT_IN = {"eval", "exec", "compile", "__import__"}
OF_MODULES = {"os": {"system", "popen"}, "builtins": BUILT_IN}
MODULES = {"pickle", "marshal", "shelve", "code", "codeop", "runpy", "subprocess", "ctypes", "jinja2"}
#: Modules that write code, and the calls they may make: only names of our own source get into it there, and what a
#: policy says only as literals that tests/compiled/test_safe.py holds to a list.
WRITERS = {"ecolang/rows.py": {"exec"}, "runtime/ecolang_runtime/compiled/code.py": {"compile", "exec"}}
#: Modules that run other programs: `eco bench` measures each engine in a process of its own.
RUNNERS = ("ecolang/bench/", "ecolang/cli/bench/")
CODE = sorted(
    path
    for package in ("ecolang", "compiler/ecolang_compiler", "runtime/ecolang_runtime")
    for path in (ROOT / package).rglob("*.py")
)


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_makes_a_program_of_a_text(path: Path) -> None:
    """The verbs import their own modules by name; Graphviz is a library here."""
    allowed = WRITERS.get(path.relative_to(ROOT).as_posix(), set())
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in BUILT_IN - allowed, f"{path}:{node.lineno} calls {node.func.id}"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of = node.func.value.id if isinstance(node.func.value, ast.Name) else ""
            assert node.func.attr not in OF_MODULES.get(of, ()), f"{path}:{node.lineno} calls {of}.{node.func.attr}"
            assert node.func.attr != "import_module" or path.name == "group.py"
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            runs = {"subprocess"} if path.relative_to(ROOT).as_posix().startswith(RUNNERS) else set()
            assert not {each.partition(".")[0] for each in names} & MODULES - runs, f"{path}:{node.lineno}"
