"""The map of the site: what is on sale, in both languages, and nothing else."""

import xml.etree.ElementTree as ET
from datetime import date
from itertools import chain

from shop.places.models import Place
from shop.producers.models import ProducerState
from shop.web import sitemap_queries
from tests.make import catalog, producers

SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


async def _addresses(client, file):
    reply = await client.get(f"/sitemap/{file}.xml")
    assert reply.status_code == 200, reply.text
    return [each.text for each in ET.fromstring(reply.text).findall("s:url/s:loc", SPACE)]


async def test_only_what_is_on_sale_is_on_the_map(client, session):
    on_sale = await catalog.product(session, "Trà sen")
    await catalog.product(session, "Đã ẩn", hidden=True)
    await catalog.product(session, "Hết hạn", issued_on=date(2020, 1, 1))
    await catalog.product(session, "Chưa chứng nhận", status=None)
    await session.commit()

    found = await _addresses(client, 1)

    base = "https://chomay.test"
    assert found == [f"{base}/san-pham/{on_sale.slug}", f"{base}/en/san-pham/{on_sale.slug}"]


async def test_pages_places_and_producers_stand_in_the_first_file(client, session):
    await catalog.place(session, "hoan-kiem")
    active = await producers.producer(session)
    paused = await producers.producer(session)
    paused.state = ProducerState.SUSPENDED
    closed = await catalog.place(session, "da-dong")
    (await session.get(Place, closed.id)).closed_from = date(2020, 1, 1)
    await session.commit()

    found = await _addresses(client, 0)

    assert "https://chomay.test/diem-ban/hoan-kiem" in found
    assert f"https://chomay.test/en/chu-the-ocop/{active.slug}" in found
    assert not [url for url in found if paused.slug in url or "da-dong" in url]
    assert "https://chomay.test/" in found


async def test_every_product_stands_on_one_page(session):
    slugs = [(await catalog.product(session, f"Trà {n}")).slug for n in range(5)]
    await session.commit()

    pages = []
    for page in (1, 2, 3):
        rows = sitemap_queries.products_of_page(session, page, size=2)
        pages.append([each.path.rpartition("/")[2] async for each in rows])

    assert [len(page) for page in pages] == [2, 2, 1]
    assert sorted(chain(*pages)) == sorted(slugs)


async def test_the_index_names_the_files(client, session):
    await catalog.product(session)
    await session.commit()

    reply = await client.get("/sitemap.xml")

    files = [each.text for each in ET.fromstring(reply.text).findall("s:sitemap/s:loc", SPACE)]
    assert files == ["https://chomay.test/sitemap/0.xml", "https://chomay.test/sitemap/1.xml"]
    assert reply.headers["content-type"].startswith("application/xml")


async def test_no_other_file_of_the_map_is_served(client):
    replies = [await client.get(f"/sitemap/{file}") for file in ("7.xml", "0", "x.xml", "٣.xml", "-1.xml", "9999.xml")]

    assert {reply.status_code for reply in replies} == {404}


async def test_robots_are_kept_from_what_is_private(client):
    lines = (await client.get("/robots.txt")).text.splitlines()

    assert {"Disallow: /thanh-toan", "Disallow: /en/van-phong", "Disallow: /api/"} <= set(lines)
    assert "Disallow: /chu-the-ocop" not in lines
    assert "Sitemap: https://chomay.test/sitemap.xml" in lines
