"""Whether the opening of a report without a complete title shows that it is one, and whose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from index import numbers, regions
from loaders.body_name import (
    DATA,
    GOVERNMENT,
    HAN,
    LONGEST_PLACE,
    MASKED,
    OPENING,
    PLACES,
    QUOTED,
    any_of,
    is_name,
    is_never,
    is_short_for,
)
from loaders.script import simplified

_OWN = DATA["opening"]
SUBJECT = any_of(DATA["subject"])
_FOLLOWS = f"(?:{any_of(DATA['follows'])}|[,，、])"
_KINDS_IN_TEXT = f"(?:{any_of(DATA['kinds_in_text'])}|{_OWN['committee']}){{1,3}}"
_ORGAN = rf"[{HAN}]{{2,30}}?{_KINDS_IN_TEXT}"
_DOES = re.compile(rf"(?:{_ORGAN}|[{HAN}]{{2,16}}?(?:{any_of(_OWN['of_town'])}))(?={_FOLLOWS})")
_THE_MINISTRY = re.compile(any_of(_OWN["ministries"]))
_MINISTRY_DOES = re.compile(rf"(?:{any_of(_OWN['ministries'])})(?={_FOLLOWS})")
_PLACE_DOES = re.compile(rf"[{HAN}]{{2,16}}?(?:{any_of(_OWN['small'])})(?={_FOLLOWS})")
_TOWN_DOES = re.compile(rf"[{HAN}]{{2,12}}?(?:{any_of(_OWN['small'])})(?={any_of(_OWN['firmly'])})")
_REGION_DOES = re.compile(rf"[{HAN}]{{1,16}}?(?:{any_of(_OWN['large'])})(?={_FOLLOWS})")
_LEADS = re.compile(rf"(?:(?:{any_of(_OWN['leads'])})[^,，。;；\n]{{1,60}}|{_OWN['lead_rest']})[,，]")
_ANNOUNCED = re.compile(rf"(?:{any_of(DATA['announces'])})(?P<name>{_ORGAN})(?=[0-9]|{SUBJECT})")
_MAKERS: list[str] = DATA["kinds_in_text"] + DATA["makers"] + _OWN["ministries"]
_MADE = re.compile(
    rf"(?:(?:{any_of(DATA['report_by'])})(?P<by>{_ORGAN})(?=[,，]?(?:{any_of(DATA['made_by'])}))"
    rf"|(?:^|[,，。;；])(?P<maker>[{HAN}]{{2,30}}?(?:{any_of(_MAKERS)}))"
    rf"(?:{any_of(DATA['made'])})(?=[0-9]|{any_of(DATA['subject'] + DATA['made_what'])}))",
    re.MULTILINE,
)
_MADE_BY = re.compile(rf"{_OWN['by']}(?P<name>[{HAN}]{{4,40}}?)(?={_OWN['or_called']}[,，]?(?:{any_of(_OWN['made'])}))")
_MADE_WITH = re.compile(
    rf"{_OWN['by']}(?P<name>[{HAN}]{{4,30}}?)(?=(?:、[{HAN}]{{4,30}})?{_OWN['or_called']}[,，]?{_OWN['made_alone']})"
)
"""who made the report, alone or with another body"""
_CONTACT = re.compile(rf"(?:{any_of(_OWN['contact'])})[:：]?(?P<name>[{HAN}]{{4,40}}?)(?={_OWN['contacted']}|[^{HAN}])")
_CALLED = re.compile(
    rf"(?:{SUBJECT}){_OWN['called']}(?!{_OWN['called_not']})",
)
BOUND = re.compile(r"[。,，;；:：《》<>〈〉“”\"\n()（）、]")
_OPENS, _CLOSES = "(（", ")）"
_LAST_LEAD = re.compile(_OWN["last_lead"])
_ADDRESS = re.compile("[A-Za-z0-9.-]*")
_WORKS = re.compile(rf"[{HAN}]{{4,40}}?(?=(?:{SUBJECT}){_OWN['work']})")
_AS_SAID: tuple[str, ...] = tuple(_OWN["as_said"])
_INNER = re.compile(_OWN["inner"])
_DISCLOSING = re.compile(_OWN["disclosing"])
_COVERS = re.compile(_OWN["covers"])
_WITHIN_YEAR = re.compile(_OWN["within_year"])
_OWN_DOCUMENTS = re.compile(_OWN["own_documents"])
_OF_SITE = re.compile(_OWN["of_site"])
_ASKED = re.compile(_OWN["asked"])
_MINISTRY = re.compile(_OWN["ministry"])
_SHORT_FOR = re.compile(_OWN["short_for"])
_GATHERED = re.compile(_OWN["gathered"])
_BARE_GOVERNMENT = re.compile(_OWN["bare_government"])
_OWN_ORGAN = re.compile(_OWN["own_organ"])
_OF_COMMITTEE = re.compile(_OWN["of_committee"])
_COMMITTEE_OFFICE = re.compile(_OWN["committee_office"])
_FOR_PLACE, _AREAS, _SMALL = (tuple[str, ...](_OWN[name]) for name in ("for_place", "areas", "small"))
_HEADING = re.compile(_OWN["heading"], re.MULTILINE)
_BEGINS = re.compile(r"(?:^|[。！；;])(?:[(（][^()（）\n]{1,2}[)）][^。\n]{0,16}。)?", re.MULTILINE)


def body_of(alike: str, prose: str) -> str:
    """The body named in the opening, as printed; empty if there is none, or if it is not clear which of two."""
    opening = alike[:OPENING]
    if _GATHERED.search(opening):
        return _gathered(opening)
    whole = _unquoted(opening)
    names: Counter[str] = Counter()
    for start, end, weight in _named(opening, whole):
        name = prose[start:end] if prose[end - 1] in _CLOSES else _without_inner(prose[start:end])
        if is_name(name) and not _BARE_GOVERNMENT.fullmatch(_without_inner(opening[start:end])):
            names[name] += weight
    most = max(names.values(), default=0)
    first = [name for name, count in names.items() if count == most]
    best = max(first, key=lambda name: (bool(regions.chains_at(simplified(name))[0]), len(name)), default="")
    told = _of_its_place(_in_full(best, opening, prose), whole) or _region(whole) or _of_its_documents(opening, whole)
    return _with_region(told, opening, whole).replace("(", "（").replace(")", "）")


def _of_its_documents(opening: str, whole: str) -> str:
    """《云岭市财政局信息公开指南》 in the report of 我局: the one body whose documents are named."""
    own = tuple(found["own"] or found["of"] for found in _OWN_ORGAN.finditer(whole))
    named = {found["name"] for found in _OWN_DOCUMENTS.finditer(opening) if found["name"].endswith(own)}
    named = {name for name in named if own and is_name(name) and regions.chains_at(name)[0]}
    return named.pop() if len(named) == 1 else ""


def _of_its_place(name: str, whole: str) -> str:
    """云岭市人民政府办公室 that made the report of 云岭市, which sentences behind the year begin with."""
    place, government, office = name.partition(GOVERNMENT)
    if not government or office not in _OWN["offices"]:
        return name
    dated = [at for at, told in _beginnings(whole) if told]
    does = (_REGION_DOES.match(whole, at) for at in dated)
    return place + government if any(found is not None and found[0] == place for found in does) else name


def years_called(alike: str) -> set[int]:
    """Years in the name of this report within running text: 编制的2012年度政府信息公开年度报告."""
    opening = _unquoted(alike[:OPENING])
    # below the first heading it may be that of the year before: 发布2019年政府信息公开年度报告
    first = _HEADING.search(opening)
    opening = opening[: first.start()] if first else opening
    called: set[int] = set()
    for found in _CALLED.finditer(opening):
        bounds = [bound.end() for bound in BOUND.finditer(opening, max(0, found.start() - 60), found.start())]
        before = opening[bounds[-1] if bounds else max(0, found.start() - 60) : found.start()]
        called.update(year.value for year in numbers.years(before)[-1:])
    return called


def _unquoted(text: str) -> str:
    """The text with line ends in place of what is quoted: its length is the same."""
    return QUOTED.sub(lambda match: "\n" * len(match[0]), text)


def in_full(name: str, alike: str, prose: str) -> str:
    """The full name in the opening of the body in the title: 云岭市住房和城乡建设局 for 住建局.

    A name that begins with a place is complete, unless it is nothing but a place: 云岭市 may be its government's
    office.
    """
    opening = alike[:OPENING]
    told = _in_full(simplified(name), opening, prose)
    if told != simplified(name):
        # 市残联, as it calls itself: 云岭市残疾人联合会(以下简称“市残联”)
        return told
    size = regions.chains_at(simplified(name))[0]
    if size == len(name):
        return _office_of(name, opening, prose)
    if size or any(place in simplified(name).replace(_OWN["no_place"], "") for place in PLACES):
        return name
    longer: set[str] = set()
    for found in _CALLED.finditer(opening):
        span = _titled(opening, found.start())
        full = prose[slice(*span)] if span else ""
        if is_name(full) and full[-1] == name[-1] and regions.chains_at(simplified(full))[0]:
            longer.add(full)
    whole = _unquoted(opening)
    named = [prose[start:end] for start, end, _ in _named(opening, whole)]
    ends = [name, *(name.removesuffix(long) + end for end, long in DATA["short_ends"].items() if name.endswith(long))]
    longer = longer - {name} or {
        full.removesuffix(end) + name
        for full in named
        for end in ends
        if full.endswith(end) and regions.chains_at(simplified(full))[0]
    }
    return longer.pop() if len(longer) == 1 else name


def _office_of(place: str, opening: str, prose: str) -> str:
    """The one body whose report the opening says that this is, where its name goes on from the place's."""
    spans = [span for found in _CALLED.finditer(opening) if (span := _titled(opening, found.start()))]
    names = {prose[slice(*span)] for span in spans}
    names = {name for name in names if is_name(name) and regions.chains_at(simplified(name))[0]}
    names -= {place}
    only = names.pop() if len(names) == 1 else ""
    if only.startswith(place + GOVERNMENT):
        return only
    # a name may be broken over two lines
    joined, printed = opening.replace("\n", ""), prose[: len(opening)].replace("\n", "")
    makers = {printed[slice(*found.span("name"))] for found in _MADE_WITH.finditer(joined)}
    return next((name for name in makers if _is_organ_of(name, place)), place) if len(makers) == 1 else place


