"""Reads of transfers a person decides on, and of the orders they may mean."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.bank.models import BankCase, BankNotice, CaseReason, CaseState
from shop.core.clock import shop_now
from shop.core.money import Dong
from shop.orders.models import Order
from shop.payments.memo import find_codes, find_stems
from shop.payments.models import Payment, PaymentMethod, PaymentState

LOOKED_BACK = timedelta(days=30)  # how old an order may be to be suggested
MOST_FOUND = 200  # orders looked at for one page of cases
SUGGESTED = 3  # orders shown beside one case
MOST_STEMS = 3  # runs of signs in one text that may be a code with a slip


class CaseShown(msgspec.Struct, frozen=True, kw_only=True):
    """A case with what the bank told, and how it was decided."""

    id: UUID
    reason: CaseReason
    state: CaseState
    amount: Dong
    currency: str
    account: str
    content: str
    told_reference: str | None
    told_at: datetime
    order_code: str | None
    bank_reference: str | None
    note: str | None
    decided_by: str | None
    decided_at: datetime | None


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """An order a transfer may mean: its memo is near, or `rest` is exactly what came."""

    code: str
    contact_name: str
    rest: Dong
    by_memo: bool


async def open_cases(session: AsyncSession, limit: int, after: UUID | None = None) -> list[CaseShown]:
    """At most `limit` cases nobody has decided, the oldest first."""
    wanted = _cases().where(BankCase.state == CaseState.OPEN).order_by(BankCase.id).limit(limit)
    if after is not None:
        wanted = wanted.where(BankCase.id > after)
    return [CaseShown(**row) for row in (await session.execute(wanted)).mappings()]


async def decided_cases(session: AsyncSession, limit: int) -> list[CaseShown]:
    """The cases decided last."""
    wanted = _cases().where(BankCase.state != CaseState.OPEN)
    wanted = wanted.order_by(BankCase.decided_at.desc(), BankCase.id.desc()).limit(limit)
    return [CaseShown(**row) for row in (await session.execute(wanted)).mappings()]


async def count_open_cases(session: AsyncSession) -> int:
    """How many cases wait."""
    return await session.scalar(select(func.count()).where(BankCase.state == CaseState.OPEN)) or 0


async def suggest_orders(session: AsyncSession, cases: Sequence[CaseShown]) -> dict[UUID, list[Suggestion]]:
    """For each case the orders it may mean, those with a near code first: one statement for all cases."""
    if not cases:
        return {}
    near = {case.id: patterns_near(case.content) for case in cases}
    every = sorted({pattern for patterns in near.values() for pattern in patterns})
    rest = Payment.amount - Payment.collected
    meant: list[ColumnElement[bool]] = [rest.in_({case.amount for case in cases})]
    meant += [Order.code.like(pattern) for pattern in every]
    rows = await session.execute(
        select(Order.code, Order.contact_name, rest.label("rest"))
        .join(Payment, Payment.reference == Order.id)
        .where(
            Payment.method != PaymentMethod.COD,
            Payment.state.in_((PaymentState.AWAITING, PaymentState.CANCELLED)),
            Order.created_at > shop_now() - LOOKED_BACK,
            or_(*meant),
        )
        .order_by(Order.id.desc())
        .limit(MOST_FOUND)
    )
    found = [Suggestion(code=code, contact_name=name, rest=Dong(left), by_memo=False) for code, name, left in rows]
    return {case.id: _of_case(case, near[case.id], found) for case in cases}


def patterns_near(text: str) -> list[str]:
    """LIKE patterns of the codes in a text, and of those that differ in one sign from what may be one."""
    patterns = find_codes(text)
    for signs in find_stems(text)[:MOST_STEMS]:
        for at in range(len(signs)):
            slip = signs[:at] + "_" + signs[at + 1 :]
            patterns.append(f"CM-{slip[:4]}-{slip[4:]}")
    return patterns


def _of_case(case: CaseShown, patterns: Sequence[str], found: Sequence[Suggestion]) -> list[Suggestion]:
    by_memo = [
        msgspec.structs.replace(one, by_memo=True)
        for one in found
        if any(_fits(one.code, pattern) for pattern in patterns)
    ]
    known = {one.code for one in by_memo}
    by_amount = [one for one in found if one.rest == case.amount and one.code not in known]
    return (by_memo + by_amount)[:SUGGESTED]


def _fits(code: str, pattern: str) -> bool:
    return len(code) == len(pattern) and all(b in {a, "_"} for a, b in zip(code, pattern, strict=True))


def _cases() -> Select[*tuple[Any, ...]]:
    return (
        select(
            BankCase.id,
            BankCase.reason,
            BankCase.state,
            BankNotice.amount,
            BankNotice.currency,
            BankNotice.account,
            BankNotice.content,
            BankNotice.bank_reference.label("told_reference"),
            BankNotice.created_at.label("told_at"),
            Order.code.label("order_code"),
            BankCase.bank_reference,
            BankCase.note,
            Person.name.label("decided_by"),
            BankCase.decided_at,
        )
        .join(BankNotice, BankNotice.id == BankCase.notice_id)
        .outerjoin(Order, Order.id == BankCase.reference)
        .outerjoin(Person, Person.id == BankCase.decided_by)
    )
