"""Words that change no figure are left out of a clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest

from loaders.prose.vocabulary import Token, features_of, words

TAUGHT = frozenset({"course", "training", "interview"})
STAFF = frozenset({"staff", "worker", "staff_full_time", "staff_part_time"})
_PEOPLE = frozenset({"people", "worker", "staff", "disclosure"})
_WHOM = frozenset({"people", "worker"})
_HELD = frozenset({"held"})
SAYS = frozenset({"number", "mark", "negation", "year", "other_year", "comparison", "change"})
_SUMMED = frozenset(
    {"money", "request_fee", "reading", "read", "unavailable", "denied", "rejected", "hot_topic", "policy"}
)
DEEDS = frozenset({"publish", "disclose", "proactive", "issue", "held", "respond", "received", "closed", "answered"})
_BOUNDS = frozenset({"number", "mark", "sub", "own", "own_time", "year", "other_year", "negation", "all"})
PUBLISHED = frozenset({"publish", "disclose", "proactive"})
_NEW_MEDIA = frozenset({"via_social"})
_OTHERS = frozenset({"via_other"})
_INFO = frozenset({"info"})
_SUM = frozenset({"total"})
_MEDIA = ("unknown", "quoted", "scope")
TELLING = SAYS - {"mark"} | {"scope", "region", "level"}
_TOLD_OF = frozenset({"reading", "policy"})
_BY_MANY = frozenset({"via_etc", "via_many"})
ANY_SITE = words().sites | {"column"}
_BY_ETC, _PLACE = frozenset({"via_etc"}), frozenset({"reading_point"})
TAKEN = frozenset({"received", "accepted"})
_DEALT = frozenset({"accepted", "received", "handled", "closed"})
_SEVERAL = 2
_WAYS = frozenset({"in_person", "online", "letter", "fax"})
_ON_SITES = frozenset({"via_website", "request", "release", "disclosure"})


def without_audience(tokens: Sequence[Token], text: str) -> tuple[Token, ...]:
    """Leave out who were trained, and in what else: 面向各镇街开展培训, 组织村居信息员培训, 举办扶贫信息公开培训."""
    place = next((i for i, token in enumerate(tokens) if token.features & TAUGHT), None)
    held = None if place is None else next((i for i in range(place, -1, -1) if "held" in tokens[i].features), None)
    if place is None or held is None:
        return tuple(tokens)
    toward = words().text["toward"]
    first = next((i for i, token in enumerate(tokens[:held]) if text[token.start : token.end] in toward), None)
    if first is None:
        # 组织镇村干部开展培训
        first = next((i for i, token in enumerate(tokens[:held]) if token.features == _HELD), None)
        names = () if first is None else tokens[first + 1 : held]
    else:
        names = tokens[first:held]
    kept = list(tokens[:held] if first is None or not _names_only(names) else tokens[:first])
    between = tokens[held + 1 : place]
    disclosing = any(word in text[tokens[place].start : tokens[place].end] for word in words().text["about"])
    # 组织镇村信息员培训, not 组织会计人员继续教育培训
    taught = [i for i, token in enumerate(between) if "people" in token.features][-1:]
    told = any(all(token.role != "unknown" for token in between[i:]) for i in taught) or (
        disclosing and (len(between) == 1 or _is_placed(between))
    )
    return (*kept, tokens[held], *(() if told and _names_only(between) else between), *tokens[place:])


def _is_placed(tokens: Sequence[Token]) -> bool:
    """Tell 全省人社系统 before the course."""
    return any(token.role in ("region", "scope") for token in tokens)


def without_pupils(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """覆盖机关及分局工作人员150人次: leave out whose staff were taught."""
    place = next((i for i, token in enumerate(tokens) if token.features & TAUGHT), None)
    counted = next((i for i, token in enumerate(tokens) if token.role == "number"), 0)
    if place is None or counted - place < 2 or not tokens[counted - 1].features & _WHOM:
        return tuple(tokens)
    names = tokens[place + 1 : counted - 1]
    return (*tokens[: place + 1], *tokens[counted - 1 :]) if _names_only(names) else tuple(tokens)


def _names_only(tokens: Sequence[Token]) -> bool:
    """Tell whether nothing is counted or verb among the tokens."""
    return not any(token.role in SAYS or token.features - _PEOPLE for token in tokens)


def without_examples(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Leave out what is named before 等: 消费券、稳外贸等政策解读27篇, 因不掌握等原因无法提供5件, 围绕防汛等回应3次."""
    place = next((i for i, token in enumerate(tokens) if token.role == "etc"), None)
    if place is None or not any(token.features for token in tokens[place:]):
        return _without_subjects(tokens, place) if place else tuple(tokens)
    first = place
    while first and not _bounds(tokens[first - 1]):
        first -= 1
    after = next((token for token in tokens[place + 1 :] if token.role != "filler"), tokens[place])
    summed = bool(after.features & _SUMMED)
    if tokens[place + 1].features == _OTHERS:
        # 今日头条号等其他方式; not 网站等其他方式, which are all media
        summed = features_of(tokens[first:place]) <= _OTHERS | _NEW_MEDIA | {"disclosure"}
    if not summed and tokens[first].role != "topic_open":
        return tuple(tokens)
    return (*tokens[:first], *tokens[place + 1 :])


