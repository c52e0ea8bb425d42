"""The shipped regulation whole: checked, covered, tested, compiled, rendered in English, drawn, replayed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

import ecolang
from ecolang.draw import dot, render
from ecolang.graph import edges, to_graph
from ecolang_compiler.syntax.case_file import parse_cases
from ecolang_compiler.syntax.parse import parse
from ecolang_runtime.casetest import Outcome, case_of, run_tests
from tests.command import PLAIN, ROOT, XPCC, eco

SAMPLES = sorted((XPCC / "samples").glob("*.jsonl"))
CASES = sorted((XPCC / "cases").glob("*.eco"))
#: Read from the text, so that collecting the tests compiles nothing.
TITLES = [
    title
    for path in (XPCC / "measures.eco", *CASES)
    for title in re.findall(r"^案例【(.+)】", path.read_text(encoding="utf-8"), re.MULTILINE)
]
#: What an artifact must not need.
HEAVY = ("lark", "networkx", "attr", "attrs", "ecolang_compiler", "click", "graphviz")


@cache
def policy() -> ecolang.Policy:
    return ecolang.load(XPCC)


@cache
def outcomes() -> dict[str, Outcome]:
    return {outcome.id: outcome for outcome in run_tests(policy().program)}


# ── check ────────────────────────────────────────────────────────────────────────────────────────────────────────


@cache
def checked() -> tuple[int, str]:
    ran = eco("check", XPCC, "--format", "json")
    return ran.status, ran.out


def test_it_is_checked_without_a_remark() -> None:
    status, out = checked()
    assert status == 0 and json.loads(out)["diagnostics"] == []


def test_all_of_its_text_is_accounted_for() -> None:
    coverage = json.loads(checked()[1])["coverage"]
    assert coverage["percent"] == 100 and coverage["missing"] == 0
    # 20 articles and 6 annexes with their paragraphs and items.
    wholes = {re.match(r"第[^条]+条|附件\d", each["clause"]) for each in coverage["clauses"]}
    assert len({each[0] for each in wholes if each}) == 26


def test_nothing_of_articles_6_to_16_is_left_unmodelled() -> None:
    clauses = json.loads(checked()[1])["coverage"]["clauses"]
    articles = [
        f"第{number}条" for number in ("六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五", "十六")
    ]
    for article in articles:
        rows = [each for each in clauses if each["clause"].startswith(article)]
        assert rows and not [each for each in rows if each["how"] in ("not_modelled", "missing")], article


def test_what_has_no_rule_says_why() -> None:
    clauses = json.loads(checked()[1])["coverage"]["clauses"]
    assert all(len(each["reason"]) >= 6 for each in clauses if each["how"] == "no_rule")


# ── case tests ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_it_has_at_least_sixty_case_tests_each_under_one_title() -> None:
    assert len(TITLES) >= 60 and len(set(TITLES)) == len(TITLES)
    assert sorted(outcomes()) == sorted(TITLES)


@pytest.mark.parametrize("title", TITLES)
def test_a_case(title: str) -> None:
    outcome = outcomes()[title]
    assert outcome.passed, (outcome.failures, outcome.problems)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_arithmetic_stands_beside_each_case(path: Path) -> None:
    """Each case test has a remark above it or inside it."""
    text = path.read_text(encoding="utf-8")
    blocks = [block for block in re.split(r"\n\s*\n", text) if "案例【" in block]
    assert blocks and [block for block in blocks if "#" not in block] == []


# ── artifact ─────────────────────────────────────────────────────────────────────────────────────────────────────


def in_a_process(code: str, *arguments: object, seed: str = "0") -> bytes:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "SYSTEMROOT", "TMPDIR")}
    path = os.pathsep.join(map(str, (ROOT, ROOT / "compiler", ROOT / "runtime")))
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        env={**kept, **PLAIN, "PYTHONPATH": path, "PYTHONHASHSEED": seed},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def test_an_artifact_is_evaluated_with_nothing_heavy_in_memory(artifact: Path) -> None:
    code = (
        "import json, sys\n"
        "import ecolang\n"
        "policy = ecolang.load(sys.argv[1])\n"
        "verdicts = [policy.to_json(each) for file in sys.argv[2:] for each in policy.evaluate_many(file, as_of='2025-10-15')]\n"  # noqa: E501
        f"print(json.dumps([verdicts, sorted(set({HEAVY!r}) & set(sys.modules))], ensure_ascii=False))\n"
    )
    verdicts, heavy = json.loads(in_a_process(code, artifact, *SAMPLES))
    assert heavy == []
    whole = [policy().to_json(each) for file in SAMPLES for each in policy().evaluate_many(file, as_of="2025-10-15")]  # type: ignore[arg-type]
    assert verdicts == json.loads(json.dumps(whole)) and len(verdicts) == 3


def test_the_command_judges_an_artifact_without_a_parser(artifact: Path) -> None:
    code = (
        "import sys\n"
        "from ecolang.cli import main\n"
        "status = main(['run', *sys.argv[1:], '--as-of', '2025-10-15'])\n"
        "print(status, sorted({'lark', 'networkx', 'ecolang_compiler', 'graphviz'} & set(sys.modules)))\n"
    )
    assert in_a_process(code, artifact, *SAMPLES).decode().splitlines()[-1] == "0 []"


# ── the other keywords ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The regulation in English keywords, with its source text beside it."""
    folder = tmp_path_factory.mktemp("english")
    assert eco("fmt", XPCC, "--lang", "en", "-o", folder).status == 0
    (folder / "原文").mkdir()
    for path in (XPCC / "原文").iterdir():
        (folder / "原文" / path.name).write_bytes(path.read_bytes())
    return folder


