"""What is done with the files beside a policy, and with a policy that amends another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import evolve

from ecolang import draw
from ecolang.cli.case_block import block_writer
from ecolang.cli.impact_ import causes_of, places_of
from ecolang.diagnostics import Diagnostic, render_text
from ecolang.draw.marks import marked
from ecolang.program import Program
from ecolang.source_check import read_source
from ecolang.source_text import SourceText
from ecolang.time.layer import Layer
from ecolang.time.load import calendar_dirs, load_layer
from ecolang_compiler.diff import Difference, difference, note, render
from ecolang_compiler.diff.redline import policy_pages, redline_json, redline_markdown, redline_text, redlines
from ecolang_compiler.diff.union import union
from ecolang_compiler.pipeline import Compiled, compile_text
from ecolang_compiler.syntax.parse import parse
from ecolang_runtime.impact import Source as Cases
from ecolang_runtime.impact import Task, gather, memo, run_impact
from ecolang_runtime.impact.page import html
from ecolang_runtime.impact.pool import Worker, again
from ecolang_runtime.impact.words import Telling
from ecolang_runtime.policy import Policy
from ecolang_runtime.read import Source, iter_cases, read
from ecolang_runtime.xes.mapping import LogMap, load_map
from ecolang_runtime.xes.propose import propose
from tests.fuzz.beside import LOG, MAP
from tests.fuzz.inputs import CSV_CASES
from tests.fuzz.targets import AS_OF, judged, limited, policy
from tests.goldens.slips import BASE, POLICY, Lang

#: How many made cases are judged under both versions.
_MADE = 4


def try_beside(name: str, data: bytes) -> Iterator[str]:
    """Reads a file that stands beside a policy, and does what it is for."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        yield from {"log.xes": _log, "map.toml": _map, "calendar.toml": _calendar, "source.md": _source}[name](path)


def _log(path: Path) -> Iterator[str]:
    with limited():
        proposed = propose(Source(str(path), path), policy().names)
    if isinstance(proposed, str):
        path.with_name("map.toml").write_text(proposed, encoding="utf-8", errors="surrogatepass")
        assert isinstance(load_map(str(path.with_name("map.toml")), policy().names), LogMap)
        yield "proposed"
    else:
        yield from (each.code for each in proposed)
    yield from _cases(path, _sample_map())


def _map(path: Path) -> Iterator[str]:
    with limited():
        found = load_map(str(path), policy().names)
    if isinstance(found, LogMap):
        log = path.with_name("log.xes")
        log.write_text(LOG, encoding="utf-8")
        yield "mapped"
        yield from _cases(log, found)
    else:
        yield from _told(found)


def _cases(log: Path, log_map: LogMap) -> Iterator[str]:
    with limited():
        every = list(iter_cases(log, policy().names, as_of=AS_OF, log_map=log_map))
    for each in every:
        yield from _told((*each.problems, *each.notes))
    yield from judged(policy(), [each.data for each in every if each.data is not None])


@cache
def _sample_map() -> LogMap:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "map.toml"
        path.write_text(MAP, encoding="utf-8")
        found = load_map(str(path), policy().names)
    assert isinstance(found, LogMap)
    return found


def _calendar(path: Path) -> Iterator[str]:
    with limited():
        layer = load_layer(path)
    if not isinstance(layer, Layer):
        for each in layer:
            assert each.message("zh") and each.message("en")
            yield each.code
    text = BASE["zh"][POLICY["zh"]].replace("工作日：中国。", "工作日：中国、示例。")
    with limited():
        compiled = compile_text(text, "fuzz.eco", calendar_dirs=(path.parent, *calendar_dirs()))
    yield from _shown(compiled)
    if compiled.program is not None:
        yield from judged(Policy(compiled.program), read(_CASE_FILE, compiled.program).cases)


_CASE_FILE = Source("cases.csv", content=CSV_CASES.encode())


def _source(path: Path) -> Iterator[str]:
    with limited():
        found = read_source(path, "原文.md")
    for lang in ("zh", "en"):
        with limited():
            compiled = compile_text(BASE[lang][POLICY[lang]], "fuzz.eco", source_loader=lambda *_: found)
        texts = {"原文.md": path.read_bytes().decode()} if isinstance(found, SourceText) else {}
        yield from _shown(evolve(compiled, sources={**compiled.sources, **texts}))


def _shown(compiled: Compiled) -> Iterator[str]:
    with limited():
        for lang in ("zh", "en"):
            render_text(compiled.diagnostics, compiled.sources, lang)
    yield from sorted({each.code for each in compiled.diagnostics})


def _told(problems: tuple[Diagnostic, ...]) -> Iterator[str]:
    for lang in ("zh", "en"):
        render_text(problems, {}, lang)
    yield from sorted({each.code for each in problems})


@cache
def _old(lang: Lang) -> Program:
    program = compile_text(BASE[lang][POLICY[lang]], "old.eco").program
    assert program is not None
    return program


def try_amendment(lang: Lang, text: str) -> Iterator[str]:
    """Compares a policy with the one of the goldens, both ways, and judges made cases under both."""
    with limited():
        new = compile_text(text, "new.eco").program
    if new is None:
        yield "not compiled"
        return
    for one, other in ((_old(lang), new), (new, _old(lang))):
        with limited():
            found = difference(one, other)
        yield from sorted({f"{each.kind} {each.action}" for each in found.changes})
        for shown in ("zh", "en"):
            with limited():
                assert note.note(found, shown) and note.markdown(found, shown, True)
                json.dumps(render.json_value(found, shown))
    with limited():
        both = union(other, one, found)
        marked(draw.dot(both.program), both.edges, both.stages)
    yield from _redlined(lang, text, difference(_old(lang), new))
    yield from _impact(_old(lang), new)


def _redlined(lang: Lang, text: str, found: Difference) -> Iterator[str]:
    old = BASE[lang][POLICY[lang]]
    with limited():
        pages = [policy_pages(each, tree) for each in (old, text) if (tree := parse(each, "x")[0]) is not None]
    if len(pages) == 2:
        with limited():
            lines = redlines(*pages, found)
            redline_text(lines, lambda words, _: words), redline_markdown(lines), json.dumps(redline_json(lines))
        yield "redlined"


def _impact(old: Program, new: Program) -> Iterator[str]:
    found = difference(old, new)
    with limited():
        task = Task(old, new, causes_of(found), places_of(found), None, Cases(_MADE))
        total, results, followed = run_impact(task)
    with limited():
        worker = Worker(task)
        impact = gather(total, results, task.causes, task.comparer(), lambda each: again(each, worker), 2, 0, followed)
    for lang in ("zh", "en"):
        telling, block = Telling(old, new, lang), block_writer(new, lang)
        with limited():
            memo.markdown(impact, telling, block), html(impact, telling, block, True)
            json.dumps(memo.json_value(impact, telling, block))
    yield "impact" if results else "no impact"
