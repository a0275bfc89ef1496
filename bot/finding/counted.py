"""Whether a figure counts what a question counts: its own unit says so, or the name of the thing stands next to it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from bot.finding.alike import alike, others_of
from bot.finding.counting import SHORTEST_PIECE, Counting, Run, act_of
from bot.finding.placing import Spot, negations, part_of, placed
from bot.languages import language
from bot.words.mentions import is_content
from index import numbers


def counts(clause: str, spot: Spot, unit: str, asked: Counting) -> bool:
    """Whether the figure counts what the question counts: its own unit says so, or the noun stands next to it."""
    tables = language("zh").statements
    if asked.money:
        return unit in numbers.MONEY_UNITS and len(numbers.find(clause[slice(*part_of(clause, spot))])) == 1
    if not same_measure(unit, asked):
        return False
    if unit in tables["telling"] and _were_served(clause, spot, asked):
        return False
    if asked.measure is None and unit in tables["telling"] and _only_takes_part(clause, spot, asked):
        return False
    if asked.measure in tables["telling"]:
        if _came_of_them(clause, spot, asked):
            return False
        own = asked.after is not None or asked.before is None
        return own or not (_only_takes_part(clause, spot, asked) or _is_made_up_of(clause, spot, asked))
    following, leading = clause[spot[1] :].lstrip(), clause[: spot[0]].rstrip()
    if _are_some(clause, spot, asked):
        return False
    if is_longer_name(following, asked):
        return False
    leading = _without_acts(leading, asked)
    if asked.after is not None:
        without = _without(leading, asked.before) if asked.before is not None and _is_verb(asked.before) else leading
        if without != leading and _touches_after(clause, following, without, asked.after):
            return True
        return _touches_after(clause, following, leading, asked.after)
    return asked.before is not None and _touches_before(clause, following, leading, asked.before)


def _without_acts(leading: str, asked: Counting) -> str:
    """扫描档案多少卷: 完成档案扫描5200卷, the verb that was asked about between the thing and its figure."""
    acts = [act for run in asked.runs if (act := act_of(run)) and leading.endswith(act)]
    return leading.removesuffix(max(acts, key=len, default=""))


def _are_some(clause: str, spot: Spot, asked: Counting) -> bool:
    """学校多少所 asks for all there are: 指导126所学校公开收费标准 counts those that something was done with."""
    following = clause[spot[1] : part_of(clause, spot)[1]].lstrip()
    said = [run for run in asked.runs if not all(run.small)]
    if len(said) != 1 or act_of(said[0]):
        return False
    last = next(at for at in range(len(said[0].text), 0, -1) if not said[0].small[at - 1])
    noun = said[0].text[:last]
    if not following.startswith(noun):
        return False
    behind = following[len(noun) :]
    return behind.startswith(tuple(language("zh").statements["done_with"]))


def _came_of_them(clause: str, spot: Spot, asked: Counting) -> bool:
    """信息员多少人 is not asked of 信息员培训2期，71人参加: those who came are not all there are."""
    tables = language("zh").statements
    said = "".join(run.text for run in asked.runs)
    if asked.after is not None or asked.before is None or _says_what_was_done(said):
        return False
    noun = "".join(sign for sign, small in zip(asked.before.text, asked.before.small, strict=True) if not small)
    part = clause[slice(*part_of(clause, spot))]
    verbs: list[str] = tables["taking_part"]
    return noun.endswith(tuple(tables["people"])) and noun not in part and any(verb in part for verb in verbs)


def _is_verb(run: Run) -> bool:
    """公开栏有多少社区 has no verb before the question word: its 34块 are boards, and no 社区."""
    said = "".join(sign for sign, small in zip(run.text, run.small, strict=True) if not small)
    return (
        bool(act_of(run))
        or not said
        or said in language("zh").statements["doing"]
        or any(other in language("zh").statements["acts"] for other in others_of(said))
    )


def _without(leading: str, verb: Run) -> str:
    """梳理了多少项标准事项: 标准事项梳理2625项, the verb between the noun and its figure."""
    size = next((at for at in range(len(verb.text), 0, -1) if not verb.small[at - 1]), 0)
    return leading.removesuffix(verb.text[:size]) if size else leading


def were_trained(clause: str, spot: Spot, asked: Counting) -> bool:
    """联络员多少人 is not asked of 组织联络员培训110人次: they are those to whom it was done."""
    if asked.after is not None or asked.before is None:
        return False
    said = "".join(run.text for run in asked.runs)
    part = clause[slice(*part_of(clause, spot))]
    verbs: list[str] = language("zh").statements["taking_part"]
    return any(f"{asked.before.text}{verb}" in part for verb in verbs if verb not in said)


def _were_served(clause: str, spot: Spot, asked: Counting) -> bool:
    """群众多少人 is not asked of 接待群众咨询196人次: those who were received are not all there are."""
    tables = language("zh").statements
    said = "".join(s for run in asked.runs for s, small in zip(run.text, run.small, strict=True) if not small)
    whole = "".join(run.text for run in asked.runs)
    if not said.endswith(tuple(tables["persons"])) or any(verb in whole for verb in tables["serving"]):
        return False
    part = clause[slice(*part_of(clause, spot))]
    return any(verb in part for verb in tables["serving"])


def _only_takes_part(clause: str, spot: Spot, asked: Counting) -> bool:
    """民警多少人 asks for all there are: 参加民警340人次 counts those who came."""
    said = "".join(run.text for run in asked.runs)
    part = clause[slice(*part_of(clause, spot))]
    verbs: list[str] = language("zh").statements["taking_part"]
    noun = asked.after or asked.before
    if noun is None or not any(verb in part and verb not in said for verb in verbs):
        return False
    if asked.after is not None and _says_what_was_done(said):
        return False
    if were_trained(clause, spot, asked):
        return True
    return _touches_before(clause, clause[spot[1] :], clause[: spot[0]], noun)


def _says_what_was_done(said: str) -> bool:
    """多少村民去听讲座 asks for those who came, 多少村民 for all."""
    tables = language("zh").statements
    return any(act in said for act in (*tables["acts"], *tables["taking_part"]))


def _is_made_up_of(clause: str, spot: Spot, asked: Counting) -> bool:
    """公开信息多少人 is not asked of 信息公开领导小组由18人组成: it is another body that these are."""
    tables = language("zh").statements
    start, _ = part_of(clause, spot)
    before = clause[start : spot[0]]
    said = "".join(run.text for run in asked.runs)
    return any(word in before and word not in said for word in tables["groups"])


def are_alike(unit: str, other: str) -> bool:
    """Whether two measure words count the same things."""
    counted = language("zh").statements["counted_as"]
    return unit in counted.get(other, (other,)) or other in counted.get(unit, (unit,))


def same_measure(unit: str, asked: Counting) -> bool:
    """Whether a figure's measure word is one that the question's may be replaced by."""
    tables = language("zh").statements
    if asked.measure in (None, *tables["counting_carriers"]) and _names_a_carrier(asked):
        return unit in tables["counting_carriers"]
    return asked.measure is None or unit in tables["counted_as"].get(asked.measure, (asked.measure,))


def _names_a_carrier(asked: Counting) -> bool:
    """政府网站几个: sites are counted, and not the 538条 that were published there."""
    noun = asked.after or asked.before
    return noun is not None and noun.text.endswith(tuple(language("zh").statements["carriers"]))


def _touches_after(clause: str, following: str, leading: str, noun: Run) -> bool:
    """抽查了多少个部门频道: 44个部门频道; 收了多少信息公开复制费: 复制费320元."""
    first = next((at for at, small in enumerate(noun.small) if not small), 0)
    for start in {0, first}:
        ends = range(len(noun.text), start + SHORTEST_PIECE - 1, -1)
        known = next((noun.text[start:end] for end in ends if noun.text[start:end] in clause), None)
        if known is not None and following.startswith(known):
            return True
        if known is not None and following.startswith(tuple(language("zh").statements["plain"])) and not start:
            # 公开目录: 31个政府信息公开目录
            spot = clause.find(known, len(clause) - len(following))
            ahead = clause[len(clause) - len(following) : spot]
            if spot >= 0 and _is_plain(ahead):
                return True
        if known is not None and _goes_on_doing(noun.text[start + len(known) :]) and leads(leading, known):
            # 社区工作者22人次参加培训 for 多少社区工作者去受训
            return True
    # what is spoken behind the noun (活动呀) is none of it
    last = next((at for at in range(len(noun.text), 0, -1) if not noun.small[at - 1]), len(noun.text))
    named = {noun.text[start:end] for start in (0, first) for end in (len(noun.text), last)}
    named |= {other for one in list(named) for size, others in alike(one, 0) if size == len(one) for other in others}
    return any(leads(leading, one) for one in named) or _leads_glued(clause, leading, noun)


def is_longer_name(following: str, asked: Counting) -> bool:
    """多少个部门 is not asked of 44个部门频道: with a measure word that says nothing, the name must be the whole."""
    tables = language("zh").statements
    run = asked.after or asked.before
    if run is None or asked.measure not in (None, *tables["measuring_all"]):
        return False
    last = next((at for at in range(len(run.text), 0, -1) if not run.small[at - 1]), 0)
    # 标准事项: its last character is a measure word elsewhere
    noun = run.text if following.startswith(run.text) else run.text[:last]
    if not noun or not following.startswith(noun):
        return False
    behind = re.split(r"[,;。:、0-9(]", following[len(noun) :])[0]
    lists = ("acts", "doing", "taking_part", "done_with", "announcing", "further_deeds")
    deeds = {word for name in lists for word in tables[name]}
    small = {*tables["light"], *tables["reaching"], *tables["joining"], *tables["done_to"], *tables["particles"]}
    return bool(behind) and not behind.startswith(tuple({*deeds, *small} - {""}))


def _leads_glued(clause: str, leading: str, run: Run) -> bool:
    """The pieces of a name stand one behind another before the figure: 新媒体号 is 新媒体账号7个."""
    spots = sorted(placed(clause, run) or ())
    glued = all(
        first[1] <= second[0] and not any(is_content(sign) for sign in clause[first[1] : second[0]])
        for first, second in itertools.pairwise(spots)
    )
    return bool(spots) and glued and leads(leading, clause[spots[0][0] : spots[-1][1]])


def _is_plain(text: str) -> bool:
    """政府信息: words ahead of a name that say no more."""
    for word in sorted(language("zh").statements["plain"], key=len, reverse=True):
        text = text.replace(word, "")
    return not text


def _goes_on_doing(text: str) -> bool:
    """What goes on behind a noun is what was done: 去区里受训."""
    tables = language("zh").statements
    return text.startswith((*tables["acts"], *tables["taking_part"], *tables["doing"]))


def leads(leading: str, noun: str) -> bool:
    """Whether the noun stands before the figure, with only small words between: 夜校办到26场."""
    if not noun:
        return False
    tables = language("zh").statements
    between: list[str] = tables["between"]
    if any(leading.endswith(noun + small) for small in between):
        return True
    rest = leading
    words = (*tables["doing"], *tables["reached"], *between)
    while rest and not rest.endswith(noun):
        last = max((len(word) for word in words if word and rest.endswith(word)), default=0)
        if not last:
            return False
        rest = rest[:-last]
    return bool(rest)


def _touches_before(clause: str, following: str, leading: str, run: Run) -> bool:
    """账号有几个: 账号7个; 新上线的专题有几个: 8个专题; 专题新设了几个: 新设专题5个."""
    last = next((at for at in range(len(run.text), 0, -1) if not run.small[at - 1]), 0)
    nouns = [run.text[:end] for end in dict.fromkeys((len(run.text), last))]
    nouns += [other for one in nouns for size, others in alike(one, 0) if size == len(one) for other in others]
    for noun in nouns:
        ends = [noun[first:] for first in range(len(noun) - SHORTEST_PIECE + 1)]
        if any(following.startswith(end) or leads(leading, end) for end in ends):
            return True
    spots = sorted(placed(clause, run) or ())
    if len(spots) > 1 and (_begins_with(following, clause, spots) or _ends_with(clause, leading, spots)):
        return True
    return _leads_glued(clause, leading, run)


def _begins_with(following: str, clause: str, spots: Sequence[Spot]) -> bool:
    """试点领域目录几个: 26个试点领域的公开事项目录."""
    start = len(clause) - len(following)
    first, last = spots[0], spots[-1]
    between = clause[first[1] : last[0]]
    parting = language("zh").statements["parting"]
    plain = not any(sign in parting or sign.isdigit() for sign in between)
    if did_it(following, clause[slice(*first)]):
        # 社区公开栏 is not counted by 134个社区设置公开栏
        return False
    return first[0] == start and plain and not any(word in between for word in negations())


def did_it(following: str, word: str) -> bool:
    """134个社区设置公开栏 are those that did it, also where the word asked for goes on into the deed (社区设)."""
    deeds = tuple(language("zh").statements["done_with"])
    return following.startswith(word) and any(following.startswith(deeds, at) for at in range(1, len(word) + 1))


def _ends_with(clause: str, leading: str, spots: Sequence[Spot]) -> bool:
    """房屋征收类申请几件: 申请内容涉及房屋征收的有71件."""
    start, end = part_of(clause, (len(leading), len(leading)))
    tables = language("zh").statements
    words = sorted({*tables["between"], *tables["light"]} - {""}, key=len, reverse=True)
    while any(leading.endswith(word) for word in words):
        leading = leading.removesuffix(next(word for word in words if leading.endswith(word)))
    own = all(start <= first and last <= end for first, last in spots)
    return own and len(numbers.find(clause[start:end])) == 1 and any(last == len(leading) for _, last in spots)
