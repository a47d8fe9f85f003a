"""The money for goods that came back is given to the buyer."""

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.ids import new_code
from shop.core.money import Dong
from shop.core.outbox import publish
from shop.counter.drawer import put_cash, require_shift
from shop.counter.models import CashKind
from shop.payments.errors import RefundUnderWay
from shop.payments.lock_refund import lock_refund, require_approved, tell_refund
from shop.payments.models import Refund, RefundMethod, RefundState
from shop.payments.refund import pay_refund
from shop.returns.errors import TransferUnsaid
from shop.returns.events import RefundPaid
from shop.returns.guards import require_taker
from shop.returns.models import Return, ReturnState
from shop.returns.move import lock_return, move_return
from shop.returns.rules import MOVES, VOUCHER_PREFIX, ReturnTerms


async def pay_back(
    session: AsyncSession, actor: Actor, code: str, method: RefundMethod, *, note: str, terms: ReturnTerms
) -> Return:
    """Note that the refund was paid, in cash here or by transfer with its reference, under a new slip number.

    Cash leaves the drawer of the place in the same breath: its book has it once. Safe to repeat: it is paid once.

    Raises:
        Unauthenticated, ReturnUnknown: the asker does not work at the place.
        TransferUnsaid: a transfer without its reference.
        IllegalMove: nothing is owed.
        RefundUnderWay: its provider has it.
        RefundUnapproved: it is large, and no officer has approved it.
        DrawerClosed, DrawerShort: the drawer cannot give so much.
    """
    asked = await lock_return(session, code)
    await require_taker(session, actor, asked)
    if asked.state is ReturnState.REFUNDED:
        return asked
    if method is RefundMethod.TRANSFER and not note:
        raise TransferUnsaid(field="note")
    MOVES.check(asked.state, ReturnState.REFUNDED)
    voucher, who = new_code(VOUCHER_PREFIX), str(actor.person_id)
    await move_return(session, asked, ReturnState.REFUNDED, terms, actor=who, reason=voucher)
    refund = await lock_refund(session, Refund.reference == asked.id)
    assert refund is not None, "what was received is owed"
    if refund.state is not RefundState.OWED:  # under way with its provider, or that failed and the office has it
        raise RefundUnderWay
    require_approved(refund, who, Dong(terms.refund_limit))
    await pay_refund(session, asked.id, method, voucher, note=note or None, actor=who)
    if method is RefundMethod.CASH:
        shift = await require_shift(session, asked.place_id)
        await put_cash(session, shift, CashKind.REFUND, -refund.amount, who, refund_id=refund.id)
    tell_refund(session, refund)
    publish(
        session,
        RefundPaid(return_id=asked.id, place_id=asked.place_id, amount=asked.amount, method=method, voucher=voucher),
    )
    record_act(session, actor.person_id, "returns.pay_back", asked.code, amount=asked.amount, voucher=voucher)
    return asked
