"""Each example of the page runs: its cases come out as they say, in both languages."""

import pytest

from ecolang_compiler.pipeline import compile_text
from ecolang_runtime.casetest import run_tests
from tests.docs.fragments import whole
from tests.docs.pages import ROOT, Block, steps
from tests.docs.test_policies import CALENDARS

PAGE = ROOT / "docs" / "reference" / "how-to-say.md"
EXAMPLES = [each for each in steps(PAGE) if isinstance(each, Block)]


@pytest.mark.parametrize("block", EXAMPLES, ids=str)
def test_the_cases_of_an_example_come_out_as_they_say(block: Block) -> None:
    text = whole(block.text, english=block.kind.endswith("-en"))
    program = compile_text(text, calendar_dirs=CALENDARS).program
    assert program is not None
    outcomes = list(run_tests(program))
    told = [(each.id, each.problems, [f.got.zh for f in each.failures]) for each in outcomes if not each.passed]
    assert outcomes and told == []
