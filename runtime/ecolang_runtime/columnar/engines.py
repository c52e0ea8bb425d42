"""The kernel for every version of a policy: each case is judged under the version that all of it follows."""

from __future__ import annotations

from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from ecolang_runtime.case import CaseData
from ecolang_runtime.columnar.codes import Pools, Unsaid
from ecolang_runtime.columnar.columns import Columns
from ecolang_runtime.columnar.engine import Engine, Scanned
from ecolang_runtime.columnar.scan import Strange
from ecolang_runtime.fit import fit
from ecolang_runtime.followed import Followed, Uncovered
from ecolang_runtime.policy import Policy
from ecolang_runtime.versions import select


class Kept:
    """What is kept of a policy between batches: an engine a version, and what their numbers stand for."""

    def __init__(self) -> None:
        self.pools = Pools()
        self.engines: dict[str, Engine] = {}
        #: Held while a batch is judged and its table made: the pools are those of one batch.
        self.lock = Lock()


_KEPT: WeakKeyDictionary[Policy, Kept] = WeakKeyDictionary()


def kept_of(policy: Policy) -> Kept:
    """What is kept of a policy."""
    found = _KEPT.get(policy)
    if found is None:
        found = _KEPT.setdefault(policy, Kept())
    return found


def judge_with_kernel(
    policy: Policy, cases: list[tuple[int, CaseData]], as_of: int, kept: Kept
) -> tuple[list[Columns], dict[int, str]]:
    """The columns of the cases that the kernel took, and by place why it did not take the others."""
    left: dict[int, str] = {}
    groups: dict[str, list[tuple[int, CaseData]]] = {}
    if policy.versions.everywhere:
        groups[policy.versions.newest.name] = cases
    else:
        for place, case in cases:
            choice = select(case, policy.versions, as_of)
            if isinstance(choice, Uncovered) or len(choice.groups) != 1 or choice.whole.parts:
                left[place] = "no version, or several, of the policy"
                continue
            version = choice.whole.version
            if policy.versions.several or _silent(policy, version, as_of):
                own = frozenset(holder for holder, _ in choice.tracks)
                case, wrong = fit(case, policy.editions.judge_of(Followed(version)).program, version, own)
                if wrong or _silent(policy, version, as_of):
                    left[place] = "a version that covers the case no more"
                    continue
            groups.setdefault(version, []).append((place, case))
    made: list[Columns] = []
    for version, mine in groups.items():
        columns, rest = engine_of(policy, version, kept).judge(mine, as_of)
        left.update(rest)
        if columns is not None:
            if policy.versions.several:
                columns.rows["version"] = np.full(len(columns.rows["case"]), kept.pools.texts.number(version))
            made.append(columns)
    return made, left


def scan_table(policy: Policy, table: Any, as_of: int, kept: Kept) -> Scanned | None:
    """What the kernel makes of a table without a case of it being made; None where each case has to be looked at."""
    versions = policy.versions
    since = None
    if not versions.everywhere:
        only = versions.newest
        plain = not versions.several and not only.whole() and not only.parts()
        if not plain or only.first is None or as_of < only.first or _silent(policy, only.name, as_of):
            return None
        since = only.first
    try:
        return engine_of(policy, versions.newest.name, kept).judge_table(table, policy.names, as_of, since)
    except (Strange, Unsaid):
        return None


def engine_of(policy: Policy, version: str, kept: Kept) -> Engine:
    """The engine of a version."""
    engine = kept.engines.get(version)
    if engine is None:
        rules = policy.editions.judge_of(Followed(version)).rules
        engine = kept.engines[version] = Engine(rules, kept.pools)
    return engine


def _silent(policy: Policy, version: str, as_of: int) -> bool:
    """Whether a version's last day has passed, which its verdicts say."""
    found = policy.versions.find(version)
    return found is not None and found.last is not None and as_of > found.last
