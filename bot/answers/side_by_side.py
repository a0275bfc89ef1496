"""Several figures in words: titles, aligned tables, rankings, differences; missing figures are named."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from bot.languages import Language
from bot.models import Chart, Table
from bot.wording import amount, metric_name, percent, place, plain
from index.models import Source

if TYPE_CHECKING:
    from bot.finding.cells import Cell
    from bot.finding.scope import Scope
    from bot.meaning.understood import Understood
    from bot.models import Claim

RATIO = "ratio"
MOST_GONE = 8


def shown(tongue: Language, one: Cell) -> str:
    """A value with its unit, a share as a percentage, or the reason why there is none."""
    if one.value is None:
        return one.why
    if one.points:
        return tongue.say("points", value=percent(one.value).removesuffix("%"))
    if one.unit == RATIO:
        return (tongue.say("about") if one.approximate else "") + percent(one.value)
    return amount(tongue, _rounded(one.value), one.unit, one.approximate)


def _rounded(value: Decimal) -> Decimal:
    """An average, with two digits after the point; exact figures as they are."""
    return value if -int(value.as_tuple().exponent) <= 4 else value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def width(text: str) -> int:
    """The number of terminal columns a text takes."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def padded(text: str, size: int) -> str:
    return text + " " * (size - width(text))


def drawn(table: Table, most: int) -> list[str]:
    """A table as lines of text with aligned columns."""
    rows = table.rows[:most]
    sizes = [max(width(row[at]) for row in (table.heads, *rows)) for at in range(len(table.heads))]
    made = [
        "  ".join(padded(text, size) for text, size in zip(row, sizes, strict=True)).rstrip()
        for row in (table.heads, *rows)
    ]
    return [*made, "…"] if len(table.rows) > most else made


def side_by_side(tongue: Language, found: Scope, made: Sequence[Sequence[Cell]]) -> Table:
    """A table with a row for each body, year or thing, and columns for what else varies."""
    many_bodies, many_years = len({one.body for of in made for one in of}) > 1, len(found.years) > 1
    heads = [tongue.say("head_body")] if many_bodies or (not many_years and len(made) < 2) else []
    if many_years and not (many_bodies and len(made) == 1):
        heads.append(tongue.say("head_year"))
    if many_bodies and many_years and len(made) == 1:
        return _crossed(tongue, found, made[0])
    spots = list(dict.fromkeys((one.body, one.year) for of in made for one in of))
    if len(made) > 1 and len(spots) == 1:
        rows = tuple((metric_name(tongue, *one.fit), shown(tongue, one)) for of in made for one in of)
        stands = tuple((None, _printed(one)) for of in made for one in of)
        return Table(heads=(tongue.say("head_metric"), tongue.say("head_value")), rows=rows, places=stands)
    having = [of for of in made if of]
    names = [_named_of(tongue, of) for of in having]
    by_spot = [{(one.body, one.year): one for one in reversed(of)} for of in having]
    places = {spot: _line(tongue, one) for spot, one in by_spot[0].items()} if len(made) == 1 else {}
    placed = any(places.values())
    lines, printed = [], []
    for body, year in spots:
        at = [of.get((body, year)) for of in by_spot]
        start = [body] if tongue.say("head_body") in heads else []
        start += [str(year)] if tongue.say("head_year") in heads else []
        where = [places.get((body, year), "")] if placed else []
        lines.append((*start, *(shown(tongue, one) if one is not None else "" for one in at), *where))
        printed.append((*(None for _ in start), *map(_printed, at), *(None for _ in where)))
    line_head = [tongue.say("head_line")] if placed else []
    return Table(heads=(*heads, *names, *line_head), rows=tuple(lines), places=tuple(printed))


def ranked(tongue: Language, found: Scope, cells: Sequence[tuple[int, Cell]], says: tuple[str, ...]) -> Table:
    """A table with a row for each ranked cell and its place. `says`: the lines of the text that say the same."""
    of = [one for _, one in cells]
    heads = tuple(_varying(tongue, found, of[0]))
    many = "head_metric" in heads or len({one.fit for one in of}) > 1
    value = tongue.say("head_value") if many else named(tongue, of[0])
    places = [_line(tongue, one) for one in of]
    rows = [(str(at), *_varying(tongue, found, one).values(), shown(tongue, one)) for at, one in cells]
    line_head = [tongue.say("head_line")] if any(places) else []
    return Table(
        heads=(tongue.say("head_place"), *map(tongue.say, heads), value, *line_head),
        rows=tuple((*row, place) if line_head else row for row, place in zip(rows, places, strict=True)),
        title=title(tongue, found, [of]),
        says=says,
        places=tuple((*(None for _ in (0, *heads)), _printed(one), *(None for _ in line_head)) for one in of),
    )