def _is_organ_of(name: str, place: str) -> bool:
    """Whether an organ of a place made the report as its own, and not for the place."""
    rest = name.removeprefix(place)
    for_place = GOVERNMENT in name or name.endswith(tuple(_OWN["offices"])) or any(word in name for word in _FOR_PLACE)
    return rest != name and is_name(name) and not for_place and not rest.startswith(PLACES)


def _in_full(name: str, opening: str, prose: str) -> str:
    """云岭市环保局 as the opening says that it is called: 云岭市环境保护局（以下简称市环保局）."""
    for found in _SHORT_FOR.finditer(opening):
        span = _from_region(opening, *found.span("long"))
        if span is not None and name.endswith(found["short"]):
            return prose[span[0] : span[1]]
    return name


def _named(opening: str, whole: str) -> Iterator[tuple[int, int, int]]:
    """Stretches of the opening that may name the body, and how much each says for it."""
    yield from _subjects(whole)
    for found in _ANNOUNCED.finditer(whole):
        yield *found.span("name"), 2
    for found in _MADE.finditer(whole):
        yield *found.span("by" if found["by"] else "maker"), 5
    for found in _MADE_BY.finditer(whole):
        yield *found.span("name"), 5
    for found in _COVERS.finditer(whole):
        if regions.chains_at(found["name"])[0]:
            yield *found.span("name"), 12
    for found in _CALLED.finditer(opening):
        if (span := _titled(opening, found.start())) is not None:
            yield *span, 6
    for found in _WORKS.finditer(whole):
        span = _from_region(whole, *found.span())
        # where it is obeyed (按照…要求) it is another body
        if span and GOVERNMENT not in whole[slice(*span)] and not whole[: span[0]].endswith(_AS_SAID):
            yield *span, 1
    yield from _asked(whole)


