"""How the words of a question stand in a sentence, also in looser words, shortened, or in the clauses before."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.finding.matching.alike import denials, denied, implied_at, loosely_alike, loosely_others_of, short_deeds
from bot.finding.matching.glance import idle_at
from bot.finding.matching.placing import is_astride, negations, spots
from bot.finding.matching.runs import SHORTEST_PIECE, Run
from bot.finding.sentence.region import Region
from bot.languages import language

_SMALL, _IDLE = "small", "idle"
_SHORTEST_NAME, _LONGEST_NAME, _LEFT_OUT = 3, 5, 4
"""characters of a name that is said shorter than it is printed, and of what is left out of it"""
_NO_WORD = frozenset(["", *"0123456789,;。:"])
_STOPS = _NO_WORD | {"、"}
"""what stands behind a word, or its end; and what stands in none"""
_KEPT = 8192
"""looks at a stretch of a report that are remembered: many wordings of a question share theirs"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """How the words of a question stand."""

    own: int = 0
    """characters that say something and stand with the figure"""
    said: int = 0
    """all characters that stand somewhere"""
    pieces: int = 0
    begins_own: bool = False
    """the first of them does"""
    ahead: bool = False
    """there is one"""
    words: tuple[str, ...] = ()
    """those of the clause that stand with the figure"""
    far: tuple[str, ...] = ()
    """those of the clauses before"""

    @property
    def rank(self) -> tuple[int, int, int, int]:
        # 开放日, and not 放日 behind a word that says nothing; 网站上发: 发布 once
        return len({*self.words}) - len(self.words), self.own, -self.pieces, self.said


@functools.lru_cache(maxsize=_KEPT)
def standing(run: Run, region: Region) -> Standing | None:
    """The best way in which all that a run says stands there; None where something does not."""

    @functools.cache
    def best(at: int, after: str) -> Standing | None:
        if at == len(run.text):
            return Standing()
        found = list(_ways(run, at, region, best, after=after))
        return max(found, key=lambda one: one.rank, default=None)

    return best(0, "")


def _ways(
    run: Run, at: int, region: Region, best: Callable[[int, str], Standing | None], *, after: str
) -> Iterator[Standing]:
    """`after`: what a single character ahead is that was passed over, _SMALL or _IDLE: two may be a word (将来)."""
    particle = run.text[at] in language("zh").statements["unbound"]
    if run.small[at] and (particle or after != _IDLE):
        rest = best(at + 1, "" if particle else _SMALL)
        if rest is not None:
            yield rest
    for word in idle_at(run.text, at):
        if not (after == _IDLE and len(word) == 1):
            rest = best(at + len(word), _IDLE if len(word) == 1 else "")
            if rest is not None:
                yield rest
    for size, implied in implied_at(run.text, at):
        rest = best(at + size, "")
        if rest is not None and implied.in_a(region.before + region.own):
            yield rest
    for size, word, own in _pieces(run, at, region):
        rest = best(at + size, "") if size > 1 or not after else None
        if rest is None:
            continue
        content = sum(not small for small in run.small[at : at + size])
        yield Standing(
            own=rest.own + content * own,
            said=rest.said + (_size(run.text[at : at + size], word) if content else 0),
            # 健康科普讲座 for 健康讲座 is two
            pieces=rest.pieces + (2 if len(word) > size and _is_parted(run.text[at : at + size], word) else 1),
            begins_own=own,
            ahead=True,
            words=(word, *rest.words) if own else rest.words,
            far=rest.far if own else (word, *rest.far),
        )


@functools.lru_cache(maxsize=256)
def _whole(text: str, piece: str) -> str:
    """政协提案 where 提案 stands in it: the longer word that says the same, all of which is told."""
    longer = (other for other in loosely_others_of(piece) if piece in other and _stands(text, other))
    return next(longer, piece)


def _is_part_of_verb(text: str, sign: str) -> bool:
    """登 stands in 刊登, which is the word that says it."""
    return any(sign in other and other in text for _, others in loosely_alike(sign, 0) for other in others)


def _size(piece: str, word: str) -> int:
    """How many characters are said: 棚改 is 棚户区改造, said shorter; another name says no more than it has."""
    signs = iter(word)
    is_shorter = piece not in word and all(sign in signs for sign in piece)
    return len(word) if is_shorter else len(piece)


def _pieces(run: Run, at: int, region: Region) -> Iterator[tuple[int, str, bool]]:
    """How much of the run one word of the report says, which, and whether that stands with the figure."""
    for text, own in ((region.own, True), (region.before, False)):
        for size in range(min(len(run.text) - at, len(text)), 0, -1):
            piece = run.text[at : at + size]
            small = all(run.small[at : at + size])
            if small and own and size >= SHORTEST_PIECE and piece in text:
                yield size, piece, own
            elif (size >= SHORTEST_PIECE or at in run.words) and not small:
                if _stands(text, piece) and not (size == 1 and _is_part_of_verb(text, piece)):
                    yield size, _whole(text, piece), own
                elif own and _SHORTEST_NAME <= size <= _LONGEST_NAME:
                    longer = _longer(text, piece)
                    if longer:
                        yield size, longer, own
        yield from ((size, word, own) for size, word in _in_other_words(run, at, text, own=own))


def _in_other_words(run: Run, at: int, text: str, *, own: bool) -> Iterator[tuple[int, str]]:
    """The same where the report has another word; `own`: the text stands with the figure."""
    plain = _without_names(text)
    for size, deeds in denied(run.text, at):
        found = re.search(f"(?:{denials()})(?:{'|'.join(deeds)})", text)
        if found is not None:
            yield size, found.group()
    for size, others in loosely_alike(run.text, at):
        long = (other for other in others if len(other) >= SHORTEST_PIECE)
        word = next((one for one in long if _stands(text if _has_name(one) else plain, one)), "")
        if not word and own and size > 1 and not all(run.small[at : at + size]):
            # 放了, and no 安 of 安全
            word = _short_deed(plain, others)
        if word:
            yield size, word


def _short_deed(text: str, others: tuple[str, ...]) -> str:
    """设 of 大厅设查询机6台, for 设置."""
    deeds: dict[str, str] = language("zh").statements["single_deeds"]
    return next((sign for sign in short_deeds(others) if sign in text and re.search(deeds[sign], text)), "")


def _names() -> list[str]:
    names: list[str] = language("zh").statements["names"]
    return names


@functools.cache
def _has_name(word: str) -> bool:
    """村务公开栏 is or has a name."""
    return any(name in word for name in _names())


@functools.lru_cache(maxsize=256)
def _without_names(text: str) -> str:
    """信息公开 is the name of the thing, and no 公开 that was done, but right ahead of a figure: 教育信息公开12篇."""
    text = re.sub(language("zh").statements["deed_at_figure"], lambda found: f"□{found['deed']}", text)
    return re.sub("|".join(_names()), lambda found: "□" * len(found.group()), text)


def _longer(text: str, name: str) -> str:
    """自助查询机 for 自助机: the name with something left out, ahead of what is no word."""
    verbs, parting = _parting()
    for cut in range(1, len(name)):
        head, tail = name[:cut], name[cut:]
        if head in verbs:
            # 公开回执 is no shorter 公开提案回执
            continue
        longer = _parted_by_some(text, head, tail)
        between = longer[cut : cut - len(name)]
        # 热线坐席 is no shorter 热线增设坐席
        added = re.match(language("zh").statements["added_between"], between) is not None
        if longer and not added and not any(word in between for word in parting):
            return longer
    return ""


@functools.cache
def _parting() -> tuple[frozenset[str], tuple[str, ...]]:
    """Words that are said of a name, and that stand between one and another."""
    tables = language("zh").statements
    verbs = frozenset([*tables["acts"], *tables["doing"], *tables["announcing"]])
    # 溪长公示牌 is a 溪长牌, and 挽回经济损失 no 损失
    turning = [word for word in tables["turning"] if word not in verbs]
    return verbs, (*tables["parted_by"], *tables["joining"], *tables["going_on"], *turning, *negations())


def _parted_by_some(text: str, head: str, tail: str) -> str:
    """The first stretch of a text that begins and ends so, with a few characters between, ahead of what is no word."""
    for at in spots(text, head) if tail in text else ():
        start = at + len(head)
        size = next((size for size in range(_LEFT_OUT) if text[start + size : start + size + 1] in _STOPS), _LEFT_OUT)
        for end in range(start + size + len(tail), start + len(tail), -1):
            if text.startswith(tail, end - len(tail)) and text[end : end + 1] in _NO_WORD:
                return text[at:end]
    return ""


def _is_parted(name: str, longer: str) -> bool:
    """The two ends of a name stand apart in a longer one."""
    halves = ((name[:cut], name[cut:]) for cut in range(SHORTEST_PIECE, len(name) - SHORTEST_PIECE + 1))
    return any(longer.startswith(head) and longer.endswith(tail) for head, tail in halves)


@functools.lru_cache(maxsize=_KEPT)
def _stands(text: str, word: str) -> bool:
    """The text has the word, and does not deny it, 未作更新 neither."""
    ahead = (text[:at] for at in spots(text, word) if not is_astride(text, at, word))
    return any(not one.endswith(negations()) and not _denying().search(one) for one in ahead)


@functools.cache
def _denying() -> re.Pattern[str]:
    return re.compile(f"(?:{denials()})$")
