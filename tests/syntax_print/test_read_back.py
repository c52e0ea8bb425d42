"""What is printed reads back as what it was, whatever the policy says, in both surfaces."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from ecolang.source_ref import Ref
from ecolang_compiler.syntax import tree as t
from tests.soak import long_run, seeds
from tests.syntax_print import files, rules
from tests.syntax_print.declarations import sections
from tests.syntax_print.same import nodes, read_back
from tests.syntax_print.vocabulary import VOCABULARIES, Vocabulary, declarations

Lang = Literal["zh", "en"]
both = pytest.mark.parametrize("lang", ["zh", "en"])
known = st.sampled_from(VOCABULARIES)


def many(examples: int, **other: Any) -> Any:
    """Settings for a property over generated policies, the same ones each time."""
    chosen = {"derandomize": True, "database": None, **other}
    return settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), **chosen)


def around(v: Vocabulary, *body: Any) -> t.PolicyFile:
    """A policy of the vocabulary and what is given."""
    return t.PolicyFile(t.Name("岭峰办法"), (*declarations(v), *body))


def sentence(v: Vocabulary, *rule: Any) -> t.PolicyFile:
    """A policy of one article with one sentence."""
    return around(v, t.Article(Ref(article=1), (t.Sentence(rule),)))


@both
@many(100)
@given(known.flatmap(lambda v: rules.single_rules(v).map(lambda rule: sentence(v, rule))))
def test_every_kind_of_rule_reads_back(lang: Lang, tree: t.PolicyFile) -> None:
    read_back(tree, lang)


@both
@many(60)
@given(known.flatmap(lambda v: rules.powers(v).map(lambda rule: sentence(v, rule))))
def test_powers_with_grounds_and_branches_read_back(lang: Lang, tree: t.PolicyFile) -> None:
    read_back(tree, lang)


@both
@many(15)
@given(known.flatmap(lambda v: files.articles(v, 1).map(lambda article: around(v, article))))
def test_articles_with_readings_and_remarks_read_back(lang: Lang, tree: t.PolicyFile) -> None:
    read_back(tree, lang)


@both
@many(60)
@given(known.flatmap(lambda v: sections(v).map(lambda found: t.PolicyFile(t.Name("岭峰办法"), found))))
def test_the_vocabulary_reads_back(lang: Lang, tree: t.PolicyFile) -> None:
    read_back(tree, lang)


@both
@many(60)
@given(known.flatmap(lambda v: files.cases(v, 1).map(lambda case: around(v, case))))
def test_case_tests_read_back(lang: Lang, tree: t.PolicyFile) -> None:
    read_back(tree, lang)


@both
@many(40)
@given(known.flatmap(lambda v: files.guarantees(v).map(lambda found: around(v, found))))
def test_guarantees_read_back(lang: Lang, tree: t.PolicyFile) -> None:
    read_back(tree, lang)


@both
@many(8)
@given(files.policy_files())
def test_whole_policies_read_back(lang: Lang, tree: t.PolicyFile) -> None:
    read_back(tree, lang)


@pytest.mark.soak
@both
@seeds
def test_any_policy_reads_back(number: int, lang: Lang) -> None:
    def one_round(start: int) -> list[str]:
        @seed(start)
        @many(4, derandomize=False)
        @given(files.policy_files())
        def reads_back(tree: t.PolicyFile) -> None:
            read_back(tree, lang)

        reads_back()
        return ["policies"] * 4

    long_run(f"read-back-{lang}", number, one_round)


def test_the_generated_policies_use_every_node_of_the_tree() -> None:
    seen: set[str] = set()

    @many(180)
    @given(rules.single_rules(VOCABULARIES[0]) | rules.powers(VOCABULARIES[0]))
    def look_at_rules(rule: Any) -> None:
        seen.update(each.__name__ for each in nodes(rule))

    @many(10)
    @given(files.policy_files())
    def look_at_files(tree: t.PolicyFile) -> None:
        seen.update(each.__name__ for each in nodes(tree))

    look_at_rules()
    look_at_files()
    other = {"Node", "Comments", "Condition", "Quoted"}
    assert set(t.__all__) - other - seen == set()
