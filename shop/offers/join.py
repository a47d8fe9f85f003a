"""Join a waiting list, and leave it."""

from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.phone import normalise_phone
from shop.core.actor import Actor
from shop.core.clock import shop_now
from shop.core.money import Dong
from shop.core.outbox import publish
from shop.offers.errors import WaitingNeedless, WaitingUnknown
from shop.offers.events import WaitingChanged
from shop.offers.models import WaitingEntry, WaitState
from shop.offers.queries import free_pieces, in_line, waits_for
from shop.offers.tickets import read_ticket
from shop.orders.wish import Contact
from shop.payments.models import PaymentMethod
from shop.promotions.queries import live_prices
from shop.promotions.take import buyer_limit


class WaitWish(msgspec.Struct, frozen=True, kw_only=True):
    """So many pieces of a variant in a session, at the price of `campaign_id`, from the shelf of `place_id`."""

    session_id: UUID
    place_id: UUID
    variant_id: UUID
    flash_id: UUID | None
    campaign_id: UUID
    price: Dong
    quantity: int
    contact: Contact
    payment: PaymentMethod
    age_confirmed: bool
    locale: str


async def join_queue(session: AsyncSession, actor: Actor, wish: WaitWish) -> UUID:
    """Stand at the end of the list; who stands there already keeps their turn, with fewer pieces if they want fewer.

    Returns the entry's id. A crowd joins at once without waiting for one another: turns are numbers of a sequence, and
    unique indexes let a buyer stand once, so that a second tap waits for the first alone and finds it.

    Raises:
        WaitingNeedless: it can be had now, and nobody waits.
        BuyerLimit: nobody may have so many at that price.
        BadPhone: the phone is none.
    """
    phone = normalise_phone(wish.contact.phone)
    known = await _known(session, actor, wish, phone)
    if known is None:
        await _check_needed(session, wish)
        entry_id = await _insert(session, actor, wish, phone)
        if entry_id is not None:
            publish(session, WaitingChanged(session_id=wish.session_id, variant_id=wish.variant_id))
            await session.flush()
            return entry_id
        known = await _known(session, actor, wish, phone)
        if known is None:
            raise WaitingUnknown  # its twin was served or left this moment: asking again asks anew
    if wish.quantity < known.quantity:
        known.quantity = wish.quantity
        publish(session, WaitingChanged(session_id=wish.session_id, variant_id=wish.variant_id))
        await session.flush()
    return known.id


async def _known(session: AsyncSession, actor: Actor, wish: WaitWish, phone: str) -> WaitingEntry | None:
    """The turn this buyer has already, locked."""
    found: WaitingEntry | None = await session.scalar(
        select(WaitingEntry)
        .where(*waits_for(wish.session_id, wish.variant_id), _is_theirs(actor, phone))
        .order_by(WaitingEntry.number)
        .limit(1)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found


async def _insert(session: AsyncSession, actor: Actor, wish: WaitWish, phone: str) -> UUID | None:
    values = {
        "session_id": wish.session_id,
        "variant_id": wish.variant_id,
        "flash_id": wish.flash_id,
        "campaign_id": wish.campaign_id,
        "price": wish.price,
        "quantity": wish.quantity,
        "person_id": actor.person_id,
        "contact_name": wish.contact.name,
        "contact_phone": phone,
        "contact_email": wish.contact.email,
        "payment_method": wish.payment,
        "age_confirmed": wish.age_confirmed,
        "locale": wish.locale,
    }
    made = await session.execute(
        insert(WaitingEntry).values(values).on_conflict_do_nothing().returning(WaitingEntry.id)
    )
    return made.scalar_one_or_none()


async def leave_queue(session: AsyncSession, actor: Actor, entry_id: UUID, ticket: str, secret: str) -> WaitingEntry:
    """Give up a turn; whoever serves it at this moment comes before or after, never between. Safe to repeat.

    An entry that was served meanwhile comes back as such: its order stands, and may be cancelled as any other.

    Raises:
        WaitingUnknown: there is none, or it is somebody else's.
    """
    entry = await session.scalar(
        select(WaitingEntry)
        .where(WaitingEntry.id == entry_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if entry is None or not _may_see(actor, entry, ticket, secret):
        raise WaitingUnknown
    if entry.state is WaitState.WAITING:
        await session.execute(
            update(WaitingEntry)
            .where(WaitingEntry.id == entry_id)
            .values(state=WaitState.LEFT, closed_at=shop_now())
            .execution_options(synchronize_session=False)
        )
        publish(session, WaitingChanged(session_id=entry.session_id, variant_id=entry.variant_id))
        await session.flush()
        await session.refresh(entry)
    return entry


async def _check_needed(session: AsyncSession, wish: WaitWish) -> None:
    live = (await live_prices(session, [wish.campaign_id])).get(wish.campaign_id)
    if live is not None and live.buyer_limit is not None and wish.quantity > live.buyer_limit:
        raise buyer_limit(wish.variant_id, live.buyer_limit, live.buyer_limit)
    free = await free_pieces(session, wish.variant_id, wish.place_id)
    if live is not None and live.left is not None:
        free = min(free, live.left)
    others = await session.scalar(
        select(func.count())
        .select_from(WaitingEntry)
        .where(*waits_for(wish.session_id, wish.variant_id), in_line(wish.flash_id))
    )
    if live is not None and free >= wish.quantity and not others:
        raise WaitingNeedless


def _is_theirs(actor: Actor, phone: str) -> ColumnElement[bool]:
    mine = WaitingEntry.contact_phone == phone
    return mine if actor.person_id is None else or_(mine, WaitingEntry.person_id == actor.person_id)


def _may_see(actor: Actor, entry: WaitingEntry, ticket: str, secret: str) -> bool:
    if actor.person_id is not None and entry.person_id == actor.person_id:
        return True
    return read_ticket(secret, ticket) == entry.id
