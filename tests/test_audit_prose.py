"""Parts against totals, and figures against tables, in the text: each contradiction beside what only looks like one."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from index.models import Check, Report
from index.store import Store
from loaders import load
from tests import forms_of_statistics as statistics
from tests.forms_of_figures import grid, make, report, tabs

CONTRADICTIONS = [
    "主动公开政府信息51条。其中机构类信息20条，内有领导成员10条、机构职能10条；工作类信息22条，其中工作动态3条、通知公告19条；政策文件类8条。",
    "主动公开政府信息566条，其中，组织机构类5条，文件类21条，动态类529条，财政预决算3条，政府工作报告1条，其他8条。",
    "主动公开政府信息73条，其中：统计数据12条，工作动态信息21条，重要会议信息4条，公示公告信息2条，预警信息35条。",
    "全年办结政府信息公开申请12件，其中予以公开5件、部分公开1件、无法提供4件、不予处理1件。",
    "因政府信息公开工作被申请行政复议5件（维持3件、纠正1件、尚未审结2件）。",
    "全年发生政府信息公开行政诉讼6件，其中结果维持4件，结果纠正1件，其他结果1件，尚未审结1件。",
    "收到政府信息公开申请40件，其中当面申请3件、网络申请25件、信函申请11件、传真申请2件。",
    "收到政府信息公开申请40件，其中当面申请3件、网络申请25件、信函申请10件。",
    "收到政府信息公开申请33件，其中自然人28件，法人或其他组织6件。",
    "收到政府信息公开申请33件，其中自然人申请28件，商业企业申请3件，法律服务机构申请3件。",
    "全年主动公开政府信息1000条，其中通过政府网站公开800条，通过微信公众号公开150条，其他方式60条。",
    "全年主动公开政府信息100条，其中工作动态类60条，占60%；部门文件类30条，占30%；其他类11条，占11%。",
    "全县从事政府信息公开工作人员36人，其中专职人员6人，兼职人员31人。",
    "全年办结政府信息公开申请40件，其中予以公开20件、部分公开5件、不予公开8件（属于国家秘密2件、属于行政执法案卷6件）、无法提供4件、不予处理4件。",
    "全年办结政府信息公开申请40件，其中按时办结38件，延期办结3件。",
    "主动公开政府信息42条，其中组织机构类5条，部门文件类21条，工作动态类7条，通讯录类1条，其他类\n— 2 —\n7条。",
    "收到政府信息公开申请40件，办结38件，其中予以公开20件、不予公开8件、无法提供11件，结转下年度2件。",
]
LOOK_ALIKES = [
    "主动公开政府信息50条。其中机构类信息20条，内有领导成员10条、机构职能10条；工作类信息22条，其中工作动态3条、通知公告19条；政策文件类8条。",
    "主动公开政府信息2195条，其中政务要闻450条、通知公告120条、环境保护452条、其他182条，调整栏目3个，微信公众号600条，微博391条。",
    "网站公开信息4796条，其中重点领域信息公开1334条，工作动态类信息2476条，信息公开目录1898条。",
    "主动公开政府信息74条，其中：统计数据12条，工作动态信息21条，重要会议信息4条，公示公告信息2条，预警信息35条。",
    "全年办结政府信息公开申请12件，其中予以公开5件、部分公开1件、无法提供4件、不予处理2件。",
    "因政府信息公开工作被申请行政复议5件（维持3件、纠正1件、尚未审结1件）。",
    "因政府信息公开工作被申请行政复议5件，其中维持3件。",
    "收到政府信息公开申请40件，其中当面申请3件、网络申请25件、信函申请11件、传真申请1件。",
    "收到政府信息公开申请40件，其中网络申请25件、信函申请10件。",
    "收到政府信息公开申请40件，其中当面申请3件、网络申请25件、电子邮件申请2件、信函申请10件。",
    "收到政府信息公开申请33件，其中自然人28件，法人或其他组织5件。",
    "收到政府信息公开申请33件，其中自然人申请28件，商业企业申请3件。",
    "全年主动公开政府信息1000条，其中通过政府网站公开800条，通过微信公众号公开150条，其他方式50条。",
    "全年主动公开政府信息1000条，其中通过政府网站公开1000条，通过微信公众号公开600条。",
    "全年主动公开政府信息1000条。通过政府网站公开800条，通过微信公众号公开250条，其他方式60条。",
    "全年主动公开政府信息566条。通过微信公众号发布工作动态类信息700条、其他类信息20条。",
    "全年主动公开政府信息100条，主要包括工作动态类60条、部门文件类20条、财政预决算类15条。",
    "全年主动公开政府信息100条，包括组织机构类5条、工作动态类60条、部门文件类20条等。",
    "全年主动公开政府信息100条，其中工作动态类60条，占60%；部门文件类30条，占30%；其他类10条，占10%。",
    "全年主动公开政府信息100条，其中工作动态类约60条，部门文件类30条，其他类11条。",
    "全年主动公开政府信息100条，同比增长20%，其中工作动态类60条，部门文件类30条，其他类10条（比上年增加3条）。",
    "全年主动公开政府信息100条，其中工作动态类60条，部门文件类30条，其他类10条（含通知公告4条、人事信息6条）。",
    "2020年主动公开政府信息100条，较上年的90条增加10条。其中工作动态类60条，部门文件类30条，其他类10条。",
    "从事政府信息公开工作人员36人，其中专职6人，兼职30人。",
    "全年不予公开8件，其中属于国家秘密1件，属于三类内部事务信息3件，属于四类过程性信息4件。",
    "收到申请46件，已答复44件，2件正在办理中。",
    "共收到政府信息公开申请220件，其中自然人200件，法人20件；上年结转6件，办结答复210件。",
    "全年办结政府信息公开申请40件，其中予以公开20件、部分公开5件、不予公开8件（属于国家秘密2件、属于行政执法案卷6件）、无法提供4件、不予处理3件。",
    "全年办结政府信息公开申请40件，按时办结38件，延期办结2件。",
    "受理政府信息公开申请64件，其中本年新收60件、上年结转4件。",
    "公开规章13件（含新制定5件，修改4件，废止4件）。",
    "主动公开政府信息41条，其中组织机构类5条，部门文件类21条，工作动态类7条，通讯录类1条，其他类\n— 2 —\n7条。",
    "主动公开政府信息数41条。\n其中：组织机构类5条，部门文件类21条，工作动态类7条，通讯录类1条，其他类7条。",
    "收到政府信息公开申请33件，办结30件，其中自然人28件，法人或其他组织2件。",
    "全年主动公开政府信息566条，通过微信公众号发布工作动态类信息700条、其他类信息20条。",
    "全年主动公开政府信息566条。按照要求，部门文件类信息7条、工作动态类信息700条、其他类信息20条均已上网。",
    "主动公开政府信息100条，其中工作动态类 60，部门文件类 30，财政预决算类3条，其他类7条。",
    "主动公开政府信息100条，其中工作动态类60条（3月12条），部门文件类30条，其他类10条。",
    "全年主动公开政府信息1000条，按要求通过政府网站公开800条，通过微信公众号公开150条，其他方式60条。",
    "收到政府信息公开申请40件，上年结转2件，办结38件，其中予以公开20件、不予公开8件、无法提供10件，结转下年度4件。",
    "行政复议3件，其中维持2件、纠正1件；行政诉讼4件，其中维持3件、其他结果1件。",
    "主动公开政府信息100条，其中工作动态类60条、部门文件类30条、其他类10条；人大代表建议办理信息4条、财政信息65条。",
    "主动公开政府信息100条，同比增加20条。其中工作动态类60条，部门文件类30条，其他类10条。",
]


def read(folder: Path, text: str) -> Report:
    """A report that has this text and no tables."""
    lines = ["云岭市青禾区农业农村局2020年政府信息公开工作年度报告", "", "一、总体情况", text, ""]
    file = folder / "report.txt"
    file.write_text("\n".join([*lines, "五、存在的主要问题及改进情况", "人手不足。", ""]), encoding="utf-8")
    return load(str(file))


@pytest.mark.parametrize("text", CONTRADICTIONS)
def test_parts_that_do_not_add_up_are_one_finding(tmp_path: Path, text: str) -> None:
    (check,) = read(tmp_path, text).warnings
    assert check.name == "text_parts"
    assert check.left == sum(fact.value or 0 for fact in check.left_terms)
    assert check.right == sum(fact.value or 0 for fact in check.right_terms)
    assert len(check.right_terms) > 1


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_what_only_looks_like_one_raises_nothing(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text).warnings == ()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2020年收到政府信息公开申请40件。\n2020年收到政府信息公开申请44件，均已答复。", ["text_twice"]),
        ("2020年收到政府信息公开申请40件。\n收到的40件申请均已答复。", []),
        ("2020年收到政府信息公开申请40件。\n2020年受理政府信息公开申请38件。", []),
        ("2020年收到政府信息公开申请近40件。\n2020年收到政府信息公开申请38件。", []),
        ("2020年新收政府信息公开申请40件，上年结转2件，办结41件，结转下年度3件。", ["text_balance"]),
        ("2020年新收政府信息公开申请40件，上年结转2件，办结39件，结转下年度3件。", []),
        ("2020年新收政府信息公开申请40件，上年结转2件，办结38件，结转下年度3件，申请人撤回1件。", []),
        ("2020年新收政府信息公开申请40件，办结41件，结转下年度3件。", []),
        ("2020年收到政府信息公开申请42件（含上年结转2件），办结41件，结转下年度3件。", ["text_balance"]),
        ("2020年收到政府信息公开申请42件（含上年结转2件），办结39件，结转下年度3件。", []),
    ],
)
def test_a_text_without_tables_agrees_with_itself(tmp_path: Path, text: str, wanted: list[str]) -> None:
    assert [check.name for check in read(tmp_path, text).warnings] == wanted


def test_a_figure_that_no_metric_names_is_a_part(tmp_path: Path) -> None:
    found = read(
        tmp_path, "主动公开政府信息73条，其中：统计数据12条，工作动态信息21条，公示公告信息6条，预警信息35条。"
    )
    (check,) = found.warnings
    assert [str(fact.value) for fact in check.right_terms] == ["12", "21", "6", "35"]
    assert [fact.metric for fact in check.right_terms] == [None, "disclosed.news", None, None]


def with_money(folder: Path, cell: str, text: str) -> list[Check]:
    made = make(random.Random(1), "2019")
    whole = report([tabs(rows) for rows in grid(made)]).replace("按要求开展工作。", text)
    row = f"政府集中采购\t{made.one['procurement.items']}\t"
    assert f"{row}{made.one['procurement.amount'] // 10000}\n" in whole
    whole = whole.replace(f"{row}{made.one['procurement.amount'] // 10000}\n", f"{row}{cell}\n")
    file = folder / "report.txt"
    file.write_text(whole, encoding="utf-8")
    return list(load(str(file)).warnings)


@pytest.mark.parametrize(
    ("cell", "text", "fails"),
    [
        ("176.721105", "政府集中采购总金额1767211.05元。", False),
        ("176.721105", "政府集中采购总金额176.72万元。", False),
        ("176.721105", "政府集中采购总金额177万元。", False),
        ("176.729", "政府集中采购总金额176.72万元。", False),
        ("176.72", "政府集中采购总金额1767211.05元。", False),
        ("176.721105", "政府集中采购总金额近180万元。", False),
        ("176.721105", "政府集中采购总金额近190万元。", False),
        ("176.721105", "政府集中采购总金额176.73万元。", True),
        ("176.721105", "政府集中采购总金额167.72万元。", True),
        ("176.72", "政府集中采购总金额176.73万元。", True),
        ("176.72", "政府集中采购总金额1767311.05元。", True),
    ],
)
def test_rounded_money_agrees_as_far_as_it_is_printed(tmp_path: Path, cell: str, text: str, fails: bool) -> None:
    assert [check.name for check in with_money(tmp_path, cell, text)] == ["text"] * fails


def test_what_is_said_of_all_received_is_not_said_of_those_carried_in(tmp_path: Path) -> None:
    made = make(random.Random(3), "2021")
    received, carried = made.two["requests.received"][6] or 0, made.two["requests.carried_in"][6] or 0
    closed = made.two["outcome.total"][6] or 0
    assert carried
    assert closed != received
    whole = report([tabs(rows) for rows in grid(made)])
    for text, names in (
        (f"全年收到政府信息公开申请{received}件，全部按时办结。", []),
        (f"全年办结政府信息公开申请{closed}件。", []),
        (f"全年办结政府信息公开申请{closed + 1}件。", ["text"]),
        (f"全年收到政府信息公开申请{received + carried}件。", []),
        (f"全年新收政府信息公开申请{received + carried}件。", ["text"]),
    ):
        file = tmp_path / "report.txt"
        file.write_text(whole.replace("按要求开展工作。", text), encoding="utf-8")
        assert [check.name for check in load(str(file)).warnings] == names, text


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("全年主动公开政府信息2000条。", []),
        ("全年主动公开政府信息2001条。", ["text"]),
        ("通过区政府网站公开信息566条，其中组织机构类5条，部门文件类541条，其他类20条。", []),
    ],
)
def test_what_one_site_holds_is_not_all_that_the_statistics_form_counts(
    tmp_path: Path, text: str, names: list[str]
) -> None:
    rows, _ = statistics.make(random.Random(1))
    rows = [replace(row, shown="2000") if row.key == "disclosed.total" else row for row in rows]
    whole = statistics.report(statistics.tabs(rows)).replace("按要求公开。", text)
    (tmp_path / "report.txt").write_text(whole, encoding="utf-8")
    found = load(str(tmp_path / "report.txt"))
    assert any(fact.metric == "disclosed.total" and fact.kind == "table" for fact in found.facts)
    assert [check.name for check in found.warnings if check.name == "text"] == names


@pytest.mark.parametrize(
    ("key", "text", "names"),
    [
        ("training.meetings", "召开专题推进会3次。", []),
        ("training.meetings", "召开政府信息公开工作会议3次。", ["text"]),
        ("training.courses", "举办政务公开业务培训1期。", []),
        ("training.courses", "全年共举办政府信息公开培训班3次。", ["text"]),
        ("channel.wechat", "“青禾发布”微信公众号推出图文1940篇。", []),
        ("channel.wechat", "通过政务微信公开政府信息1940条。", ["text"]),
        ("organisation.reading_points", "在11个社区设立信息公开查阅点。", []),
        ("organisation.reading_points", "设立政府信息公开查阅点11个。", ["text"]),
        ("organisation.staff", "全系统从事政府信息公开工作的人员2113人。", []),
        ("organisation.staff", "从事政府信息公开工作的人员2113人。", ["text"]),
    ],
)
def test_one_kind_or_place_is_not_all_that_the_table_counts(
    tmp_path: Path, key: str, text: str, names: list[str]
) -> None:
    rows, _ = statistics.make(random.Random(1))
    rows = [replace(row, shown="2000") if row.key == key else row for row in rows]
    whole = statistics.report(statistics.tabs(rows)).replace("按要求公开。", text)
    (tmp_path / "report.txt").write_text(whole, encoding="utf-8")
    found = load(str(tmp_path / "report.txt"))
    assert any(fact.metric == key and fact.kind == "prose" for fact in found.facts)
    assert [check.name for check in found.warnings if check.name == "text"] == names


def test_a_finding_with_a_figure_that_no_metric_names_is_kept(tmp_path: Path) -> None:
    found = read(
        tmp_path, "主动公开政府信息73条，其中：统计数据12条，工作动态信息21条，公示公告信息6条，预警信息35条。"
    )
    with Store.create(tmp_path / "index.db") as store:
        store.replace(found)
        assert store.warnings() == found.warnings
        assert [each.text for check in store.warnings() for each in check.right_terms if each.text] == [
            "其中：统计数据12条",
            "公示公告信息6条",
            "公示公告信息6条，预警信息35条",
        ]


@pytest.mark.parametrize(
    ("cells", "text", "names"),
    [
        # the results that the text leaves out are 0 in the table: what it gives is all
        ([4, 0, 0, 2, 6], "因政府信息公开被提起行政诉讼6件，其中结果维持4件，尚未审结2件。", []),
        ([4, 0, 0, 2, 6], "因政府信息公开被提起行政诉讼7件，其中结果维持4件，尚未审结2件。", ["text", "text_parts"]),
        # they are not: what the text gives is a choice
        ([5, 3, 6, 1, 15], "因政府信息公开被提起行政诉讼15件，其中结果维持5件，尚未审结1件。", []),
        ([3, 1, 1, 1, 6], "因政府信息公开被提起行政诉讼6件，其中结果维持3件，结果纠正1件，尚未审结1件。", []),
    ],
)
def test_a_table_tells_whether_the_results_in_the_text_are_all(
    tmp_path: Path, cells: list[int], text: str, names: list[str]
) -> None:
    made = make(random.Random(3), "2021")
    keys = [key for key in made.three if key.startswith("litigation.direct")]
    made.three |= dict(zip(keys, cells, strict=True))
    made.three |= {key: 0 for key in made.three if key.startswith("litigation.after")}
    whole = report([tabs(rows) for rows in grid(made)]).replace("按要求开展工作。", text)
    (tmp_path / "report.txt").write_text(whole, encoding="utf-8")
    assert [check.name for check in load(str(tmp_path / "report.txt")).warnings] == names
