"""A gift, an invoice and a half day on the pages: asked at checkout, shown to the buyer and to who packs."""

from datetime import timedelta

from sqlalchemy import func, select

from shop.contracts.content import ContractTerms
from shop.contracts.freeze import read_contract
from shop.core.clock import today
from shop.orders.models import Order, OrderExtra
from tests.make.accounts import signed_in
from tests.make.inventory import goods
from tests.make.orders import body, key
from tests.make.parcels import clerk_at, confirmed
from tests.make.producers import closure
from tests.make.reviews import maker
from tests.orders.test_extras import INVOICE, ORDERS, SAID, fresh, slot_in
from tests.web.pages import check_out, fill_basket, look, send

TYPED = {
    "gift_wrap": "yes",
    "gift_note": "Chúc mừng\r\ntân gia",
    "note": "Gọi trước khi giao",
    "invoice_name": INVOICE["name"],
    "invoice_tax_code": "0100 109 106",
    "invoice_address": INVOICE["address"],
    "invoice_email": INVOICE["email"],
}


async def test_what_is_typed_at_checkout_is_on_the_order_s_page(client, session):
    bowl = await goods(session)
    await fill_basket(client, bowl.variant_id)

    sent = await check_out(client, sales_point=bowl.point, **TYPED)
    page = await look(client, sent.headers["location"])

    assert sent.status_code == 303
    for words in ("Chúc mừng\ntân gia", "Gọi trước khi giao", "0100109106", INVOICE["name"], INVOICE["email"]):
        assert words in page.text, words


async def test_a_wrong_code_is_told_at_its_field_and_everything_typed_is_kept(client, session):
    bowl = await goods(session)
    await fill_basket(client, bowl.variant_id)

    refused = await check_out(client, sales_point=bowl.point, **TYPED | {"invoice_tax_code": "0100109107"})

    assert refused.status_code == 422
    assert 'id="invoice_tax_code-error"' in refused.text
    assert '<details class="told-of" open>' in refused.text
    for kept in ('value="0100109107"', ">Chúc mừng\ntân gia<", 'name="gift_wrap" value="yes" checked'):
        assert kept in refused.text, kept


async def test_who_packs_reads_what_was_said_and_the_pick_list_keeps_the_invoice_out(client, session):
    bowl = await goods(session)
    order = await client.post(ORDERS, json=body(bowl, extras=SAID), headers=key())
    placed = await session.scalar(select(Order).where(Order.code == order.json()["code"]))
    await confirmed(session, placed)
    await signed_in(client, await clerk_at(session, bowl.point))

    counter = await look(client, f"/quay?place={bowl.point}")
    pick = await look(client, f"/quay/soan-hang?place={bowl.point}")
    listed = (await client.get(f"/api/v1/sales-points/{bowl.point}/orders")).json()["items"]
    packed = (await client.get(f"/api/v1/sales-points/{bowl.point}/pick-list")).json()["parcels"]

    assert INVOICE["tax_code"] in counter.text
    assert SAID["gift_note"] in counter.text
    assert SAID["gift_note"] in pick.text
    assert INVOICE["tax_code"] not in pick.text
    assert listed[0]["extras"]["invoice"] == INVOICE
    assert packed[0]["extras"]["gift_note"] == SAID["gift_note"]
    assert "invoice" not in packed[0]["extras"]


async def test_half_days_are_offered_for_fresh_food_and_not_while_its_producer_is_closed(client, session):
    greens, delivery = await fresh(session)
    await closure(session, await maker(session, greens), 1, 3)
    day = await today(session)
    await fill_basket(client, greens.variant_id)

    page = await look(client, "/thanh-toan")
    value = f"{day + timedelta(days=4)} afternoon"
    place = {"address": "1 phố Huế", "commune": delivery["address"]["commune"], "method": "ship"}
    closed = await check_out(client, slot=f"{day + timedelta(days=2)} morning", **place)
    nonsense = await check_out(client, slot="mai", **place)
    sent = await check_out(client, slot=value, **place)
    order = await look(client, sent.headers["location"])

    assert f'value="{value}"' in page.text
    assert f'value="{day + timedelta(days=3)} morning"' not in page.text
    assert [reply.status_code for reply in (closed, nonsense, sent)] == [422, 422, 303]
    assert 'id="slot-error"' in closed.text
    assert "buổi chiều" in order.text


async def test_what_is_fetched_leaves_the_hidden_half_day_alone(client, session):
    greens, _ = await fresh(session)
    await fill_basket(client, greens.variant_id)

    sent = await check_out(client, sales_point=greens.point, slot=f"{await today(session) + timedelta(days=2)} morning")

    assert sent.status_code == 303
    assert await session.scalar(select(func.count()).select_from(OrderExtra)) == 0


async def test_goods_that_keep_offer_no_half_day(client, session):
    await fill_basket(client, (await goods(session)).variant_id)

    assert 'name="slot"' not in (await look(client, "/thanh-toan")).text


async def test_another_step_of_the_checkout_keeps_what_was_typed(client, session):
    await fill_basket(client, (await goods(session)).variant_id)

    page = await send(client, "/thanh-toan", request_key="extras-key-1", use="", **TYPED)

    assert f'value="{INVOICE["name"]}"' in page.text


async def test_the_contract_says_the_half_day_and_whom_the_invoice_is_for(client, session):
    greens, delivery = await fresh(session)
    extras = {"invoice": INVOICE, **await slot_in(session, 2)}
    sent = body(greens, delivery=delivery, expected_total=60_000, extras=extras)
    code = (await client.post(ORDERS, json=sent, headers=key())).json()["code"]
    order_id = await session.scalar(select(Order.id).where(Order.code == code))

    contract = await read_contract(session, order_id, "vi", ContractTerms(hold_minutes=15, complaints=""))

    parties = " ".join(contract.content.parties)
    assert INVOICE["tax_code"] in parties
    assert f"buổi sáng ngày {await today(session) + timedelta(days=2):%d/%m/%Y}" in parties
