"""Do something in a practice: the host's acts, and what a crew says and buys."""

from collections.abc import Callable
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.i18n import say
from shop.core.masks import mask_phones
from shop.core.text import squeeze
from shop.practice.errors import (
    PracticeFull,
    PracticeLineUnknown,
    PracticeNotPinned,
    PracticeOver,
    PracticePinsFull,
    PracticePriceWrong,
    PracticeSaysNothing,
    PracticeSoldOut,
    PracticeWithout,
)
from shop.practice.guards import open_run, require_own_run
from shop.practice.models import ActKind, PracticeAct, PracticeGood, RunKind
from shop.practice.queries import Played
from shop.practice.rules import LONGEST, MOST_ACTS, MOST_PINS, MOST_SLOW
from shop.practice.stage import Done, Stage

_TWICE = 4.0  # seconds of the run's own time, times its speed: a second click


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What a host wants to do: `target` is a good's id, a line's id or a person's name, as the kind needs."""

    kind: ActKind
    target: str = ""
    amount: int | None = None
    words: str = ""


class Crew(msgspec.Struct, frozen=True, kw_only=True):
    """Who of a crew speaks or buys; `key` is their own: sent twice it is one act."""

    name: str
    key: str


async def act_as_host(session: AsyncSession, actor: Actor, key: str, wish: Wish) -> None:
    """One act of the host in a run of their own. What is so already changes nothing: each is safe to repeat.

    Raises:
        PracticeOver: the run has ended.
        Unauthenticated, PracticeUnknown, Forbidden: see `require_own_run`.
        PracticeLineUnknown, PracticePriceWrong, PracticePinsFull, PracticeSaysNothing, PracticeSoldOut: as they say.
        PracticeWithout: it is not the host's to do.
    """
    seen = await require_own_run(session, actor, key, lock=True)
    if seen.over:
        raise PracticeOver
    settle = _SETTLE.get(wish.kind)
    if settle is None:
        raise PracticeWithout
    settled = settle(seen, seen.stage(), wish)
    if settled is not None:
        await _write(session, seen, settled, seen.host_name, f"host-{seen.run.acts + 1}")


async def say_as_crew(session: AsyncSession, key: str, crew: Crew, text: str) -> UUID:
    """A line of whoever was given the room of a rehearsal; returns its id. Safe to repeat.

    Raises:
        PracticeUnknown, PracticeOver: see `open_run`.
        PracticeWithout: it is a training run; its audience is made up.
        PracticeSaysNothing: there is nothing to read.
    """
    seen = await _crews(session, key)
    known = await _known(session, seen, f"say-{crew.key}")
    if known is not None:
        return known
    words = squeeze(text)[:LONGEST]
    if not words:
        raise PracticeSaysNothing(field="text")
    return await _write(session, seen, Wish(kind=ActKind.SAY, words=words), _called(crew), f"say-{crew.key}")


async def buy_as_crew(session: AsyncSession, key: str, crew: Crew, good_id: UUID, quantity: int) -> UUID:
    """Play at buying what is pinned in a rehearsal; returns the order's id. Nothing is sold. Safe to repeat.

    Raises:
        PracticeUnknown, PracticeOver, PracticeWithout: as in `say_as_crew`.
        PracticeLineUnknown: there are no such goods.
        PracticeNotPinned: they are not pinned.
        PracticeSoldOut: fewer pieces are left.
    """
    seen = await _crews(session, key)
    known = await _known(session, seen, f"buy-{crew.key}")
    if known is not None:
        return known
    good = _good(seen, str(good_id))
    stage = seen.stage()
    if good.code not in stage.pins:
        raise PracticeNotPinned(field="variant")
    if stage.left[good.code] < quantity:
        raise PracticeSoldOut(field="quantity", left=stage.left[good.code])
    wish = Wish(kind=ActKind.BUY, target=good.code, amount=quantity)
    return await _write(session, seen, wish, _called(crew), f"buy-{crew.key}")


async def _crews(session: AsyncSession, key: str) -> Played:
    seen = await open_run(session, key)
    if seen.run.kind is not RunKind.REHEARSAL:
        raise PracticeWithout
    return seen


async def _known(session: AsyncSession, seen: Played, key: str) -> UUID | None:
    found: UUID | None = await session.scalar(
        select(PracticeAct.id).where(PracticeAct.run_id == seen.run.id, PracticeAct.key == key)
    )
    return found


async def _write(session: AsyncSession, seen: Played, wish: Wish, name: str, key: str) -> UUID:
    run = seen.run
    if run.acts >= MOST_ACTS:
        raise PracticeFull
    run.acts += 1
    last = seen.acts[-1].at if seen.acts else 0.0
    act = PracticeAct(
        run_id=run.id,
        number=run.acts,
        kind=wish.kind,
        at_ms=int(max(seen.at, last) * 1000),
        target=wish.target,
        amount=wish.amount,
        words=wish.words,
        name=name,
        key=key,
    )
    session.add(act)
    await session.flush()  # its id is the answer
    return act.id


def _called(crew: Crew) -> str:
    return mask_phones(squeeze(crew.name))[:60] or say("vi", "practice.guest")


def _good(seen: Played, target: str) -> PracticeGood:
    found = [good for good in seen.goods if target in {str(good.id), good.code}]
    if not found:
        raise PracticeLineUnknown
    return found[0]


