"""Policies that cases are made from: a small one written here, and the shipped one."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ecolang.program import Program
from ecolang_compiler.pipeline import compile_path, compile_text
from ecolang_runtime.judge import Judge
from ecolang_runtime.reference.rules import Rules

XPCC = Path(__file__).resolve().parents[2] / "policies" / "xpcc-consultation"

SMALL = """《许可小办法》
期间：自次日起算。

角色
  申请人。
  机关。

事实
  金额：整数。

文件
  申请书。

事件
  申请：由申请人；附申请书。
  决定：由机关；载明准予（是否）。
  撤回：由申请人。
  补正：由申请人。

阶段
  待申请，起始。
  待决定。

结局
  已准予。
  已不准予。
  已撤回。

第一条
  待申请的，申请人应当申请；申请后，进入待决定。
  申请书应当包括：姓名；理由。

第二条
  待决定的，机关应当自申请之日起10日内决定：
    准予的，进入已准予；
    不准予的，进入已不准予。

第三条
  待决定的，申请人可以撤回，进入已撤回。

第四条
  待决定的，金额在100以上的，申请人应当补正。
"""


def compiled(text: str) -> Program:
    """The program of a policy's text."""
    found = compile_text(text)
    assert found.program is not None, [(each.code, each.args) for each in found.diagnostics]
    return found.program


@cache
def small() -> Rules:
    return Judge(compiled(SMALL)).rules


@cache
def xpcc() -> Rules:
    program = compile_path(XPCC).program
    assert program is not None
    return Judge(program).rules


INSTALMENTS = """《分期小办法》
期间：自次日起算。

角色
  债权人。
  债务人。

文件
  协议。

事件
  签订：由债权人；附协议。
  付款：由债务人。
  通知：由债权人。
  答复：由债务人。
  结清：由债权人。

阶段
  待签，起始。
  履行中。

结局
  已结清。

第一条
  待签的，债权人应当签订；签订后，进入履行中。
  协议应当包括：付款计划；宽限日数；最后付款日。
  签订后，债务人应当按协议所载“付款计划”的“付款日”逐期付款；逾期未付款的，付款的期限提前届满。
  履行中的，债权人可以通知；通知后，债务人应当自收到通知之日起协议所载“宽限日数”日内答复。
  履行中的，债权人应当不迟于协议所载“最后付款日”结清；结清后，进入已结清。
"""
