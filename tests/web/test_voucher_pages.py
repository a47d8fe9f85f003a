"""Vouchers without a script: on the checkout page, on a producer's page and in the office."""

from sqlalchemy import select

from shop.core.actor import Role
from shop.core.money import Dong
from shop.orders.models import Order
from shop.promotions.models import Voucher, VoucherKind
from tests.make import accounts, producers
from tests.make.promotions import taken, voucher
from tests.web.pages import check_out, fill_basket, hidden, look, send
from tests.web.test_pages_buying import goods

FORM = {"method": "pickup", "sales_point": "hoang-cau", "name": "Lê Thị Bích Ngọc", "phone": "0912"}


async def test_a_typed_code_shows_in_both_bills_and_is_on_the_order(client, session):
    variant = await goods(session)
    made = await voucher(session, code="CHOMAY10K", name="Mười nghìn", public=False)
    await fill_basket(client, variant.id, 2, "hoang-cau")

    page = await send(client, "/thanh-toan", **FORM, voucher="chợ mây 10k", use="", request_key="page-key-1")
    placed = await check_out(
        client, sales_point="hoang-cau", vouchers="CHOMAY10K", total_pickup=hidden(page, "total_pickup")
    )

    assert page.status_code == 200
    assert (hidden(page, "vouchers"), hidden(page, "request_key")) == ("CHOMAY10K", "page-key-1")
    assert page.text.count("Mười nghìn (CHOMAY10K)") == 2
    assert "0912" in page.text  # a wrong phone is no matter yet, and is kept
    assert placed.status_code == 303, placed.text
    order = (await session.scalars(select(Order))).one()
    assert (order.discount, order.total) == (10_000, 380_000)
    assert await taken(session, made) == 1


async def test_a_code_left_in_the_field_is_put_on_before_anything_is_ordered(client, session):
    variant = await goods(session)
    await voucher(session, code="CHOMAY10K")
    await fill_basket(client, variant.id)

    page = await check_out(client, sales_point="hoang-cau", voucher="chomay10k")

    assert page.status_code == 200
    assert hidden(page, "vouchers") == "CHOMAY10K"
    assert await session.scalar(select(Order.id)) is None


async def test_an_unknown_code_is_said_beside_its_field_and_a_voucher_can_be_taken_off(client, session):
    variant = await goods(session)
    await voucher(session, code="CHOMAY10K", public=True)
    await fill_basket(client, variant.id)

    offered = await look(client, "/thanh-toan")
    wrong = await send(client, "/thanh-toan", **FORM, vouchers="CHOMAY10K", voucher="SAIMA", use="")
    off = await send(client, "/thanh-toan", **FORM, vouchers="CHOMAY10K", drop="CHOMAY10K")

    assert 'name="use" value="CHOMAY10K"' in offered.text
    assert wrong.status_code == 422
    assert "Không có mã giảm giá SAIMA" in wrong.text
    assert hidden(wrong, "vouchers") == "CHOMAY10K"
    assert (off.status_code, hidden(off, "vouchers")) == (200, "")


async def test_a_voucher_that_ran_out_meanwhile_is_named_and_the_new_total_stands_there(client, session):
    variant = await goods(session)
    made = await voucher(session, code="CHOMAY10K", quota=1)
    await fill_basket(client, variant.id)
    await session.execute(Voucher.metadata.tables["allowance"].update().values(taken=1))

    page = await check_out(client, sales_point="hoang-cau", vouchers="CHOMAY10K", total_pickup="185000")

    assert page.status_code == 409
    assert "CHOMAY10K đã hết lượt" in page.text
    assert (hidden(page, "vouchers"), hidden(page, "total_pickup")) == ("", "195000")
    assert await taken(session, made) == 1


async def test_a_producer_makes_and_ends_a_voucher(client, session):
    owner = await accounts.person(session, Role.PRODUCER)
    own = await producers.producer(session, members=[owner])
    await accounts.signed_in(client, owner)
    at = f"/chu-the/{own.slug}/ma-giam-gia"
    wish = {"act": "make", "code": "khách quen", "name": "Khách quen", "percent": "10", "ends_on": "31/12/2099"}

    made = await send(client, at, **wish, cap="50.000", quota="100", buyer_limit="1")
    again = await send(client, at, **wish)
    wrong = await send(client, at, **(wish | {"code": "x", "percent": "101"}))
    page = await look(client, at)
    ended = await send(client, at, act="end", voucher="KHACHQUEN")

    assert made.headers["location"] == f"{at}?done=make"
    assert (again.status_code, wrong.status_code) == (409, 422)
    assert "Khách quen" in wrong.text
    assert "Giảm 10%, tối đa 50.000" in page.text
    assert ended.headers["location"] == f"{at}?done=end"
    kept = (await session.scalars(select(Voucher).execution_options(populate_existing=True))).one()
    assert (kept.kind, kept.producer_id, kept.cap) == (VoucherKind.PRODUCER, own.id, Dong(50_000))
    assert kept.ended_at is not None


async def test_a_producer_cannot_end_the_platforms_voucher(client, session):
    owner = await accounts.person(session, Role.PRODUCER)
    own = await producers.producer(session, members=[owner])
    made = await voucher(session)
    await accounts.signed_in(client, owner)

    reply = await send(client, f"/chu-the/{own.slug}/ma-giam-gia", act="end", voucher=made.code)

    assert reply.status_code == 403


async def test_the_office_makes_a_voucher_for_shipping(client, session):
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))
    at = "/van-phong/ma-giam-gia"

    wish = {"act": "make", "code": "GIAO20", "name": "Phí giao", "kind": "shipping", "amount": "20.000"}
    made = await send(client, at, **wish, ends_on="2099-12-31", public="yes")
    bad = await send(client, at, **wish, ends_on="mai")

    assert made.headers["location"] == f"{at}?done=make"
    assert bad.status_code == 422
    kept = (await session.scalars(select(Voucher))).one()
    assert (kept.kind, kept.amount, kept.public) == (VoucherKind.SHIPPING, 20_000, True)
