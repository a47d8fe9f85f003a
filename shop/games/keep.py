"""Keep a voucher that was dropped into a room."""

from uuid import UUID

import msgspec
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.clock import shop_now
from shop.core.outbox import publish
from shop.games.errors import DropGone, DropOver, DropUnknown
from shop.games.events import DropKept
from shop.games.guards import player_of, room_on_air
from shop.games.models import KeptDrop, VoucherDrop
from shop.promotions.models import Voucher


class Kept(msgspec.Struct, frozen=True):
    """The code that counts at the checkout; with an account it is offered there."""

    code: str
    name: str


async def keep_drop(session: AsyncSession, actor: Actor, slug: str, drop_id: UUID, guest: bytes | None) -> Kept:
    """Keep one piece; whoever has one gets its code again. A refusal rolls back.

    The guard is in the UPDATE and in a CHECK: of any number at once exactly `quota` keep one.

    Raises:
        DropUnknown: it is none of this room's.
        DropOver: its time is over, or its host took it back.
        DropGone: all are kept.
        VoterUnknown, SessionUnknown, NotOnAir: see the guards.
    """
    keeper = player_of(actor, guest)
    live = await room_on_air(session, slug)
    found = await session.execute(
        select(Voucher.code, Voucher.name)
        .join(VoucherDrop, VoucherDrop.voucher_id == Voucher.id)
        .where(VoucherDrop.id == drop_id, VoucherDrop.session_id == live.id)
    )
    voucher = found.one_or_none()
    if voucher is None:
        raise DropUnknown
    kept = insert(KeptDrop).values(drop_id=drop_id, person_id=keeper.person_id, guest_key=keeper.guest_key)
    is_new = await session.scalar(kept.on_conflict_do_nothing().returning(KeptDrop.id))
    if is_new is not None:
        await _take(session, drop_id)
        publish(session, DropKept(session_id=live.id, drop_id=drop_id))
    return Kept(*voucher)


async def _take(session: AsyncSession, drop_id: UUID) -> None:
    open_now = (VoucherDrop.closed_at.is_(None)) & (VoucherDrop.ends_at > shop_now())
    taken = await session.scalar(
        update(VoucherDrop)
        .where(VoucherDrop.id == drop_id, open_now, VoucherDrop.taken < VoucherDrop.quota)
        .values(taken=VoucherDrop.taken + 1)
        .returning(VoucherDrop.id)
        .execution_options(synchronize_session=False)
    )
    if taken is None:
        in_time = await session.scalar(select(open_now).where(VoucherDrop.id == drop_id))
        raise DropGone if in_time else DropOver
