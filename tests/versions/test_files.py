"""Versions on the command line, as an artifact, and started by `eco new-version`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import ecolang
from ecolang import bundle
from ecolang.artifact import ArtifactError
from ecolang.program import CaseTest
from ecolang.rows import replace
from ecolang.versions import arrange
from tests.command import eco
from tests.versions.rules import BEFORE, NEW, OLD, PART, both, due, event, folder, judged, text

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT / "policies" / "xpcc-consultation"

CASES = """案例【按期受理】
  2026年2月25日，申请。
  截至2026年2月26日：机关应当受理，应于2026年3月3日，依第一条。

案例【听证】
  2026年2月2日，申请。
  2026年2月3日，受理，方式为当面。
  截至2026年2月4日：机关应当听证，应于2026年2月13日，依第二条；没有问题。
"""


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A folder with both versions, and case tests of the old one."""
    place = folder(tmp_path, v2023=text(OLD), v2026=text(NEW, BEFORE, PART))
    cases = place / "cases" / "2023"
    cases.mkdir(parents=True)
    (cases / "一.eco").write_text(CASES, encoding="utf-8")
    return place


def test_check_lists_the_old_tests_that_the_new_words_break(two: Path) -> None:
    # Under 2026 the 7 working days end on 5 March; the hearing has moved to article 3, which its former number tells.
    ran = eco("check", two, "--lang", "zh")
    assert ran.status == 0
    assert ran.err.count("E008") == 1 and "【按期受理】" in ran.err and "2026年3月5日" in ran.err
    assert "2 个版本，版本之间 0 处错误，1 处警告" in ran.out


def test_a_new_version_with_tests_of_its_own_is_not_tried_with_the_old(two: Path) -> None:
    shutil.copytree(two / "cases" / "2023", two / "cases" / "2026")
    assert "E008" not in eco("check", two).err


def test_the_tests_of_each_version_run_under_it(two: Path) -> None:
    ran = eco("test", two, "--format", "json")
    found = json.loads(ran.out)
    assert (ran.status, found["passed"], found["failed"]) == (0, 2, 0)
    assert [row["version"] for row in found["tests"]] == ["2023", "2023"]


def test_a_version_is_named_in_three_ways(two: Path) -> None:
    said = [
        eco("check", f"{two}@2023", "-q").status,
        eco("check", two / "2023.eco", "-q").status,
        eco("check", two, "--version", "2023", "-q").status,
    ]
    assert said == [0, 0, 0]
    wrong = eco("check", two, "--version", "2022", "--lang", "zh")
    assert wrong.status == 1 and "E011" in wrong.err


def test_run_sets_aside_what_no_version_covers(two: Path, tmp_path: Path) -> None:
    rows = [{"case": name, "event": "申请", "on": on} for name, on in (("甲", "2022-12-31"), ("乙", "2023-05-05"))]
    rows += [{"case": "甲", "event": "受理", "on": "2022-12-31", "方式": "当面"}]
    rows += [{"case": "乙", "event": "受理", "on": "2023-05-06", "方式": "当面"}]
    file = tmp_path / "案件.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    ran = eco("run", two, file, "--as-of", "2026-03-10", "--format", "json")
    assert ran.status == 1 and "D132" in ran.err
    assert [json.loads(line)["version"] for line in ran.out.splitlines()] == ["2023"]


def test_an_artifact_holds_all_versions(tmp_path: Path) -> None:
    policy = both(tmp_path, BEFORE, PART)
    written = bundle.dumps(policy.versions)
    again = bundle.loads(written)
    assert not isinstance(again, ArtifactError)
    assert again == policy.versions and bundle.dumps(again) == written


def test_all_versions_are_read_without_their_case_tests(tmp_path: Path) -> None:
    versions = both(tmp_path, BEFORE, PART).versions
    tested = arrange({row.name: replace(row.program, tests=(CaseTest("例", 1),)) for row in versions.rows})
    path = tmp_path / "两版.json"
    path.write_text(bundle.dumps(tested), encoding="utf-8", newline="")
    assert bundle.load(path) == tested
    assert bundle.load(path, tested=False) == versions


