"""A buyer finds an address by an old name, chooses a way and orders, without a script; a person keeps addresses."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from shop.delivery.models import DeliveryQuote, SavedAddress
from shop.orders.models import Order
from shop.regions.models import RegionLevel
from tests.make import catalog
from tests.make.accounts import person, signed_in
from tests.make.regions import became, region
from tests.web.pages import check_out, fill_basket, hidden, look, send

STEP = "/thanh-toan/giao-hang"
BOOK = "/tai-khoan/dia-chi"
ENDED = {"valid_to": date(2025, 6, 30)}


@pytest.fixture
async def basket(client, session):
    """A basket of rice from Hoàng Cầu; Trúc Bạch became Ba Đình, Cống Vị was divided."""
    quan = await region(session, "Ba Đình", kind="quận", level=RegionLevel.DISTRICT, code="001", **ENDED)
    ba_dinh = await region(session, "Ba Đình", kind="phường", lat=21.04, lon=105.84)
    giang_vo = await region(session, "Giảng Võ", kind="phường", lat=21.03, lon=105.81)
    truc_bach = await region(session, "Trúc Bạch", kind="phường", parent_id=quan.id, code="00004", **ENDED)
    cong_vi = await region(session, "Cống Vị", kind="phường", parent_id=quan.id, code="00013", **ENDED)
    await became(session, truc_bach, ba_dinh)
    await became(session, cong_vi, ba_dinh, giang_vo, default=1)
    product = await catalog.product(session, "Gạo nếp cái hoa vàng", price=195_000, stock={"hoang-cau": 5})
    (await catalog.place(session, "hoang-cau")).commune_id = giang_vo.id
    await fill_basket(client, (await catalog.variant_of(session, product)).id)


async def _step(client, step, **fields):
    page = await look(client, "/thanh-toan")
    kept = {"request_key": hidden(page, "request_key"), "name": "Lê Lan", "phone": "0912 345 678", "method": "pickup"}
    return await send(client, STEP, step=step, **(kept | fields))


def _chosen(page, name):
    found = re.search(rf'id="way-\d" name="{name}" value="([^"]+)" checked', page.text)
    return found.group(1) if found else None


@pytest.mark.usefixtures("basket")
async def test_an_old_name_is_taken_over_and_its_ways_are_offered(client, session):
    page = await _step(client, "search", commune_words="truc bach 2021", address="12 ngõ 3")

    assert page.status_code == 200
    assert "Phường Trúc Bạch nay thuộc Phường Ba Đình" in page.text
    assert 'value="ba-dinh" selected' in page.text
    assert 'value="12 ngõ 3"' in page.text
    assert "Viettel Post" in page.text
    quote = await session.get_one(DeliveryQuote, _chosen(page, "quote"))
    assert quote.carrier is None

    fields = {"address": "12 ngõ 3", "commune": "ba-dinh", "ask": hidden(page, "ask"), "quote": str(quote.id)}
    total = {f"total_{quote.id}": hidden(page, f"total_{quote.id}")}
    placed = await check_out(client, method="ship", **fields, **total)

    assert placed.status_code == 303
    order = (await session.scalars(select(Order))).one()
    assert (order.shipping, order.total) == (quote.fee, 195_000 + quote.fee)


@pytest.mark.usefixtures("basket")
async def test_a_divided_commune_is_asked_and_not_guessed(client):
    page = await _step(client, "search", commune_words="Cống Vị", commune="ba-dinh")

    assert "có thể là nhiều phường, xã hiện nay" in page.text
    assert page.text.count("trước là Phường Cống Vị") == 2
    assert 'value="ba-dinh" selected' not in page.text
    assert _chosen(page, "quote") is None


@pytest.mark.usefixtures("basket")
async def test_words_that_name_nothing_are_kept_and_said(client):
    page = await _step(client, "search", commune_words="<b>Sài Gòn</b>")

    assert page.status_code == 200
    assert "&lt;b&gt;Sài Gòn&lt;/b&gt;" in page.text
    assert "<b>Sài Gòn" not in page.text


@pytest.mark.usefixtures("basket")
@pytest.mark.parametrize(
    "fields", [{"commune": "khong-co"}, {"commune": ""}, {"saved": "x"}, {"quote": "x", "ask": "x"}]
)
@pytest.mark.parametrize("step", ["ways", "saved", "search", "", "\x00"])
async def test_a_strange_step_shows_the_page_and_orders_nothing(client, fields, step):
    page = await _step(client, step, **fields)

    assert page.status_code == 200
    assert _chosen(page, "quote") is None


@pytest.mark.usefixtures("basket")
async def test_ways_of_another_commune_are_refused_and_shown_no_more(client):
    page = await _step(client, "ways", commune="ba-dinh")
    quote = _chosen(page, "quote")

    fields = {"address": "12", "commune": "giang-vo", "ask": hidden(page, "ask"), "quote": quote}
    total = {f"total_{quote}": hidden(page, f"total_{quote}")}
    refused = await check_out(client, method="ship", **fields, **total)

    assert refused.status_code == 409
    assert 'role="alert"' in refused.text
    assert _chosen(refused, "quote") is None


async def test_without_a_basket_the_step_goes_to_it(client):
    reply = await send(client, STEP, step="ways")

    assert (reply.status_code, reply.headers["location"]) == (303, "/gio-hang")


@pytest.mark.usefixtures("basket")
async def test_a_book_is_kept_and_used_at_the_checkout(client, session):
    await signed_in(client, await person(session))
    kept = await send(client, BOOK, name="Lê Lan", phone="0912345678", line="số 1", commune="giang-vo")
    second = await send(client, BOOK, name="Bà Tư", phone="0912345679", line="số 2", commune="ba-dinh")
    page = await look(client, BOOK)
    other = (await session.scalars(select(SavedAddress).where(SavedAddress.line == "số 2"))).one()

    started = await look(client, "/thanh-toan")
    used = await _step(client, "saved", saved=str(other.id))
    await send(client, f"{BOOK}/{other.id}/mac-dinh")
    changing = await look(client, f"{BOOK}?sua={other.id}")
    await send(client, f"{BOOK}/{other.id}/xoa")
    left = await look(client, BOOK)

    assert {kept.status_code, second.status_code} == {303}
    assert "Mặc định" in page.text
    assert 'value="Lê Lan"' in started.text
    assert 'value="giang-vo" selected' in started.text
    assert 'value="Bà Tư"' in used.text
    assert 'value="ba-dinh" selected' in used.text
    assert _chosen(used, "quote") is not None
    assert f'name="id" value="{other.id}"' in changing.text
    assert "số 2" not in left.text


async def test_a_refused_address_keeps_what_was_typed(client, session):
    await signed_in(client, await person(session))

    phone = await send(client, BOOK, name="Lê Lan", phone="0912", line="số 1", commune="ba-dinh")
    commune = await send(client, BOOK, name="Lê Lan", phone="0912345678", line="số 1", commune="")
    nobodys = await send(
        client, BOOK, id="00000000-0000-4000-8000-000000000000", name="L", phone="0912345678", line="1"
    )

    assert [reply.status_code for reply in (phone, commune, nobodys)] == [422, 422, 422]
    assert 'value="số 1"' in phone.text
    assert 'aria-describedby="phone-error"' in phone.text
    assert 'aria-describedby="commune-error"' in commune.text
