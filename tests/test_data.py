"""The data files hold together: features, metrics, languages, kinds of organ, glossary.

A fault names its file and key, so that a wording that can never be understood is found without asking it.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from bot import wording
from bot.answers.about import entries_of, glossary
from bot.answers.audit import named_checks
from bot.answers.passages import LINE
from bot.languages import CODES, Language, language, spelt_out
from bot.languages import parse as parse_language
from bot.meaning.intents import kinds
from bot.meaning.operands import ROUGH
from bot.models import Question
from bot.normalise import normalise
from bot.service import Service
from bot.words.domains import counts
from bot.words.placed import NUMBER
from index.metrics import catalogue
from index.metrics import parse as parse_metrics
from index.models import FORMS, PARTIES
from tests.asked import asking, indexed

ROOT = Path(__file__).parent.parent
BOT = ROOT / "bot"
METRICS_TOML = ROOT / "index" / "metrics.toml"
SAMPLE = ROOT / "samples" / "qinghe-2019.txt"

CATALOGUE = catalogue()
NEEDED = frozenset(chain.from_iterable(metric.needs | metric.may for metric in CATALOGUE.values()))
ASKED_FOR = frozenset({*PARTIES, "organisations"})
ALWAYS = frozenset({"ask", "and", "why", "what", "total", "submitted"})
"""said beside any metric, and narrowing none; submitted stands for request where an applicant is named"""
INTENTS = frozenset({"help", "define", "check"})
TAKEN = frozenset().union(*(kind.needs | kind.any | kind.may for kind in kinds()))
"""operators that some kind of question takes"""
OPERANDS = frozenset(
    {"who", "bare", "beside", "filing", "last", "since", "in_all", "most_of", "rank_unit", "second", "third", "two"}
    | {"adds", "first_told", "points", "totals"}
)
"""operators that are worked out before a kind of question is looked for"""
EACH = frozenset().union(*(kind.each for kind in kinds()))
COMPARISONS = frozenset({"gt", "ge", "lt", "le", "eq", "between"}) | ROUGH
BY_RULE = frozenset({"term:forms"})
"""terms that are asked for by more than a word"""
BESIDE = frozenset({"money", "items", "decision", "newly", "held", "people", "channel", "response", "led", "total"})
"""what a row counts, and words that say no more than the rest of its name"""
SECTIONS = frozenset({"二", "三", "四", "prose", "statistics"})
UNITS = frozenset(metric.unit for metric in CATALOGUE.values())


def known(feature: str) -> bool:
    """Some metric takes the feature, or it is of a kind that is not matched against metrics."""
    kind, colon, rest = feature.partition(":")
    if not colon:
        return feature in NEEDED or feature in ALWAYS
    if kind in {"party", "fold"}:
        return rest in ASKED_FOR if kind == "party" else Decimal(rest) > 0
    if kind == "unit":
        return rest in UNITS | counts().keys()
    if kind == "intent":
        return rest in INTENTS
    if kind == "op":
        return rest in TAKEN | OPERANDS
    if kind in {"each", "cmp", "split"}:
        return rest in {"each": EACH, "cmp": COMPARISONS, "split": frozenset({"of", "in", "than"})}[kind]
    if kind == "section":
        by_name = all(rest in language(code).passages for code in CODES)
        return rest.isdecimal() or rest == f"{LINE}{{{NUMBER}}}" or by_name
    if kind == "check":
        return rest in named_checks()
    if kind == "term":
        return any(f"term:{rest}" in of for of in glossary())
    if kind == "apart":
        return rest in NEEDED
    if kind in {"back", "year"}:
        return rest.lstrip("-").isdigit()
    return feature in {"note:heads", "note:of_received"} or (kind in {"in", "not"} and bool(rest))


def sayable(code: str) -> frozenset[str]:
    """Every feature that some phrase of the language says."""
    return frozenset(chain.from_iterable(chain.from_iterable(language(code).phrases.values())))


def fields(template: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in string.Formatter().parse(template) if name)


def leaves(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    """Every sentence under its full key."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{above}{key}/")
        else:
            yield f"{above}{key}", str(value)