def _asked(whole: str) -> Iterator[tuple[int, int, int]]:
    """Who answers questions about the report, and whose site it can be taken from."""
    own = {found["own"] or found["of"] for found in _OWN_ORGAN.finditer(whole)}
    for found in _OF_SITE.finditer(whole) if own else ():
        # 可从云岭市财政局网站下载 in the report of 我局
        if found["name"].endswith(tuple(own)) and regions.chains_at(found["name"])[0]:
            yield *found.span("name"), 1
    for found in _CONTACT.finditer(whole):
        name = _OF_COMMITTEE.sub("", _ASKED.sub("", _without_inner(found["name"])))
        name = _COMMITTEE_OFFICE.sub("", name) if _OWN["own_committee"] in own else name
        # 请联系：云岭县青禾乡信息公开领导小组办公室
        told = name.endswith(GOVERNMENT) or _DISCLOSING.search(found["name"]) is not None
        of_town = told and name.removesuffix(GOVERNMENT).endswith(_SMALL)
        if of_town or name.endswith(_AREAS) or (GOVERNMENT not in name[-6:] and any(kind in name[-6:] for kind in own)):
            yield found.start("name"), found.start("name") + len(name), 2


def _beginnings(whole: str) -> Iterator[tuple[int, bool]]:
    """Where sentences begin, behind a year and a comma; and whether a year stands there."""
    for match in _BEGINS.finditer(whole):
        at = match.end()
        year = next((year for year in numbers.years(whole[at : at + 14]) if year.start == 0), None)
        if year is not None:
            at += year.end
            at += whole[at : at + 1] in (",", "，", "、")
        within = _WITHIN_YEAR.match(whole, at)
        if within is not None:
            at = within.end()
        yield at, year is not None or within is not None


