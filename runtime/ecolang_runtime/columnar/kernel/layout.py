"""Where everything lies in the arrays of whole numbers that the kernel works on.

`t`: the policy's tables; `u`: last days worked out beforehand and what belongs to one batch; `x`: the occurrences of
the batch; `s`: the state of the case being replayed; `f`: its findings. A day is an ordinal, a minute is kept as
minute + 1 (0: none), a text as its place in the pool of texts (0: none).
"""

from __future__ import annotations

#: No number.
NONE = -(1 << 40)
#: A set of stages that holds none; 0 holds every stage.
NEVER = 1 << 62
#: An occurrence is its place in `x` with the number of the holder that it concerns; a deemed one is -2 - its rule.
HOLDER_BITS = 40
PLACE = (1 << HOLDER_BITS) - 1

# The heading of `t`: where each table begins, then the sizes.
(
    H_EVENT, H_STAGE, H_DUTY, H_DEADLINE, H_POWER, H_PROHIBITION, H_ACTOR, H_LIMIT, H_ALLOW, H_PERIOD, H_OP, H_DEEM,
    H_EDGE, H_GROUND, H_UNDER, H_FCOL, H_FDEFAULT, H_FACTDEFAULT, H_START, H_TRACKED, N_EVENT, N_STAGE, N_DUTY,
    N_PERIOD, N_FIELD, N_FACT, N_OP, N_DEEM, N_ROW, N_COL, N_LIMIT, R_HISTORY, R_TALLY, R_HELD, R_COUNTED, R_APPROVED,
    R_OVERDUE, R_DEEMED, R_EXCEED, R_CURABLE, R_PARTS, R_CLOCK, R_LEAD, R_OWED, L_SETTLE_CASE, L_DEEMINGS, L_OPS,
    L_BEGIN_TRACK, L_BEGIN_CASE, L_STARTED_TRACK, L_STARTED_CASE, L_LIMITED, L_LAPSE_DEEMINGS, L_LAPSE_DUTIES,
    L_LAPSE_OPS, L_STAGED, L_STAGED_DEEMINGS, N_WIDTH, N_GROUND, H_ROWS, R_CLOCK_END, H_TIMED, H_COUPLED,
) = range(63)  # fmt: skip
HEADING = 64

# A row of each table; `_L` marks the place of a list, whose number of entries stands next to it.
(
    E_SCOPE, E_JOINT, E_ACTORS, E_ACTORS_N, E_UNDER, E_HISTORY, E_TALLY_L, E_TALLY_N, E_POWER_L, E_POWER_N,
    E_PROHIBITION_L, E_PROHIBITION_N, E_RULE_L, E_RULE_N, E_LIMIT_L, E_LIMIT_N, E_MINIMUM_L, E_MINIMUM_N, E_OPEN_L,
    E_OPEN_N, E_DEEM_L, E_DEEM_N, E_OP_L, E_OP_N, E_START_L, E_START_N, E_APPROVE_L, E_APPROVE_N, E_ELSEWHERE, E_CITE,
    E_NORM, E_WHO, E_PART, E_OVERDUE, E_DEEMED, E_NAME, E_ACTORMASK, E_EXTEND_L, E_EXTEND_N, E_EXTERNAL,
) = range(40)  # fmt: skip
EW = 40
(ST_OUTCOME, ST_EDGE_L, ST_EDGE_N, ST_SETTLE_L, ST_SETTLE_N, ST_DUTY_L, ST_DUTY_N, ST_NAME) = range(8)
STW = 8
(
    D_CITE, D_NORM, D_TOGETHER, D_ACT_L, D_ACT_N, D_KIND, D_STAGES, D_GUARD, D_WHEN, D_DL_L, D_DL_N, D_SCOPE, D_LAPSES,
    D_VOID, D_BEARER_L, D_BEARER_N, D_DATED, D_BACK, D_HELD, D_WHO, D_PLACE, D_DEGREE, D_BEARERMASK, D_OF,
) = range(24)  # fmt: skip
DW = 24
(
    L_KIND, L_AMOUNT, L_AMOUNT_CODE, L_ANCHOR, L_EVENT, L_TALLY, L_WHICH, L_FIELD, L_PLAN_EVENT, L_PLAN_FIELD, L_PERIOD,
    L_HOUR, L_NEXT_HOUR, L_CITE, L_DEGREE, L_DEGREE_DONE, L_CONFIG, L_CONFIG_N, L_REACHED, L_NAME, L_TIMED, L_CALENDAR,
) = range(22)  # fmt: skip
LW = 22
(
    P_HOLDER_L, P_HOLDER_N, P_JOINT, P_STAGES, P_GUARD, P_GROUND_L, P_GROUND_N, P_END_L, P_END_N, P_AFTER, P_CITE,
    P_NORM, P_AFTER_CITE,
) = range(13)  # fmt: skip
PW = 13
(B_DEGREE, B_STAGES, B_HOLDER_L, B_HOLDER_N, B_GUARD, B_VOID, B_CITE, B_NORM) = range(8)
BW = 8
(A_DEGREE, A_GUARD, A_ROLE, A_VOID, A_CITE, A_NORM, A_ITEM) = range(7)
AW = 7
(
    C_SCOPE, C_STAGES, C_ACT, C_GUARD, C_MAX, C_NUMBER, C_DEGREE, C_PRINCIPLE, C_BEFORE, C_ALLOW_L, C_ALLOW_N, C_VOID,
    C_CITE, C_NORM,
) = range(14)  # fmt: skip
CW = 14
(
    W_NUMBER, W_HOW, W_GUARD, W_APPROVAL, W_APPROVAL_GUARD, W_REQUEST, W_REQUEST_GUARD, W_REFUSAL, W_REFUSAL_GUARD,
    W_EACH, W_PRIOR, W_TIMES, W_NUMBER_CODE, W_SAME_UNIT, W_CONFIG, W_CONFIG_N,
) = range(16)  # fmt: skip
WW = 16
(
    I_CITE, I_SCOPE, I_DEADLINE, I_DEGREE, I_STAGES, I_ALLOW_L, I_ALLOW_N, I_EVENT, I_TALLY, I_NORM, I_REACHED, I_PLACE,
    I_NAME,
) = range(13)  # fmt: skip
IW = 13
(O_PERIOD, O_DUTY, O_OP, O_KIND, O_TSTAGES, O_TGUARD, O_STAGES, O_GUARD, O_CAP, O_END_L, O_END_N, O_SCOPE, O_HELD, O_OF) = range(14)  # fmt: skip  # noqa: E501
OPW = 14
(M_KIND, M_TSTAGES, M_TGUARD, M_EVENT, M_STAGES, M_GUARD, M_CITE, M_NORM, M_HELD, M_VALUES, M_OF, M_VALUES_N) = range(12)  # fmt: skip  # noqa: E501
MW = 12
(G_SOURCE, G_TARGET, G_KIND, G_EVENT, G_GUARD, G_GUARD2, G_POWER, G_ALL, G_FORK, G_OF, G_NORM, G_CITE) = range(12)
GW = 12

