"""The audit: every planted contradiction is found, and what only looks like one raises nothing."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.findings import sentence
from bot.languages import CODES, language
from index.audit import across, checks, findings, stored_checks
from index.models import Check
from index.store import Store
from loaders import load
from tests.forms_of_figures import grid, make, report, tabs

TITLE = "云岭市青禾区农业农村局{}年政府信息公开工作年度报告"


def printed(seed: int, name: str, year: int, *, text: str = "按要求开展工作。") -> str:
    made = make(random.Random(seed), name)
    whole = report([tabs(rows) for rows in grid(made)], TITLE.format(year))
    return whole.replace("按要求开展工作。", text)


def failing(folder: Path, *texts: str) -> list[Check]:
    """Checks that fail over reports with these texts, once indexed."""
    with Store.create(folder / "index.db") as store:
        for at, text in enumerate(texts):
            (folder / f"{at}.txt").write_text(text, encoding="utf-8")
            store.replace(load(str(folder / f"{at}.txt")))
        made = [check for each in store.reports() for check in stored_checks(store, each.id)]
        kept = [check for each in store.reports() for check in store.warnings(report=each.id)]
        failed = [check for check in made if not check.holds]
        assert sorted(map(repr, kept)) == sorted(map(repr, failed))
        over = [check for body in store.bodies() for check in across(store, body.name) if not check.holds]
        assert sorted(map(repr, findings(store))) == sorted(map(repr, failed + over))
        assert sorted(map(repr, (each for each in checks(store) if not each.holds))) == sorted(map(repr, failed + over))
        return failed + over


def test_reports_that_agree_with_themselves_raise_nothing(tmp_path: Path) -> None:
    for seed in range(15):
        folder = tmp_path / str(seed)
        folder.mkdir()
        assert failing(folder, printed(seed, "2019" if seed % 2 else "2021", 2020)) == []


def test_one_figure_changed_in_the_tables_is_found(tmp_path: Path) -> None:
    for seed in range(15):
        rng = random.Random(seed)
        made = make(rng, "2019")
        key = rng.choice([key for key in made.two if key != "outcome.other_handling"])
        at = rng.randrange(7)
        made.two[key][at] = (made.two[key][at] or 0) + rng.randint(1, 50)
        folder = tmp_path / str(seed)
        folder.mkdir()
        failed = failing(folder, report([tabs(rows) for rows in grid(made)]))
        terms = {(fact.metric, fact.party) for check in failed for fact in (*check.left_terms, *check.right_terms)}
        assert key in {metric for metric, _ in terms}


KINDS = "主动公开政府信息{}条，其中组织机构类5条，部门文件类21条，工作动态类{}条，其他类7条。"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (KINDS.format(40, 7), []),
        (KINDS.format(41, 7), ["text_parts"]),
        (KINDS.format(39, 7), ["text_parts"]),
        # a kind that no metric names may be what is lacking
        ("主动公开政府信息41条，其中组织机构类5条，部门文件类21条，工作动态类7条，通讯录类1条，其他类7条。", []),
        # examples are no list of all
        ("主动公开政府信息90条，其中组织机构类5条，部门文件类21条。", []),
        ("主动公开政府信息20条，其中组织机构类5条，部门文件类21条。", ["text_parts"]),
        ("主动公开政府信息近50条，其中组织机构类5条，部门文件类21条，工作动态类7条，其他类7条。", []),
        ("2019年主动公开政府信息近50条。", []),
    ],
)
def test_parts_in_a_sentence(tmp_path: Path, text: str, names: list[str]) -> None:
    assert [check.name for check in failing(tmp_path, printed(3, "2021", 2020, text=text))] == names


def test_text_and_table(tmp_path: Path) -> None:
    made = make(random.Random(3), "2021")
    received, carried = made.two["requests.received"][6] or 0, made.two["requests.carried_in"][6] or 0
    for text, names in (
        (f"全年新收政府信息公开申请{received}件。", []),
        (f"全年新收政府信息公开申请{received + 1}件。", ["text"]),
        (f"全年新收政府信息公开申请约{received + 1}件。", []),
        (f"全年共受理政府信息公开申请{received + carried}件。", []),
        (f"上年新收政府信息公开申请{received + 9}件。", []),
        (f"全年新收政府信息公开申请{received}件，增长{received + 5}%。", []),
    ):
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        failed = failing(folder, printed(3, "2021", 2020, text=text))
        assert [check.name for check in failed] == names, text


def years(*figures: tuple[int, int]) -> list[str]:
    """Reports of following years that carry in and out so many requests, all of natural persons."""
    texts = []
    for at, (carried_in, carried_out) in enumerate(figures):
        made = make(random.Random(1), "2019")
        for key, value in (("requests.carried_in", carried_in), ("requests.carried_out", carried_out)):
            made.two[key] = [value, 0, 0, 0, 0, 0, value]
        total = made.two["outcome.total"]
        received = [(total[at] or 0) + (carried_out - carried_in if at in (0, 6) else 0) for at in range(7)]
        made.two["requests.received"] = list(received)
        texts.append(report([tabs(rows) for rows in grid(made)], TITLE.format(2019 + at)))
    return texts


def test_what_a_year_carries_out_the_next_carries_in(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert failing(tmp_path / "a", *years((0, 3), (3, 1), (1, 0))) == []
    failed = failing(tmp_path / "b", *years((0, 3), (2, 1), (1, 0)))
    assert {(check.name, check.party) for check in failed} == {
        ("carried_over", "natural_person"),
        ("carried_over", "total"),
    }
    (total,) = (check for check in failed if check.party == "total")
    assert (str(total.left), str(total.right)) == ("2", "3")
    assert {fact.year for fact in (*total.left_terms, *total.right_terms)} == {2019, 2020}


def in_force(*figures: tuple[int, int, int]) -> list[str]:
    """Reports on the form of 2021: issued, repealed and in force, of normative documents."""
    texts = []
    for at, (issued, repealed, valid) in enumerate(figures):
        made = make(random.Random(1), "2021")
        zero = [0] * 7
        for key in ("requests.received", "requests.carried_in", "requests.carried_out", "outcome.total"):
            made.two[key] = list(zero)
        made.two |= {key: list(zero) for key in made.two}
        made.one |= {f"regulations.{name}": 0 for name in ("issued", "repealed", "in_force")}
        names = ("issued", "repealed", "in_force")
        made.one |= {
            f"normative_documents.{name}": each for name, each in zip(names, (issued, repealed, valid), strict=True)
        }
        texts.append(report([tabs(rows) for rows in grid(made)], TITLE.format(2021 + at)))
    return texts


def test_documents_in_force(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert failing(tmp_path / "a", *in_force((4, 0, 20), (3, 1, 22))) == []
    assert [check.name for check in failing(tmp_path / "b", *in_force((4, 0, 20), (3, 1, 23)))] == ["in_force"]


def money(*amounts: int) -> list[str]:
    texts = []
    for at, amount in enumerate(amounts):
        text = printed(1, "2019", 2016 + at)
        made = make(random.Random(1), "2019")
        row = f"政府集中采购\t{made.one['procurement.items']}\t{made.one['procurement.amount'] // 10000}"
        assert row in text
        texts.append(text.replace(row, f"政府集中采购\t{made.one['procurement.items']}\t{amount}元"))
    return texts


@pytest.mark.parametrize(
    ("amounts", "count"),
    [
        ((3_000_000, 3_500_000, 2_800_000, 3_100_000), 0),
        ((3_000_000, 3_500_000, 300, 3_100_000), 1),
        ((3_000_000, 3_500_000, 29_000_000_000, 3_100_000), 1),
        ((3_000_000, 3_500_000, 30_000, 3_100_000), 0),
        ((3_000_000, 0, 0, 300), 0),
    ],
)
def test_money_off_by_ten_thousand(tmp_path: Path, amounts: Sequence[int], count: int) -> None:
    failed = [check for check in failing(tmp_path, *money(*amounts)) if check.name == "magnitude"]
    assert len(failed) == count


def test_two_reports_on_one_year(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    text = printed(5, "2019", 2020)
    assert failing(tmp_path / "a", text, text + "\n") == []
    made = make(random.Random(5), "2019")
    row = f"规章\t{made.one['regulations.issued']}\t"
    failed = failing(tmp_path / "b", text, text.replace(row, f"规章\t{made.one['regulations.issued'] + 1}\t"))
    assert [(check.name, check.left_terms[0].metric) for check in failed] == [("reports", "regulations.issued")]


@pytest.mark.parametrize("code", CODES)
def test_a_finding_is_one_sentence_with_both_figures_and_their_places(tmp_path: Path, code: str) -> None:
    (tmp_path / "a").mkdir()
    failed = failing(tmp_path / "a", *years((0, 3), (2, 1)), *money(3_000_000, 3_500_000, 300)[:0])
    for check in failed:
        text = sentence(language(code), check)
        assert "\n" not in text
        for part in ("云岭市青禾区农业农村局", "2020", "2019", str(check.left), str(check.right), "三、收到和处理"):
            assert part in text, text


def test_every_kind_of_check_is_worded() -> None:
    from index.audit import MAGNITUDE, REPORTS  # noqa: PLC0415
    from index.checks import rules  # noqa: PLC0415

    names = {MAGNITUDE, REPORTS, "text", "text_parts", "balance", "outcomes", "parties"}
    names |= {rule["name"] for rule in rules()["years"]}
    for code in CODES:
        assert names <= language(code).sentences["findings"].keys()
        assert names | {rule["whole"] for rule in rules()["sum"]} <= language(code).sentences["checks"].keys()