def _subjects(whole: str) -> Iterator[tuple[int, int, int]]:
    """Bodies that sentences begin with, behind a year and what they lean on."""
    for at, dated in _beginnings(whole):
        for _ in range(3):
            # 现公布云岭市人民政府（市人民政府办公室）2020年…
            lead = _LEADS.match(whole, at) or _LAST_LEAD.match(whole, at)
            at = lead.end() if lead else at
        found = _DOES.match(whole, at) or (_PLACE_DOES if dated else _TOWN_DOES).match(whole, at)
        found = found or _MINISTRY_DOES.match(whole, at)
        if found is not None:
            yield *found.span(), 1


def _titled(opening: str, end: int) -> tuple[int, int] | None:
    """What stands before the subject of a title in running text: the body with its year, before or behind it."""
    bounds = list(BOUND.finditer(opening, max(0, end - 60), end))
    start = bounds[-1].end() if bounds else max(0, end - 60)
    years = [year for year in numbers.years(opening[start:end]) if not year.text.isdigit() or len(year.text) == 4]
    if not years:
        return None
    if bounds and years[0].start == 0 and bounds[-1][0] in _CLOSES:
        return _before_bracket(opening, bounds)
    behind = start + years[-1].end
    # 现将2019年青禾乡政府信息公开工作报告如下
    town = end - behind > 2 and opening[behind:end].endswith(_SMALL)
    if end - behind > 3 or town or regions.ever(opening[behind:end]):
        begin, stop = behind, end
    else:
        begin, stop = start, start + years[-1].start
    leads = list(_LAST_LEAD.finditer(opening, begin, stop))
    begin = leads[-1].end() if leads else begin
    if MASKED.search(opening, begin, stop):
        return None
    address = _ADDRESS.match(opening, begin, stop)
    begin = address.end() if address else begin
    begin += len(opening[begin:stop]) - len(opening[begin:stop].lstrip(_OWN["between"]))
    stop -= len(opening[begin:stop]) - len(opening[begin:stop].rstrip(_OWN["between"]))
    return (begin, stop) if begin < stop else None


