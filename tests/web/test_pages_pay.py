"""The page on which an order is paid."""

from sqlalchemy import select

from shop.orders.models import Order
from shop.payments.models import PaymentMethod
from shop.payments.receive import Money, receive_money
from tests.make.inventory import goods
from tests.make.orders import placed


async def _unpaid(session):
    shown = await placed(session, await goods(session), payment=PaymentMethod.VIETQR)
    return shown, await session.scalar(select(Order).where(Order.code == shown.code))


async def test_an_order_that_waits_for_money_leads_to_where_it_is_paid(client, session):
    shown, _ = await _unpaid(session)
    assert shown.payment.page == f"/don-hang/{shown.code}/thanh-toan"

    opened = await client.get(f"/don-hang/{shown.code}?token={shown.token}", follow_redirects=True)
    paying = await client.get(shown.payment.page)

    assert f'href="{shown.payment.page}"' in opened.text
    assert paying.status_code == 200
    assert "250.000" in paying.text


async def test_a_stranger_learns_nothing(client, session):
    shown, _ = await _unpaid(session)

    assert (await client.get(shown.payment.page)).status_code == 404


async def test_what_is_paid_has_nothing_to_pay(client, session):
    shown, order = await _unpaid(session)
    await client.get(f"/don-hang/{shown.code}?token={shown.token}")
    await receive_money(session, order.id, Money(PaymentMethod.VIETQR, "ft-1", order.total), "bank")
    await session.flush()

    reply = await client.get(shown.payment.page)

    assert (reply.status_code, reply.headers["location"]) == (303, f"/don-hang/{shown.code}")


async def test_a_way_that_is_not_taken_is_refused_by_its_name(client, session):
    wares = await goods(session)
    body = {
        "lines": [{"variant": str(wares.variant_id), "quantity": 1}],
        "contact": {"name": "Trần Văn Minh", "phone": "0912 345 678"},
        "delivery": {"method": "pickup", "sales_point": wares.point},
        "payment": "zalopay",
        "expected_total": wares.price,
    }

    reply = await client.post("/api/v1/orders", json=body, headers={"Idempotency-Key": "pay-key-1"})

    assert reply.status_code == 422
    assert reply.json()["field"] == "payment"
