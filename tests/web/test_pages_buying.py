"""A guest buys without a script: product, basket, checkout, order, cancel."""

from sqlalchemy import func, select

from shop.core.actor import Role
from shop.orders.confirm import confirm_order
from shop.orders.models import Order, OrderStatus
from shop.places.models import PlaceStaff
from tests.make import accounts, catalog
from tests.web.pages import check_out, fill_basket, hidden, look, send


async def goods(session, *, stock=5):
    product = await catalog.product(session, "Gạo nếp cái hoa vàng", price=195_000, stock={"hoang-cau": stock})
    return await catalog.variant_of(session, product)


async def test_a_guest_buys_for_pickup_and_sees_the_code(client, session):
    variant = await goods(session)
    await fill_basket(client, variant.id, 2, "hoang-cau")

    placed = await check_out(client, sales_point="hoang-cau")
    page = await look(client, placed.headers["location"])

    assert placed.status_code == 303
    assert "390.000" in page.text
    order = (await session.scalars(select(Order))).one()
    assert order.status is OrderStatus.HELD
    assert order.code in page.text
    assert "0912" not in page.text  # the phone is masked


async def test_the_same_form_sent_twice_is_one_order(client, session):
    variant = await goods(session)
    await fill_basket(client, variant.id)
    page = await look(client, "/thanh-toan")
    key = hidden(page, "request_key")
    cookie = client.cookies["__Host-cart"]

    first = await check_out(client, sales_point="hoang-cau", request_key=key)
    client.cookies.set("__Host-cart", cookie, domain="chomay.test")
    again = await send(
        client,
        "/thanh-toan",
        name="Lê Thị Bích Ngọc",
        phone="0912 345 678",
        method="pickup",
        payment="cod",
        sales_point="hoang-cau",
        request_key=key,
        total_pickup="195000",
        total_ship="225000",
        cart=cookie,
    )

    assert again.headers["location"] == first.headers["location"]
    assert await session.scalar(select(func.count()).select_from(Order)) == 1


async def test_a_wrong_phone_keeps_everything_typed_and_says_what_is_wrong(client, session):
    variant = await goods(session)
    await fill_basket(client, variant.id)

    reply = await check_out(client, sales_point="hoang-cau", phone="091234", email="ngoc@chomay.test")

    assert reply.status_code == 422
    assert "Lỗi:" in reply.text
    assert 'value="Lê Thị Bích Ngọc"' in reply.text
    assert 'value="ngoc@chomay.test"' in reply.text
    assert 'aria-invalid="true"' in reply.text


async def test_a_delivery_needs_an_address_and_a_commune_of_today(client, session):
    variant = await goods(session)
    await fill_basket(client, variant.id)

    nowhere = await check_out(client, method="ship", address="", commune="")
    somewhere = await check_out(client, method="ship", address="12 Hàng Bạc", commune="khong-co")

    assert nowhere.status_code == 422
    assert somewhere.status_code == 422


async def test_a_changed_price_is_told_before_anything_is_placed(client, session):
    variant = await goods(session)
    await fill_basket(client, variant.id)

    reply = await check_out(client, sales_point="hoang-cau", total_pickup="1")

    assert reply.status_code == 409
    assert await session.scalar(select(func.count()).select_from(Order)) == 0


async def test_too_many_pieces_are_refused_in_words(client, session):
    variant = await goods(session, stock=1)
    await fill_basket(client, variant.id, 3)

    reply = await check_out(client, sales_point="hoang-cau")

    assert reply.status_code == 409
    assert "<h1" in reply.text


async def test_an_empty_basket_does_not_reach_the_checkout(client):
    reply = await client.get("/thanh-toan")

    assert reply.headers["location"] == "/gio-hang"


async def test_the_buyer_cancels_and_the_goods_are_back(client, session):
    variant = await goods(session, stock=1)
    await fill_basket(client, variant.id)
    placed = await check_out(client, sales_point="hoang-cau")
    where = placed.headers["location"]

    cancelled = await send(client, f"{where}/huy")
    page = await look(client, where)
    product = await look(client, "/san-pham?in_stock=true")

    assert cancelled.headers["location"] == where
    assert "Bạn đã hủy đơn" in page.text
    assert "Gạo nếp cái hoa vàng" in product.text


async def test_an_order_opens_by_its_link_and_for_nobody_else(client, session):
    variant = await goods(session)
    await fill_basket(client, variant.id)
    placed = await check_out(client, sales_point="hoang-cau")
    where = placed.headers["location"]
    token = client.cookies["__Host-orders"].split(".")[1]
    client.cookies.clear()

    stranger = await client.get(where, headers={"accept": "text/html"})
    link = await client.get(f"{where}?token={token}")
    page = await look(client, link.headers["location"])

    assert stranger.status_code == 404
    assert link.headers["location"] == where
    assert "token" not in str(page.url)


async def test_staff_packs_and_hands_over_at_the_counter(client, session):
    variant = await goods(session)
    await fill_basket(client, variant.id)
    placed = await check_out(client, sales_point="hoang-cau")
    assert placed.status_code == 303
    order = (await session.scalars(select(Order))).one()
    await confirm_order(session, order.id)
    await session.commit()
    staff = await accounts.person(session, Role.STAFF)
    session.add(PlaceStaff(place_id=order.place_id, person_id=staff.id))
    await accounts.signed_in(client, staff)

    packed = await send(client, f"/quay/{order.code}/dong-goi", place="hoang-cau")
    wrong = await send(client, f"/quay/{order.code}/giao", place="hoang-cau", pickup_code="000000")
    counter = await look(client, packed.headers["location"])

    assert packed.status_code == 303
    assert wrong.status_code == 422
    assert order.code in wrong.text
    assert order.code in counter.text


async def test_the_counter_is_for_staff(client, session):
    await accounts.signed_in(client, await accounts.person(session))

    reply = await client.get("/quay", headers={"accept": "text/html"})

    assert reply.status_code == 403