def ranked_chart(tongue: Language, found: Scope, cells: Sequence[Cell]) -> Chart | None:
    """Bars in the order of a ranking; None if all are alike, or units differ."""
    units = {one.unit for one in cells}
    if len({one.value for one in cells}) < 2 or len(units) != 1:
        return None
    name = title(tongue, found, [cells])
    return Chart(
        kind="bar",
        title=name,
        labels=tuple(" ".join(_varying(tongue, found, one).values()) for one in cells),
        series=((name, tuple(one.value for one in cells)),),
        unit=units.pop(),
    )


def _varying(tongue: Language, found: Scope, one: Cell) -> dict[str, str]:
    """What tells a ranked cell from the others, by the name of its column."""
    names = {}
    if len(found.bodies) > 1:
        names["head_body"] = one.body
    if len(found.years) > 1:
        names["head_year"] = str(one.year)
    return names or {"head_metric": named(tongue, one)}


def _printed(one: Cell | None) -> Source | None:
    """Where a figure is printed as it is told; None: it is computed, or there is none."""
    return None if one is None or one.value is None or one.calculated or not one.sources else one.sources[0]


def _line(tongue: Language, one: Cell | None) -> str:
    """Where in its report a figure stands, in a word."""
    source = _printed(one)
    if source is None:
        return ""
    return tongue.say("at_page", page=source.page, line=source.line) if source.page else str(source.line)


def _crossed(tongue: Language, found: Scope, of: Sequence[Cell]) -> Table:
    """Bodies down, years across."""
    bodies = list(dict.fromkeys(one.body for one in of))
    by_spot = {(one.body, one.year): one for one in of}
    cells = [[by_spot.get((body, year)) for year in found.years] for body in bodies]
    rows = tuple(
        (body, *(shown(tongue, one) if one is not None else "" for one in its))
        for body, its in zip(bodies, cells, strict=True)
    )
    at = tuple((None, *map(_printed, its)) for its in cells)
    return Table(heads=(tongue.say("head_body"), *map(str, found.years)), rows=rows, places=at)


def title(tongue: Language, found: Scope, made: Sequence[Sequence[Cell]]) -> str:
    """The title of a table: body, year and thing, as far as each is the same for all cells."""
    bodies = {one.body for of in made for one in of}
    parts = [next(iter(bodies))] if len(bodies) == 1 else [found.name] if found.name else []
    parts += [years(found.years)]
    parts += [_named_of(tongue, made[0])] if len(made) == 1 and made[0] else []
    return tongue.say("title", parts=" · ".join(parts))


def years(given: Sequence[int]) -> str:
    """Years as text: 2019–2021, or 2019, 2021 if some in between are not meant."""
    ordered = sorted(given)
    if len(ordered) > 1 and ordered[-1] - ordered[0] == len(ordered) - 1:
        return f"{ordered[0]}–{ordered[-1]}"
    return ", ".join(map(str, ordered))


def label(tongue: Language, found: Scope, one: Cell, things: int) -> str:
    """What distinguishes a cell from the others."""
    parts = [one.body] if len(found.bodies) > 1 or (things < 2 and len(found.years) < 2) else []
    parts += [str(one.year)] if len(found.years) > 1 else []
    parts += [named(tongue, one)] if things > 1 else []
    return " ".join(parts)


def series_name(tongue: Language, found: Scope, of: Sequence[Cell]) -> str:
    return of[0].body if len(found.bodies) > 1 else _named_of(tongue, of)


def formula_line(tongue: Language, one: Cell, found: Scope) -> str:
    """How a share was computed, with its figures."""
    where = label(tongue, found, one, 1) if len(found.spots) > 1 else ""
    text = tongue.say("formula", formula=f"{one.formula} = {percent(one.value or Decimal(0))}")
    return f"{where} {text}" if where else text


def source_lines(tongue: Language, one: Cell, most: int = 3) -> list[str]:
    """Where a cell is printed."""
    lines = [tongue.say("source", place=place(tongue, source)) for source in one.sources[:most]]
    return list(dict.fromkeys(lines))


def gone(tongue: Language, cells: Sequence[Cell]) -> str:
    """The cells without a figure, with reasons."""
    named = [tongue.say("gone_one", body=one.body, year=one.year, why=one.why) for one in cells[:MOST_GONE]]
    more = [tongue.say("gone_more", count=len(cells) - MOST_GONE)] if len(cells) > MOST_GONE else []
    return tongue.say("gone", count=len(cells), names=tongue.join([*named, *more]))


