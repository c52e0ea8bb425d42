"""Contents, forms, signatures and steps."""

from __future__ import annotations

from ecolang.program import Signature
from tests.compiler.policy import VOCABULARY, compiled, one, program, said

SOURCE = "## 第一条\n\n申请书包括：\n\n（一）姓名；\n\n（二）事由。\n\n## 附件1 申请书\n\n一、姓名\n\n二、事由\n"
LISTS = """第一条
  申请书应当包括：（一）姓名；（二）事由；（三）其他，可以没有。
附件1
  申请书的参考文本包括：（一项）姓名，对应第一条第（一）项；（二项）事由，对应第一条第（二）项。"""


def test_items_are_cited_where_the_source_has_them() -> None:
    found = compiled(LISTS, source=SOURCE).program
    assert found is not None
    contents = one(found.contents, form=False)
    assert [(item.key, item.cite, item.optional) for item in contents.items] == [
        ("姓名", "第一条第（一）项", False),
        ("事由", "第一条第（二）项", False),
        ("其他", "第一条", True),
    ]


def test_a_form_says_which_items_its_entries_stand_for() -> None:
    found = compiled(LISTS, source=SOURCE).program
    assert found is not None
    form = one(found.contents, form=True)
    assert [(item.cite, item.matches) for item in form.items] == [
        ("附件1第一项", ("第一条第（一）项",)),
        ("附件1第二项", ("第一条第（二）项",)),
    ]


def test_what_a_document_may_include() -> None:
    assert one(program("第一条\n  申请书可以包括：照片；邮箱。").contents).degree == "may"


def test_signatures_hang_on_the_document() -> None:
    found = program("第一条\n  决定书应当经机关、申请人签字；申请人拒绝签字的，首长应当在决定书中注明。")
    document = one(found.documents, id="决定书")
    assert document.signatures == (Signature(("机关", "申请人"), "第一条", "must", "申请人", "首长"),)


def test_steps_in_order() -> None:
    order = one(program("第一条\n  听证原则上按下列程序进行：（一）宣布开始；（二）陈述；（三）宣布结束。").orders)
    assert (order.event, order.degree) == ("听证", "principle")
    assert [(step.number, step.key) for step in order.steps] == [(1, "宣布开始"), (2, "陈述"), (3, "宣布结束")]


def test_a_document_that_no_event_brings() -> None:
    words = VOCABULARY.replace("  决定书。\n", "  决定书。\n  回执。\n")
    found = compiled("第一条\n  回执应当包括：日期。", vocabulary=words)
    assert said(found, "E313") == [("没有一个事件附「回执」。", "回执")]
