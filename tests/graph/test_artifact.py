"""The JSON form: nothing is lost, equal policies give equal bytes, and what cannot be read says so."""

import json
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from ecolang import artifact, bundle
from ecolang.artifact import ArtifactError
from ecolang.digest import digest_of, has_marks, is_sealed
from ecolang.program import (
    FORMAT,
    Act,
    Alternative,
    Anchor,
    CaseTest,
    Clause,
    Counting,
    Deadline,
    Deeming,
    Duty,
    Edge,
    Event,
    Field,
    Power,
    Program,
    Reading,
    Role,
    Settings,
    Stage,
    Trigger,
)

GUARD = (
    "and",
    ("cmp", "=", ("field", "同意"), ("lit", True)),
    ("cmp", "<", ("fact", "金额"), ("lit", Decimal("1.50"))),
)
DUTY = Duty(
    "答复-1",
    "第七条第一款",
    ("义务人",),
    "one",
    (Act("答复", GUARD),),
    Trigger("stage", ("待答复",)),
    deadlines=(Deadline("答复-1.1", "within", "第七条第一款", 5, None, Counting("workday"), Anchor("event", "送达")),),
)
PROGRAM = Program(
    Settings(title="规则《甲》", calendars=("中国",)),
    roles=(Role("义务人", many=True),),
    facts=(Field("金额", "money"), Field("数", "int", value_labels=(("一", "one"),))),
    events=(Event("答复", actors=("义务人",), fields=(Field("同意", "bool"),)),),
    stages=(Stage("待答复", start=True), Stage("结束", outcome=True)),
    duties=(DUTY,),
    powers=(Power("可-1", "第八条", ("义务人",), "one", (Act("答复"),), ("待答复",), until=None),),
    deemings=(Deeming("视-1", "第七条", Trigger("lapse", of="答复-1"), "答复", (("同意", False), ("次数", 0))),),
    edges=(Edge("边-1", "第七条", "待答复", "结束", Trigger("event", event="答复", guard=GUARD), "duty"),),
    readings=(Reading("理解", "几日？", "第七条", "五日", (Alternative("另", "三日", {"duties": {"答复-1": None}}),)),),
    clauses=(Clause("第一条", "no_rule", "宗旨", text="为“规范”，制定\n本办法。"),),
    tests=(
        CaseTest(
            "例",
            3,
            facts=(("部门", ["甲", "乙"]), ("对", ("甲", 1))),
            events=({"事件": "答复", "每人": {"乙": [1, {"$list": 2}], "甲": None}},),
            checks=({"stage": "结束"},),
        ),
    ),
    calendar_rows=({"layer": "中国", "years": [2025, 2026]},),
)


def test_a_policy_comes_back_as_it_was() -> None:
    assert artifact.from_json(json.loads(json.dumps(artifact.to_json(PROGRAM)))) == PROGRAM


def test_true_and_one_are_not_confused() -> None:
    back = artifact.loads(artifact.dumps(PROGRAM))
    assert isinstance(back, Program)
    assert [type(value) for _, value in back.deemings[0].values] == [bool, int]


def test_lists_and_tuples_of_free_values_are_kept_apart() -> None:
    back = artifact.loads(artifact.dumps(PROGRAM))
    assert isinstance(back, Program)
    assert back.tests[0].facts == (("部门", ["甲", "乙"]), ("对", ("甲", 1)))


def test_defaults_are_left_out() -> None:
    assert artifact.row_to_json(Stage("甲")) == {"id": "甲"}


def test_a_row_comes_back_from_its_table() -> None:
    assert artifact.row_from_json("duties", json.loads(json.dumps(artifact.row_to_json(DUTY)))) == DUTY


def test_an_overlay_may_hold_a_row() -> None:
    alternative = Alternative("另", "三日", {"duties": {"答复-1": replace(DUTY, degree="principle")}})
    program = replace(PROGRAM, readings=(replace(PROGRAM.readings[0], alternatives=(alternative,)),))
    assert artifact.loads(artifact.dumps(program)) == program


def test_a_file_is_canonical_and_readable(tmp_path: Path) -> None:
    one, two = tmp_path / "一.json", tmp_path / "二.json"
    assert artifact.dump(PROGRAM, one) is None
    back = artifact.load(one)
    assert isinstance(back, Program)
    assert artifact.dump(back, two) is None
    assert one.read_bytes() == two.read_bytes()
    text = one.read_text(encoding="utf-8")
    assert "规则《甲》" in text and text.endswith("}\n")


def test_the_order_of_keys_of_free_values_does_not_change_the_bytes() -> None:
    other = replace(PROGRAM, calendar_rows=({"years": [2025, 2026], "layer": "中国"},))
    assert artifact.dumps(other) == artifact.dumps(PROGRAM)


def test_the_hash_follows_the_content() -> None:
    other = replace(PROGRAM, stages=(*PROGRAM.stages, Stage("第三")))
    assert artifact.to_json(PROGRAM)["hash"] != artifact.to_json(other)["hash"]


