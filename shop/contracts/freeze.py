"""Keep the contract of an order: once, soon after it was placed, in both languages."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from shop.contracts.content import ContractContent, ContractTerms, contents_of, digest_of, told_of
from shop.contracts.facts import goods_facts
from shop.contracts.models import OrderContract
from shop.contracts.ordered import read_ordered
from shop.contracts.rules import VERSION
from shop.core.db import sql
from shop.core.i18n import Locale
from shop.orders.errors import OrderUnknown

_KEEP = text(sql("contracts/keep"))  # as text: SQLAlchemy compiles an INSERT of several rows anew each time


class Contract(msgspec.Struct, frozen=True, kw_only=True):
    """An order's contract as it was kept, in one language."""

    content: ContractContent
    digest: str  # hexadecimal


async def freeze_contracts(session: AsyncSession, order_ids: Sequence[UUID], terms: ContractTerms) -> None:
    """Write the contracts of these orders; one that is written stands. Safe to repeat, and for two at once.

    Lines, prices and addresses come from the order, which froze them when it was placed. Facts of goods and sellers
    are read now: from the worker that hears of the order, within a second or two, so that placing costs nothing more.
    Six statements, whatever their number; rows are written in the order of their ids. An order that was purged needs
    none.
    """
    ordered = await read_ordered(session, order_ids)
    if not ordered:
        return
    told = told_of(await goods_facts(session, {line.variant for order in ordered.values() for line in order.lines}))
    contents = [contents_of(order, told, terms) for order in ordered.values()]
    rows = {
        "ids": list(ordered),
        "version": VERSION,
        "contents": [msgspec.json.encode(one).decode() for one in contents],
        "digests": [digest_of(one) for one in contents],
    }
    await session.execute(_KEEP, rows)


async def read_contract(session: AsyncSession, order_id: UUID, locale: Locale, terms: ContractTerms) -> Contract:
    """The contract as it was kept; whoever asks before the worker came keeps it.

    Raises:
        OrderUnknown: there is no such order.
    """
    kept = await _kept(session, order_id)
    if kept is None:
        await freeze_contracts(session, [order_id], terms)
        kept = await _kept(session, order_id)
    if kept is None:
        raise OrderUnknown
    return Contract(content=msgspec.convert(kept.content[locale], ContractContent), digest=kept.digest.hex())


async def _kept(session: AsyncSession, order_id: UUID) -> OrderContract | None:
    found: OrderContract | None = await session.scalar(select(OrderContract).where(OrderContract.order_id == order_id))
    return found