def test_into_english_and_back_gives_the_same_files(english: Path, tmp_path: Path) -> None:
    assert eco("fmt", english, "--lang", "zh", "-o", tmp_path).status == 0
    for path in (XPCC / "measures.eco", *CASES):
        assert (tmp_path / path.relative_to(XPCC)).read_text(encoding="utf-8") == path.read_text(encoding="utf-8")


def test_english_has_the_same_tree(english: Path) -> None:
    files = [(folder / "measures.eco").read_text(encoding="utf-8") for folder in (XPCC, english)]
    trees = [parse(text, "measures.eco")[0] for text in files]
    assert trees[0] is not None and trees[0] == trees[1]
    beside = [
        parse_cases(text, "measures.eco", {
            path.name: path.read_text(encoding="utf-8") for path in sorted((folder / "cases").glob("*.eco"))
        })[0]
        for text, folder in zip(files, (XPCC, english), strict=True)
    ]  # fmt: skip
    assert beside[0] == beside[1] and len(beside[0]) == len(CASES)


def test_english_is_checked_and_covers_the_text_as_well(english: Path) -> None:
    ran = eco("check", english, "--lang", "en", "--format", "json")
    assert ran.status == 0 and ran.json["diagnostics"] == [] and ran.json["coverage"]["percent"] == 100


def test_english_evaluates_alike_on_every_case_test(english: Path) -> None:
    other = ecolang.load(english)
    assert [outcome.id for outcome in run_tests(other.program) if not outcome.passed] == []
    tests = {test.id: test for test in other.program.tests}
    assert sorted(tests) == sorted(TITLES)
    for test in policy().program.tests:
        verdicts = []
        for where, told in ((policy(), test), (other, tests[test.id])):
            case = case_of(told, where.names).data
            assert case is not None
            verdict = where.engine.judge(case, where.day(told.checks[-1]["as_of"]), try_readings=False)
            verdicts.append(without_lines(where.to_json(verdict, "en")))
        assert verdicts[0] == verdicts[1], test.id


def without_lines(value: object) -> object:
    """Lines of files differ between the languages, and a policy's own words are in its own."""
    if isinstance(value, dict):
        return {key: without_lines(each) for key, each in value.items() if key not in ("line", "text")}
    return [without_lines(each) for each in value] if isinstance(value, list) else value


# ── the drawing ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_edge_is_drawn_once_and_nothing_else(lang: str) -> None:
    program = policy().program
    svg = render(dot(program, lang), "svg")  # type: ignore[arg-type]
    assert isinstance(svg, bytes)
    ids = [str(each.get("id")) for each in ElementTree.fromstring(svg).iter() if each.get("id")]
    drawn = [id_.removeprefix("edge:") for id_ in ids if id_.startswith("edge:")]
    graph = to_graph(program)
    assert sorted(drawn) == sorted(edge.id for edge in program.edges) == sorted(each.edge.id for each in edges(graph))
    stages = [id_.removeprefix("stage:") for id_ in ids if id_.startswith("stage:")]
    assert sorted(stages) == sorted(stage.id for stage in program.stages)


# ── replay ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_same_bytes_whatever_the_seed_of_hashes(tmp_path: Path) -> None:
    """Compiled, judged, tested and drawn anew in processes whose sets have other orders."""
    code = (
        "import sys\n"
        "from ecolang.cli import main\n"
        "policy, artifact, *samples = sys.argv[1:]\n"
        "main(['compile', policy, '-o', artifact])\n"
        "print(open(artifact, encoding='utf-8').read())\n"
        "main(['run', artifact, *samples, '--as-of', '2025-10-15', '--format', 'json'])\n"
        "main(['run', artifact, *samples, '--as-of', '2025-10-15', '--full', '--lang', 'en'])\n"
        "main(['draw', artifact, '--format', 'dot'])\n"
        "main(['fmt', policy, '--lang', 'en'])\n"
    )
    first, second = (in_a_process(code, XPCC, tmp_path / "a.json", *SAMPLES, seed=seed) for seed in ("1", "4242"))
    assert first == second and len(first) > 100_000
