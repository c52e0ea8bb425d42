"""What this engine knows of tables, cases and verdicts: anything else sends the policy or case to the reference."""

from __future__ import annotations

from typing import Any

from ecolang import program as tables
from ecolang.program.features import features
from ecolang.rows import MISSING, fields, is_dataclass
from ecolang_runtime import case, verdict
from ecolang_runtime.compiled.safe import Unsupported


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: The fields of each row that the engine knows what to do with.
_ROWS: dict[type, frozenset[str]] = {
    tables.Program: _words(
        "settings roles facts documents events stages groups periods duties powers prohibitions actor_rules"
        " count_limits period_ops deemings edges contents orders precedences readings guarantees transitions clauses"
        " definitions renumberings tests calendar_rows format"
    ),
    tables.Settings: _words(
        "title title_label language source source_hash in_force in_force_words valid_until valid_for ceases repeals"
        " zone calendars counting_start roll month_end hour_start standstill track_role"
    ),
    tables.Role: _words("id label description many part_of"),
    tables.Field: _words("id type values required label value_labels default plans"),
    tables.Document: _words("id label signatures"),
    tables.Event: _words("id label aliases actors joint external to scope documents fields"),
    tables.Stage: _words("id label outcome start"),
    tables.Group: _words("id stages label"),
    tables.Item: _words("key number cite optional matches"),
    tables.Signature: _words("roles cite degree refusing noted_by note_cite"),
    tables.Contents: _words("id document items cite degree form rule text"),
    tables.Counting: _words("unit start roll month_end calendar clear runs_on"),
    tables.Anchor: _words("kind event guard which field planned period received document item"),
    tables.Deadline: _words("id kind cite amount amount_from counting anchor degree"),
    tables.Trigger: _words("kind stages event guard of"),
    tables.Act: _words("event guard"),
    tables.Duty: _words("id cite bearers together acts open when deadlines degree scope lapses void rule text"),
    tables.Ground: _words("id cite guard text"),
    tables.Power: _words("id cite holders together acts stages guard grounds until after scope rule text besides"),
    tables.Prohibition: _words("id cite holders acts stages guard degree void rule text"),
    tables.ActorRule: _words("id cite events role guard degree void rule text"),
    tables.Allowance: _words("number cite guard approval prior each unit how request refusal times number_from"),
    tables.CountLimit: _words("id cite act bound number degree stages guard before allowances scope void rule text"),
    tables.Period: _words("id cite deadline label scope limit_degree limit_stages allowances rule text"),
    tables.PeriodOp: _words("id cite period op trigger stages guard cap ends rule text"),
    tables.Deeming: _words("id cite trigger event values stages guard rule text"),
    tables.Edge: _words("id cite source target trigger kind guard norm degree reach fork rule text"),
    tables.Order: _words("id cite event steps degree rule text"),
}
#: Tables that say something of the text and change no verdict, or that are taken in before a program comes here.
_BESIDE = _words("precedences readings guarantees transitions clauses definitions renumberings tests calendar_rows")
#: Of the constructs that not every engine knows, those that this one does.
_FEATURES = _words("calendar item next next_hour received runs_on same standstill")
#: What a field may hold, where it holds a word.
_VALUES: dict[tuple[type, str], frozenset[Any]] = {
    (tables.Event, "scope"): _words("track case"),
    (tables.Counting, "unit"): _words("day workday month year hour"),
    (tables.Anchor, "kind"): _words("event field period opening item"),
    (tables.Anchor, "which"): _words("first last next"),
    (tables.Deadline, "kind"): _words("within before by prompt"),
    (tables.Trigger, "kind"): _words("start stage event condition lapse reached"),
    (tables.Duty, "together"): _words("one joint each"),
    (tables.Duty, "scope"): _words("track case"),
    (tables.Power, "together"): _words("one joint each"),
    (tables.CountLimit, "bound"): _words("max min"),
    (tables.CountLimit, "scope"): _words("track case"),
    (tables.Period, "scope"): _words("track case"),
    (tables.PeriodOp, "op"): _words("suspend resume restart end"),
    (tables.Edge, "kind"): _words("duty power effect lapse"),
    (tables.Edge, "reach"): _words("one all"),
}
_CASES: dict[type, frozenset[str]] = {
    case.CaseData: _words("id opened parties facts occurrences"),
    case.FactAt: _words("name value day party"),
    case.Occurrence: _words("event day minute by parties fields each documents steps ground part received line"),
}
_VERDICTS: dict[type, frozenset[str]] = {
    verdict.DueDate: _words("last days_left provisional cite computed"),
    verdict.Finding: _words(
        "kind degree cite norm event on due actual days who item count limit effect provisional seq version failed"
    ),
    verdict.OpenDuty: _words("norm cite who events since due state degree age demands scope version row"),
    verdict.AvailableGround: _words("cite since state missing text"),
    verdict.Permitted: _words("norm cite who events grounds until since state version"),
    verdict.Effect: _words("kind cite norm source target count limit detail"),
    verdict.Entry: _words("seq on kind event by effects had_effect fields"),
    verdict.Limit: _words("norm cite kind name used allowed extended state first due suspended"),
    verdict.Missing: _words("name cite norm"),
    verdict.TrackVerdict: _words(
        "party part stage outcome since findings open_duties permitted limits timeline missing undecided version parts"
    ),
    verdict.Verdict: _words(
        "case as_of policy in_force calendars over tracks case_findings case_open_duties left_out provisional turns_on"
        " readings order_matters version parts versions begins"
    ),
}


def check_program(program: tables.Program) -> None:
    """Raises Unsupported, naming the construct, where a program has something that this engine does not know."""
    for row, known in (*_VERDICTS.items(), *_CASES.items()):
        if frozenset(each.name for each in fields(row)) != known:
            raise Unsupported(f"{row.__name__}: {', '.join(_names(row) ^ known)}")
    _check(program)
    unknown = features(program) - _FEATURES
    if unknown:
        raise Unsupported(", ".join(sorted(unknown)))
    for name in ("events", "stages", "roles", "facts", "documents", "duties", "periods", "powers", "edges",
                 "period_ops", "deemings", "count_limits", "prohibitions", "actor_rules", "groups"):  # fmt: skip
        ids = [row.id for row in getattr(program, name)]
        if len(set(ids)) != len(ids):
            raise Unsupported(f"{name}: two rows of one name")
    for duty in program.duties:
        if len({each.id for each in duty.deadlines}) != len(duty.deadlines):
            raise Unsupported("a duty with two demands of one name")
    if {row.id for row in program.duties} & {row.id for row in program.periods}:
        raise Unsupported("a duty and a period of one name")


def _names(row: type) -> frozenset[str]:
    return frozenset(each.name for each in fields(row))


def _check(value: Any) -> None:
    if isinstance(value, tuple):
        for part in value:
            if is_dataclass(part):
                _check(part)
        return
    if not is_dataclass(value) or isinstance(value, type):
        return
    row = type(value)
    known = _ROWS.get(row)
    if known is None:
        raise Unsupported(row.__name__)
    for each in fields(value):
        held = getattr(value, each.name)
        if each.name not in known:
            default = each.default_factory() if each.default_factory is not MISSING else each.default
            if held != default:
                raise Unsupported(f"{row.__name__}.{each.name}")
            continue
        if (row, each.name) in _VALUES and held not in _VALUES[row, each.name]:
            raise Unsupported(f"{row.__name__}.{each.name}: {held!r}"[:80])
        if row is not tables.Program or each.name not in _BESIDE:
            _check(held)
