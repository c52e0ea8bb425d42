"""What is proved to say the same of every case, and what is not."""

from __future__ import annotations

import pytest

from ecolang_compiler.mutate.equal import Form
from ecolang_compiler.pipeline import compile_text

POLICY = """《办法》

工作日：中国。
期间：自次日起算；没有对应日的，以月末日为末日。

角色
  申请人。
  机关。

事件
  申请：由申请人。
  受理：由机关；载明齐全（是否）；可以载明紧急（是否）。
  查验：由机关。
  同意查验：由申请人。

阶段
  待受理，起始。
  待查验。
  办理中，合称：待受理、待查验。

结局
  已结。

期限
  办理期限。

第一条
  待受理的，机关应当自申请之日起5个工作日内受理（齐全）；受理后，进入待查验。
  办理中中，办理期限不超过20日，自首次申请之日起算。
  机关应当在首次查验前受理。
  查验不超过1次；经申请人同意查验的，可以增加1次。
  待查验的，已受理（齐全）其后未受理（不齐全），且已申请的，机关可以查验，进入已结。
"""


def same(old: str, new: str, policy: str = POLICY) -> bool:
    assert old in policy
    one, two = (compile_text(text) for text in (policy, policy.replace(old, new)))
    assert one.program is not None and two.program is not None, [each.code for each in two.diagnostics]
    return Form(one.program).equals(Form(two.program))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # No period is in months.
        ("以月末日为末日", "以次月首日为末日"),
        # A named period starts with the first application and with no later one.
        ("自首次申请之日起算", "自申请之日起算"),
        # The duty is open from the start, before any inspection.
        ("机关应当在首次查验前受理", "机关应当在查验前受理"),
        # One approval adds one at most.
        ("可以增加1次", "可以每次增加1次"),
        # A group is its stages, in any order; conditions too.
        ("办理中中，", "待查验、待受理中，"),
        ("已受理（齐全）其后未受理（不齐全），且已申请的", "已申请，且已受理（齐全）其后未受理（不齐全）的"),
        # After a complete acceptance any other one is incomplete, or it is the last itself.
        ("其后未受理（不齐全）", "其后未受理"),
    ],
)
def test_the_same(old: str, new: str) -> None:
    assert same(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("5个工作日内", "6个工作日内"),
        ("20日", "20个月"),
        ("可以增加1次", "可以增加2次"),
        ("受理（齐全）；", "受理；"),
        # An act need not say whether it is urgent.
        ("其后未受理（不齐全）", "其后未受理（不紧急）"),
        ("机关应当自申请之日起", "机关应当自首次申请之日起"),
    ],
)
def test_not_the_same(old: str, new: str) -> None:
    assert not same(old, new)


def test_a_deemed_act_need_not_state_what_a_real_one_must() -> None:
    policy = POLICY.replace("受理后，进入待查验。", "受理后，进入待查验。\n  待查验的，申请后，视为受理。")
    assert not same("其后未受理（不齐全）", "其后未受理", policy)


def test_an_act_of_the_case_may_state_it_for_some_holders_only() -> None:
    policy = POLICY.replace("受理：由机关；", "受理：由机关，本案；").replace(
        "期限\n", "办理：每一申请人分别办理。\n\n期限\n", 1
    )
    assert "分别办理" in policy
    assert not same("其后未受理（不齐全）", "其后未受理", policy)


def test_a_track_that_begins_later_has_events_of_the_case_behind_it() -> None:
    policy = POLICY.replace("  查验：由机关。", "  查验：由机关，本案。\n  勘验：由机关，向申请人。").replace(
        "机关应当在首次查验前受理", "申请人应当在首次查验前申请"
    )
    assert same("申请人应当在首次查验前申请", "申请人应当在查验前申请", policy)
    several = policy.replace("期限\n", "办理：每一申请人分别办理。\n\n期限\n", 1)
    assert not same("申请人应当在首次查验前申请", "申请人应当在查验前申请", several)
