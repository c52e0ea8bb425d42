"""Citations, in both languages."""

import pytest

from ecolang.source_ref import Ref, localise_refs, parse_ref


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("第七条", Ref(7)),
        ("第7条", Ref(7)),
        ("第 七 条", Ref(7)),
        ("第七条第二款", Ref(7, paragraph=2)),
        ("第十一条第一款第（三）项", Ref(11, paragraph=1, item=3)),
        ("第十一条第一款第三项", Ref(11, paragraph=1, item=3)),
        ("第十三条第(一)项", Ref(13, item=1)),
        ("第十三条第（一）项第2目", Ref(13, item=1, subitem=2)),
        ("第十条之一", Ref(10, suffix=1)),
        ("第一百二十条之二第三款", Ref(120, paragraph=3, suffix=2)),
        ("附件1", Ref(annex=1)),
        ("附件一第五项", Ref(annex=1, item=5)),
        ("附件1（五项）", Ref(annex=1, item=5)),
        ("附件1（五）", Ref(annex=1, item=5)),
        ("附件4第四项（三）", Ref(annex=4, item=4, subitem=3)),
        ("Article 11(1)(3)", Ref(11, paragraph=1, item=3)),
        ("article 11, paragraph 1, item (c)", Ref(11, paragraph=1, item=3)),
        ("Article 13 item 1", Ref(13, item=1)),
        ("Article 10-1", Ref(10, suffix=1)),
        ("Annex 4 item 4(3)", Ref(annex=4, item=4, subitem=3)),
        ("Annex 1(5)", Ref(annex=1, item=5)),
    ],
)
def test_a_citation_is_read(text: str, ref: Ref) -> None:
    assert parse_ref(text) == ref


@pytest.mark.parametrize(
    "text", ["", "第七款", "第（三）项第十一条", "第零条", "第三十百条", "Article", "七条", "第七条的", "x" * 500]
)
def test_what_names_no_place_is_no_citation(text: str) -> None:
    assert parse_ref(text) is None


@pytest.mark.parametrize(
    ("ref", "zh", "en"),
    [
        (Ref(7), "第七条", "Article 7"),
        (Ref(7, paragraph=2), "第七条第二款", "Article 7(2)"),
        (Ref(11, paragraph=1, item=3), "第十一条第一款第（三）项", "Article 11(1)(3)"),
        (Ref(13, item=1), "第十三条第（一）项", "Article 13 item 1"),
        (Ref(13, item=1, subitem=2), "第十三条第（一）项第2目", "Article 13 item 1(2)"),
        (Ref(10, suffix=1), "第十条之一", "Article 10-1"),
        (Ref(annex=1, item=5), "附件1第五项", "Annex 1 item 5"),
        (Ref(annex=4, item=4, subitem=3), "附件4第四项（三）", "Annex 4 item 4(3)"),
    ],
)
def test_a_citation_is_written_as_lawyers_do_and_reads_back(ref: Ref, zh: str, en: str) -> None:
    assert (ref.format("zh"), ref.format("en")) == (zh, en)
    assert parse_ref(zh) == parse_ref(en) == ref


def test_places_go_in_the_order_of_the_text_and_annexes_last() -> None:
    places = [
        Ref(7),
        Ref(7, paragraph=2),
        Ref(10),
        Ref(10, suffix=1),
        Ref(11),
        Ref(11, paragraph=1, item=3),
        Ref(annex=1),
    ]
    assert sorted(reversed(places)) == places


def test_the_parent_is_one_step_up() -> None:
    assert Ref(11, paragraph=1, item=3).parent() == Ref(11, paragraph=1)
    assert Ref(11, paragraph=1).parent() == Ref(11)
    assert Ref(13, item=1).parent() == Ref(13)
    assert Ref(annex=4, item=4, subitem=3).parent() == Ref(annex=4, item=4)
    assert Ref(11).parent() is None


def test_a_part_lies_within_its_wholes() -> None:
    assert Ref(11, paragraph=1, item=3).within(Ref(11))
    assert not Ref(11).within(Ref(11, paragraph=1))


def test_citations_change_language_and_other_words_do_not() -> None:
    assert localise_refs("第七条、附件1（五项）", "en") == "Article 7, Annex 1 item 5"
    assert localise_refs("Article 7(2)", "zh") == "第七条第二款"
    assert localise_refs("《民法典》第二百零一条", "en") == "《民法典》第二百零一条"


def test_a_plain_citation_is_the_one_that_the_long_way_gives() -> None:
    places = [(None, None), (1, None), (None, 3), (2, 11), (12, 20), (30, 99)]
    for article in (1, 9, 10, 11, 19, 20, 21, 99, 100, 101, 110):
        for paragraph, item in places:
            written = Ref(article, None, paragraph, item).format("zh")
            assert localise_refs(written, "zh") == written == localise_refs(written.replace("第", " 第"), "zh")


@pytest.mark.parametrize(
    "citation",
    ["第条", "第十条第款", "第十条一款", "第十条第一款项", "第一十条", "第7条", "第十条之一", "第二条、第三条", ""],
)
def test_what_is_not_plain_goes_the_long_way(citation: str) -> None:
    refs = [parse_ref(part) for part in citation.split("、")]
    said = "、".join("" if ref is None else ref.format("zh") for ref in refs)
    assert localise_refs(citation, "zh") == (said if all(refs) else citation)
