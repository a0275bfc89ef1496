"""What only the other figures of a report tell: 办理67件 was closed where 新收66件 and 结转4件 less 3件 make 67."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise, takewhile

from loaders.prose.applicants import RECEIVED
from loaders.prose.in_hand import CARRIED_IN, IN_HAND
from loaders.prose.sentence import Finding, drop
from loaders.prose.vocabulary import NOTHING

_CHANNEL = "channel."
_CARRIED_OUT = "requests.carried_out"
_CLOSED = "requests.closed"
_ON_TIME = "requests.closed.on_time"
_ENDED = frozenset({_CLOSED, "requests.answered"})
_REQUESTED = frozenset({"request", "release", "received"})
_HANDLED = frozenset({"handled", "request", "release", "total", "disclosure"})
_CARRIED = frozenset({"carried", "request", "release", "handled"})
_ASKED = frozenset({"request", "received", "release", "applicant", "disclosure"})
_WAYS = {"in_person", "fax", "online", "letter"}
_TAKEN = frozenset({"accepted", "request", "release", "handled", "total", "applicant"})
_PARTY = "party_"
_ANY_OTHER = frozenset({"kind_other"})
_NEW = frozenset({"newly"})
_SOME_MEDIA = frozenset({"via_etc", "via_many"})


def told_across(sentences: Sequence[Sequence[Finding]], received: Decimal | None) -> None:
    """Give metrics to figures of requests that say too little alone and that the other figures bear out.

    `received`: what came in by the report's table, None without one.
    """
    told = [finding for findings in sentences for finding in findings]
    _of_all_years(told)
    for findings in sentences:
        _one_of_two(findings)
    _asked(told)
    _taken_in(told)
    _carried_and_closed(told)
    _all_in_hand(told)
    _all_in_time(told)
    stated = _only(told, RECEIVED)
    for findings in sentences:
        if stated:
            _shares(findings, stated)
        if received:
            _shares(findings, received, of_table=True)


def _only(told: Sequence[Finding], key: str) -> Decimal | None:
    """Give the one value that the report states for the metric."""
    values = {finding.value for finding in told if key in finding.metrics and not finding.party}
    return values.pop() if len(values) == 1 else None


def _of_all_years(told: Sequence[Finding]) -> None:
    """截至年底累计公开13866条。本年度公开470条: the larger, cumulative figure is of all years up to then."""
    for finding in told:
        of_all_years = finding.up_to or not finding.clause.has("year", "own_time")
        if not (finding.metrics and finding.clause.has("cumulative") and of_all_years):
            continue
        alike = [f for f in told if f.metrics == finding.metrics and f.party == finding.party and not f.sub]
        # 累计公开427条。…通过公示栏等载体公开128条: a part of it
        alike = [f for f in alike if f is finding or f.clause.has("year", "own_time") or not f.own & _SOME_MEDIA]
        alike = alike if any(f is not finding for f in alike) else _added(told, finding)
        if any(f.value < finding.value and not f.clause.has("cumulative") for f in alike):
            _leave_with_parts(told, finding)


def _added(told: Sequence[Finding], whole: Finding) -> list[Finding]:
    """累计公开470条，其中公文62条。2021年新增48条: what was added in the year is the year's."""
    after = next(at for at, finding in enumerate(told) if finding is whole) + 1
    added = [f for f in told[after:] if not f.sub][:1]
    added = [f for f in added if f.own == _NEW and _is_open(f) and f.unit == whole.unit and f.value < whole.value]
    for finding in added if not whole.up_to else ():
        if finding.clause.has("year", "own_time"):
            finding.metrics, finding.rule = whole.metrics, whole.rule
    return [finding for finding in added if finding.metrics]


def _leave_with_parts(told: Sequence[Finding], whole: Finding) -> None:
    """Leave out a figure of all years with what it is made of."""
    after = next(at for at, finding in enumerate(told) if finding is whole) + 1
    for part in takewhile(lambda finding: finding.sub, told[after:]):
        drop(part)
    drop(whole)


