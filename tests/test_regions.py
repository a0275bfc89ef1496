"""China's administrative divisions: what is listed, how it is read, said and chained."""

from __future__ import annotations

import csv
import gzip
import io
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from index import region_names, regions
from scripts import build_regions

HERE = Path(regions.__file__).parent

PINYIN = """
番禺区 panyu  六安市 luan  铅山县 yanshan  台州市 taizhou  乐清市 yueqing  蔚县 yuxian  大埔县 dabu  黄埔区 huangpu
黄浦区 huangpu  长垣市 changyuan  会理市 huili  会泽县 huize  莘县 shenxian  枞阳县 zongyang  尉犁县 yuli
尉氏县 weishi  歙县 shexian  亳州市 bozhou  泌阳县 biyang  渑池县 mianchi  郏县 jiaxian  邛崃市 qionglai
犍为县 qianwei  筠连县 junlian  荥经县 yingjing  荥阳市 xingyang  珲春市 hunchun  桦甸市 huadian  蚌埠市 bengbu
蚌山区 bengshan  丽水市 lishui  东阿县 donge  牟平区 muping  中牟县 zhongmu  牟定县 mouding  曲阜市 qufu
任丘市 renqiu  乐亭县 laoting  乐陵市 laoling  昌乐县 changle  南乐县 nanle  民乐县 minle  井陉县 jingxing
藁城区 gaocheng  蠡县 lixian  盱眙县 xuyi  邗江区 hanjiang  阳曲县 yangqu  解放区 jiefang  单县 shanxian
浚县 xunxian  涡阳县 guoyang  郫都区 pidu  都匀市 duyun  成都市 chengdu  丰都县 fengdu  繁峙县 fanshi
洪洞县 hongtong  洞口县 dongkou  长子县 zhangzi  长治市 changzhi  天长市 tianchang  什邡市 shifang
康巴什区 kangbashi  库尔勒市 kuerle  弥勒市 mile  佛冈县 fogang  佛坪县 foping  浪卡子县 langkazi
万柏林区 wanbailin  桐柏县 tongbai  马尾区 mawei  汕尾市 shanwei  六合区 luhe  六盘水市 liupanshui  吴堡县 wubu
闵行区 minhang  漯河市 luohe  召陵区 shaoling  崆峒区 kongtong  龙圩区 longxu  曾都区 zengdu  伽师县 jiashi
黄陂区 huangpi  宝坻区 baodi  句容市 jurong  厦门市 xiamen  重庆市 chongqing  百色市 baise  吐鲁番市 tulufan
朝阳区 chaoyang  朝天区 chaotian  海珠区 haizhu  吕梁市 lvliang  大城县 daicheng  穆棱市 muling  陕西省 shanxi
山西省 shanxi  内蒙古自治区 neimenggu  恩施土家族苗族自治州 enshi  称多县 chenduo  宕昌县 tanchang  儋州市 danzhou
"""

SHORT = """
海珠区 海珠  广州市 广州  广东省 广东  单县 单县  东区 东区  恩施土家族苗族自治州 恩施  大理白族自治州 大理
延边朝鲜族自治州 延边  门头沟区 门头沟  东乡族自治县 东乡  鄂温克族自治旗 鄂温克  内蒙古自治区 内蒙古
龙胜各族自治县 龙胜  新疆维吾尔自治区 新疆  香港特别行政区 香港  神农架林区 神农架  六枝特区 六枝  浦东新区 浦东
万柏林区 万柏林  清新区 清新  北林区 北林  下花园区 下花园  绿园区 绿园  管城回族区 管城  回民区 回民  阿里地区 阿里
锡林郭勒盟 锡林郭勒  土默特左旗 土默特左旗  敖汉旗 敖汉  津市市 津市  景德镇市 景德镇  巴里坤哈萨克自治县 巴里坤
积石山保安族东乡族撒拉族自治县 积石山
"""


def pairs(text: str) -> list[tuple[str, str]]:
    words = text.split()
    return list(zip(words[::2], words[1::2], strict=True))


def chained(found: tuple[regions.Region, ...]) -> list[str]:
    return [regions.chain_name(region) for region in found]


