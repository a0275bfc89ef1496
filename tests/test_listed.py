"""loaders/tables/listed.py and turned.py: requests told in lists of applicants, or in a table turned by a quarter."""

from __future__ import annotations

from tests.test_slipped import HEAD, ROWS, read, rows, told

NAMES = HEAD.split("\t")[-7:]
LABELS = [[part for part in label.split("\t") if part][-1] for label in ROWS]
FIGURES = [figures.split(" ") for figures in ROWS.values()]


def lists(*, skip: tuple[int, int] | None = None) -> list[str]:
    """A line for each applicant of each row, but one where it is said which."""
    made = []
    for at, (label, figures) in enumerate(zip(LABELS, FIGURES, strict=True)):
        made.append(label)
        made += [
            f"{name}：{figure}件"
            for place, (name, figure) in enumerate(zip(NAMES, figures, strict=True))
            if (at, place) != skip
        ]
    return made


def sentences(*, nothing: bool = True) -> list[str]:
    """A line for each row; without the applicants that have nothing where these are left out."""
    return [
        f"{label}："
        + "，".join(f"{name}{each}件" for name, each in zip(NAMES, row, strict=True) if nothing or each != "0")
        + "。"
        for label, row in zip(LABELS, FIGURES, strict=True)
    ]


def turned(figures: list[list[str]]) -> list[str]:
    down = ["\t".join([name, *(row[at] for row in figures)]) for at, name in enumerate(NAMES)]
    return ["\t".join(["申请人", *LABELS]), *down]


def test_lists_of_applicants() -> None:
    for lines in (lists(), sentences()):
        found = read(lines)
        assert [told(found, "requests.received")[party] for party in ("natural_person", "business", "total")] == [
            9,
            2,
            12,
        ]
        assert told(found, "outcome.unavailable.not_held")["legal_service"] == 1
        assert told(found, "outcome.total")["total"] == 12


def test_a_list_without_one_of_them_is_not_told() -> None:
    found = read(lists(skip=(2, 1)))
    assert not told(found, "outcome.granted")
    assert told(found, "requests.received")["total"] == 12


def test_lists_of_some_applicants_are_no_table_and_no_sentences() -> None:
    lines = sentences(nothing=False)
    found = read(lines)
    assert not found.facts
    # What was granted to natural persons is not what they asked.
    assert 4 in found.lines
    assert 2 not in found.lines


def test_a_table_that_is_turned() -> None:
    found = read(turned(FIGURES))
    assert [told(found, "requests.received")[party] for party in ("natural_person", "business", "total")] == [9, 2, 12]
    assert told(found, "outcome.unavailable.not_held")["legal_service"] == 1
    assert {fact.source.line for fact in found.facts if fact.party == "natural_person"} == {3}


def test_a_column_of_a_turned_table_that_does_not_add_up_is_told_as_printed() -> None:
    wrong = [["9", "2", "0", "0", "1", "0", "13"], *FIGURES[1:]]
    assert told(read(turned(wrong)), "requests.received")["total"] == 13


def test_lines_of_a_turned_table_that_are_not_as_long_as_each_other_say_nothing() -> None:
    lines = turned(FIGURES)
    lines[2] = lines[2].replace("\t1\t", "\t", 1)
    assert not read(lines).facts


def test_without_their_total() -> None:
    lines = [row.rpartition("\t")[0] for row in (HEAD, *rows())]
    found = told(read(lines), "requests.received")
    assert found == {"natural_person": 9, "business": 2, "research": 0, "charity": 0, "legal_service": 1, "other": 0}


def test_without_their_total_a_figure_that_slipped_makes_all_unsure() -> None:
    lines = [row.rpartition("\t")[0] for row in (HEAD, *rows(row2="1\t4\t0\t0\t0\t0\t5"))]
    assert not read(lines).facts


def test_six_columns_of_which_the_last_is_the_total() -> None:
    lines = [row.split("\t") for row in rows()]
    lost = ["\t".join([*cells[:-5], *cells[-4:]]) for cells in lines]
    assert not read([HEAD.rpartition("\t")[0], *lost]).facts


def test_applicants_behind_a_sentence_with_figures_stay_prose() -> None:
    found = read(["新收278件，办结281件，结转16件。自然人240件，商业企业24件，法律服务机构14件。"])
    assert not found.lines


def test_applicants_below_a_sentence_with_figures_stay_prose() -> None:
    found = read(["予以公开160件，部分公开62件，不予公开43件。", "自然人396件，商业企业22件，科研机构1件。"])
    assert not found.lines
