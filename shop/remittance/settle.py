"""What was handed in is seen on our account."""

from uuid import UUID

from sqlalchemy import exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import now
from shop.core.errors import Invalid
from shop.remittance.errors import RemittanceSettled, RemittanceUndecided, RemittanceUnknown
from shop.remittance.follow import follow_payments, lock_payments
from shop.remittance.models import CashState, CodCollection, Remittance, RemittanceFile, RemittanceLine


async def settle_remittance(session: AsyncSession, actor: Actor, remittance_id: UUID, bank_reference: str) -> None:
    """Note that the money of a remittance stands on our account. The same reference again changes nothing.

    Its list is locked first, then the payments, then the remittance: no line joins it meanwhile.

    Raises:
        Invalid: no reference was said.
        RemittanceUnknown: there is none.
        RemittanceUndecided: lines of its list still wait for a decision.
        RemittanceSettled: it was settled under another reference.
    """
    if not any(sign.isalnum() for sign in bank_reference):
        raise Invalid(field="bank_reference")
    found = await _locked(session, remittance_id)
    if found.state is CashState.SETTLED:
        if found.bank_reference != bank_reference:
            raise RemittanceSettled(field="bank_reference")
        return
    if await session.scalar(
        select(exists().where(RemittanceLine.file_id == found.reference, RemittanceLine.decision.is_(None)))
    ):
        raise RemittanceUndecided
    found.state, found.bank_reference = CashState.SETTLED, bank_reference
    found.settled_by, found.settled_at = actor.person_id, await now(session)
    moved = await session.scalars(
        update(CodCollection)
        .where(CodCollection.remittance_id == found.id)
        .values(state=CashState.SETTLED)
        .returning(CodCollection.order_id)
        .execution_options(synchronize_session=False)
    )
    orders = moved.all()
    await session.flush()
    await follow_payments(session, orders, str(actor.person_id))
    record_act(session, actor.person_id, "remittance.settle", str(found.id), amount=found.amount, bank=bank_reference)


async def _locked(session: AsyncSession, remittance_id: UUID) -> Remittance:
    known = await session.get(Remittance, remittance_id)
    if known is None:
        raise RemittanceUnknown
    await session.execute(select(RemittanceFile.id).where(RemittanceFile.id == known.reference).with_for_update())
    orders = await session.scalars(select(CodCollection.order_id).where(CodCollection.remittance_id == remittance_id))
    await lock_payments(session, orders.all())
    return await session.get_one(Remittance, remittance_id, with_for_update=True, populate_existing=True)