def _is_subject(token: Token) -> bool:
    """Tell a kind of information, as what was told of."""
    return bool(token.features) and all(
        feature in _TOLD_OF or feature.startswith("kind_") for feature in token.features
    )


def _without_subjects(tokens: Sequence[Token], place: int) -> tuple[Token, ...]:
    """Leave out what was told of before 等: 微信公众号发布赛事报道、活动预告等520条."""
    told = [i for i in range(place) if tokens[i].features - _INFO and not _is_subject(tokens[i])]
    verb = told[-1] if told else place
    counted = [token.role for token in tokens[place + 1 :]] == ["number"]
    among = tokens[verb + 1 : place]
    named = all(
        _is_subject(t) or t.features == _INFO or t.role in ("unknown", "join", "filler", "title", "quoted")
        for t in among
    )
    if any(_is_subject(token) for token in among) and not any(token.role == "join" for token in among):
        # 网站公开政策解读等5条
        return tuple(tokens)
    sited = tokens[verb].features <= PUBLISHED and bool(features_of(tokens[:verb]) & words().sites)
    return (*tokens[: verb + 1], *tokens[place + 1 :]) if counted and named and sited else tuple(tokens)


def without_ways(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Leave out the ways in of 通过线上、信函等渠道收到申请16件: those received came by all of them."""
    taken = next((i for i, token in enumerate(tokens) if token.features & TAKEN), 0)
    behind = _ways_behind(tokens, taken)
    if behind:
        return (*tokens[: taken + 1], *tokens[behind:])
    before = () if any(token.role == "respectively" for token in tokens) else tokens[:taken]
    ways = features_of(before) & _WAYS
    if not features_of(before) & _BY_MANY and len(ways) < _SEVERAL:
        return tuple(tokens)
    first = next((i for i, t in enumerate(before) if t.role == "via_open" or t.features & _WAYS), taken)
    between = tokens[first:taken]
    plain = features_of(between) <= _WAYS | _BY_MANY | _ON_SITES and not any(t.role in TELLING for t in between)
    return (*tokens[:first], *tokens[taken:]) if plain else tuple(tokens)


def _ways_behind(tokens: Sequence[Token], taken: int) -> int:
    """Give where the request stands in 收到通过邮寄、现场等方式提交的申请10件, behind the ways in."""
    asked = next((i for i, token in enumerate(tokens) if i > taken and token.features & {"request", "release"}), 0)
    between = tokens[taken + 1 : asked]
    opened = bool(between) and between[0].role == "via_open" and bool(features_of(between) & _BY_MANY)
    plain = features_of(between) <= _WAYS | _BY_MANY | _ON_SITES and not any(t.role in TELLING for t in between)
    return asked if opened and plain else 0


def _without_names_of_media(tokens: Sequence[Token], opened: int, verb: int) -> Sequence[Token]:
    """通过某局企业门户网站、青禾报、微信、流动板报等形式公开362条: by several media, whatever they are called."""
    names = tokens[opened + 1 : verb]
    etc = next((i for i, token in enumerate(names) if token.features == _BY_ETC), 0)
    sites = [token for token in names[:etc] if token.features and token.features <= ANY_SITE]
    listed = sum(token.role == "join" for token in names[:etc])
    if not sites or not listed or any(token.role in TELLING for token in names):
        return tokens
    return (*tokens[: opened + 1], *sites, *names[etc:], *tokens[verb:])


def with_media(tokens: Sequence[Token], text: str) -> tuple[Token, ...]:
    """通过网站、爱青禾APP公开信息91条: by several media, of which one is in no list."""
    opened = next((i for i, token in enumerate(tokens) if token.role == "via_open"), len(tokens))
    verb = next((i for i, token in enumerate(tokens) if i > opened and token.features & PUBLISHED), 0)
    tokens = _without_names_of_media(tokens, opened, verb)
    verb = next((i for i, token in enumerate(tokens) if i > opened and token.features & PUBLISHED), 0)
    names = tokens[opened + 1 : verb]
    if features_of(names) & words().sites and any(token.features == _PLACE for token in names):
        # 通过网站和政府信息公开查阅场所公开424条
        tokens = [replace(t, features=_BY_ETC) if t in names and t.features == _PLACE else t for t in tokens]
        names = tokens[opened + 1 : verb]
    if not any(token.role == "join" for token in names) or features_of(names) - words().sites - _BY_MANY:
        return tuple(tokens)
    pairs = zip_longest(names, names[1:])
    # “青禾网”微信: the name of an account that is in the lists
    unlisted = [t for t, after in pairs if t.role in _MEDIA and not (after and after.features - _BY_MANY)]
    ends = words().text["medium_ends"]
    media = [token for token in unlisted if text[token.start : token.end].strip("“”").endswith(ends)]
    if not media or not features_of(names) or any(t.role in TELLING and t not in media for t in names):
        return tuple(tokens)
    if any(token.role == "scope" for token in media) and not features_of(names) & _BY_MANY:
        # 通过网站、融媒体中心发布30条: of which of them is not said
        return tuple(tokens)
    if features_of(names) <= _OTHERS:
        # 眉山日报、眉山电视台等媒体
        return (*tokens[: opened + 1], *(token for token in names if token.features), *tokens[verb:])
    first, last = names[0], names[-1]
    many = Token(start=first.start, end=last.end, role="concept", features=frozenset({"via_etc"}))
    return (*tokens[: opened + 1], many, *tokens[verb:])


def without_signers(tokens: Sequence[Token], text: str) -> tuple[Token, ...]:
    """Leave out who else signed: 以县政府及县政府办名义出台; not 以县政府名义出台, which is not the body's own."""
    in_name, begins = words().text["in_name_of"], words().text["signed_by"]
    if not any(name in text[tokens[0].start : tokens[-1].end] for name in in_name):
        return tuple(tokens)
    spelt = [text[token.start : token.end] for token in tokens]
    end = next((place for place, word in enumerate(spelt) if word in in_name), None)
    start = next((place for place, word in enumerate(spelt[:end]) if word in begins), None) if end else None
    if end is None or start is None:
        return tuple(tokens)
    own = next((token for token in tokens[start:end] if token.role == "own"), None)
    return (*tokens[:start], own, *tokens[end + 1 :]) if own is not None else tuple(tokens)


def without_duties(tokens: Sequence[Token], text: str) -> Sequence[Token]:
    """Leave out what staff are there for: 专职人员2名负责信息公开工作; not 负责河道保洁, which is another matter."""
    named = next((i for i, token in enumerate(tokens) if token.features & STAFF), len(tokens))
    duty = next((i for i, t in enumerate(tokens) if i > named and text.startswith(words().text["duties"], t.start)), 0)
    said = text[tokens[duty].start : tokens[-1].end]
    plain = not any(token.role in SAYS or token.features & TAUGHT for token in tokens[duty:])
    # 负责有关工作, not 负责河道有关工作
    verb = next((verb for verb in words().text["duties"] if said.startswith(verb)), "")
    about = said == verb or said.startswith(words().text["this_work"], len(verb))
    about = about or any(word in said for word in words().text["about"])
    return tokens[:duty] if duty and plain and about else tokens


def without_costs(tokens: Sequence[Token]) -> Sequence[Token]:
    """Leave out the first of 检索、复印、邮寄等费用: what the money would be for."""
    fee = next((i for i, token in enumerate(tokens) if "request_fee" in token.features), 0)
    first = fee
    while first > 1 and tokens[first - 1].role == "join" and tokens[first - 2].role == "unknown":
        first -= 2
    return (*tokens[:first], *tokens[fee:])


def without_judge(tokens: Sequence[Token], text: str) -> Sequence[Token]:
    """Leave out who took it in of 区政府受理以我局为被申请人的行政复议2件: the case is the body's own."""
    sued = words().text["sued"]
    for place, (own, respondent) in enumerate(pairwise(tokens)):
        if own.role == "own" and text.startswith(sued, respondent.start):
            before = [t for t in tokens[:place] if t.role not in ("unknown", "filler") and not t.features & _DEALT]
            return (*before, *tokens[place:])
    return tokens


def _bounds(token: Token) -> bool:
    """Tell what a list of examples cannot reach over."""
    return token.role in _BOUNDS or bool(token.features & DEEDS)


def without_inclusions(tokens: Sequence[Token], text: str) -> tuple[Token, ...]:
    """Leave out 包括食品、药品信息在内的, which says what of but not how much."""
    ends = words().text["inclusive"]
    last = next((i for i, token in enumerate(tokens) if text[token.start : token.end] in ends), None)
    first = None if last is None else next((i for i in range(last, -1, -1) if tokens[i].role == "sub"), None)
    if first is None or last is None or any(token.role in ("number", "mark") for token in tokens[first:last]):
        return tuple(tokens)
    return (*tokens[:first], *tokens[last + 1 :])


def without_topics(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Leave out the subjects of 公开疫情防控、社会救助等方面信息423条: the list tells of what, not how much."""
    last = next((i for i, token in enumerate(tokens) if token.role == "etc"), None)
    if last is None:
        return tuple(tokens)
    begins = max((i for i, token in enumerate(tokens[:last]) if token.role == "mark"), default=-1) + 1
    verb = next((i for i, token in enumerate(tokens[begins:last], begins) if token.features & PUBLISHED), None)
    if verb is None or any(token.role == "number" for token in tokens[:begins]):
        # 公布文件8条，公开会议、领导活动等信息262条: one of a list
        return tuple(tokens)
    between = tokens[verb + 1 : last]
    after = [t for t in tokens[last + 1 :] if t.role not in ("filler", "etc") and t.features != _SUM][:2]
    counted = len(after) == 2 and "info" in after[0].features and after[1].role == "number"
    # 发布政策解读、工作动态等共计158条
    summed = any(token.features == _SUM for token in tokens[last + 1 : last + 3])
    counted = counted or (bool(after) and summed and after[0].role == "number")
    # 主动公开包括机构职能等信息144条
    listed = any(token.role in ("join", "sub") for token in between)
    if not counted or not listed or any(token.role in ("number", "mark", "negation") for token in between):
        return tuple(tokens)
    return (*tokens[: verb + 1], *tokens[last + 1 :])
