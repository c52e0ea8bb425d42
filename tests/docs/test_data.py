"""Examples of input files are what they say, and the examples of cases are read without a problem."""

import csv
import json
from functools import cache

import pytest

from ecolang.program import Program
from ecolang_compiler.pipeline import compile_path
from ecolang_runtime.read import Source, read
from tests.docs.pages import ROOT, Block, blocks

ENDINGS = {"json": ".json", "jsonl": ".jsonl", "csv": ".csv"}
CASES = [each for each in blocks(*ENDINGS) if each.page.name == "cases-in.md"]


@cache
def measures() -> Program:
    program = compile_path(ROOT / "policies" / "xpcc-consultation").program
    assert program is not None
    return program


@pytest.mark.parametrize("block", blocks("json"), ids=str)
def test_json_is_json(block: Block) -> None:
    json.loads(block.text)


@pytest.mark.parametrize("block", blocks("jsonl"), ids=str)
def test_each_line_is_json(block: Block) -> None:
    assert all(isinstance(json.loads(line), dict) for line in block.text.splitlines())


@pytest.mark.parametrize("block", blocks("csv"), ids=str)
def test_rows_are_as_long_as_the_heading(block: Block) -> None:
    heading, *rows = csv.reader(block.text.splitlines())
    assert {len(row) for row in rows} == {len(heading)}


@pytest.mark.parametrize("block", CASES, ids=str)
def test_an_example_of_a_case_is_read(block: Block) -> None:
    result = read(Source(f"example{ENDINGS[block.kind]}", content=block.text.encode()), measures())
    assert (result.bad, result.notes) == ((), ())
    assert result.cases