def _one_of_two(findings: Sequence[Finding]) -> None:
    """区级设置查阅点3个，镇街设置查阅点9个: where words before the one are not known, the other is a part as well."""
    for finding in findings:
        narrowed = (finding.narrowed or finding.clause.has("unknown", "scope", "region")) and not finding.sub
        sited = any(key.startswith(_CHANNEL) for key in finding.metrics)
        if narrowed and finding.metrics and not sited and any(_beside(finding, other) for other in findings):
            drop(finding)


def _beside(finding: Finding, other: Finding) -> bool:
    """Tell whether the other counts the same of something that is not known."""
    # 县政府办转来6件，直接收到13件
    open_ = (other.unclear and not other.of_others) or (finding.narrowed and other.of_others)
    open_ = open_ and not other.metrics and not other.sub
    alike = other.own <= finding.own or (finding.narrowed and other.own <= _REQUESTED)
    return open_ and bool(other.own) and alike and other.unit == finding.unit


def _is_open(finding: Finding, *, barred: bool = False) -> bool:
    """Tell whether a figure of the body's own year got no metric though every word with it is known."""
    if finding.metrics or finding.figure is None or (finding.barred and not barred):
        return False
    return not finding.clause.has("unknown", "comparison", "other_year", "scope", "region", "negation")


def _asked(told: Sequence[Finding]) -> None:
    """申请52件，结转1件；办结53件: the sum of the form shows that the first were received."""
    asked = [f for f in told if _is_open(f) and f.own == {"request"} and not f.sub]
    came = [f for f in told if _is_open(f) and f.own == {"carried"}]
    ended = _only(told, _CLOSED)
    if _only(told, RECEIVED) is not None or len(asked) != 1 or len(came) > 1 or ended is None:
        return
    before = came[0].value if came else (_only(told, CARRIED_IN) or 0)
    if asked[0].value + before == ended + (_only(told, _CARRIED_OUT) or 0) and any(
        RECEIVED not in f.metrics for f in told
    ):
        _name(asked, RECEIVED)
        _name(came, CARRIED_IN)


def _taken_in(told: Sequence[Finding]) -> None:
    """受理41件，上年结转1件。办结38件，结转下年4件: the sum shows whether the 41 hold what was carried in."""
    came, closed, left = (_only(told, key) for key in (CARRIED_IN, _CLOSED, _CARRIED_OUT))
    taken = [
        f for f in told if _is_open(f) and "accepted" in f.own and f.own <= _TAKEN and f.own & {"request", "release"}
    ]
    if not came or closed is None or left is None or len(taken) != 1 or _only(told, RECEIVED) is not None:
        return
    if taken[0].value + came == closed + left:
        _name(taken, RECEIVED)
    elif taken[0].value == closed + left:
        _name(taken, IN_HAND)


def _all_in_time(told: Sequence[Finding]) -> None:
    """收到7件，按时办结7件; 收到34件，按时办结33件，结转下年1件: all were closed, and in time."""
    received, out = _only(told, RECEIVED), _only(told, _CARRIED_OUT)
    apart = {"closed"}
    timely = [
        finding
        for finding in told
        if finding.metrics == (_ON_TIME,)
        and any(out is not None or token.features == apart for token in finding.clause.tokens)
    ]
    if received is None or _only(told, _CLOSED) is not None or len(timely) != 1:
        return
    if timely[0].value + (out or 0) == received + (_only(told, CARRIED_IN) or 0):
        timely[0].metrics = (_ON_TIME, _CLOSED)