def test_a_lone_surrogate_survives_the_file(tmp_path: Path) -> None:
    program = replace(PROGRAM, roles=(Role("\udc80"),))
    assert artifact.dump(program, tmp_path / "a.json") is None
    assert artifact.load(tmp_path / "a.json") == program


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("{", "not_json"),
        ("[" * 100_000, "not_json"),
        (f'{{"format": "{FORMAT}", "settings": {{}}, "calendar_rows": [{"[" * 900}{"]" * 900}]}}', "damaged"),
        ("[]", "not_a_program"),
        ("{}", "not_a_program"),
        ('{"format": "other/1"}', "not_a_program"),
        ('{"format": "ecolang-program/x"}', "not_a_program"),
        ('{"format": "ecolang-program/2"}', "newer"),
        (f'{{"format": "{FORMAT}"}}', "damaged"),
        (f'{{"format": "{FORMAT}", "settings": {{}}, "nonsense": []}}', "unknown_part"),
        (f'{{"format": "{FORMAT}", "settings": {{}}, "stages": 3}}', "damaged"),
        (f'{{"format": "{FORMAT}", "settings": {{}}, "stages": [{{"id": 3}}]}}', "damaged"),
        (f'{{"format": "{FORMAT}", "settings": {{}}, "stages": [{{"id": "a", "outcome": 1}}]}}', "damaged"),
        (f'{{"format": "{FORMAT}", "settings": {{}}, "stages": [], "hash": "sha256:0"}}', "changed"),
        ("{} ".encode("utf-16"), "not_json"),
    ],
)
def test_what_cannot_be_read_is_a_value(content: str | bytes, kind: str) -> None:
    result = artifact.loads(content, "甲.json")
    assert isinstance(result, ArtifactError)
    assert result.kind == kind
    assert "甲.json" in result.message("zh") and "甲.json" in result.message("en")


def test_a_damaged_place_is_named() -> None:
    result = artifact.loads(f'{{"format": "{FORMAT}", "settings": {{}}, "stages": [{{"id": "a"}}, {{"id": 3}}]}}')
    assert result == ArtifactError("damaged", detail="stages[1].id")


def test_a_missing_file_is_a_value(tmp_path: Path) -> None:
    result = artifact.load(tmp_path / "无.json")
    assert isinstance(result, ArtifactError) and result.kind == "unreadable"


def test_a_folder_that_is_not_there_is_a_value(tmp_path: Path) -> None:
    result = artifact.dump(PROGRAM, tmp_path / "无" / "a.json")
    assert isinstance(result, ArtifactError) and result.kind == "unwritable"


def test_an_unknown_table_is_a_value() -> None:
    assert artifact.row_from_json("nonsense", {}) == ArtifactError("unknown_part", detail="nonsense")


def test_importing_brings_the_standard_library_alone() -> None:
    code = (
        "import sys\nbefore = set(sys.modules)\nimport ecolang.artifact\n"
        "tops = {name.split('.')[0] for name in set(sys.modules) - before}\n"
        "print(sorted(tops - set(sys.stdlib_module_names) - {'ecolang'}), 'hashlib' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] False"


def test_a_seal_spares_the_check_of_the_hash_and_changes_are_still_seen() -> None:
    text = artifact.dumps(PROGRAM)
    assert is_sealed(text) and artifact.loads(text) == PROGRAM
    # Laid out anew it has no seal that fits; the hash is of the content and still does.
    laid_out = json.dumps(json.loads(text), ensure_ascii=False)
    assert not is_sealed(laid_out) and artifact.loads(laid_out) == PROGRAM
    changed = text.replace('"stages"', '"stagez"')
    assert changed != text and not is_sealed(changed)
    result = artifact.loads(changed)
    assert isinstance(result, ArtifactError) and result.kind == "changed"


def test_the_seal_of_the_first_release_still_fits() -> None:
    head, mark, tail = artifact.dumps(PROGRAM).partition(' "seal": "blake2b:')
    rest = tail.partition("\n")[2]
    old = f'{head} "seal": "{digest_of(rest)}",\n{rest}'
    assert mark and is_sealed(old) and not is_sealed(old.replace("五日", "六日"))


def test_a_policy_is_read_without_its_case_tests(tmp_path: Path) -> None:
    """Where the layout is known; where it is not, they are read with the rest and do no harm."""
    path = tmp_path / "甲.json"
    artifact.dump(PROGRAM, path)
    found = bundle.load(path, tested=False)
    assert not isinstance(found, ArtifactError)
    assert found.newest.program == replace(PROGRAM, tests=())
    path.write_text(json.dumps(artifact.to_json(PROGRAM), ensure_ascii=False, indent=1), encoding="utf-8")
    whole = bundle.load(path, tested=False)
    assert not isinstance(whole, ArtifactError) and whole.newest.program == PROGRAM


def test_case_tests_that_end_a_file_are_left_out_too(tmp_path: Path) -> None:
    path = tmp_path / "甲.json"
    artifact.dump(replace(PROGRAM, calendar_rows=()), path)
    found = bundle.load(path, tested=False)
    assert not isinstance(found, ArtifactError) and found.newest.program.tests == ()


def test_a_mark_written_with_an_escape_is_a_mark() -> None:
    assert has_marks('{"\\u0024list": []}') and has_marks('{"$list": []}') and not has_marks('{"a": "1$"}')