def _before_bracket(opening: str, bounds: Sequence[re.Match[str]]) -> tuple[int, int] | None:
    """云岭市财政局(云岭市金融局)2020年…: the name before the bracket."""
    opened = next((at for at in range(len(bounds) - 1, 0, -1) if bounds[at][0] in _OPENS), None)
    if opened is None:
        return None
    begin, stop = bounds[opened - 1].end(), bounds[opened].start()
    if any(office in opening[stop : bounds[-1].start()] for office in _OWN["offices"]):
        # 云岭市人民政府(市人民政府办公室)2020年…: of both, as a title names it
        stop = bounds[-1].end()
    leads = list(_LAST_LEAD.finditer(opening, begin, stop))
    begin = leads[-1].end() if leads else begin
    return (begin, stop) if begin < stop and not MASKED.search(opening, begin, stop) else None


def _from_region(whole: str, start: int, end: int) -> tuple[int, int] | None:
    """The name at the end of a stretch that begins with a known division."""
    for at in range(start, end - 3):
        size, _ = regions.at_start(whole[at:end])
        if size > 1 and regions.ever(whole[at : at + size]) and is_name(whole[at:end]):
            return at, end
    return None


def _without_inner(name: str) -> str:
    """A name without the office within that answers the telephone."""
    ministry = _MINISTRY.match(name) or _THE_MINISTRY.match(name)
    if ministry is not None:
        return ministry[0]
    office = _DISCLOSING.search(name)
    if office is not None and _is_place(name[: office.start()]):
        return name[: office.start()]
    found = _INNER.search(name)
    return name[: found.start()] if found and is_name(name[: found.start()]) else name


def _is_place(name: str) -> bool:
    """A division, or another place that has its own administration: 大渡口经开区."""
    alike = simplified(name)
    return regions.chains_at(alike)[0] == len(alike) > 0 or (alike.endswith(_AREAS) and is_name(name))


def _gathered(opening: str) -> str:
    """The place whose government's report is put together from those of its organs."""
    found = _MADE_BY.search(opening)
    maker = found["name"] if found else ""
    size, _ = regions.chains_at(maker)
    if size:
        return maker[:size]
    known = _regions_named(opening)
    if maker.startswith(PLACES):
        known = [name for name in known if name.endswith(maker[0])]
    return known[0] if len(known) == 1 else ""


def _regions_named(opening: str) -> list[str]:
    """Divisions whose government the opening names, by full name."""
    found: dict[str, None] = {}
    for match in re.finditer(_OWN["of_government"], opening):
        left = opening[max(0, match.start() - LONGEST_PLACE) : match.start()]
        name = next((left[-n:] for n in range(LONGEST_PLACE, 1, -1) if regions.ever(left[-n:])), None)
        if name is not None:
            found[name] = None
    return list(found)


def _with_region(name: str, opening: str, whole: str) -> str:
    """区水利局 as 青禾区水利局, where the opening names the government of one such place only.

    市市监局 as 云岭市市场监督管理局, where that answers questions about the report.
    """
    if not name.startswith(PLACES):
        return name
    asked: set[str] = set()
    for found in _CONTACT.finditer(whole):
        full = _without_inner(found["name"])
        size, _ = regions.chains_at(full)
        if full[:size].endswith(name[0]) and full[-1] == name[-1] and is_short_for(name[1:], full[size:]):
            asked.add(full)
    if len(asked) == 1:
        return asked.pop()
    known = [region for region in _regions_named(opening) if region.endswith(name[0])]
    return known[0] + name[1:] if len(known) == 1 else name


def _region(whole: str) -> str:
    """A division that is the subject of sentences, where nothing says that the report is an organ's."""
    asked = [_without_inner(found["name"]) for found in _CONTACT.finditer(whole)]
    # who runs the counters and the data of a place answers for its report
    asked = [name for name in asked if not any(word in name for word in _FOR_PLACE)]
    if _OWN_ORGAN.search(whole) or any(is_name(name) and GOVERNMENT not in name for name in asked):
        return ""
    names: Counter[str] = Counter()
    for at, _ in _beginnings(whole):
        found = _REGION_DOES.match(whole, at)
        if found is not None and regions.chains_at(found[0])[0] == len(found[0]) and not is_never(found[0]):
            names[found[0]] += 1
    return names.most_common(1)[0][0] if names else ""
