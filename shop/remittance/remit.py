"""Cash is handed in: it joins a remittance, and the ledger hears of it."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.money import Dong
from shop.core.outbox import publish
from shop.payments.events import PaymentRemitted
from shop.remittance.follow import follow_payments, lock_payments
from shop.remittance.models import CashState, CodCollection, Remittance
from shop.remittance.rules import CASH


class HandedIn(msgspec.Struct, frozen=True):
    """So much (đồng) came of a collection, and the carrier charges `fee` for it."""

    collection: CodCollection
    amount: Dong
    fee: Dong


async def lock_collections(session: AsyncSession, ids: Sequence[UUID]) -> list[CodCollection]:
    """The collections in id order, locked until the commit; their payments are locked first."""
    orders = await session.scalars(select(CodCollection.order_id).where(CodCollection.id.in_(ids)))
    await lock_payments(session, orders.all())
    rows = await session.scalars(
        select(CodCollection)
        .where(CodCollection.id.in_(ids))
        .order_by(CodCollection.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(rows)


async def remit(session: AsyncSession, remittance: Remittance, came: Sequence[HandedIn], actor: str) -> None:
    """Let locked collections join the locked `remittance`.

    Raises:
        IllegalMove: one of them was handed in before.
    """
    for each in came:
        row = each.collection
        CASH.check(row.state, CashState.REMITTED)
        row.state, row.handed_in, row.fee, row.remittance_id = CashState.REMITTED, each.amount, each.fee, remittance.id
        publish(
            session,
            PaymentRemitted(
                parcel_id=row.parcel_id,
                reference=row.order_id,
                place_id=row.place_id,
                carrier=row.carrier,
                due=row.amount,
                amount=each.amount,
                fee=each.fee,
            ),
        )
    remittance.amount = Dong(remittance.amount + sum(each.amount for each in came))
    remittance.fee = Dong(remittance.fee + sum(each.fee for each in came))
    await session.flush()  # the payments are moved by what the rows say
    await follow_payments(session, [each.collection.order_id for each in came], actor)


async def open_remittance(session: AsyncSession, reference: UUID, **holder: object) -> Remittance:
    """The remittance of a drawer's shift or a list, locked; made where there is none. A twin waits and finds it."""
    made = insert(Remittance).values(reference=reference, state=CashState.REMITTED, **holder)
    await session.execute(made.on_conflict_do_nothing(index_elements=[Remittance.reference]))
    found = await session.scalars(
        select(Remittance)
        .where(Remittance.reference == reference)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found.one()


async def remit_drawer(
    session: AsyncSession, shift_id: UUID, place_id: UUID, parcel_ids: Sequence[UUID], actor: str
) -> None:
    """What lay in a drawer for `parcel_ids` is handed in with it, once it was counted and closed. Safe to repeat."""
    ids = await session.scalars(
        select(CodCollection.id).where(
            CodCollection.parcel_id.in_(parcel_ids), CodCollection.state == CashState.COLLECTED
        )
    )
    rows = await lock_collections(session, ids.all())
    came = [HandedIn(row, row.amount, Dong(0)) for row in rows if row.state is CashState.COLLECTED]
    if came:
        remittance = await open_remittance(session, shift_id, place_id=place_id)
        await remit(session, remittance, came, actor)
