"""Say what a stall means to show, in which order and under which codes."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.models import Variant
from shop.core.audit import record_act
from shop.core.outbox import publish
from shop.markets.errors import LineUpCodeWrong, LineUpTwice, LineUpUnknown, StallOnAir
from shop.markets.events import FloorsAsked
from shop.markets.models import LineUp, LiveSession, SessionState
from shop.markets.plan_stall import note_change, stall_for_change
from shop.markets.rules import read_code
from shop.markets.slots import take_planners_turn, take_slots


class Shown(msgspec.Struct, frozen=True):
    """A variant and the code its host calls it by."""

    variant: UUID
    code: str


async def set_line_up(
    session: AsyncSession, officer_id: UUID, slug: str, shown: Sequence[Shown], *, version: int
) -> LiveSession:
    """Replace a stall's line-up, in this order, before it goes on air.

    Any listed variant may stand there: what is off sale is shown as such and cannot be pinned, and what has no
    stock at the point is sold out. Producers of goods that were not in it are asked for a floor.

    Raises:
        LineUpCodeWrong: a code is not one or two letters and a number.
        LineUpTwice: a code or a variant stands twice.
        LineUpUnknown: there is no such variant.
        StallOnAir: it is on air.
        ProducerTaken: see `take_slots`.
        SessionUnknown, SessionOver, StallCalledOff, StallChanged: see `change_stall`.
    """
    await take_planners_turn(session)
    live = await stall_for_change(session, slug, version)
    if live.state is SessionState.ON_AIR:
        raise StallOnAir(stall=live.title)
    coded = [(one.variant, _code(one.code)) for one in shown]
    _refuse_twice(coded)
    variants = [variant for variant, _ in coded]
    known = await session.scalar(select(func.count()).select_from(Variant).where(Variant.id.in_(variants)))
    if known != len(variants):
        raise LineUpUnknown(field="items")
    await _ask_floors(session, live.id, variants)
    await session.execute(delete(LineUp).where(LineUp.session_id == live.id))
    session.add_all(
        LineUp(session_id=live.id, variant_id=variant, code=code, position=position)
        for position, (variant, code) in enumerate(coded, 1)
    )
    await session.flush()  # the producers are read from it
    await take_slots(session, live)
    await note_change(session, live)
    record_act(session, officer_id, "stall.line_up", slug, goods=len(coded))
    return live


async def _ask_floors(session: AsyncSession, session_id: UUID, variants: Sequence[UUID]) -> None:
    """Ask for floors of what the stall did not show until now."""
    shown = set(await session.scalars(select(LineUp.variant_id).where(LineUp.session_id == session_id)))
    new = tuple(variant for variant in variants if variant not in shown)
    if new:
        publish(session, FloorsAsked(session_id=session_id, variants=new))


def _code(written: str) -> str:
    code = read_code(written)
    if code is None:
        raise LineUpCodeWrong(field="items", code=written[:20])
    return code


def _refuse_twice(coded: list[tuple[UUID, str]]) -> None:
    codes: set[str] = set()
    variants: set[UUID] = set()
    for variant, code in coded:
        if code in codes or variant in variants:
            raise LineUpTwice(field="items", code=code)
        codes.add(code)
        variants.add(variant)
