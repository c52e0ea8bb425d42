"""What the golden files of the comparison are made from."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

from ecolang.program import Program
from ecolang_compiler.diff import Difference, difference
from ecolang_compiler.diff.render import conclusion
from ecolang_compiler.pipeline import compile_path
from tests.amendments.amendment import HERE, read
from tests.diff.amend import POLICY, amended, numbering, program, said, shifted, shipped

GOLDEN = Path(__file__).with_name("golden")


@cache
def several() -> Difference:
    """An amendment of several kinds: a number, a power, a ground, a group, a rule deleted, articles moved."""
    words = amended(
        ("工作日：中国、新疆。", "工作日：中国。"),
        (
            "【答复】待答复的，义务人应当自最近一次送达告知书之日起5个工作日内答复：\n    同意的",
            "【答复】待答复的，义务人可以自最近一次送达告知书之日起7个工作日内答复：\n    同意的",
        ),
        (
            "    （七）写明理由。\n  （一款）磋商不成",
            "    （七）写明理由；\n    （八）案情重大复杂。\n  （一款）磋商不成",
        ),
        ("  （二款）已履行的，权利人可以提供履责情况。\n", ""),
        ("召开会议不超过4次", "召开会议不超过5次"),
        ("待再次磋商、待签协议。\n  协议阶段", "待再次磋商。\n  协议阶段"),
        ("损害可以修复的，义务人应当组织修复", "损害可以修复的，义务人可以组织修复"),
    )
    return difference(shipped(), program(shifted(words, 12)))


@cache
def law() -> Difference:
    """The revision of a whole law, as two versions of a folder."""
    found = [compile_path(POLICY.parent / f"administrative-reconsideration@{year}").program for year in (2017, 2023)]
    assert found[0] is not None and found[1] is not None
    return difference(found[0], found[1])


def amendments() -> list[Path]:
    """The amendments of the suite."""
    return sorted(HERE.glob("*.eco-amendment"))


def golden(path: Path) -> Path:
    """Where the words for an amendment of the suite stand."""
    return GOLDEN / "amendments" / f"{path.stem}.txt"


@cache
def regulation() -> Program:
    """The shipped regulation with its text."""
    found = compile_path(POLICY).program
    assert found is not None
    return found


def told(path: Path, folder: Path) -> str:
    """What the comparison says of an amendment of the suite: its title, each change, what was renumbered, the end."""
    amendment = read(path)
    copy = folder / "amended"
    shutil.copytree(POLICY, copy, ignore=shutil.ignore_patterns("cases"))
    amendment.apply(copy)
    new = compile_path(copy).program
    assert new is not None, path
    found = difference(regulation(), new)
    lines = [amendment.title, *said(found), *numbering(found), conclusion(found, "zh")]
    return "".join(f"{line}\n" for line in lines)