def test_an_artifact_gives_the_verdict_of_its_folder(two: Path, tmp_path: Path) -> None:
    assert eco("compile", two, "-o", tmp_path / "两版.json").status == 0
    kept = ecolang.load(tmp_path / "两版.json")
    events = (event("申请", "2026-02-10"), event("受理", "2026-02-12", 方式="当面"), event("听证", "2026-03-02"))
    assert judged(kept, "2026-03-04", *events) == judged(ecolang.load(two), "2026-03-04", *events)
    only = ecolang.load(f"{tmp_path / '两版.json'}@2023")
    # 2 March and 20 days: 22 March, a Sunday, moves to the 23rd.
    assert due(judged(only, "2026-03-04", *events)) == ("第三条", "2026-03-23")


def test_a_changed_artifact_is_refused(tmp_path: Path) -> None:
    data = bundle.to_json(both(tmp_path).versions)
    data["hash"] = "sha256:0"
    found = bundle.from_json(data)
    assert isinstance(found, ArtifactError) and found.kind == "changed"


def test_a_text_verdict_names_the_version_of_each_track(tmp_path: Path) -> None:
    policy = both(tmp_path, PART)
    events = (event("申请", "2026-02-10"), event("受理", "2026-02-12", 方式="当面"), event("听证", "2026-03-02"))
    found = judged(policy, "2026-03-04", *events)
    assert "适用版本 2023；第四条适用版本 2026。" in policy.text(found)
    assert "version 2023; Article 4 of version 2026." in policy.text(found, "en")


def test_the_english_surface_says_the_same(tmp_path: Path) -> None:
    place = tmp_path / "zh"
    place.mkdir()
    folder(place, v2023=text(OLD), v2026=text(NEW, BEFORE, PART))
    english = tmp_path / "en"
    assert eco("fmt", place, "--lang", "en", "-o", english).status == 0
    assert "Cases with 受理 before commencement follow" in (english / "2026.eco").read_text(encoding="utf-8")
    events = (event("申请", "2026-02-10"), event("受理", "2026-02-27", 方式="当面"), event("听证", "2026-03-02"))
    one, other = (judged(ecolang.load(each), "2026-03-04", *events) for each in (place, english))
    assert (one.version, one.parts, due(one)[1]) == (other.version, other.parts, due(other)[1])


def test_a_new_version_of_the_real_policy(tmp_path: Path) -> None:
    place = tmp_path / "办法"
    shutil.copytree(REAL, place)
    tests = len(list((REAL / "cases").glob("*.eco")))
    ran = eco("new-version", place, "2027", "--in-force", "2027-01-01", "--lang", "zh")
    assert ran.status == 0
    text_ = (place / "2027.eco").read_text(encoding="utf-8")
    assert "施行：2027年1月1日。" in text_
    assert len(list((place / "cases" / "2027").glob("*.eco"))) == tests
    assert len(list((place / "cases" / "measures").glob("*.eco"))) == tests
    assert "## 2027（2027-01-01 起施行）" in (place / "CHANGES.md").read_text(encoding="utf-8")
    again = eco("new-version", place, "2027", "--in-force", "2027-01-01", "--lang", "zh")
    assert again.status == 1 and "已经存在" in again.err


def test_two_versions_of_the_real_policy(tmp_path: Path) -> None:
    place = tmp_path / "办法"
    shutil.copytree(REAL, place)
    (place / "measures.eco").rename(place / "2024.eco")
    shutil.rmtree(place / "cases")
    assert eco("new-version", place, "2026", "--in-force", "2026-03-01", "--no-cases").status == 0
    file = place / "2026.eco"
    words = file.read_text(encoding="utf-8").replace(
        "义务人应当自最近一次送达告知书之日起5个工作日内答复", "义务人应当自最近一次送达告知书之日起7个工作日内答复"
    )
    words = words.replace("  施行：2026年3月1日。", "  施行：2026年3月1日。\n  施行前送达告知书的案件，适用《2024》。")
    file.write_text(words, encoding="utf-8")
    policy = ecolang.load(place, issued={"2024": "2024-07-01"})
    served = {"方式": "直接", "会议日期": "2026-04-01"}
    found = judged(
        policy,
        "2026-03-04",
        event("送达告知书", "2026-02-27", party="甲", **served),
        event("送达告知书", "2026-03-02", party="乙", **served),
        parties={"义务人": ["甲", "乙"]},
    )
    # From Friday 27 February 5 working days: 28 (worked), 2, 3, 4, 5 March. From 2 March 7: 3 to 6, 9, 10, 11 March.
    told = [(track.party, track.version, track.open_duties[0].due) for track in found.tracks]
    assert [(party, name, row and row.last) for party, name, row in told] == [
        ("甲", "2024", "2026-03-05"),
        ("乙", "2026", "2026-03-11"),
    ]