# Kinds of trigger.
(K_START, K_STAGE, K_EVENT, K_CONDITION, K_LAPSE, K_REACHED) = range(6)
# Kinds of deadline and of anchor.
(WITHIN, BEFORE, BY, PROMPT) = range(4)
(AT_EVENT, AT_FIELD, AT_PERIOD, AT_OPENING) = range(4)
(FIRST, LAST, NEXT) = range(3)
# Standing of an occurrence; operations; states of an extension.
(PERMITTED, UNKNOWN, REFUSED, UNEXPECTED, FREE, MOVES) = range(6)
(SUSPEND, RESUME, RESTART, END) = range(4)
(PENDING, GRANTED, DENIED) = range(3)
(LAPSED, ENDED) = (1, 2)

# Findings.
KINDS = (
    "", "overdue", "late", "too_early", "lead_time", "missing", "too_many", "too_few", "exceeded", "not_permitted",
    "forbidden", "wrong_actor", "unexpected", "after_deemed", "undetermined",
)  # fmt: skip
(
    _, F_OVERDUE, F_LATE, F_TOO_EARLY, F_LEAD_TIME, F_MISSING, F_TOO_MANY, F_TOO_FEW, F_EXCEEDED, F_NOT_PERMITTED,
    F_FORBIDDEN, F_WRONG_ACTOR, F_UNEXPECTED, F_AFTER_DEEMED, F_UNDETERMINED,
) = range(15)  # fmt: skip
DEGREES = ("", "violation", "caution", "note")
(VIOLATION, CAUTION, NOTE) = (1, 2, 3)
(
    J_ROW, J_KIND, J_DEGREE, J_CITE, J_NORM, J_EVENT, J_ON, J_DUE, J_ACTUAL, J_DAYS, J_WHO, J_ITEM, J_COUNT, J_LIMIT,
    J_EFFECT, J_PROVISIONAL, J_BLOCK, J_STAGE, J_FAILED,
) = range(19)  # fmt: skip
FW = 19
MOST_FINDINGS = 512

# An occurrence in `x`.
(X_EVENT, X_DAY, X_MINUTE, X_TARGETS, X_PART, X_BY, X_ACTED, X_BLOCK, X_GROUND, X_NUMBER, X_EACH, X_FIELDS) = range(12)

