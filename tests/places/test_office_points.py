"""The pages of sales points: the office adds one, people find it; lists, map, coverage and sheets agree."""

import csv
from datetime import date
from io import StringIO

import pytest
from sqlalchemy import func, select

from shop.core.actor import Role
from shop.places.models import Place, PlaceHours
from shop.regions.models import RegionLevel
from tests.make import accounts, catalog, places, regions
from tests.web.pages import hidden, look, send

NEW = "/van-phong/diem-ban/moi"
FORM = {
    "name": "Điểm OCOP Vạn Phúc",
    "address": "Số 9, phố Lụa",
    "commune": "ha-dong",
    "position": "20.9712,105.7701",
    "hours_1": "8h-12h, 13:30–21:00",
    "phone": "0912 345 678",
}


@pytest.fixture
async def officer(client, session):
    district = await regions.region(session, "Hà Đông", "quận", RegionLevel.DISTRICT, valid_to=date(2025, 6, 30))
    old = await regions.region(session, "Cũ", parent_id=district.id, valid_to=date(2025, 6, 30))
    today = await regions.region(session, "Hà Đông", "phường", lat=20.97, lon=105.77, area_km2=9.0)
    await regions.became(session, old, today)
    person = await accounts.person(session, Role.OFFICER)
    await accounts.signed_in(client, person)
    return person


async def test_a_form_sent_twice_adds_one_point_that_people_find(client, session, officer):
    key = hidden(await look(client, NEW), "request_key")

    replies = [await send(client, NEW, **FORM, request_key=key) for _ in range(2)]
    told = await look(client, replies[0].headers["location"])
    public = await look(client, "/diem-ban?near=20.97,105.77")
    page = await look(client, "/diem-ban/diem-ocop-van-phuc")

    assert [reply.status_code for reply in replies] == [303, 303]
    assert 'role="status"' in told.text
    assert 'value="08:00–12:00, 13:30–21:00"' in told.text
    assert "Điểm OCOP Vạn Phúc" in public.text
    assert 'href="/diem-ban/diem-ocop-van-phuc" aria-label="Điểm OCOP Vạn Phúc"' in public.text  # on the map
    assert "+84912345678" in page.text
    assert await session.scalar(select(func.count()).select_from(Place)) == 1
    assert await session.scalar(select(func.count()).select_from(PlaceHours)) == 2


async def test_what_was_typed_stays_beside_what_is_wrong_with_it(client, session, officer):
    wrong = FORM | {"hours_3": "sáng", "position": "ở chợ", "opened_on": "31/02/2026", "address": "", "commune": ""}

    reply = await send(client, NEW, **wrong, request_key="k" * 32)

    assert reply.status_code == 422
    for field in ("hours_3", "position", "opened_on", "address", "commune"):
        assert f'href="#{field}"' in reply.text
    assert 'value="sáng"' in reply.text
    assert 'value="Điểm OCOP Vạn Phúc"' in reply.text
    assert 'value="' + "k" * 32 in reply.text
    assert await session.scalar(select(func.count()).select_from(Place)) == 0


async def test_a_stale_form_is_refused_and_a_closing_day_said(client, session, officer):
    await send(client, NEW, **FORM, request_key="k" * 32)
    at = "/van-phong/diem-ban/diem-ocop-van-phuc"
    version = hidden(await look(client, at), "version")

    good = await send(client, at, **(FORM | {"closed_from": "2020-01-01"}), version=version)
    stale = await send(client, at, **(FORM | {"name": "Tên khác"}), version=version)
    listed = await look(client, "/diem-ban")
    closed = await look(client, "/diem-ban/diem-ocop-van-phuc")

    assert (good.status_code, stale.status_code) == (303, 409)
    assert "Điểm OCOP Vạn Phúc" not in listed.text
    assert "ngừng phục vụ từ 01/01/2020" in closed.text
    assert "đã ngừng từ 01/01/2020" in (await look(client, "/van-phong/diem-ban")).text


async def test_an_unknown_point_is_no_page_of_the_office(client, officer):
    assert (await client.get("/van-phong/diem-ban/khong-co", headers={"accept": "text/html"})).status_code == 404


async def test_points_say_what_they_have_and_closed_ones_have_nothing(client, session):
    product = await catalog.product(session, "Chè lam", stock={"hang-gai": 3, "dong-cua": 2})
    await catalog.product(session, "Bánh gio", stock={"hang-gai": 1}, hidden=True)
    shut = await session.scalar(select(Place).where(Place.slug == "dong-cua"))
    shut.closed_from = date(2020, 1, 1)
    await session.flush()

    listed = await look(client, "/diem-ban")
    here = await look(client, "/diem-ban/hang-gai")
    there = await look(client, "/diem-ban/dong-cua")
    page = await look(client, f"/san-pham/{product.slug}")

    assert "1 sản phẩm có hàng" in listed.text  # what is hidden is not counted
    assert f"/san-pham/{product.slug}" in here.text
    assert f"/san-pham/{product.slug}" not in there.text
    assert 'value="hang-gai"' in page.text
    assert 'value="dong-cua"' not in page.text


@pytest.mark.parametrize(
    "query",
    ["near=x", "near=0,0", "district=khong-co", "open_now=2", "district=%F0%9F%8F%AE", "near=21.03,105.85&open_now=1"],
)
async def test_a_strange_question_gives_a_page(client, session, query):
    await places.place(session, "Một điểm", at=(21.0, 105.8))

    page = await look(client, f"/diem-ban?{query}")

    assert "<h1" in page.text


async def test_coverage_and_sheets_say_the_same(client, session, officer):
    await send(client, NEW, **FORM, request_key="k" * 32)
    await places.place(session, "=1+1", operator="@SUM(1)")

    page = await look(client, "/diem-ban/do-phu")
    covered = _rows(await client.get("/diem-ban/do-phu.csv"))
    listed = _rows(await client.get("/diem-ban.csv"))

    assert ">1 / 1<" in page.text
    assert covered[1:] == [["quận, huyện", "Quận Hà Đông", "1", "có"], ["xã, phường", "Phường Hà Đông", "1", "có"]]
    assert sorted(row[0] for row in listed[1:]) == ["'=1+1", "Điểm OCOP Vạn Phúc"]
    assert "'@SUM(1)" in [row[7] for row in listed]


def _rows(reply):
    assert reply.status_code == 200
    return list(csv.reader(StringIO(reply.content.decode("utf-8-sig"))))
