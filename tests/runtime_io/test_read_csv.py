"""The ledger of a case officer."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ecolang.program import Program
from ecolang_runtime.read import ReadResult, read

Ledger = Callable[..., ReadResult]

HEAD = "案件,当事人,事件,日期,方式,会议日期,同意,结果,备注\n"
SERVED = "1号,,送达,2026/3/2,直接,2026-03-12,,,电话确认\n"
REPLY = "1号,,答复,2026年3月5日,,,是,,\n"


@pytest.fixture
def ledger(program: Program, tmp_path: Path) -> Ledger:
    def write(text: str, encoding: str = "utf-8") -> ReadResult:
        path = tmp_path / "台账.csv"
        path.write_bytes(text.encode(encoding))
        return read(path, program)

    return write


def codes(result: ReadResult) -> list[list[str]]:
    return [[each.code for each in bad.problems] for bad in result.bad]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_a_ledger_is_read_in_the_encodings_of_spreadsheets(ledger: Ledger, encoding: str) -> None:
    result = ledger(HEAD + SERVED + REPLY, encoding)
    assert [each.event for each in result.cases[0].occurrences] == ["送达通知", "答复"]
    assert result.cases[0].occurrences[1].fields == {"同意": True}
    assert [note.code for note in result.notes] == (["D123"] if encoding == "gbk" else [])


def test_counts_are_of_rows(ledger: Ledger) -> None:
    result = ledger(HEAD + SERVED + REPLY + "\n,,,,,,,,\n")
    assert (result.lines, result.events) == (2, 2)


def test_problems_have_the_line_of_their_row(ledger: Ledger) -> None:
    result = ledger(HEAD + SERVED + "1号,,答复,2026-02-30,,,是,,\n2号,,送达,2026-03-02,直接,2026-03-12,,,\n")
    assert codes(result) == [["D105"]] and result.bad[0].problems[0].args["line"] == 3
    assert [case.id for case in result.cases] == ["2号"]


def test_a_cell_of_another_events_field_is_an_error(ledger: Ledger) -> None:
    assert codes(ledger(HEAD + "1号,,答复,2026-03-05,直接,,是,,\n")) == [["D112"]]


def test_several_parties_stand_in_one_cell(ledger: Ledger) -> None:
    rest = "送达,2026-03-02,直接,2026-03-12,,,\n"
    result = ledger(f'{HEAD}1号,甲、乙,{rest}1号,"丙,丁",{rest}')
    assert [each.parties for each in result.cases[0].occurrences] == [("甲", "乙"), ("丙", "丁")]


def test_a_cell_may_hold_line_breaks_and_commas(ledger: Ledger) -> None:
    result = ledger('案件,事件,日期,理由\n1号,终止协商,2026-03-02,"第一,\n第二 ""三"""\n2号,终止协商,2026-02-30,x\n')
    assert result.cases[0].occurrences[0].fields == {"理由": '第一,\n第二 "三"'}
    assert result.bad[0].problems[0].args["line"] == 4


def test_a_quotation_mark_never_closed_spoils_one_row_only(ledger: Ledger) -> None:
    result = ledger('案件,事件,日期,理由\n1号,终止协商,2026-03-02,"开头\n2号,终止协商,2026-03-02,x\n')
    assert [case.id for case in result.cases] == ["2号"] and [bad.id for bad in result.bad] == ["1号"]


@pytest.mark.parametrize("row", ["1号,,答复,2026-03-05,,,是\n", "1号,,答复,2026-03-05,,,是,,,多\n"])
def test_a_row_with_another_number_of_cells_is_an_error(ledger: Ledger, row: str) -> None:
    assert codes(ledger(HEAD + row)) == [["D117"]]


def test_empty_cells_at_the_end_do_no_harm(ledger: Ledger) -> None:
    assert len(ledger(HEAD + SERVED.rstrip("\n") + ",,,\n").cases) == 1


def test_a_heading_without_a_needed_column_is_told(ledger: Ledger) -> None:
    assert codes(ledger("案件,事由,日期\n1号,送达,2026-03-02\n")) == [["D125"]]


def test_a_column_twice_is_told(ledger: Ledger) -> None:
    assert codes(ledger("案件,事件,日期,方式,方式\n1号,送达,2026-03-02,直接,邮寄\n")) == [["D126"]]


def test_a_heading_alone_holds_no_cases(ledger: Ledger) -> None:
    assert codes(ledger(HEAD)) == [["D118"]]


def test_a_row_without_case_number_is_told_with_its_line(ledger: Ledger) -> None:
    result = ledger(HEAD + SERVED + ",,答复,2026-03-05,,,是,,\n")
    assert codes(result) == [["D109"]] and result.bad[0].problems[0].args["line"] == 3
    assert len(result.cases) == 1


def test_tabs_and_english_headings_are_read(ledger: Ledger) -> None:
    result = ledger("case\tevent\tdate\tagrees\n1\treply\t2026-03-05\tyes\n")
    assert result.cases[0].occurrences[0].fields == {"同意": True}


def test_columns_tell_opening_roles_facts_and_documents(ledger: Ledger) -> None:
    result = ledger(
        "案件,立案日期,机关,相对人,事件,日期,方式,会议日期,部门数,通知书\n"
        "1号,2026-03-01,某局,甲,送达,2026-03-02,直接,2026-03-12,2,缺少时间地点\n"
    )
    (case,) = result.cases
    assert case.parties == (("某局", "机关"), ("甲", "相对人"))
    assert [(fact.name, fact.value) for fact in case.facts] == [("部门数", 2)]
    assert case.occurrences[0].documents["通知书"]["items"]["时间地点"] is None
    assert result.lines == 1


def test_bytes_that_are_no_encoding_of_chinese_are_told(ledger: Ledger, program: Program, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes("案件,事件,日期\n".encode() + b"1,\xff\xff,2026-03-02\n")
    result = read(path, program)
    assert codes(result) == [["D102"]] and result.bad[0].problems[0].args["line"] == 2


def test_old_line_ends_are_read(ledger: Ledger) -> None:
    assert len(ledger((HEAD + SERVED + REPLY).replace("\n", "\r")).cases[0].occurrences) == 2
