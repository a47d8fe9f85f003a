"""Pages anybody may open: each answers in both languages, also for what is not there."""

import re
from datetime import date

import pytest
from sqlalchemy import select, update

from shop.certification.models import Certificate, CertificateStatus, DatePrecision
from tests.make import catalog, livestream
from tests.web.pages import look

PUBLIC = ("/", "/san-pham", "/diem-ban", "/gio-hang", "/dang-nhap", "/toi", "/loi", "/xac-thuc")


@pytest.mark.parametrize("path", PUBLIC)
async def test_every_public_page_stands_in_both_languages(client, path):
    vietnamese = await look(client, path)
    english = await look(client, "/en" if path == "/" else f"/en{path}")

    assert '<html lang="vi"' in vietnamese.text
    assert '<html lang="en"' in english.text


async def test_an_unknown_page_is_drawn_and_says_what_to_do(client):
    reply = await look(client, "/khong-co", 404)

    assert reply.headers["content-type"].startswith("text/html")
    assert 'action="/san-pham"' in reply.text


async def test_the_list_shows_what_is_on_sale_and_keeps_its_filters_in_the_address(client, session):
    await catalog.product(session, "Gạo nếp cái hoa vàng", stars=4, price=195_000)
    await catalog.product(session, "Ấm chén chim én", stars=5, price=1_250_000)

    page = await look(client, "/san-pham?stars=4&stars=3&sort=price")

    assert "Gạo nếp cái hoa vàng" in page.text
    assert "195.000" in page.text
    assert "Ấm chén chim én" not in page.text
    assert 'href="/san-pham?stars=3&amp;sort=price"' in page.text  # the chip that takes four stars away


async def test_the_list_is_searched_without_diacritics(client, session):
    await catalog.product(session, "Gốm Bát Tràng men lam")

    page = await look(client, "/san-pham?q=gom+bat+trang")

    assert "Gốm Bát Tràng men lam" in page.text


@pytest.mark.parametrize("query", ["q=%00", "stars=9", "stars=x", "sort=unknown", "page=1", "district=%F0%9F%8F%AE"])
async def test_a_strange_query_gives_a_page_and_no_fault(client, query):
    reply = await client.get(f"/san-pham?{query}", headers={"accept": "text/html"})

    assert reply.status_code in {200, 400}


async def test_a_broken_cursor_is_said_on_the_page(client):
    page = await look(client, "/san-pham?cursor=xxxx", 422)

    assert 'role="alert"' in page.text


async def test_a_product_shows_certificate_stock_and_price(client, session):
    product = await catalog.product(session, "Trà sen Tây Hồ", stars=4, price=450_000, stock={"hoang-cau": 3})

    page = await look(client, f"/san-pham/{product.slug}")

    assert "Trà sen Tây Hồ" in page.text
    assert "450.000" in page.text
    assert "4 sao" in page.text
    assert "/xac-thuc/OCOP-" in page.text


async def test_a_product_without_a_certificate_in_force_is_shown_and_not_sold(client, session):
    product = await catalog.product(session, "Cốm khô", issued_on=date(2020, 1, 1), stock={"hoang-cau": 3})

    page = await look(client, f"/san-pham/{product.slug}")

    assert "/gio-hang/them" not in page.text
    assert "Tạm ẩn khỏi chợ" in page.text


async def test_a_revoked_certificate_says_so(client, session):
    product = await catalog.product(session, "Giò lụa", status=CertificateStatus.REVOKED)
    certificate = (
        await session.scalars(
            select(Certificate).where(Certificate.registered_product_id == product.registered_product_id)
        )
    ).one()

    page = await look(client, f"/xac-thuc/{certificate.code}")

    assert "thu hồi" in page.text.lower()


async def test_an_unknown_certificate_code_is_said_to_be_unknown(client):
    page = await look(client, "/xac-thuc/OCOP-2345-6789", 404)

    assert "OCOP-2345-6789" in page.text


async def test_a_market_and_its_rooms_can_be_visited(client, session):
    stall = await livestream.stall(session)

    hall = await look(client, f"/cho-dem/{stall.market.slug}")
    room = await look(client, f"/phien/{stall.live.slug}")

    assert f"/phien/{stall.live.slug}" in hall.text
    assert "Gốm Bát Tràng đêm nay" in room.text
    assert "data-room" in room.text


async def test_static_files_may_be_kept_for_ever_under_their_hash(client):
    page = await look(client, "/")
    address = page.text.split('rel="stylesheet" href="')[1].split('"')[0]

    first = await client.get(address)
    again = await client.get(address, headers={"if-none-match": first.headers["etag"]})
    missing = await client.get("/static/../pyproject.toml")

    assert "immutable" in first.headers["cache-control"]
    assert again.status_code == 304
    assert missing.status_code == 404


async def test_the_first_page_counts_the_register_and_not_the_samples(client, session):
    published = await catalog.product(session, "Cốm Mễ Trì", stars=4)
    await catalog.product(session, "Giò lụa", stars=5)  # by a sample certificate
    await session.execute(
        update(Certificate)
        .where(Certificate.registered_product_id == published.registered_product_id)
        .values(sample=False)
    )

    page = await look(client, "/")

    figures = re.findall(r'<span class="v[^"]*">(\d+)</span><span class="l">(.*?)</span>', page.text)
    assert figures[0] == ("1", "sản phẩm trong sổ còn hạn hôm nay")


async def test_of_a_year_no_day_of_its_end_is_claimed(client, session):
    product = await catalog.product(session, "Trà sen", stars=4)
    certificate = await session.scalar(
        update(Certificate)
        .where(Certificate.registered_product_id == product.registered_product_id)
        .values(date_precision=DatePrecision.YEAR, issued_on=date(2024, 1, 1), in_force_until=date(2027, 1, 1))
        .returning(Certificate.code)
    )

    page = await look(client, f"/xac-thuc/{certificate}")

    assert "năm 2024" in page.text
    assert "năm 2027" in page.text
    assert "01/01/2027" not in page.text
