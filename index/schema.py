"""The tables of the index, in SQL. Raise SCHEMA_VERSION with every change: there are no migrations.

Whatever repeats is stored once and referred to by id. `crc` is `packing.check` of the columns before it. A figure is
digits / 10^scale; NULL digits are a blank cell. The views `facts`, `gaps` and `statements` show the same under plain
names, for people who open the file with other tools.
"""

# ruff: noqa: S608 - the views are put together from the names below

from __future__ import annotations

from index.models import FORMS, PARTIES

SCHEMA_VERSION = 2
APPLICATION_ID = 0x6E62616F
"""the letters nbao"""

APPROXIMATE, SETTLED, PROSE, SCANNED, DOUBTFUL = 1, 2, 4, 8, 16
"""bits of `flags`"""

FORMS_OF_FACTS: tuple[str | None, ...] = (None, *FORMS)
"""by what the bits of `flags` above those say"""
FORM_SHIFT = 5

REASONS = ("table", "row", "unsure")
"""reasons of a gap, stored by place"""

PARTY_IDS: dict[str | None, int] = {None: 0, **{key: at for at, key in enumerate(PARTIES, start=1)}}

TABLES = """
create table meta (key text primary key, value integer not null) strict, without rowid;
create table metric (id integer primary key, key text not null unique, label text not null, unit text not null,
    crc integer not null) strict;
create table party (id integer primary key, key text not null unique) strict;
create table reason (id integer primary key, key text not null unique) strict;
create table label (id integer primary key, text text not null unique, crc integer not null) strict;
create table body (id integer primary key, name text not null unique) strict;
create table report (
    -- never a number twice: what was kept in memory of a replaced report cannot be taken for the new one's
    id integer primary key autoincrement,
    path text not null unique, body integer not null references body, year integer not null, url text,
    crc integer not null, form text, region text, digest text not null, notes text not null, sections text not null,
    facts integer not null, statements integer not null, gaps integer not null, more_crc integer not null) strict;
create index report_body_year on report (body, year);
create index report_year on report (year);
create table report_text (report integer primary key references report, zlib blob not null) strict;
create table place (
    -- where figures stand: one for a row of a table or a clause.
    -- quote: `length` characters of the text from start on; without start, `length` of the row's label, and tail
    report integer not null, n integer not null, line integer not null, page integer, "table" integer,
    section integer not null references label, "row" integer references label,
    start integer, length integer not null, tail text, crc integer not null,
    primary key (report, n)) strict, without rowid;
create table fact (
    -- line counts from the place's; unit NULL is the metric's; metric 0 is a row of the body's own, with text
    report integer not null, metric integer not null, n integer not null, party integer not null,
    place integer not null, line integer not null, "column" integer references label, digits integer,
    scale integer not null, flags integer not null, unit text, text integer references label, crc integer not null,
    primary key (report, metric, n)) strict, without rowid;
create table statement (
    report integer not null, n integer not null, place integer not null, line integer not null,
    "column" integer references label, digits integer not null, scale integer not null, flags integer not null,
    unit text not null, text text not null, crc integer not null,
    primary key (report, n)) strict, without rowid;
create table gap (
    report integer not null, n integer not null, reason integer not null, "table" integer,
    line integer not null, metric integer not null, party integer not null, quote integer not null references label,
    page integer, crc integer not null,
    primary key (report, n)) strict, without rowid;
create table failing (
    -- checks that do not hold; terms are the places of facts in their report, -1 and below of its statements
    report integer not null, n integer not null, name text not null, party integer not null,
    "left" text not null, "right" text not null, left_terms text not null, right_terms text not null,
    crc integer not null,
    primary key (report, n)) strict, without rowid;
"""

_VALUE = "case x.scale when 0 then x.digits else x.digits / cast('1e' || x.scale as real) end"

VIEWS = {
    "facts": f"""
select b.name as body, r.year as year, m.key as metric, coalesce(m.label, t.text) as label, q.key as party,
    {_VALUE} as value, coalesce(x.unit, m.unit) as unit,
    case when x.flags & {PROSE} then 'prose' else 'table' end as kind, x.flags & {APPROXIMATE} as approximate,
    s.text as section, p."table" as "table", w.text as "row", c.text as "column", p.line + x.line as line,
    p.page as page, r.path as report
from fact x join report r on r.id = x.report join body b on b.id = r.body
    join place p on p.report = x.report and p.n = x.place join label s on s.id = p.section
    left join metric m on m.id = x.metric left join party q on q.id = x.party left join label w on w.id = p."row"
    left join label c on c.id = x."column" left join label t on t.id = x.text
""",
    "statements": f"""
select b.name as body, r.year as year, x.text as text, {_VALUE} as value, x.unit as unit,
    x.flags & {APPROXIMATE} as approximate, s.text as section, p.line + x.line as line, p.page as page,
    r.path as report
from statement x join report r on r.id = x.report join body b on b.id = r.body
    join place p on p.report = x.report and p.n = x.place join label s on s.id = p.section
""",
    "gaps": """
select b.name as body, r.year as year, e.key as reason, x."table" as "table", m.key as metric, m.label as label,
    q.key as party, l.text as quote, x.line as line, x.page as page, r.path as report
from gap x join report r on r.id = x.report join body b on b.id = r.body join reason e on e.id = x.reason
    join label l on l.id = x.quote left join metric m on m.id = x.metric left join party q on q.id = x.party
""",
}
