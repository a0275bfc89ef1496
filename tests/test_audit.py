"""The audit: every planted contradiction is found, and what only looks like one raises nothing."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.config import Settings
from bot.languages import CODES, language
from bot.memory import Memory
from bot.models import Question
from bot.pages.findings import sentence, told
from bot.service import Service
from index.audit import across, checks, findings, same_body, stored_checks
from index.models import PARTIES, Check, Report, StoredReport
from index.store import Store
from loaders import load
from tests import forms_of_statistics as statistics
from tests.forms_of_figures import grid, make, report, tabs
from tests.printed.blocks import blocks
from tests.printed.docx import docx
from tests.printed.html import html
from tests.printed.pdf import pdf
from tests.test_tables import LAYOUTS, lay_out, read

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


@pytest.mark.parametrize("layout", LAYOUTS)
def test_reports_that_agree_with_themselves_raise_nothing(tmp_path: Path, layout: str) -> None:
    for seed in range(4):
        for form in ("2019", "2021"):
            rng = random.Random(f"{layout}{form}{seed}")
            made = make(rng, form, blanks=seed % 3 == 0)
            assert read(tmp_path, lay_out(made, layout, rng)).warnings == ()


@pytest.mark.slow
@pytest.mark.parametrize("layout", LAYOUTS)
def test_many_reports_that_agree_with_themselves_raise_nothing(tmp_path: Path, layout: str) -> None:
    for seed in range(100, 160):
        for form in ("2019", "2021"):
            rng = random.Random(f"{layout}{form}{seed}")
            made = make(rng, form, blanks=seed % 3 == 0)
            assert read(tmp_path, lay_out(made, layout, rng)).warnings == ()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_one_figure_changed_in_a_table_is_found_in_its_row_or_its_column(tmp_path: Path, layout: str) -> None:
    """Where the layout leaves it to the sums which column is which, the row is a gap instead."""
    for seed in range(4):
        rng = random.Random(f"{layout}{seed}")
        made = make(rng, "2021" if seed % 2 else "2019", blanks=seed == 0)
        key, at = rng.choice(list(made.two)), rng.randrange(7)
        made.two[key][at] = (made.two[key][at] or 0) + rng.randint(1, 50)
        found = read(tmp_path, lay_out(made, layout, rng))
        assert found.warnings or any(gap.metric == key for gap in found.gaps), (key, at)
        for check in found.warnings:
            rows = {fact.metric for fact in (*check.left_terms, *check.right_terms)}
            assert key in rows or check.party == PARTIES[at]
            assert check.name in {"balance", "outcomes", "parties"}


@pytest.mark.parametrize("name", ["a.html", "a.docx", "a.pdf"])
def test_one_figure_changed_is_found_in_other_formats(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    for seed in range(3):
        rng = random.Random(seed)
        made = make(rng, "2021")
        for changed in (False, True):
            if changed:
                key, at = rng.choice(list(made.two)), rng.randrange(7)
                made.two[key][at] = (made.two[key][at] or 0) + rng.randint(1, 50)
            file.write_bytes({"a.html": html, "a.docx": docx, "a.pdf": pdf}[name](blocks(made)))
            assert bool(load(str(file)).warnings) == changed


def test_blanks_are_not_zero_and_hide_no_excess(tmp_path: Path) -> None:
    made = make(random.Random(2), "2019")
    row = made.two["outcome.granted"]
    row[:] = [4, 2, 0, 0, 0, 0, 9]
    assert ("parties", "outcome.granted") in names(read(tmp_path, report([tabs(rows) for rows in grid(made)])))
    row[2] = None
    # what is lacking of nine may be in the blank
    assert ("parties", "outcome.granted") not in names(read(tmp_path, report([tabs(rows) for rows in grid(made)])))
    row[6] = 5
    assert ("parties", "outcome.granted") in names(read(tmp_path, report([tabs(rows) for rows in grid(made)])))


def names(found: Report) -> set[tuple[str, str | None]]:
    return {(check.name, check.left_terms[0].metric) for check in found.warnings}


STATISTICS = [
    "统计指标\t单位\t统计数",
    "三、依申请公开情况\t——\t——",
    "（一）收到申请数\t件\t{}",
    "1.当面申请数\t件\t10",
]
STATISTICS += ["2.传真申请数\t件\t0", "3.网络申请数\t件\t20", "4.信函申请数\t件\t15", "（二）申请办结数\t件\t40"]
STATISTICS += ["1.按时办结数\t件\t38", "2.延期办结数\t件\t2"]


def test_totals_of_the_statistics_form(tmp_path: Path) -> None:
    def found(whole: int, *own: str) -> set[tuple[str, str | None]]:
        lines = [line.format(whole) for line in STATISTICS]
        return names(read(tmp_path, statistics.report([*lines[:7], *own, *lines[7:]])))

    assert found(45) == set()
    assert found(50) == {("requests.received", "requests.received")}
    assert found(50, "5.其他形式申请数\t件\t5") == set()


KINDS = "主动公开政府信息{}条，其中组织机构类5条，部门文件类21条，工作动态类{}条，其他类7条。"


@pytest.mark.parametrize(
    ("text", "wanted"),
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
def test_parts_in_a_sentence(tmp_path: Path, text: str, wanted: list[str]) -> None:
    assert [check.name for check in failing(tmp_path, printed(3, "2021", 2020, text=text))] == wanted


def test_text_and_table(tmp_path: Path) -> None:
    made = make(random.Random(3), "2021")
    received, carried = made.two["requests.received"][6] or 0, made.two["requests.carried_in"][6] or 0
    for text, wanted in (
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
        assert [check.name for check in failed] == wanted, text


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


def test_a_year_that_two_reports_tell_differently_is_compared_as_far_as_they_agree(tmp_path: Path) -> None:
    first, second = years((0, 3), (2, 1))
    other = first.replace("人手不足", "人手不够").replace("规章\t", "规章\t1", 1)
    kinds = {check.name for check in failing(tmp_path, first, other, second)}
    assert kinds == {"reports", "carried_over"}


def test_bodies_of_one_name_in_two_cities_are_not_compared(tmp_path: Path) -> None:
    first, second = (text.replace("云岭市青禾区农业农村局", "鼓楼区人民政府办公室") for text in years((0, 3), (2, 1)))
    twin = first.replace("规章\t", "规章\t1", 1)
    here, there = (f"鼓楼区是{city}的区，按要求开展工作。" for city in ("江苏省南京市", "福建省福州市"))
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    plain = "按要求开展工作。"
    same = [text.replace(plain, here) for text in (first, second, twin)]
    assert {check.name for check in failing(tmp_path / "a", *same)} == {"reports", "carried_over"}
    (tmp_path / "c").mkdir()
    assert failing(tmp_path / "b", first.replace(plain, here), second.replace(plain, there)) == []
    assert failing(tmp_path / "c", first.replace(plain, here), twin.replace(plain, there)) == []


def test_reports_of_one_name_are_parted_by_their_division() -> None:
    def report_of(at: int, region: str | None) -> StoredReport:
        return StoredReport(
            id=at,
            path=f"{at}.txt",
            body="鼓楼区人民政府办公室",
            year=2020,
            form="2019",
            region=region,
            url=None,
            digest="",
            notes=(),
            outline="[]",
            facts=0,
            statements=0,
            gaps=0,
            doubted=False,
        )

    def parted(*regions: str | None) -> list[list[int]]:
        return [[each.id for each in one] for one in same_body([report_of(*each) for each in enumerate(regions)])]

    assert parted("320106", "320106", None) == [[0, 1, 2]]
    assert parted("320106", "350102", None, "320106") == [[0, 3], [1], [2]]


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
        # of three years the one that is off, and not those that agree
        ((3_000_000, 3_500_000, 29_000_000_000), 1),
        ((3_000_000, 29_000_000_000), 0),
        ((3_000_000, 3_500_000, 29_000_000_000, 31_000_000_000), 0),
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
    failed = failing(tmp_path, *years((0, 3), (2, 1)))
    (check,) = told(failed)
    text = sentence(language(code), check)
    assert "\n" not in text
    for part in ("云岭市青禾区农业农村局", "2020", "2019", "2 件", "3 件", "三、收到和处理", "总计", "31", "52"):
        assert part in text, text


def test_a_finding_names_the_row_and_what_is_not_nothing(tmp_path: Path) -> None:
    made = make(random.Random(2), "2019")
    made.two["outcome.granted"] = [4, 0, 0, 2, 0, 0, 7]
    (check,) = (
        each for each in read(tmp_path, report([tabs(rows) for rows in grid(made)])).warnings if each.name == "parties"
    )
    line = check.left_terms[0].source.line
    assert sentence(language("zh"), check) == (
        "您好，贵单位（云岭市青禾区农业农村局）2020 年政府信息公开工作年度报告中，"
        f"予以公开 7 件（三、收到和处理政府信息公开申请情况，“（一）予以公开”行，“总计”列，第 {line} 行），"
        "而自然人 4 件 + 社会公益组织 2 件 = 6 件（其余 4 项为 0 或空白）；"
        "同一行中“总计”应等于各类申请人之和，烦请核实。"
    )


def test_an_answer_says_that_its_figure_stands_in_what_fails(tmp_path: Path) -> None:
    text = printed(3, "2021", 2020, text=KINDS.format(41, 7))
    (tmp_path / "report.txt").write_text(text, encoding="utf-8")
    with Store.create(tmp_path / "index.db") as store:
        store.replace(load(str(tmp_path / "report.txt")))
        service = Service(store, Memory(None), Settings())
        answer = service.ask(Question(text="云岭市青禾区农业农村局2020年主动公开政府信息多少条"))
        assert [str(result.value) for result in answer.results] == ["41"]
        assert any("41 ≠ 5 + 21 + 7 + 7" in note for note in answer.notes)
        checked = service.ask(Question(text="云岭市青禾区农业农村局2020年的勾稽关系对得上吗"))
        assert [check.holds for check in checked.checks].count(False) == 1


def test_every_kind_of_check_is_worded() -> None:
    from index.audit import MAGNITUDE, REPORTS  # noqa: PLC0415
    from index.checks import rules  # noqa: PLC0415

    names = {MAGNITUDE, REPORTS, "text", "text_parts", "text_twice", "text_balance", "balance", "outcomes", "parties"}
    names |= {rule["name"] for rule in rules()["years"]}
    for code in CODES:
        assert names <= language(code).sentences["findings"].keys()
        assert names | {rule["whole"] for rule in rules()["sum"]} <= language(code).sentences["checks"].keys()
