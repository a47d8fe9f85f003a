"""Pickups that wait at a till, lists that devices took along, and what devices report."""

from datetime import UTC, datetime
from itertools import count

from sqlalchemy import select

from shop.fulfilment.pack import pack_order
from shop.offline.record import Report, record_hand_over
from shop.offline.take_along import take_along
from shop.orders.confirm import confirm_order
from shop.orders.models import Order
from shop.orders.rules import pickup_secret
from tests.conftest import SECRET
from tests.make.orders import placed

HOURS = 12

_numbers = count(1)


def fresh_id() -> str:
    """A device's name for a report, which no other has."""
    return f"device-report-{next(_numbers)}"


async def waiting_at(session, at, *, packed=True, **changes):
    """A pickup of the till's goods that waits there."""
    order = await placed(session, at.goods, **changes)
    await confirm_order(session, await order_id_of(session, order))
    if packed:
        await pack_order(session, at.clerk, order.code)
    await session.flush()
    return order


async def order_id_of(session, order):
    """The id of an order that its buyer got back."""
    return await session.scalar(select(Order.id).where(Order.code == order.code))


async def secret_of(session, order) -> str:
    """The secret in the order's QR code."""
    return pickup_secret(SECRET, await order_id_of(session, order))


async def taken(session, at, hours=HOURS):
    """The list of what waits at the till's point."""
    return await take_along(session, at.clerk, at.point, secret=SECRET, hours=hours)


async def report_of(session, order, a_list, **changes) -> Report:
    """What an honest device says of the order."""
    said = {
        "client_id": fresh_id(),
        "list_id": a_list.id,
        "code": order.code,
        "secret": await secret_of(session, order),
        "given_at": datetime.now(UTC),
    }
    return Report(**(said | changes))


async def reported(session, at, order, a_list, **changes):
    """The report of the order, written down."""
    return await record_hand_over(
        session, at.clerk, at.point, await report_of(session, order, a_list, **changes), SECRET
    )


def sent(report: Report) -> dict[str, str]:
    """A report as it goes over the wire."""
    return {
        "id": report.client_id,
        "list": str(report.list_id),
        "order": report.code,
        "secret": report.secret,
        "at": report.given_at.isoformat(),
    }