def test_counts_by_level() -> None:
    assert Counter(region.level for region in regions.all_regions()) == {"province": 34, "city": 333, "county": 2849}


def test_every_region_has_its_parent_one_level_up_or_more() -> None:
    for region in (*regions.all_regions(), *regions.former_regions()):
        line = regions.chain(region)
        assert line[-1] is region
        assert line[0].level == "province"
        levels = [regions.LEVELS.index(each.level) for each in line]
        assert levels == sorted(set(levels)), region


def test_every_spelling_is_whole() -> None:
    for region in (*regions.all_regions(), *regions.former_regions()):
        assert len(region.code) == 6
        assert region.code.isdecimal()
        assert len(region.short) >= 2
        assert region.name.startswith(region.short)
        assert region.pinyin_full.startswith(region.pinyin)
        assert region.pinyin_full.isascii()
        assert region.pinyin_full.isalpha()
        assert region.pinyin_full.islower()


@pytest.mark.parametrize(("name", "pinyin"), pairs(PINYIN))
def test_pinyin(name: str, pinyin: str) -> None:
    assert {region.pinyin for region in regions.named(name)} == {pinyin}


@pytest.mark.parametrize(("name", "short"), pairs(SHORT))
def test_short(name: str, short: str) -> None:
    assert {region.short for region in regions.named(name)} == {short}


def test_pinyin_with_suffix() -> None:
    (region,) = regions.named("海珠区")
    assert (region.pinyin_full, region.code, region.parent) == ("haizhuqu", "440105", "440100")


def test_chain_names() -> None:
    assert chained(regions.named("海珠区")) == ["广州市海珠区"]
    assert chained(regions.named("朝阳区")) == ["北京市朝阳区", "长春市朝阳区"]
    assert chained(regions.named("海淀区")) == ["北京市海淀区"]
    assert chained(regions.named("城口县")) == ["重庆市城口县"]
    assert chained(regions.named("鼓楼区")) == ["南京市鼓楼区", "徐州市鼓楼区", "福州市鼓楼区", "开封市鼓楼区"]
    for alone in (
        "东莞市",
        "中山市",
        "儋州市",
        "嘉峪关市",
        "济源市",
        "仙桃市",
        "神农架林区",
        "石河子市",
        "广州市",
        "广东省",
        "北京市",
    ):
        assert chained(regions.named(alone)) == [alone]


def test_known_and_unknown() -> None:
    assert chained(regions.called("天河区")) == chained(regions.called("天河")) == ["广州市天河区"]
    for name in ("火星区", "青禾区", "火星", "青禾", "", "区"):
        assert regions.named(name) == regions.called(name) == regions.called(name, 2010) == ()
    for text in ("", "huoxing", "huoxingqu", "qinghequqinghe", "广州", "haizh"):
        assert regions.romanised(text) == ()
    assert regions.by_code("999999") is None


def test_new_counties_are_listed() -> None:
    assert chained(regions.named("和安县")) == ["和田地区和安县"]
    assert chained(regions.named("临平区")) == ["杭州市临平区"]
    assert chained(regions.named("白杨市")) == ["白杨市"]


def test_full_name_is_not_a_short_one() -> None:
    assert regions.named("海珠") == ()
    assert chained(regions.called("海珠")) == ["广州市海珠区"]
    assert [region.level for region in regions.called("河南")] == ["province", "county"]


def test_names_that_people_use() -> None:
    for name in ("恩施州", "恩施"):
        assert "恩施土家族苗族自治州" in chained(regions.called(name))
    assert chained(regions.called("前郭县")) == ["松原市前郭尔罗斯蒙古族自治县"]
    assert chained(regions.called("管城区")) == ["郑州市管城回族区"]
    assert chained(regions.called("科右前旗")) == ["兴安盟科尔沁右翼前旗"]
    assert regions.called("浦东区") == regions.called("广东区") == ()


