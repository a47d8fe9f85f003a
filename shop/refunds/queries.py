"""Reads of refunds for the office."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Select, Uuid, case, cast, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from shop.accounts.models import Person
from shop.core.ids import read_code
from shop.core.money import Dong
from shop.orders.models import Order, OrderLine, Parcel
from shop.orders.rules import CODE_PREFIX
from shop.payments.models import Payment, PaymentMethod, PaymentReceipt, Refund, RefundMethod, RefundState
from shop.refunds.models import RefundClaim
from shop.returns.models import Return

_ID_LENGTH = 36  # signs of a written id


class About(StrEnum):
    """What a refund is for."""

    RETURN = "return"
    PARCEL = "parcel"
    ORDER = "order"
    RECEIPT = "receipt"
    CLAIM = "claim"


class RefundRow(msgspec.Struct, frozen=True, kw_only=True):
    """A refund (đồng) with what it is for, in words where an officer gave them, and who asked and approved."""

    id: UUID
    order: str
    paid_by: PaymentMethod
    amount: Dong
    state: RefundState
    about: About
    name: str | None  # of the return, the line
    reason: str | None
    failure: str | None
    asked_by: UUID | None
    asked_name: str | None
    approved_by: UUID | None
    approved_name: str | None
    method: RefundMethod | None
    voucher: str | None
    note: str | None
    at: datetime
    paid_at: datetime | None


class LineToRefund(msgspec.Struct, frozen=True, kw_only=True):
    """A line of an order and what was paid for it (đồng)."""

    id: UUID
    name: str
    paid: Dong


class OrderToRefund(msgspec.Struct, frozen=True, kw_only=True):
    """An order, what came in for it, what is owed back or went back, and its lines."""

    code: str
    collected: Dong
    refunded: Dong
    lines: tuple[LineToRefund, ...]


async def refunds_waiting(session: AsyncSession, *, limit: int, after: UUID | None = None) -> list[RefundRow]:
    """What is owed, under way or failed, the oldest first; `after` a refund's id."""
    wanted = _rows().where(Refund.state != RefundState.PAID).order_by(Refund.id).limit(limit)
    if after is not None:
        wanted = wanted.where(Refund.id > after)
    return await _read(session, wanted)


async def refunds_paid(session: AsyncSession, *, limit: int, after: UUID | None = None) -> list[RefundRow]:
    """What was paid, the newest first; `after` a refund's id."""
    wanted = _rows().where(Refund.state == RefundState.PAID).order_by(Refund.id.desc()).limit(limit)
    if after is not None:
        wanted = wanted.where(Refund.id < after)
    return await _read(session, wanted)


async def refund_shown(session: AsyncSession, refund_id: UUID) -> RefundRow | None:
    """A refund as it stands now; None: there is none, or its order was purged."""
    found = await _read(session, _rows().where(Refund.id == refund_id))
    return found[0] if found else None


async def order_to_refund(session: AsyncSession, code: str) -> OrderToRefund | None:
    """An order of which something shall go back."""
    row = (
        await session.execute(
            select(Order.id, Order.code, Payment.collected, Payment.refunded)
            .join(Payment, Payment.reference == Order.id)
            .where(Order.code == (read_code(CODE_PREFIX, code) or ""))
        )
    ).one_or_none()
    if row is None:
        return None
    lines = await session.scalars(select(OrderLine).where(OrderLine.order_id == row[0]).order_by(OrderLine.id))
    return OrderToRefund(
        code=row[1],
        collected=row[2],
        refunded=row[3],
        lines=tuple(
            LineToRefund(
                id=line.id,
                name=f"{line.quantity} × {line.product_name}, {line.variant_name}",
                paid=Dong(line.total - line.discount),
            )
            for line in lines
        ),
    )


def _rows() -> Select[*tuple[object, ...]]:
    asker, approver = aliased(Person), aliased(Person)
    about = _about()
    named = func.coalesce(Return.code, OrderLine.product_name, func.concat(Order.code, "-", Parcel.number))
    return (
        select(
            Refund.id,
            Order.code,
            Payment.method,
            Refund.amount,
            Refund.state,
            about,
            case((about == About.ORDER.value, None), (about == About.RECEIPT.value, None), else_=named),
            RefundClaim.reason,
            Refund.failure,
            asker.id,
            asker.name,
            approver.id,
            approver.name,
            Refund.method,
            Refund.voucher,
            Refund.note,
            Refund.created_at,
            Refund.paid_at,
        )
        .join(Payment, Payment.id == Refund.payment_id)
        .join(Order, Order.id == Payment.reference)
        .outerjoin(Return, Return.id == Refund.reference)
        .outerjoin(RefundClaim, RefundClaim.id == Refund.reference)
        .outerjoin(OrderLine, OrderLine.id == RefundClaim.line_id)
        .outerjoin(Parcel, Parcel.id == Refund.reference)
        .outerjoin(PaymentReceipt, PaymentReceipt.id == Refund.reference)
        .outerjoin(asker, asker.id == _person(Refund.asked_by))
        .outerjoin(approver, approver.id == _person(Refund.approved_by))
    )


def _about() -> ColumnElement[str]:
    return case(
        (Return.id.is_not(None), literal(About.RETURN.value)),
        (RefundClaim.id.is_not(None), literal(About.CLAIM.value)),
        (Parcel.id.is_not(None), literal(About.PARCEL.value)),
        (PaymentReceipt.id.is_not(None), literal(About.RECEIPT.value)),
        else_=literal(About.ORDER.value),
    )


def _person(column: object) -> ColumnElement[UUID]:
    """Histories name programs too, which are no ids."""
    return case((func.length(column) == _ID_LENGTH, cast(column, Uuid)), else_=None)


async def _read(session: AsyncSession, wanted: Select[*tuple[object, ...]]) -> list[RefundRow]:
    fields = RefundRow.__struct_fields__
    rows = (await session.execute(wanted)).all()
    return [msgspec.convert(dict(zip(fields, row, strict=True)), RefundRow) for row in rows]