def ranked_line(tongue: Language, found: Scope, one: Cell, at: int) -> str:
    """A line of a ranking: 1. 广州市番禺区人民政府办公室 2019 年：55 件."""
    if at > 1 and len(found.bodies) == 1 and len(found.years) == 1:
        # whose it is and of when is said of the first
        return tongue.say("ranked", place=at, name=named(tongue, one), value=shown(tongue, one))
    name = f"{one.body} {one.year}"
    return tongue.say("ranked_of", place=at, name=name, metric=named(tongue, one), value=shown(tongue, one))


def named(tongue: Language, one: Cell) -> str:
    """What is told: a metric, how it changed or how much it fell, or its share."""
    name = metric_name(tongue, *one.fit)
    if one.changed:
        return tongue.say("claim_fall" if one.fallen else "claim_change", name=name)
    return tongue.say("claim_share", name=name) if one.unit == RATIO else name


def _named_of(tongue: Language, cells: Sequence[Cell]) -> str:
    """What cells of one thing are of, as the first that has a figure tells it."""
    return named(tongue, next((one for one in cells if one.value is not None), cells[0]))


def condition(tongue: Language, told: Understood) -> str:
    """A condition in words: 超过 50, 10 到 100."""
    signs = tongue.sentences["comparisons"]
    if "none" in told.ops:
        return str(signs["none"])
    if not told.conditions:
        return str(signs["some"])
    say = percent if told.ratios else plain
    return tongue.join([str(signs[sign]).format(number=say(number)) for sign, number in told.conditions])


def of_whom(tongue: Language, found: Scope) -> str:
    """The bodies of a scope under one name: 广州市, all that is indexed, or a list."""
    return found.name or (
        tongue.say("everywhere") if found.ranged else tongue.join([body.name for body in found.bodies])
    )


def summed_line(tongue: Language, found: Scope, one: Cell, terms: Sequence[Cell], kind: str) -> str:
    """A total, an average or a median, by the name of its sentence, and what it is of."""
    things = tongue.join(list(dict.fromkeys(metric_name(tongue, *term.fit) for term in terms)))
    return tongue.say(
        kind, value=shown(tongue, one), where=of_whom(tongue, found), years=years(found.years), metric=things
    )


def difference_line(tongue: Language, found: Scope, one: Cell, pair: Sequence[Cell]) -> str:
    """By how much two cells differ, and in what."""
    if not pair:
        return tongue.say(
            "fallen" if one.fallen else "changed",
            value=shown(tongue, one),
            body=one.body,
            years=years(found.years),
            metric=metric_name(tongue, *one.fit),
        )
    left, right = pair
    things = 1 if left.fit == right.fit else 2
    return tongue.say(
        _differ(left, right, things),
        value=shown(tongue, one),
        body=left.body,
        year=left.year,
        left=label(tongue, found, left, things) or left.body,
        right=label(tongue, found, right, things) or right.body,
        metric=metric_name(tongue, *left.fit),
    )


def _differ(left: Cell, right: Cell, things: int) -> str:
    """The sentence for a difference, with whatever the two have in common: body, year, or neither."""
    if left.year == right.year:
        return "differ_of" if things > 1 and left.body == right.body else "differ_in"
    return "differ_over" if things == 1 and left.body == right.body else "differ"


def _asserted(tongue: Language, one: Claim, claimed: str) -> str:
    """超过 50 件, 近 50 件."""
    return claimed if one.sign is None else str(tongue.sentences["comparisons"][one.sign]).format(number=claimed)


def claim_line(tongue: Language, body: str, year: int, one: Claim, *, said: bool = False) -> str:
    """Whether a claim holds, and what the report says; `said`: the claim is in the asker's words, and names them."""
    key = "claim_unknown" if one.holds is None else "claim_holds" if one.holds else "claim_fails"
    if one.holds is None and one.value is not None:
        key = "claim_vague" if one.sign != "gt" or one.claimed else "claim_between"
    if one.holds and one.value != one.claimed and not said and (one.claimed or one.sign != "gt"):
        key = "claim_meets"
    key = f"{key}_said" if said else key
    say = percent if one.unit == RATIO else plain
    unit = "" if one.unit == RATIO else f" {one.unit}"
    return tongue.say(
        key,
        body=body,
        year=year,
        claim=one.claim,
        claimed=_asserted(tongue, one, f"{say(one.claimed)}{unit}"),
        value=f"{say(one.value)}{unit}" if one.value is not None else "",
    )
