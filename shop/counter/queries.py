"""Reads of walk-in sales and drawers."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from shop.accounts.models import Person
from shop.core.clock import HANOI
from shop.core.money import Dong
from shop.counter.drawer import cash_in
from shop.counter.errors import SaleUnknown
from shop.counter.models import CashMovement, CashShift, CounterReturn, CounterSale, CounterSaleLine
from shop.counter.shown import CashLine, DrawerShown, SaleShown, SoldLine
from shop.orders.models import Order
from shop.places.models import Place

MOST_CASH_LINES = 500


def on_day(
    moment: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None], day: date
) -> ColumnElement[bool]:
    """Whether `moment` lies on this calendar day of Hà Nội."""
    return func.date(func.timezone(HANOI.key, moment)) == day


async def sale_shown(session: AsyncSession, sale_id: UUID) -> SaleShown:
    """One sale with its lines.

    Raises:
        SaleUnknown: there is none.
    """
    found = await _sales(session, CounterSale.id == sale_id, 1)
    if not found:
        raise SaleUnknown
    return found[0]


async def sales_of_day(session: AsyncSession, place_id: UUID, day: date, limit: int) -> list[SaleShown]:
    """What a place sold over the counter on a day, the newest first."""
    wanted = (CounterSale.place_id == place_id) & on_day(CounterSale.created_at, day)
    return await _sales(session, wanted, limit)


async def drawer_shown(session: AsyncSession, place_id: UUID) -> DrawerShown | None:
    """The place's open drawer; None when none is open."""
    found = await _drawers(session, (CashShift.place_id == place_id) & CashShift.closed_at.is_(None), 1)
    return found[0] if found else None


async def drawers_of_day(session: AsyncSession, place_id: UUID, day: date, limit: int) -> list[DrawerShown]:
    """The drawers of a place that were opened or closed on a day, the first first."""
    touched = on_day(CashShift.created_at, day) | func.coalesce(on_day(CashShift.closed_at, day), False)
    return await _drawers(session, (CashShift.place_id == place_id) & touched, limit)


async def _sales(session: AsyncSession, wanted: ColumnElement[bool], limit: int) -> list[SaleShown]:
    refunded = (
        select(func.coalesce(func.sum(CounterReturn.total), 0))
        .where(CounterReturn.sale_id == CounterSale.id)
        .correlate(CounterSale)
        .scalar_subquery()
    )
    rows = await session.execute(
        select(CounterSale, Place.slug, Place.name, Person.name, refunded)
        .join(Place, Place.id == CounterSale.place_id)
        .join(Person, Person.id == CounterSale.sold_by)
        .where(wanted)
        .order_by(CounterSale.id.desc())
        .limit(limit)
        .execution_options(populate_existing=True)
    )
    found = rows.all()
    lines = await _lines(session, [row[0].id for row in found])
    return [_shown(row, lines[row[0].id]) for row in found]


async def _lines(session: AsyncSession, sale_ids: Iterable[UUID]) -> dict[UUID, list[SoldLine]]:
    found: dict[UUID, list[SoldLine]] = {sale_id: [] for sale_id in sale_ids}
    rows = await session.scalars(
        select(CounterSaleLine)
        .where(CounterSaleLine.sale_id.in_(found))
        .order_by(CounterSaleLine.id)
        .execution_options(populate_existing=True)
    )
    for line in rows:
        found[line.sale_id].append(
            SoldLine(
                variant=line.variant_id,
                product=line.product_name,
                name=line.variant_name,
                unit=line.unit,
                quantity=line.quantity,
                price=line.price,
                total=line.total,
                returned=line.returned,
            )
        )
    return found


def _shown(row: Row[CounterSale, str, str, str, Any], lines: list[SoldLine]) -> SaleShown:
    sale, slug, place, seller, refunded = row
    return SaleShown(
        code=sale.code,
        place=slug,
        place_name=place,
        seller=seller,
        sold_at=sale.created_at,
        paid_by=sale.paid_by,
        total=sale.total,
        given=sale.given,
        change=None if sale.given is None else Dong(sale.given - sale.total),
        refunded=Dong(int(refunded)),
        note=sale.note,
        lines=tuple(lines),
    )


async def _drawers(session: AsyncSession, wanted: ColumnElement[bool], limit: int) -> list[DrawerShown]:
    opener, counter, closer = aliased(Person), aliased(Person), aliased(Person)
    rows = await session.execute(
        select(CashShift, opener.name, counter.name, closer.name)
        .outerjoin(opener, opener.id == CashShift.opened_by)
        .outerjoin(counter, counter.id == CashShift.counted_by)
        .outerjoin(closer, closer.id == CashShift.closed_by)
        .where(wanted)
        .order_by(CashShift.id)
        .limit(limit)
        .execution_options(populate_existing=True)
    )
    return [await _drawer(session, row) for row in rows.all()]


async def _drawer(session: AsyncSession, row: "Row[CashShift, str, str, str]") -> DrawerShown:
    shift, opened_by, counted_by, closed_by = row
    expected = await cash_in(session, shift.id) if shift.closed_at is None else shift.expected or Dong(0)
    counted = shift.counted
    return DrawerShown(
        opened_at=shift.created_at,
        opened_by=opened_by,
        expected=expected,
        counted=counted,
        counted_by=counted_by,
        difference=None if counted is None else Dong(counted - expected),
        reason=shift.reason,
        closed_at=shift.closed_at,
        closed_by=closed_by,
        lines=await _cash_lines(session, shift.id),
    )


async def _cash_lines(session: AsyncSession, shift_id: UUID) -> tuple[CashLine, ...]:
    returned = aliased(CounterSale)
    rows = await session.execute(
        select(
            CashMovement.kind,
            CashMovement.amount,
            CashMovement.created_at,
            func.coalesce(CounterSale.code, returned.code, Order.code),
            CashMovement.reason,
        )
        .outerjoin(CounterSale, CounterSale.id == CashMovement.sale_id)
        .outerjoin(CounterReturn, CounterReturn.id == CashMovement.return_id)
        .outerjoin(returned, returned.id == CounterReturn.sale_id)
        .outerjoin(Order, Order.id == CashMovement.order_id)
        .where(CashMovement.shift_id == shift_id)
        .order_by(CashMovement.id.desc())
        .limit(MOST_CASH_LINES)
    )
    return tuple(CashLine(kind=row[0], amount=row[1], at=row[2], about=row[3], reason=row[4]) for row in rows)
