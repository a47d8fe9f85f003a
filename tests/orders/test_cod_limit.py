"""Who refuses what was ordered in cash may order less in cash, and in the end none; other ways to pay stay open."""

import re
from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import event, text, update

from shop.core.clock import shop_now
from shop.core.money import Dong
from shop.orders.models import Order, OrderStatus
from shop.orders.place_many import place_many
from shop.orders.rules import CodHistory, CodTerms, most_cash
from tests.make.inventory import goods
from tests.make.orders import TERMS, body, key, placed
from tests.orders.test_place_many import ask, codes
from tests.web.pages import check_out, fill_basket

COD = CodTerms(refusals=2, most=Dong(500_000), never=4)


@pytest.mark.parametrize(
    ("taken", "refused", "most"),
    [
        (0, 0, None),
        (0, 1, None),
        (0, 2, 500_000),
        (5, 2, 500_000),
        (6, 2, None),
        (0, 3, 500_000),
        (0, 4, 0),
        (11, 4, 0),
        (12, 4, None),
        (0, 99, 0),
    ],
)
def test_the_history_says_how_much_may_be_paid_in_cash(taken, refused, most):
    assert most_cash(CodHistory(taken, refused), COD) == most


async def history(session, *statuses, days=1):
    """Orders of the usual phone that ended so."""
    for status in statuses:
        order = await placed(session, await goods(session, 1, name=f"Bát {status}"))
        await session.execute(
            update(Order)
            .where(Order.code == order.code)
            .values(status=status, hold_expires_at=None, created_at=shop_now() - timedelta(days=days))
        )


REFUSED, TAKEN = OrderStatus.REFUSED, OrderStatus.DELIVERED


@pytest.mark.parametrize(
    ("ended", "quantity", "code"),
    [
        (((REFUSED,), 1), 3, None),
        (((REFUSED, REFUSED), 1), 2, None),
        (((REFUSED, REFUSED), 1), 3, "cod_limited"),
        (((REFUSED, REFUSED), 366), 3, None),
        (((REFUSED,) * 4, 1), 1, "cod_closed"),
        (((*(REFUSED,) * 2, *(TAKEN,) * 6), 1), 3, None),
    ],
)
async def test_an_order_is_refused_where_the_history_says_so(client, session, ended, quantity, code):
    statuses, days = ended
    await history(session, *statuses, days=days)
    bowl = await goods(session, 9)
    contact = {"name": "Trần Văn Minh", "phone": "+84 912 345 678"}  # the same phone, written otherwise

    reply = await client.post("/api/v1/orders", json=body(bowl, quantity=quantity, contact=contact), headers=key())

    problem = reply.json() if code else {}
    assert (reply.status_code, problem.get("code"), problem.get("field")) == (
        (409, code, "payment") if code else (201, None, None)
    )
    if code == "cod_limited":
        assert "500.000" in problem["detail"]


async def test_the_checkout_says_so_beside_the_ways_to_pay_and_keeps_what_was_typed(client, session):
    await history(session, *(REFUSED,) * 4)
    bowl = await goods(session, 9)
    await fill_basket(client, bowl.variant_id)

    page = await check_out(client, sales_point=bowl.point)

    assert page.status_code == 409
    assert re.search(r'id="payment-error"[^>]*>.*nhiều đơn không được nhận', page.text)
    assert 'value="0912 345 678"' in page.text


async def test_another_phone_is_not_touched(client, session):
    await history(session, *(REFUSED,) * 4)
    bowl = await goods(session, 9)
    contact = {"name": "Lê Thị Hoa", "phone": "0987 654 321"}

    reply = await client.post("/api/v1/orders", json=body(bowl, contact=contact), headers=key())

    assert reply.status_code == 201


async def test_the_history_is_one_read_for_a_whole_batch(session, engine):
    await history(session, *(REFUSED,) * 4)
    bowl = await goods(session, 99)
    asks = [ask((bowl, 1), phone=f"09123456{number:02}") for number in range(70, 86)]
    terms = msgspec.structs.replace(TERMS, cod=COD)
    seen = []

    def note(_connection, _cursor, statement, *_):
        seen.append(statement)

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    try:
        answers = await place_many(session, asks, terms)
    finally:
        event.remove(engine.sync_engine, "before_cursor_execute", note)

    assert codes(answers) == [201] * 8 + ["cod_closed"] + [201] * 7
    assert len([each for each in seen if "shop_order.contact_phone" in each and "GROUP BY" in each]) == 1


async def test_the_read_goes_over_its_own_index(session):
    await session.execute(text("SET LOCAL enable_seqscan = off"))
    plan = await session.scalars(
        text(
            "EXPLAIN SELECT contact_phone, count(*) FILTER (WHERE status = 'refused') FROM shop_order "
            "WHERE contact_phone IN ('+84912345678') AND payment_method = 'cod' "
            "AND status IN ('handed_over', 'delivered', 'refused') AND created_at > shop_now() - interval '365 days' "
            "GROUP BY contact_phone"
        )
    )

    assert "shop_order_cod_phone_idx" in "\n".join(plan)
