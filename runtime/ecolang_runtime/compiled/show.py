"""The source that a policy is turned into, as a person reads it."""

from __future__ import annotations

from ecolang_runtime.compiled.safe import comment
from ecolang_runtime.compiled.tables import Tables

_HEAD = (
    "# c…: a condition; n…: the names of what it lacks; v…, w…: the same of a value; tally_…: counts an event;",
    "# act_…: what is judged and recorded when it happens; follow_…: what follows; settle_…, available_…: what takes",
    "# effect, and what may be done, in a stage. m: the case, t: the track, r: the occurrence that is judged, s: its",
    "# standing. D…, E…, G…, O…, P…, V…, X…: rows of the policy; K…, F…: its values.",
)


def source_of(tables: Tables) -> str:
    """All functions of a policy, the conditions first."""
    title = comment(tables.rules.settings.title)
    return "\n".join((title, *_HEAD, "", "", "\n\n".join(tables.chunks.values())))