def test_latin_spellings() -> None:
    assert chained(regions.romanised("Haizhu")) == chained(regions.romanised("hai zhu qu")) == ["广州市海珠区"]
    assert "西安市" in chained(regions.romanised("Xi'an"))
    assert chained(regions.romanised("Shaanxi")) == ["陕西省"]
    assert chained(regions.romanised("Hong Kong")) == ["香港特别行政区"]
    for text in ("Lüliang", "lvliang", "luliang", "lyuliang"):
        assert "吕梁市" in chained(regions.romanised(text))
    assert set(chained(regions.romanised("huangpu"))) == {"广州市黄埔区", "上海市黄浦区"}


def test_children() -> None:
    (guangzhou,) = regions.named("广州市")
    assert len(regions.children(guangzhou)) == 11
    assert {region.parent for region in regions.children(guangzhou)} == {"440100"}
    (dongguan,) = regions.named("东莞市")
    assert regions.children(dongguan) == ()


def test_former_names_answer_only_to_their_years() -> None:
    assert regions.named("萝岗区") == regions.named("萝岗区", 2004) == regions.named("萝岗区", 2015) == ()
    assert chained(regions.named("萝岗区", 2010)) == ["广州市萝岗区"]
    (panyu,) = regions.named("番禺市", 1999)
    assert (panyu.since, panyu.until, panyu.pinyin) == (1992, 2000, "panyu")
    assert [region.name for region in regions.called("增城", 2010)] == ["增城市"]
    assert {region.name for region in regions.called("增城", 2014)} == {"增城市", "增城区"}
    assert [region.name for region in regions.called("增城")] == ["增城区"]
    assert regions.named("东山区", 2004) != ()


def test_what_a_region_has_become() -> None:
    def become(name: str, year: int) -> str | None:
        (region,) = regions.named(name, year)
        after = regions.successor(region)
        return after.name if after is not None else None

    assert become("从化市", 2012) == "从化区"
    assert become("襄樊市", 2009) == "襄阳市"
    # 宣化县 was taken into 宣化区, which stood beside it; 卢湾区 into 黄浦区
    assert become("宣化县", 2010) is None
    assert become("卢湾区", 2010) is None
    assert become("海珠区", 2020) is None


def test_keys_tell_a_former_region_from_the_one_that_has_its_code() -> None:
    for region in (*regions.all_regions(), *regions.former_regions()):
        assert regions.by_key(regions.key(region)) == region


def test_every_line_of_the_renamed_is_of_a_region_that_went() -> None:
    words = region_names.parse_words((Path(regions.__file__).with_name("regions.toml")).read_text(encoding="utf-8"))
    for old, new in words.renamed.items():
        gone, today = regions.by_key(old), regions.by_code(new)
        assert gone is not None, old
        assert today is not None, new


def test_chains_at_the_start_of_a_name() -> None:
    def chain(name: str, year: int | None = None) -> tuple[int, set[str]]:
        size, found = regions.chains_at(name, year)
        return size, {regions.chain_name(each) for each in found}

    assert chain("广东省广州市海珠区教育局") == (9, {"广州市海珠区"})
    assert chain("福州市鼓楼区教育局") == (6, {"福州市鼓楼区"})
    assert chain("鼓楼区教育局") == (3, {"南京市鼓楼区", "徐州市鼓楼区", "福州市鼓楼区", "开封市鼓楼区"})
    assert chain("从化市教育局", 2012) == (3, {"广州市从化市"})
    assert chain("青禾区教育局") == (0, set())
    # a province may be said short ahead of a division of its own
    assert chain("内蒙古呼伦贝尔市人民政府") == (8, {"呼伦贝尔市"})
    assert chain("广西南宁市教育局") == (5, {"南宁市"})
    assert chain("吉林市教育局") == (3, {"吉林市"})
    assert chain("江苏路街道办事处") == (0, set())
    assert chain("广西呼伦贝尔市教育局") == (0, set())


