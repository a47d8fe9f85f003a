"""The score sheet of a training run: what its audience needed, beside what its host did. Pure."""

import re
from collections.abc import Callable, Sequence

import msgspec

from shop.livestream.claims_rules import Claim, claims_in
from shop.practice.models import ActKind, Skill
from shop.practice.rules import DEADLINE, PASS
from shop.practice.scenario import PlayGood, Spoken, Talk
from shop.practice.stage import Done, Playing, Stage

WORTH = {
    Skill.GREET: 5,
    Skill.PIN: 15,
    Skill.ANSWER: 20,
    Skill.ORDERS: 20,
    Skill.SOLD_OUT: 10,
    Skill.ORDERLY: 10,
    Skill.CLAIMS: 10,
    Skill.PRICE: 5,
    Skill.HAND_OVER: 5,
}
"""Points of a hundred; what a run had no chance for is worth nothing, and the rest is made a hundred again."""
GREET_WITHIN = 60.0  # seconds
LAST_PART = 0.85  # of a run, from which on one hands over
_DENIES = re.compile(r"\b(?:không|chưa|chẳng|khong)\b.*\b(?:thuốc|chữa|trị|thuoc|chua)\b")
ANSWERED = (Talk.QUESTION, Talk.HAGGLE, Talk.COMPLAINT)
STAYED = 0.9  # of a run, or it is not passed
MOST_MISSED = 12  # lines a sheet repeats


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """A skill: `done` of `most` chances used well, `points` of `worth`."""

    skill: Skill
    done: int
    most: int
    points: int
    worth: int


class Missed(msgspec.Struct, frozen=True, kw_only=True):
    """A line that was left without what it needed."""

    skill: Skill
    at: float
    name: str
    text: str


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """How a run went. `answer_seconds`: how long an answer took on average; None: nothing was answered.

    `promised`: the host promised that food heals; then nobody passes.
    """

    points: int
    passed: bool
    marks: tuple[Mark, ...]
    missed: tuple[Missed, ...]
    answer_seconds: float | None
    orders: int
    promised: tuple[str, ...]


class _Book:
    """What is counted while a run is read."""

    def __init__(self, playing: Playing, goods: Sequence[PlayGood], acts: Sequence[Done], until: float) -> None:
        self.acts = acts
        self.seconds = playing.seconds
        self.within = float(DEADLINE[playing.level])
        self.floors = {good.code: good.floor for good in goods}
        self.stage = Stage(playing, acts, until)
        self.lines = [line for line in playing.lines if line.at <= until]
        self.missed: list[Missed] = []
        self.waits: list[float] = []
        self.promised = tuple(act.words for act in acts if act.words and Claim.HEALING in claims_in(act.words, ()))

    def asked(self, *talks: Talk) -> list[Spoken]:
        return [line for line in self.lines if line.talk in talks]

    def reply_to(self, line: Spoken, *kinds: ActKind) -> Done | None:
        """The first act of these kinds on this line, in time."""
        found = [
            act
            for act in self.acts
            if act.kind in kinds and act.target == str(line.number) and 0 <= act.at - line.at <= self.within
        ]
        return found[0] if found else None

    def miss(self, skill: Skill, line: Spoken) -> None:
        self.missed.append(Missed(skill=skill, at=line.at, name=line.name, text=line.text))


def sheet_of(playing: Playing, goods: Sequence[PlayGood], acts: Sequence[Done], until: float) -> Sheet:
    """Mark a run that was ended after `until` seconds: what came later was nobody's to do.

    Whoever leaves much before the end has not passed.
    """
    book = _Book(playing, goods, acts, until)
    counted = {skill: count(book) for skill, count in _COUNTED.items()}
    chances = sum(WORTH[skill] for skill, (_, most) in counted.items() if most)
    marks = tuple(_mark(skill, done, most, chances) for skill, (done, most) in counted.items())
    points = min(100, sum(mark.points for mark in marks))
    return Sheet(
        points=points,
        passed=points >= PASS and not book.promised and until >= STAYED * playing.seconds,
        marks=marks,
        missed=tuple(sorted(book.missed, key=lambda one: one.at)[:MOST_MISSED]),
        answer_seconds=sum(book.waits) / len(book.waits) if book.waits else None,
        orders=len(book.stage.orders),
        promised=book.promised,
    )


def _mark(skill: Skill, done: int, most: int, chances: int) -> Mark:
    worth = round(100 * WORTH[skill] / chances) if most else 0
    return Mark(skill=skill, done=done, most=most, points=round(worth * done / most) if most else 0, worth=worth)


