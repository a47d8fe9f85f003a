"""Drop a voucher into a room: the first who tap keep it."""

import secrets
from datetime import timedelta
from uuid import UUID

import msgspec
from sqlalchemy import and_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import now, shop_now
from shop.core.errors import Forbidden
from shop.core.ids import ALPHABET
from shop.core.money import Dong
from shop.core.outbox import publish
from shop.games.errors import DropNotAllowed, DropOpen, DropUnknown
from shop.games.events import DropChanged
from shop.games.guards import host_on_air
from shop.games.models import VoucherDrop
from shop.games.queries import droppable
from shop.markets.guards import require_host
from shop.markets.models import LiveSession
from shop.promotions.make_voucher import NewVoucher, make_voucher
from shop.promotions.models import VoucherKind
from shop.promotions.queries import VoucherOffer, vouchers_by_code

_PREFIX = "LIVE"
_SIGNS = 8  # nobody guesses a code that only who kept it is told


class DropWish(msgspec.Struct, frozen=True, kw_only=True):
    """`quota` pieces of an existing voucher for `minutes`; without `code` of a new one of `amount` đồng.

    A new one is paid by the producer, and made by its editors alone.
    """

    client_id: str
    quota: int
    minutes: int
    code: str | None = None
    producer_id: UUID | None = None
    amount: Dong = Dong(0)
    minimum: Dong = Dong(0)
    name: str = ""


async def drop_voucher(session: AsyncSession, actor: Actor, slug: str, wish: DropWish) -> VoucherDrop:
    """Drop a voucher. The same `client_id` is the same drop.

    Raises:
        DropOpen: another one lies in the room.
        DropNotAllowed: the voucher is none this host may drop, or none of it is left.
        NotOnAir, SessionUnknown, Unauthenticated, Forbidden: see `host_on_air`.
        BadInput: see `make_voucher`.
    """
    live = await host_on_air(session, actor, slug)
    known: VoucherDrop | None = await session.scalar(
        select(VoucherDrop).where(VoucherDrop.session_id == live.id, VoucherDrop.client_id == wish.client_id)
    )
    if known is not None:
        return known
    await _close_overdue(session, live.id)
    if await session.scalar(
        select(VoucherDrop.id).where(VoucherDrop.session_id == live.id, VoucherDrop.closed_at.is_(None))
    ):
        raise DropOpen
    voucher = await (
        _new(session, actor, live, wish) if wish.code is None else _chosen(session, actor, live, wish.code)
    )
    until = await now(session) + timedelta(minutes=wish.minutes)
    drop = VoucherDrop(
        session_id=live.id,
        client_id=wish.client_id,
        voucher_id=voucher.id,
        quota=wish.quota if voucher.left is None else min(wish.quota, voucher.left),
        ends_at=min(until, voucher.ends_at),
    )
    session.add(drop)
    await session.flush()  # its id is told
    record_act(session, actor.person_id, "games.drop_voucher", live.slug, voucher=voucher.code, quota=drop.quota)
    publish(session, DropChanged(session_id=live.id, drop_id=drop.id))
    return drop


async def take_drop_back(session: AsyncSession, actor: Actor, slug: str, drop_id: UUID) -> None:
    """Take what is left of a drop out of the room; who kept one keeps it. Again changes nothing.

    Raises:
        DropUnknown: it is none of this room's.
        SessionUnknown, Unauthenticated, Forbidden: see `require_host`.
    """
    live = await require_host(session, actor, slug)
    if not await session.scalar(
        select(VoucherDrop.id).where(VoucherDrop.id == drop_id, VoucherDrop.session_id == live.id)
    ):
        raise DropUnknown
    await _close_overdue(session, live.id)
    closed = await session.execute(
        update(VoucherDrop)
        .where(VoucherDrop.id == drop_id, VoucherDrop.closed_at.is_(None))
        .values(closed_at=shop_now())
        .returning(VoucherDrop.id)
        .execution_options(synchronize_session=False)
    )
    if closed.scalar_one_or_none() is not None:
        record_act(session, actor.person_id, "games.take_drop_back", live.slug, drop=str(drop_id))
        publish(session, DropChanged(session_id=live.id, drop_id=drop_id))


async def _chosen(session: AsyncSession, actor: Actor, live: LiveSession, code: str) -> VoucherOffer:
    """An existing voucher this host may drop."""
    for voucher in (await droppable(session, actor, live)).vouchers:
        if voucher.code == code and voucher.left != 0:
            return voucher
    raise DropNotAllowed(field="code")


async def _new(session: AsyncSession, actor: Actor, live: LiveSession, wish: DropWish) -> VoucherOffer:
    """A voucher of as many uses as pieces, one for each buyer; who does not look after the producer is refused."""
    if wish.producer_id not in {producer.id for producer in (await droppable(session, actor, live)).producers}:
        raise Forbidden
    moment = await now(session)
    code = _PREFIX + "".join(secrets.choice(ALPHABET) for _ in range(_SIGNS))
    await make_voucher(
        session,
        actor,
        NewVoucher(
            code=code,
            name=wish.name or live.title,
            kind=VoucherKind.PRODUCER,
            producer_id=wish.producer_id,
            amount=wish.amount,
            percent=None,
            cap=None,
            minimum=wish.minimum,
            quota=wish.quota,
            buyer_limit=1,
            starts_at=moment,
            ends_at=moment + timedelta(days=1),  # who kept one has until tomorrow
            public=False,
        ),
    )
    return (await vouchers_by_code(session, [code]))[code]


async def _close_overdue(session: AsyncSession, session_id: UUID) -> None:
    """Write down what time has closed, so that the room may have another one."""
    await session.execute(
        update(VoucherDrop)
        .where(
            and_(
                VoucherDrop.session_id == session_id,
                VoucherDrop.closed_at.is_(None),
                (VoucherDrop.ends_at <= shop_now()) | (VoucherDrop.taken >= VoucherDrop.quota),
            )
        )
        .values(closed_at=shop_now())
        .execution_options(synchronize_session=False)
    )