def test_a_former_region_keeps_the_parent_it_had() -> None:
    (region,) = regions.named("莱城区", 2015)
    assert [each.name for each in regions.chain(region)] == ["山东省", "莱芜市", "莱城区"]


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("青禾区", "青禾"),
        ("青禾新区", "青禾"),
        ("青禾高新区", "青禾"),
        ("青禾经济技术开发区", "青禾"),
        ("青禾示范区", "青禾"),
        ("青禾街道", "青禾"),
        ("青禾镇", "青禾"),
        ("青禾回族乡", "青禾"),
        ("青禾", "青禾"),
        ("青禾局", "青禾局"),
        ("雄安新区", "雄安"),
        ("海珠区", "海珠"),
        ("景德镇", "景德镇"),
        ("恩施州", "恩施"),
        ("恩施土家族苗族自治州", "恩施"),
        ("区", "区"),
        ("", ""),
    ],
)
def test_split_suffix(name: str, stem: str) -> None:
    assert regions.split_suffix(name) == (stem, name.removeprefix(stem))


def test_words_name_codes_of_today() -> None:
    words = region_names.parse_words((HERE / "regions.toml").read_text(encoding="utf-8"))
    for code, spellings in (*words.also.items(), *words.latin.items()):
        assert regions.by_code(code) is not None, code
        assert spellings
    assert all(region_names.latin_key(each) == each for spellings in words.latin.values() for each in spellings)
    assert all(regions.named(name) for name in words.stems)


def test_a_wrong_key_is_named() -> None:
    text = (HERE / "regions.toml").read_text(encoding="utf-8")
    with pytest.raises(ValueError, match="sufixes"):
        region_names.parse_words(text.replace("suffixes", "sufixes", 1))


def test_rows_are_sorted_and_their_bytes_repeatable() -> None:
    packed = (HERE / "regions.csv.gz").read_bytes()
    assert packed[4:8] == bytes(4)
    head, *rows = csv.reader(io.StringIO(gzip.decompress(packed).decode("utf-8"), newline=""))
    assert tuple(head) == regions.COLUMNS
    assert rows == sorted(rows)
    again = build_regions.pack([tuple(row) for row in rows])
    assert again[4:8] == bytes(4)
    assert gzip.decompress(again) == gzip.decompress(packed)  # another zlib may pack other bytes


def test_every_reading_of_the_list_is_used_and_shipped() -> None:
    known = build_regions.readings()
    listed = (*regions.all_regions(), *regions.former_regions())
    for part in known.names:
        assert any(part in region.name for region in listed), part
    for region in listed:
        assert "".join(build_regions.spell(region.name, region.short, known)) == region.pinyin_full


def test_years_are_as_wide_as_the_lists_leave_open() -> None:
    lists = {
        "201312": {"440000": "广东省", "440100": "广州市", "440183": "增城市"},
        "201410": {"440000": "广东省", "440100": "广州市", "440118": "增城区"},
        "202412": {"440000": "广东省", "440100": "广州市", "440118": "增城区"},
    }
    rows = {row[1]: row for row in build_regions.table(lists, build_regions.readings())}
    assert rows["增城市"][-2:] == ("", "2014")
    assert rows["增城区"][-2:] == ("2014", "")
    assert rows["增城区"][:5] == ("440118", "增城区", "增城", "county", "440100")
    assert rows["广东省"][-2:] == ("", "")


def test_a_parent_that_changed_its_code_is_found_under_the_last() -> None:
    lists = {
        "201312": {"440000": "广东省", "442600": "青禾地区", "442621": "田边县"},
        "201410": {"440000": "广东省", "440400": "青禾地区", "440402": "田边区"},
        "202412": {"440000": "广东省", "440400": "青禾市", "440402": "田边区"},
    }
    rows = {row[1]: row for row in build_regions.table(lists, build_regions.readings())}
    assert (rows["田边县"][4], rows["青禾地区"][0]) == ("440400", "440400")


def test_rows_that_are_no_places_are_left_out_and_misprints_put_right() -> None:
    codes = {
        "110000": "北京市",
        "110100": "北京市",
        "419000": "省直辖县级行政区划",
        "420104": "乔口区",
        "441901": "市辖区",
    }
    assert build_regions.cleaned(codes, build_regions.readings()) == {"110000": "北京市", "420104": "硚口区"}


def test_import_reads_nothing() -> None:
    code = (
        "from index import region_names, regions\n"
        "assert regions._tables.cache_info().currsize == region_names.region_words.cache_info().currsize == 0"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=HERE.parent)