def _spoken(stage: Stage, target: str) -> str:
    """The number of a line of the made-up audience."""
    number = stage.number_of(UUID(target)) if _is_id(target) else None
    if number is None:
        raise PracticeLineUnknown
    return str(number)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _pin(seen: Played, stage: Stage, wish: Wish) -> Wish | None:
    good = _good(seen, wish.target)
    price = good.price if wish.amount is None else wish.amount
    if not 0 < price <= good.price:
        raise PracticePriceWrong(field="price", price=f"{good.price:,}".replace(",", "."))
    if good.stars is None:
        raise PracticeLineUnknown
    pinned = stage.pins.get(good.code)
    if pinned is not None and pinned.price == price:
        return None
    if pinned is None and len(stage.pins) >= MOST_PINS:
        raise PracticePinsFull(most=MOST_PINS)
    return Wish(kind=ActKind.PIN, target=good.code, amount=price)


def _unpin(seen: Played, stage: Stage, wish: Wish) -> Wish | None:
    good = _good(seen, wish.target)
    return Wish(kind=ActKind.UNPIN, target=good.code) if good.code in stage.pins else None


def _sold_out(seen: Played, stage: Stage, wish: Wish) -> Wish | None:
    good = _good(seen, wish.target)
    words = say("vi", "practice.sold_out", code=good.code)
    told = Wish(kind=ActKind.SOLD_OUT, target=good.code, words=words)
    return None if _clicked_twice(seen, stage, told) else told


def _reply(seen: Played, stage: Stage, wish: Wish) -> Wish | None:
    words = squeeze(wish.words)[:LONGEST]
    if not words:
        raise PracticeSaysNothing(field="text")
    told = Wish(kind=ActKind.REPLY, target=_spoken(stage, wish.target), words=words)
    return None if _did(seen, told) else told


def _refuse(seen: Played, stage: Stage, wish: Wish) -> Wish | None:
    told = Wish(kind=ActKind.REFUSE, target=_spoken(stage, wish.target), words=say("vi", "practice.refusal"))
    return None if _did(seen, told) else told


def _take(seen: Played, stage: Stage, wish: Wish) -> Wish | None:
    number = _spoken(stage, wish.target)
    good = _good(seen, wish.words)
    if stage.taken(int(number)):
        return None
    quantity = wish.amount or 1
    if not 0 < quantity <= stage.left[good.code]:
        raise PracticeSoldOut(field="quantity", left=stage.left[good.code])
    return Wish(kind=ActKind.TAKE, target=number, words=good.code, amount=quantity)


def _remove(_seen: Played, stage: Stage, wish: Wish) -> Wish | None:
    line = _line(stage, wish.target)
    return None if UUID(line) in stage.removed else Wish(kind=ActKind.REMOVE, target=line)


def _mute(_seen: Played, stage: Stage, wish: Wish) -> Wish | None:
    line = _line(stage, wish.target)
    name = next(one.name for one in stage.lines if str(one.id) == line)
    return None if name in stage.muted else Wish(kind=ActKind.MUTE, target=name)


def _lift(_seen: Played, stage: Stage, wish: Wish) -> Wish | None:
    return Wish(kind=ActKind.LIFT, target=wish.target) if wish.target in stage.muted else None


def _slow(_seen: Played, stage: Stage, wish: Wish) -> Wish | None:
    seconds = min(wish.amount or 0, MOST_SLOW)
    return None if seconds == stage.slow_seconds else Wish(kind=ActKind.SLOW, amount=seconds)


def _greet(seen: Played, _stage: Stage, _wish: Wish) -> Wish | None:
    told = Wish(kind=ActKind.GREET, words=say("vi", "practice.greeting"))
    return None if _did(seen, told) else told


def _hand_over(seen: Played, stage: Stage, _wish: Wish) -> Wish | None:
    told = Wish(kind=ActKind.HAND_OVER, words=say("vi", "practice.farewell"))
    return None if _clicked_twice(seen, stage, told) else told


def _line(stage: Stage, target: str) -> str:
    if not any(str(one.id) == target and not one.order and not one.host for one in stage.lines):
        raise PracticeLineUnknown
    return target


def _same(act: Done, wish: Wish) -> bool:
    return (act.kind, act.target, act.words) == (wish.kind, wish.target, wish.words)


def _did(seen: Played, wish: Wish) -> bool:
    return any(_same(act, wish) for act in seen.acts)


def _clicked_twice(seen: Played, stage: Stage, wish: Wish) -> bool:
    return any(_same(act, wish) and stage.at - act.at < _TWICE * seen.run.speed for act in seen.acts)


_SETTLE: dict[ActKind, Callable[[Played, Stage, Wish], Wish | None]] = {
    ActKind.PIN: _pin,
    ActKind.UNPIN: _unpin,
    ActKind.SOLD_OUT: _sold_out,
    ActKind.REPLY: _reply,
    ActKind.REFUSE: _refuse,
    ActKind.TAKE: _take,
    ActKind.REMOVE: _remove,
    ActKind.MUTE: _mute,
    ActKind.LIFT: _lift,
    ActKind.SLOW: _slow,
    ActKind.GREET: _greet,
    ActKind.HAND_OVER: _hand_over,
}
"""What becomes of a host's wish, by what stands already; None: it is so."""
