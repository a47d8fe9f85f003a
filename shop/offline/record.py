"""What a device handed over without the net is written down, once it has the net again."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import now
from shop.fulfilment.cash_anyway import note_cash_said
from shop.fulfilment.hand_over import hand_over_known
from shop.offline.errors import PickupListUnknown, ReportOfOther, WrongPickupSecret
from shop.offline.models import Cause, OfflineHandOver, Outcome, PickupList
from shop.offline.rules import bounded, cause_against
from shop.orders.errors import OrderUnknown
from shop.orders.models import Order, OrderStatus
from shop.orders.move import lock_by_code, lock_parcels
from shop.orders.rules import is_pickup_secret
from shop.payments.models import PaymentState
from shop.payments.queries import state_at
from shop.stockroom.guards import stockroom_of


class Report(msgspec.Struct, frozen=True):
    """That the order `code` of a list was handed over at `given_at`, shown by the secret of its QR code."""

    client_id: str
    list_id: UUID
    code: str
    secret: str
    given_at: datetime


async def record_hand_over(
    session: AsyncSession, actor: Actor, slug: str, report: Report, secret: str
) -> OfflineHandOver:
    """Hand over what was given, or keep the conflict for a person to decide.

    The order is locked first, so that two devices with one order, and one device that sends twice at once, come
    one after the other. Safe to repeat: a report that is known is answered as it was. The books use the time of the
    recording; `given_at` is kept beside. A list that has run out since is no reason to lose what was given.

    Raises:
        PlaceUnknown, Unauthenticated, Forbidden: the actor does not work there.
        PickupListUnknown: no such list at this place.
        OrderUnknown: the order was not on the list.
        WrongPickupSecret: the secret is not the order's.
        ReportOfOther: the device has used the name of this report for another order.
    """
    place = await stockroom_of(session, actor, slug)
    taken = await session.get(PickupList, report.list_id)
    if taken is None or taken.place_id != place.id:
        raise PickupListUnknown
    order = await lock_by_code(session, report.code)
    if order.id not in taken.order_ids:
        raise OrderUnknown
    if not is_pickup_secret(secret, order.id, report.secret):
        raise WrongPickupSecret(field="secret")
    known = await session.scalar(
        select(OfflineHandOver).where(
            OfflineHandOver.list_id == taken.id, OfflineHandOver.client_id == report.client_id
        )
    )
    if known is not None and known.order_id != order.id:
        raise ReportOfOther(field="id")
    return known or await _record(session, actor, order, taken, report)


async def _record(
    session: AsyncSession, actor: Actor, order: Order, taken: PickupList, report: Report
) -> OfflineHandOver:
    assert actor.person_id is not None, "the guard lets no guest in"
    outcome, cause = await _work(session, actor, order, taken.place_id)
    if outcome is Outcome.HANDED_OVER and await _said_cash(session, order, taken):
        await note_cash_said(session, actor, order.code, None, order.total)
    moment = await now(session)
    written: OfflineHandOver | None = await session.scalar(
        insert(OfflineHandOver)
        .values(
            list_id=taken.id,
            client_id=report.client_id,
            place_id=taken.place_id,
            order_id=order.id,
            given_at=bounded(report.given_at, taken.created_at, moment),
            sent_by=actor.person_id,
            outcome=outcome,
            cause=cause,
            created_at=moment,
        )
        .on_conflict_do_nothing()  # a report of another order took the name just now
        .returning(OfflineHandOver)
    )
    if written is None:
        raise ReportOfOther(field="id")
    record_act(session, actor.person_id, "offline.report", order.code, outcome=outcome.value)
    return written


async def _said_cash(session: AsyncSession, order: Order, taken: PickupList) -> bool:
    """Whether the list told its device to take cash: what was paid another way since, the device did not hear of."""
    return await state_at(session, order.id, taken.created_at) is PaymentState.TO_COLLECT


async def _work(session: AsyncSession, actor: Actor, order: Order, place_id: UUID) -> tuple[Outcome, Cause | None]:
    if order.status is OrderStatus.HANDED_OVER:
        return Outcome.ALREADY, None
    parcels = (await lock_parcels(session, [order.id]))[order.id]
    cause = cause_against(order.status, [(parcel.status, parcel.place_id) for parcel in parcels], place_id)
    if cause is not None:
        return Outcome.CONFLICT, cause
    await hand_over_known(session, actor, order.code)
    return Outcome.HANDED_OVER, None
