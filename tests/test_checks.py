"""The form's own sums over stored facts: made when every cell is there, never a false alarm."""

from __future__ import annotations

import random
from collections.abc import Iterable
from decimal import Decimal

from index.checks import form_checks
from index.models import PARTIES, Check, Fact, Source
from tests.forms_of_figures import Key, Made, make

SOURCE = Source(report="report.txt", section="三", line=1, quote="")


def fact(metric: str, party: str | None, value: int | None, *, kind: str = "table") -> Fact:
    return Fact(
        body="云岭市青禾区农业农村局",
        year=2020,
        metric=metric,
        party=party,
        value=None if value is None else Decimal(value),
        unit="件",
        kind=kind,
        source=SOURCE,
    )


def facts(truth: dict[Key, int | None]) -> list[Fact]:
    return [fact(metric, party, value) for (metric, party), value in truth.items()]


def names(checks: Iterable[Check]) -> set[tuple[str, str | None]]:
    return {(check.name, check.party) for check in checks}


def made(name: str = "2019") -> Made:
    return make(random.Random(7), name)


def test_every_sum_of_a_whole_form_is_made_and_holds() -> None:
    for name in ("2019", "2021"):
        checks = form_checks(facts(made(name).truth))
        assert all(check.holds for check in checks)
        wanted: set[tuple[str, str | None]] = {("balance", party) for party in PARTIES} | {
            ("outcomes", party) for party in PARTIES
        }
        wanted |= {("parties", "total")}
        wanted |= {
            (f"{group}.total", None)
            for group in ("reconsideration", "litigation.direct", "litigation.after_reconsideration")
        }
        assert names(checks) == wanted
        rows = [check for check in checks if check.name == "parties"]
        assert len(rows) == len(made(name).form.rows)


def test_a_wrong_cell_fails_its_sums_and_no_other() -> None:
    truth = made().truth
    truth["outcome.granted", "business"] = (truth["outcome.granted", "business"] or 0) + 1
    failing = [check for check in form_checks(facts(truth)) if not check.holds]
    assert {(check.name, check.party, check.left_terms[0].metric) for check in failing} == {
        ("outcomes", "business", "outcome.total"),
        ("parties", "total", "outcome.granted"),
    }


def test_a_sum_with_a_row_missing_is_not_made() -> None:
    truth = {key: value for key, value in made().truth.items() if key[0] != "outcome.rejected.repeated"}
    assert not {name for name, _ in names(form_checks(facts(truth)))} & {"outcomes"}
    assert ("balance", "total") in names(form_checks(facts(truth)))


def test_a_blank_raises_no_alarm() -> None:
    truth = made().truth
    for key in [key for key, value in truth.items() if value == 0 and key[1] != "total"][:9]:
        truth[key] = None
    assert all(check.holds for check in form_checks(facts(truth)))
    key = next(key for key, value in truth.items() if value and key[1] == "natural_person")
    truth[key] = None
    assert all(check.holds for check in form_checks(facts(truth)))


def test_a_blank_total_is_compared_with_nothing() -> None:
    truth = made().truth
    truth["requests.received", "total"] = None
    checks = form_checks(facts(truth))
    assert ("balance", "total") not in names(check for check in checks if not check.holds)
    assert not [
        check for check in checks if check.name == "parties" and check.left_terms[0].metric == "requests.received"
    ]


def test_prose_and_own_rows_are_in_no_sum() -> None:
    assert (
        form_checks([fact("litigation.total", None, 6, kind="prose"), fact("litigation.direct.total", None, 4)]) == ()
    )


def test_terms_carry_their_facts() -> None:
    check = next(check for check in form_checks(facts(made().truth)) if check.name == "balance")
    assert [each.metric for each in check.left_terms] == ["requests.received", "requests.carried_in"]
    assert [each.metric for each in check.right_terms] == ["outcome.total", "requests.carried_out"]
    assert check.left == sum((each.value or Decimal(0) for each in check.left_terms), Decimal(0))
