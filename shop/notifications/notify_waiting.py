"""Write the notice that somebody's turn in a waiting list came, or does not come."""

from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.catalog.models import Product, Variant
from shop.core.i18n import known_locale, say
from shop.notifications.letter import Block, quoted
from shop.notifications.order_text import order_link
from shop.notifications.write import Reader, Told, write_notices
from shop.offers.models import WaitingEntry, WaitState
from shop.orders.models import Order

NEWS = {WaitState.SERVED: "turn_came", WaitState.REFUSED: "turn_refused", WaitState.ENDED: "turn_ended"}


async def tell_of_turn(session: AsyncSession, event_id: UUID, entry_id: UUID) -> int:
    """Tell who waited, in the language they joined in; returns how many notices were new. Safe to repeat."""
    account = and_(Person.id == WaitingEntry.person_id, Person.disabled_at.is_(None))
    found = (
        await session.execute(
            select(WaitingEntry, Product.name, Person.email, Order.code)
            .join(Variant, Variant.id == WaitingEntry.variant_id)
            .join(Product, Product.id == Variant.product_id)
            .outerjoin(Person, account)
            .outerjoin(Order, Order.id == WaitingEntry.order_id)
            .where(WaitingEntry.id == entry_id)
        )
    ).one_or_none()
    if found is None or found[0].state not in NEWS:
        return 0
    entry, product, account_email, code = found
    locale = known_locale(entry.locale)
    news = f"notice.{NEWS[entry.state]}"
    facts = {"product": product, "count": entry.quantity, "code": code or ""}
    told = Told(
        locale=locale, subject=say(locale, f"{news}.subject", **facts), text=say(locale, f"{news}.text", **facts)
    )
    blocks = [Block(say(locale, "notice.hello", name=quoted(entry.contact_name))), Block(quoted(told.text))]
    if code is not None:
        blocks.append(Block(say(locale, "notice.see_order"), href=order_link(locale, code)))
    guest = f"order:{entry.order_id}" if entry.order_id else f"waiting:{entry.id}"
    reader = Reader(
        key=f"person:{entry.person_id}" if entry.person_id else guest,
        email=entry.contact_email or account_email,
        person_id=entry.person_id,
        order_id=entry.order_id,
    )
    return await write_notices(session, event_id, reader, told, blocks)
