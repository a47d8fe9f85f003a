"""Keep the contract of an order: once, soon after it was placed, in both languages."""

from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.contracts.content import ContractContent, ContractTerms, contents_of, digest_of
from shop.contracts.facts import goods_facts
from shop.contracts.models import OrderContract
from shop.contracts.rules import VERSION
from shop.core.i18n import Locale
from shop.orders.errors import OrderUnknown
from shop.orders.queries import order_at_counter


class Contract(msgspec.Struct, frozen=True, kw_only=True):
    """An order's contract as it was kept, in one language."""

    content: ContractContent
    digest: str  # hexadecimal


async def freeze_contract(session: AsyncSession, order_id: UUID, terms: ContractTerms) -> None:
    """Write the contract of an order unless it is written: the first stands. Safe to repeat, and for two at once.

    Lines, prices and addresses come from the order, which froze them when it was placed. Facts of goods and sellers
    are read now: from the worker that hears of the order, within a second or two, so that placing costs nothing more.

    Raises:
        OrderUnknown: there is none.
    """
    order = await order_at_counter(session, order_id)
    facts = await goods_facts(session, [line.variant for line in order.lines])
    contents = contents_of(order, facts, terms)
    row = insert(OrderContract).values(
        order_id=order_id, version=VERSION, content=msgspec.to_builtins(contents), digest=digest_of(contents)
    )
    await session.execute(row.on_conflict_do_nothing())


async def read_contract(session: AsyncSession, order_id: UUID, locale: Locale, terms: ContractTerms) -> Contract:
    """The contract as it was kept; whoever asks before the worker came keeps it.

    Raises:
        OrderUnknown: there is no such order.
    """
    kept = await _kept(session, order_id)
    if kept is None:
        await freeze_contract(session, order_id, terms)
        kept = await _kept(session, order_id)
    if kept is None:
        raise OrderUnknown
    return Contract(content=msgspec.convert(kept.content[locale], ContractContent), digest=kept.digest.hex())


async def _kept(session: AsyncSession, order_id: UUID) -> OrderContract | None:
    found: OrderContract | None = await session.scalar(select(OrderContract).where(OrderContract.order_id == order_id))
    return found
