"""How long a check takes as a policy grows: made policies of any size, measured and plotted."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from time import perf_counter

#: Stages of the policies that are measured.
SIZES = (25, 50, 100, 200, 400)

_HEAD = """《增长办法》

工作日：中国。
期间：自次日起算；末日为休假日的，顺延至下一工作日。

角色
  机关。
  申请人，可以有数人。

事实
  案情复杂：是否，默认为否。

事件
"""
_EVENT = "  办理{n}：由机关，向申请人；载明结果{n}（通过、退回、驳回）。\n  补正{n}：由申请人。\n"
_ARTICLE = """
第{n}条
  待办{n}的，机关应当自此之日起{days}个工作日内办理{n}：
    结果{n}为通过的，进入{after}；
    结果{n}为退回的，进入{before}；
    结果{n}为驳回的，进入已驳回。
  待办{n}的，申请人可以补正{n}。
  办理{n}不超过3次；案情复杂的，可以增加1次。
"""


@dataclass(frozen=True)
class Checked:
    """A policy's size, and seconds of parsing and checks, and of the proofs."""

    stages: int
    lines: int
    compiling: float
    proving: float

    @property
    def seconds(self) -> float:
        """The whole."""
        return self.compiling + self.proving


def big_policy(stages: int) -> str:
    """A policy of so many stages, about ten lines each, in which nothing is wrong."""
    numbers = range(1, stages + 1)
    parts = [_HEAD, *(_EVENT.format(n=n) for n in numbers), "\n阶段\n"]
    parts += [f"  待办{n}{'，起始' if n == 1 else ''}。\n" for n in numbers]
    parts += ["\n结局\n  已准予。\n  已驳回。\n", "\n办理：每一申请人分别办理。\n"]
    for n in numbers:
        after = "已准予" if n == stages else f"待办{n + 1}"
        before = f"待办{max(1, n - 1)}"
        parts.append(_ARTICLE.format(n=n, days=5 + n % 20, after=after, before=before))
    parts.append(f"\n保证\n  合规的案件，不会无限期停留在待办{stages}。\n  合规的案件，未办理1的，不会办理2。\n")
    return "".join(parts)


def measure(sizes: Iterable[int], told: Callable[[int], object] = lambda number: None) -> Iterator[Checked]:
    """The check of a policy of each size, guarantees proved; after one small check that reads what is read once."""
    _check(big_policy(2))
    for number, stages in enumerate(sizes, 1):
        told(number)
        text = big_policy(stages)
        gc.collect()
        compiling, proving = _check(text)
        yield Checked(stages, text.count("\n"), compiling, proving)


def _check(text: str) -> tuple[float, float]:
    from ecolang.cli.proofs import prove_all
    from ecolang_compiler.pipeline import compile_text

    begin = perf_counter()
    found = compile_text(text, "增长.eco")
    compiled = perf_counter()
    assert found.program is not None
    prove_all(found.program, found.tree)
    return compiled - begin, perf_counter() - compiled
