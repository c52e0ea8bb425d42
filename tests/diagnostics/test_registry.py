"""Every code is complete in both languages, and every call in the program fits its code."""

import ast
import re
from pathlib import Path

import pytest

from ecolang.diagnostics import Code, Diagnostic, all_codes, explain, find_code, hint, make_diagnostic, message
from ecolang.diagnostics.explain import nearest_code
from ecolang.diagnostics.registry import FAMILIES
from ecolang.diagnostics.template import needed_args

ROOT = Path(__file__).resolve().parents[2]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
CODES = all_codes()
INTERNAL = re.compile(r"\b(__ANON\w*|tokens?|terminals?|AST|nodes?|exceptions?|None|null|lark|parser)\b")


def ids(code: Code) -> str:
    return code.id


@pytest.mark.parametrize("code", CODES, ids=ids)
def test_a_code_has_words_in_both_languages(code: Code) -> None:
    for chinese in (code.title_zh, code.message_zh, code.hint_zh, code.page_zh.meaning, code.page_zh.why):
        assert CHINESE.search(chinese)
    for english in (code.title_en, code.message_en, code.hint_en, code.page_en.meaning, code.page_en.why):
        assert english and not CHINESE.search(english.replace("第N条", ""))
    assert code.page_zh.wrong and code.page_zh.right and code.page_en.wrong and code.page_en.right


@pytest.mark.parametrize("code", CODES, ids=ids)
def test_both_languages_of_a_message_tell_the_same_values(code: Code) -> None:
    def slots(text: str) -> set[str]:
        return set(re.findall(r"\{([a-z_]+)(?::and)?\}", text))

    assert slots(code.message_zh) == slots(code.message_en)


@pytest.mark.parametrize("code", CODES, ids=ids)
def test_a_message_is_one_sentence_without_internal_names(code: Code) -> None:
    assert code.message_zh.endswith("。") and code.message_zh.count("。") == 1 + code.message_zh.count("「。」")
    assert code.message_en.endswith(".") and not code.message_en[0].isupper()
    assert not INTERNAL.search(re.sub(r"\{[a-z_:]+\}", "", code.message_en + code.hint_en))
    assert "!" not in code.message_en and "！" not in code.message_zh


@pytest.mark.parametrize("code", CODES, ids=ids)
def test_an_id_says_its_family(code: Code) -> None:
    assert re.fullmatch(r"[ED]\d{3}", code.id)
    assert FAMILIES[code.id[:2]] == code.family
    assert code.severity in ("error", "warning", "note")


@pytest.mark.parametrize("code", CODES, ids=ids)
def test_a_diagnostic_with_the_needed_values_leaves_no_slot_open(code: Code) -> None:
    diagnostic = Diagnostic(code.id, code.severity, None, dict.fromkeys(code.needed, "甲"))
    for lang in ("zh", "en"):
        words = message(diagnostic, lang) + hint(diagnostic, lang)
        assert not re.search(r"\{[a-z_:]+\}|\[\[|\]\]", words)
        assert message(diagnostic, lang)


def test_ids_are_unique_and_there_are_enough_of_them() -> None:
    assert len({code.id for code in CODES}) == len(CODES) > 90


@pytest.mark.parametrize("code", CODES, ids=ids)
def test_every_code_has_its_page(code: Code) -> None:
    for lang in ("zh", "en"):
        text = explain(code.id, lang)
        assert text is not None and text.startswith(f"# {code.id} ")


def test_a_page_is_found_in_any_case_and_width() -> None:
    assert explain("ｅ２０１", "zh") == explain("E201", "zh") is not None


def test_an_unknown_code_has_no_page_but_a_nearest_one() -> None:
    assert explain("E2011", "zh") is None
    assert nearest_code("E2011") == "E201"
    assert nearest_code("") is None


def test_a_missing_value_is_the_programmers_slip() -> None:
    with pytest.raises(TypeError, match="E201 needs name"):
        make_diagnostic("E201", None)
    with pytest.raises(TypeError, match="E000"):
        make_diagnostic("E000", None)


def calls() -> list[tuple[str, int, str, set[str]]]:
    """Each call of make_diagnostic with a literal code and no spread values, in all of the program."""
    found = []
    for package in ("ecolang", "compiler", "runtime"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call) or getattr(node.func, "id", "") != "make_diagnostic":
                    continue
                code = node.args[0] if node.args else None
                names = {keyword.arg for keyword in node.keywords}
                if isinstance(code, ast.Constant) and isinstance(code.value, str) and None not in names:
                    found.append((str(path.relative_to(ROOT)), node.lineno, code.value, {n for n in names if n}))
    return found


def test_every_call_in_the_program_gives_what_its_code_needs() -> None:
    wrong = []
    for path, line, id_, names in calls():
        code = find_code(id_)
        if code is None or not code.needed <= names:
            wrong.append(f"{path}:{line} {id_} lacks {sorted(code.needed - names) if code else 'its code'}")
    assert wrong == []


def test_a_value_only_inside_an_optional_part_is_not_needed() -> None:
    assert needed_args("{a}[[，{b}]]", "{c}") == {"a", "c"}