# The state: single numbers first.
(
    S_FAIL, S_POSITION, S_BEGUN, S_TODAY, S_DAY, S_MINUTE, S_SEQ, S_TRACKS, S_KNOWN, S_FINDINGS, S_UID, S_HOLDERS,
    S_FACTS, S_FACTS_N, S_OPENED, S_AS_OF, S_LAST, S_R, S_R_EVENT, S_R_DAY, S_R_MINUTE, S_R_SEQ, S_R_BY, S_R_ACTED,
    S_R_DEEMED, S_PLACE, S_NTURNS, S_NUSE, S_LEFT, S_WHO, S_JOINED, S_NAMES,
    S_KEY, S_DIRTY, S_AGAIN, S_SETTLED,
) = range(36)  # fmt: skip
S_FIXED = 40
#: Every row, as bits; a next moment that has to be worked out again.
ALL_ROWS = (1 << 16) - 1
STALE = -2
# Then: two last days, the stack of conditions, counted occurrences, uses of powers, turns, what is known of facts.
DUE = 40
(U_KIND, U_LAST, U_EARLY, U_LATE, U_PROVISIONAL, U_HELD, U_IEARLY, U_INSTANT, U_ILATE, U_TRIGGER, U_AMOUNT) = range(11)
DUEW = 12
DUE2 = DUE + DUEW
DUE3 = DUE2 + DUEW
STACK = 80
STACK_N = 64
COUNTED = STACK + 3 * STACK_N
(NC_LIMIT, NC_NUMBER, NC_ALLOWED, NC_BREACH, NC_DEGREE, NC_CARRIED, NC_CURABLE, NC_SPARE) = range(8)
NW = 8
COUNTED_N = 6
COUNTED_SIZE = 1 + NW * COUNTED_N
FEW = COUNTED + 3 * COUNTED_SIZE
FEW_N = 6
USES = FEW + 1 + 2 * FEW_N
(Z_POWER, Z_STATE, Z_KIND, Z_DUE, Z_CITE, Z_DOUBT, Z_DOUBT_PROVISIONAL) = range(7)
ZW = 7
USES_N = 16
TURNS = USES + ZW * USES_N
(T_KEY, T_KIND, T_ROW, T_CLOCK, T_SLOT, T_UID, T_DEADLINE, T_PLACE, T_DAY, T_LAST, T_PROVISIONAL, T_DUTY, T_SEQ, T_ACTED, T_PLAN) = range(15)  # fmt: skip  # noqa: E501
TW = 15
TURNS_N = 24
PLANS = TURNS + TW * TURNS_N
# A plan: numbers of deemings, edges and duties, then (row, deeming), (row, entry, edge) and duties.
PLAN_N = 12
PLAN_SIZE = 3 + 2 * PLAN_N + 3 * PLAN_N + PLAN_N + 16
ROWS_N = 12
#: By row, how an occurrence stands there: its standing, the usable powers as bits, who is taken to have acted.
STANDS = PLANS + PLAN_SIZE * TURNS_N
(SD_STANDING, SD_USABLE, SD_BY, SD_ACTED, SD_REMARKED) = range(5)
SDW = 5
CHOSEN = STANDS + SDW * (ROWS_N + 1)
CHOSEN_N = 8
FACTS = CHOSEN + 1 + CHOSEN_N

# A row of the state, the case as a whole first.
(V_STAGE, V_SINCE, V_BEGAN, V_ENTRY, V_PART, V_HOLDER, V_OWED, V_LEADS) = range(8)
V_FIXED = 8
(H_FIRST, H_FIRST_SEQ, H_LAST, H_LAST_SEQ, H_LAST_DAY, H_LAST_MINUTE, H_REAL) = range(7)
HW = 7
(Y_YES, Y_UNKNOWN, Y_FSEQ, Y_FDAY, Y_FMINUTE, Y_LSEQ, Y_LDAY, Y_LMINUTE, Y_DOUBT) = range(9)
YW = 9
(Q_EXISTS, Q_DAY, Q_MINUTE, Q_SEQ, Q_STATUS, Q_STOPPED, Q_REACHED, Q_EXT, Q_RDAY, Q_RMINUTE, Q_SUS) = range(11)
EXT_N = 4
SUS_N = 4
Q_EXTS = 11
Q_SUSES = Q_EXTS + 3 * EXT_N
QW = Q_SUSES + 4 * SUS_N
(LD_DUTY, LD_DEADLINE, LD_RECORD, LD_DAY, LD_MINUTE, LD_SEQ) = range(6)
LDW = 6
LEADS_N = 8
CURABLE_N = 6
(W_DUTY, W_DAY, W_MINUTE, W_SEQ, W_ACTED, W_ENDED, W_RDAY, W_RMINUTE, W_SUS, W_UID) = range(10)
DL_N = 4
(WD_ANCHOR, WD_DAY, WD_MINUTE, WD_LAPSED, WD_REACHED) = range(5)
WDW = 5
W_DLS = 10
W_SUSES = W_DLS + WDW * DL_N
OWW = W_SUSES + 4 * SUS_N
OWED_N = 24

# Why a case is left to the ordinary engine.
(
    FAIL_NONE, FAIL_ROOM, FAIL_EXPRESSION, FAIL_SUSPENDED, FAIL_DATE, FAIL_AMOUNT, FAIL_DEEMING, FAIL_ENDLESS,
    FAIL_EXTENSION, FAIL_WANTED, FAIL_ORDER,
) = range(11)  # fmt: skip