def _greeted(book: _Book) -> tuple[int, int]:
    return int(any(act.kind is ActKind.GREET and act.at <= GREET_WITHIN for act in book.acts)), 1


def _pinned(book: _Book) -> tuple[int, int]:
    """A request is met where the good stands pinned at some moment until its deadline."""
    done = 0
    asked = book.asked(Talk.PIN)
    for line in asked:
        if _stands_pinned(book.acts, str(line.code), line.at, line.at + book.within):
            done += 1
        else:
            book.miss(Skill.PIN, line)
    return done, len(asked)


def _stands_pinned(acts: Sequence[Done], code: str, since: float, until: float) -> bool:
    pinned = False
    for act in acts:
        if act.at > until:
            break
        if act.target != code or act.kind not in {ActKind.PIN, ActKind.UNPIN, ActKind.SOLD_OUT}:
            continue
        if pinned and act.at >= since:
            return True
        pinned = act.kind is ActKind.PIN
    return pinned


def _answered(book: _Book) -> tuple[int, int]:
    done = 0
    asked = book.asked(*ANSWERED)
    for line in asked:
        reply = book.reply_to(line, ActKind.REPLY)
        if reply is None:
            book.miss(Skill.ANSWER, line)
        else:
            done += 1
            book.waits.append(reply.at - line.at)
    return done, len(asked)


def _took_orders(book: _Book) -> tuple[int, int]:
    """Orders the room read by itself do not count: the host's are those a person has to understand."""
    unclear = [line for line in book.asked(Talk.ORDER, Talk.VAGUE) if not line.clear]
    truly = {(bought.number, bought.code, bought.quantity) for bought in book.stage.orders}
    done = 0
    for line in unclear:
        told = book.reply_to(line, ActKind.REPLY) is not None and book.stage.left[str(line.code)] < (line.quantity or 1)
        if (line.number, line.code, line.quantity) in truly or told:
            done += 1
        else:
            book.miss(Skill.ORDERS, line)
    return done, len(unclear)


def _sold_out(book: _Book) -> tuple[int, int]:
    gone = book.stage.sold_out_at
    told = [
        code
        for code, at in gone.items()
        if any(
            act.kind is ActKind.SOLD_OUT and act.target == code and 0 <= act.at - at <= book.within for act in book.acts
        )
    ]
    return len(told), len(gone)


def _kept_order(book: _Book) -> tuple[int, int]:
    done = 0
    rude = book.asked(Talk.RUDE)
    for line in rude:
        gone = str(book.stage.line_id(line.number))
        kept = any(
            (act.kind is ActKind.MUTE and act.target == line.name and act.at <= line.at + book.within)
            or (act.kind is ActKind.REMOVE and act.target == gone and act.at <= line.at + book.within)
            for act in book.acts
        )
        done += kept
        if not kept:
            book.miss(Skill.ORDERLY, line)
    return done, len(rude)


def _refused(book: _Book) -> tuple[int, int]:
    """One promise that food heals undoes all refusals."""
    done = 0
    baits = book.asked(Talk.CLAIM)
    for line in baits:
        reply = book.reply_to(line, ActKind.REPLY)
        if book.reply_to(line, ActKind.REFUSE) is None and (reply is None or not _DENIES.search(reply.words.lower())):
            book.miss(Skill.CLAIMS, line)
        else:
            done += 1
    return 0 if book.promised else done, len(baits)


def _kept_price(book: _Book) -> tuple[int, int]:
    pins = [act for act in book.acts if act.kind is ActKind.PIN]
    held = [act for act in pins if act.amount is None or act.amount >= book.floors.get(act.target, 0)]
    return len(held), len(pins)


def _handed_over(book: _Book) -> tuple[int, int]:
    late = book.seconds * LAST_PART
    return int(any(act.kind is ActKind.HAND_OVER and act.at >= late for act in book.acts)), 1


_COUNTED: dict[Skill, Callable[[_Book], tuple[int, int]]] = {
    Skill.GREET: _greeted,
    Skill.PIN: _pinned,
    Skill.ANSWER: _answered,
    Skill.ORDERS: _took_orders,
    Skill.SOLD_OUT: _sold_out,
    Skill.ORDERLY: _kept_order,
    Skill.CLAIMS: _refused,
    Skill.PRICE: _kept_price,
    Skill.HAND_OVER: _handed_over,
}