def _carried_and_closed(told: Sequence[Finding]) -> None:
    """收到17件，结转1件，办结18件: what was carried in and out, and what was closed, by the sum of the form."""
    received, came = _only(told, RECEIVED), _only(told, CARRIED_IN)
    asked = next((place for place, finding in enumerate(told) if RECEIVED in finding.metrics), None)
    if received is None or asked is None:
        return
    closed = [f for f in told if _is_open(f) and f.own == {"closed"} and "assumed" in f.context]
    handled = [f for f in told if _is_open(f) and "handled" in f.own and f.own <= _HANDLED]
    carried = [f for f in told[asked:] if _is_open(f) and "carried" in f.own and f.own <= _CARRIED]
    ended = _only(told, _CLOSED)
    if ended is None and len(handled) == 1:
        ended = handled[0].value
    if ended is None and len(closed) == 1:
        ended = closed[0].value
        handled = closed
    if ended is None:
        ended = _only(told, "requests.answered")
    ends = [at for at, f in enumerate(told) if any(f is h for h in handled) or _ENDED & set(f.metrics)]
    first = min(ends, default=len(told))
    places = {id(finding): at for at, finding in enumerate(told)}
    before = [f for f in carried if places[id(f)] < first]
    after = [f for f in carried if places[id(f)] > first]
    if ended is None or len(before) > (came is None) or len(after) > 1:
        return
    left = _only(told, _CARRIED_OUT) if not after else after[0].value
    came = before[0].value if before else came
    if received + (came or 0) == ended + (left or 0):
        _name(before, CARRIED_IN)
        _name(after, _CARRIED_OUT)
        # 办结39件。…来信1764封，办理1759封
        handled = [each for each in handled if each.value == ended]
        _name(handled if left is not None or before or not came else [], _CLOSED)
    elif came and left and handled and handled[0].value == received + came:
        _name(handled, IN_HAND)


def _all_in_hand(told: Sequence[Finding]) -> None:
    """共办理25件（含上年结转1件），办结24件，结转下年1件: the sum shows that the 25 are those in hand."""
    closed, left = _only(told, _CLOSED), _only(told, _CARRIED_OUT)
    for head, part in pairwise(told):
        handled = _is_open(head) and "handled" in head.own and head.own <= _HANDLED
        if handled and part.sub and CARRIED_IN in part.metrics and closed and head.value == closed + (left or 0):
            _name([head], IN_HAND)


def _name(findings: Sequence[Finding], key: str) -> None:
    for finding in findings:
        finding.metrics = (key,)


def _shares(findings: Sequence[Finding], received: Decimal, *, of_table: bool = False) -> None:
    """自然人12名、企业3家: applicants, or ways in, that make up all that was received.

    What came in by the table was the body's own, whoever the sentence speaks of: 全区受理97件，其中网上71件、信函26件.
    """
    parties: list[tuple[Finding, str]] = []
    ways: list[tuple[Finding, str]] = []
    for finding in findings:
        party = _sort_of(finding, {f for f in finding.own if f.startswith(_PARTY)}, barred=of_table)
        way = _sort_of(finding, finding.own & _WAYS, barred=of_table)
        if party:
            parties.append((finding, party.removeprefix(_PARTY)))
        elif parties and finding.own == _ANY_OTHER and _is_open(finding):
            parties.append((finding, "other"))
        elif way:
            ways.append((finding, way))
    if len(parties) > 1 and sum(finding.value for finding, _ in parties) == received:
        for finding, party in parties:
            if party != "organisations" and not finding.metrics:
                finding.metrics, finding.party = (RECEIVED,), party
    if len(ways) > 1 and sum(finding.value for finding, _ in ways) == received:
        for finding, way in ways:
            finding.metrics = finding.metrics or (f"{RECEIVED}.{way}",)


def _sort_of(finding: Finding, sorts: set[str] | frozenset[str], *, barred: bool) -> str:
    """Give the one sort of applicant or way in that a figure names alone; `barred`: also where it speaks of others."""
    alone = len(sorts) == 1 and finding.own - sorts <= _ASKED | NOTHING
    return next(iter(sorts)) if alone and (finding.metrics or _is_open(finding, barred=barred)) else ""