def raw(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def table(code: str, name: str) -> dict[str, str]:
    """One table of a language, from all its files."""
    found: dict[str, str] = {}
    for path in shipped(code):
        found |= raw(path).get(name, {})
    return found


def shipped(code: str) -> list[Path]:
    return sorted((BOT / "languages" / code).glob("*.toml"))


def test_the_forms_are_those_that_are_read() -> None:
    files = {path.stem for path in (ROOT / "loaders" / "forms").glob("*.toml")}
    assert files - {"tables"} == set(FORMS)


# metrics.toml


def test_metrics_are_well_formed() -> None:
    faults = []
    for key, metric in CATALOGUE.items():
        faults += [f"metrics.toml: {key}: form {form}" for form in metric.forms if form not in FORMS]
        if metric.section not in SECTIONS:
            faults.append(f"metrics.toml: {key}: section {metric.section}")
        if not metric.label or not metric.needs:
            faults.append(f"metrics.toml: {key}: no label or nothing it needs")
        if metric.needs & metric.may:
            faults.append(f"metrics.toml: {key}: needs and may both hold {sorted(metric.needs & metric.may)}")
        if key in (*metric.parts, *metric.same_as, metric.stand_in):
            faults.append(f"metrics.toml: {key}: names itself")
        faults += [
            f"metrics.toml: {key}: part {part} is counted in another unit or not by applicant"
            for part in metric.parts
            if CATALOGUE[part].unit != metric.unit or CATALOGUE[part].by_party < metric.by_party
        ]
    assert not faults


def test_no_two_metrics_of_one_report_need_the_same_words() -> None:
    needing: dict[frozenset[str], list[str]] = {}
    for key, metric in CATALOGUE.items():
        needing.setdefault(metric.needs, []).append(key)
    faults = [
        f"metrics.toml: {first} and {other} need the same and are not same_as"
        for keys in needing.values()
        for first in keys
        for other in keys
        if first < other and not same(first, other)
    ]
    assert not faults


@pytest.mark.parametrize("code", CODES)
def test_what_a_metric_needs_can_be_said(code: str) -> None:
    said = sayable(code)
    faults = [
        f"{code}.toml: nothing says {feature!r}, which metrics.toml: {key} needs or may hold"
        for key, metric in CATALOGUE.items()
        for feature in sorted((metric.needs | metric.may) - said)
    ]
    assert not faults


# languages


@pytest.mark.parametrize("code", CODES)
def test_a_phrase_says_only_what_is_known(code: str) -> None:
    faults = [
        f"{code}.toml: {phrase}: {feature}"
        for kind in ("phrases", "placed", "turns")
        for phrase, meaning in table(code, kind).items()
        for feature in meaning.replace("|", " ").split()
        if not known(feature)
    ]
    assert not faults


@pytest.mark.parametrize("code", CODES)
def test_every_class_of_words_stands_in_a_pattern(code: str) -> None:
    files = [path.read_text(encoding="utf-8") for path in (BOT / "languages" / code).glob("*.toml")]
    faults = [f"{code}: <{name}>" for name in table(code, "classes") if not any(f"<{name}>" in text for text in files)]
    assert not faults


@pytest.mark.parametrize(
    ("pattern", "classes", "why"),
    [
        ("<asks> many", "", "no class is called asks"),
        ("<asks> many", "asks = '<how>|what'", "no class is called how"),
        ("<asks> many", "asks = 'how|<asks> else'", "hold one another"),
    ],
)
def test_a_pattern_of_no_class_is_refused(pattern: str, classes: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_language("en", {"placed.toml": f"[classes]\n{classes}\n[placed]\n'{pattern}' = ''"})


def test_a_class_is_written_out_wherever_it_stands() -> None:
    classes = "asks = ['how', 'what|<odd>']\nodd = 'which'"
    made = parse_language("en", {"placed.toml": f"[classes]\n{classes}\n[placed]\n'(?P<word><asks>) many' = ''"})
    assert list(made.placed) == ["(?P<word>(?:how|what|(?:which))) many"]


@pytest.mark.parametrize("code", CODES)
def test_no_phrase_stands_twice(code: str) -> None:
    seen: dict[str, str] = {}
    faults = []
    for phrase in table(code, "phrases"):
        normal = normalise(phrase).text
        if not normal.strip():
            faults.append(f"{code}.toml: {phrase!r} is empty")
        if normal in seen:
            faults.append(f"{code}.toml: {phrase!r} and {seen[normal]!r} are one phrase")
        seen[normal] = phrase
    assert not faults


@pytest.mark.parametrize("code", CODES)
def test_a_typo_is_mended_to_a_phrase_and_is_none_itself(code: str) -> None:
    tongue = language(code)
    faults = [
        f"{code}.toml: typo {typed} → {right}"
        for typed, right in tongue.typos.items()
        if right not in tongue.phrases or typed in tongue.phrases
    ]
    assert not faults


@pytest.mark.parametrize("part", ["say", "channel"])
def test_languages_say_the_same_things(part: str) -> None:
    said = {code: dict(leaves(table(code, part))) for code in CODES}
    first, *others = CODES
    faults = []
    for code in others:
        faults += [
            f"{part}: {key} is not in both {first}.toml and {code}.toml"
            for key in said[first].keys() ^ said[code].keys()
        ]
        faults += [
            f"{part}: {key}: {first}.toml and {code}.toml fill in different fields"
            for key in said[first].keys() & said[code].keys()
            if fields(said[first][key]) != fields(said[code][key])
        ]
    # areas are named in the language's own way: 区 is no word of English
    assert not [fault for fault in faults if "say: areas/" not in fault]


@pytest.mark.parametrize("code", CODES)
def test_every_party_has_a_name(code: str) -> None:
    assert language(code).sentences["parties"].keys() == ASKED_FOR


@pytest.mark.parametrize("code", CODES)
def test_names_are_of_metrics(code: str) -> None:
    assert not [f"{code}.toml: [metrics] {key}" for key in language(code).metrics if key not in CATALOGUE]


# what we call a metric means that metric


def same(key: str, other: str) -> bool:
    """Two keys are one meaning to a question."""
    return key == other or other in CATALOGUE[key].same_as or key in CATALOGUE[other].same_as


@pytest.fixture(scope="module", name="service")
def _service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with asking(indexed(tmp_path_factory.mktemp("data") / "one.db", [SAMPLE])) as asked:
        yield asked


def misread(service: Service, tongue: Language) -> Iterator[str]:
    """Metrics whose name, asked as the question behind a button, means another metric, several or none."""
    body = service.store.bodies()[0]
    for key, metric in CATALOGUE.items():
        for party in (None, *sorted(ASKED_FOR - {"total"})) if metric.by_party else (None,):
            text = wording.question(tongue, body.name, body.years[0], key, party)
            understood = service._steps(Question(text=text, language=tongue.code)).understood
            fits = understood.fits
            right = bool(fits) and all(same(key, fit) and who == party for fit, who in fits)
            if not right or understood.left:
                yield f"{tongue.code}.toml: {key} {party or ''}: {text!r} → {fits} left {understood.left}"


@pytest.mark.parametrize("code", CODES)
def test_what_a_metric_is_called_means_it(service: Service, code: str) -> None:
    assert not list(misread(service, language(code)))


# bodies.toml and glossary.toml


def test_kinds_of_organ_are_well_formed() -> None:
    data = raw(BOT / "places" / "bodies.toml")
    faults = []
    for kind, organ in data["organs"].items():
        known = {"names", "short", "leveled", "national", "speaks", "is_region", "part_of", "whose", "never_of"}
        unknown = (set(organ) - known) | (set(organ.get("never_of", ())) - set(data["level_words"]))
        if unknown or bool(organ.get("names")) == bool(organ.get("whose")):
            faults.append(f"bodies.toml: organs.{kind}: {sorted(unknown) or 'either names, or whose it ends in'}")
        if organ.get("speaks", 1) not in {1, 2}:
            faults.append(f"bodies.toml: organs.{kind}: speaks {organ['speaks']}")
    faults += [
        f"bodies.toml: latin_organs {name}: no kind {kind}"
        for name, kind in data["latin_organs"].items()
        if kind not in data["organs"]
    ]
    faults += [
        f"bodies.toml: latin_national {kind}: no organ of the State Council"
        for kind in data["latin_national"]
        if not data["organs"].get(kind, {}).get("national")
    ]
    assert not faults


def test_no_name_is_of_two_kinds_of_organ() -> None:
    kinds: dict[str, str] = {}
    faults = []
    for kind, organ in raw(BOT / "places" / "bodies.toml")["organs"].items():
        names = {*organ["names"], *organ.get("short", ()), *organ.get("leveled", ())}
        faults += [f"bodies.toml: {name} is {kinds[name]} and {kind}" for name in names if name in kinds]
        kinds |= dict.fromkeys(names, kind)
    assert not faults


def test_the_glossary_explains_what_can_be_asked() -> None:
    entries = raw(BOT / "answers" / "glossary.toml")["entry"]
    faults = []
    for entry in entries:
        of = " ".join(entry.get("of", ["?"]))
        if set(entry) != {"of", *CODES}:
            faults.append(f"glossary.toml: {of}: {sorted(entry)}")
        for code in CODES:
            if set(entry.get(code, {})) != {"term", "text", "source"}:
                faults.append(f"glossary.toml: {of}: {code}")
            unsaid = set(entry["of"]) - sayable(code) - BY_RULE
            faults += [f"glossary.toml: {of}: nothing in {code} says {each}" for each in unsaid]
    every = [" ".join(sorted(entry["of"])) for entry in entries]
    faults += [f"glossary.toml: {of} stands twice" for of in every if every.count(of) > 1]
    assert not faults


def test_every_row_and_column_of_the_forms_is_in_the_glossary() -> None:
    faults = [
        f"glossary.toml: {key}: {sorted(metric.needs)}"
        for key, metric in CATALOGUE.items()
        if metric.section != "prose" and not entries_of(metric.needs - BESIDE)
    ]
    faults += [f"glossary.toml: party:{party}" for party in ASKED_FOR - {"total"} if not entries_of({f"party:{party}"})]
    assert not faults


# planted faults


def planted(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


METRIC = '["requests.received"]'


ODD = '["requests.odd"]\nlabel = "x"\nsection = "三"\nneeds = ["request"]'


@pytest.mark.parametrize(
    ("new", "told"),
    [
        (f'{METRIC}\nlable = "x"', "requests.received: unknown lable"),
        (f'{ODD}\nunit = "个月"\n{METRIC}', "requests.odd: unit"),
        (f'{ODD}\nunit = "件"\nparts = ["a.b"]\n{METRIC}', "requests.odd: no metric 'a.b'"),
        (f'{ODD}\nunit = "件"\nsame_as = ["a.b"]\n{METRIC}', "requests.odd: no metric 'a.b'"),
        (f'{ODD}\nunit = "件"\nstand_in = "a.b"\n{METRIC}', "requests.odd: no metric 'a.b'"),
    ],
)
def test_a_wrong_entry_among_the_metrics_is_named(new: str, told: str) -> None:
    text = planted(METRICS_TOML.read_text(encoding="utf-8"), METRIC, new)
    with pytest.raises(ValueError, match=r"metrics\.toml") as caught:
        parse_metrics(text)
    assert told in str(caught.value)


@pytest.mark.parametrize("code", CODES)
def test_a_wrong_part_of_a_language_is_named(code: str) -> None:
    files = {path.name: path.read_text(encoding="utf-8") for path in shipped(code)}
    files["sentences.toml"] = planted(files["sentences.toml"], "[channel]", '[chanel]\nx = "y"\n\n[channel]')
    with pytest.raises(ValueError, match=rf"{code}/sentences\.toml") as caught:
        parse_language(code, files)
    assert "chanel" in str(caught.value)


@pytest.mark.parametrize("code", CODES)
def test_a_line_with_brackets_makes_no_flood_of_phrases(code: str) -> None:
    """Every phrase of every line is made when the program starts."""
    made = {line: len(spelt_out(line)) for kind in ("phrases", "colloquial") for line in table(code, kind)}
    assert not {line: count for line, count in made.items() if count > 1500}
    assert sum(made.values()) < 130_000
    nested = [
        line for line in made if "(" in line and any(sign in phrase for phrase in spelt_out(line) for sign in "()")
    ]
    assert not nested, "brackets within brackets"
