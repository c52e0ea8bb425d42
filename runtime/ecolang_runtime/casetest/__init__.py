"""The case tests of a policy: run against the engine, told in words, with what no case exercises."""

from ecolang_runtime.casetest.exercised import Exercised, Step, Timed, exercised
from ecolang_runtime.casetest.report import exercised_text, outcome_text, report_json, summary_text
from ecolang_runtime.casetest.run import Failure, Outcome, case_of, run_tests

__all__ = [
    "Exercised",
    "Failure",
    "Outcome",
    "Step",
    "Timed",
    "case_of",
    "exercised",
    "exercised_text",
    "outcome_text",
    "report_json",
    "run_tests",
    "summary_text",
]
