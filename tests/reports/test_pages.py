"""Reports on their pages, each for whom it is; warnings at the desk; the packing list."""

from datetime import UTC, datetime, timedelta

import pytest

from shop.core.actor import Role
from shop.core.sheets import read_rows
from shop.markets.models import SessionState
from shop.orders.models import OrderStatus
from shop.places.models import PlaceStaff
from shop.reports.models import SessionMinute
from shop.reports.rules import minute_of
from tests.make import accounts, livestream, producers
from tests.make.reports import Box, line_of, order
from tests.web.look_html import read
from tests.web.pages import look

PHONE = "+84912345678"


async def sold(session, **facts):
    """A stall that sold two of one product and lost an order of another, and was watched by up to thirty."""
    stall = await livestream.stall(session, goods=2, **facts)
    now = datetime.now(UTC)
    good, lost = (line_of(each, quantity=2, price=150_000) for each in stall.variants)
    await order(session, stall.live.id, [Box(stall.place.id, lines=[good])], at=now)
    await order(session, stall.live.id, [Box(stall.place.id, OrderStatus.EXPIRED, lines=[lost])], at=now)
    session.add(SessionMinute(session_id=stall.live.id, minute=minute_of(now), viewers=30, seen=50))
    await session.flush()
    return stall


def tree_of(page):
    """The page as elements."""
    root, faults = read(page.content)
    assert faults == []
    return root


async def test_a_host_reads_the_report_with_its_chart_and_its_table(client, session):
    stall = await sold(session)
    await accounts.signed_in(client, stall.host)

    page = await look(client, f"/phien/{stall.live.slug}/bao-cao")

    text = tree_of(page).text()
    assert "300.000" in text
    assert "2,0" in text  # one order for fifty viewers
    [chart] = [svg for svg in tree_of(page).all("svg") if svg.attrs.get("role") == "img"]
    assert chart.all("title")[0].text() == chart.attrs["aria-label"]
    assert "Nhiều nhất 1 đơn" in chart.all("desc")[0].text()
    assert chart.all("rect")


@pytest.mark.parametrize("role", [Role.CONSUMER, Role.HOST, Role.PRODUCER, Role.STAFF])
async def test_nobody_else_reads_it(client, session, role):
    stall = await sold(session)
    await accounts.signed_in(client, await accounts.person(session, role))

    replies = [
        await client.get(path, headers={"accept": "text/html"})
        for path in (f"/phien/{stall.live.slug}/bao-cao", f"/phien/{stall.live.slug}/dong-goi", f"{stall.path}/report")
    ]

    assert [reply.status_code for reply in replies] == [403, 403, 403]


async def test_the_staff_of_its_point_find_it_in_their_list(client, session):
    stall = await sold(session)
    clerk = await accounts.person(session, Role.STAFF)
    session.add(PlaceStaff(place_id=stall.place.id, person_id=clerk.id))
    await session.flush()
    await accounts.signed_in(client, clerk)

    page = await look(client, f"/quay/phien-live?place={stall.place.slug}")
    report = await client.get(f"{stall.path}/report")
    rows = list(read_rows((await client.get("/quay/phien-live.csv")).content))

    assert f"/phien/{stall.live.slug}/bao-cao" in page.text
    assert report.json()["sales"] == {
        "placed": 2,
        "orders": 1,
        "expired": 1,
        "pieces": 2,
        "value": 300_000,
        "had": 0,
        "lost": 300_000,
    }
    assert rows[1][0] == stall.live.title
    assert len(rows) == 2


async def test_sheets_say_what_the_page_says(client, session):
    stall = await sold(session)
    await accounts.signed_in(client, stall.host)
    at = f"/phien/{stall.live.slug}/bao-cao"

    by_minute = await client.get(f"{at}/phut.csv")
    by_product = await client.get(f"/en{at}/san-pham.csv")

    head, *rows = read_rows(by_minute.content)
    assert sum(int(row[head.index("Tiền hàng (đồng)")]) for row in rows) == 300_000
    head, *rows = read_rows(by_product.content)
    assert [row[head.index("Value (đồng)")] for row in rows] == ["300000", "0"]
    assert by_minute.headers["cache-control"] == "private, no-store"


async def test_a_producer_sees_its_own_goods_and_no_other_session(client, session):
    stall = await sold(session)
    elsewhere = await sold(session)
    person = await accounts.person(session, Role.PRODUCER)
    mine = await producers.producer(session, members=[person])
    boxes = [Box(stall.place.id, producer_id=mine.id, lines=[line_of(stall.variants[0], price=70_000)])]
    await order(session, stall.live.id, boxes, at=datetime.now(UTC))
    await accounts.signed_in(client, person)
    base = f"/chu-the/{mine.slug}/phien-live"

    listed = await look(client, base)
    one = await look(client, f"{base}/{stall.live.slug}")
    other = await client.get(f"{base}/{elsewhere.live.slug}", headers={"accept": "text/html"})
    report = await client.get(f"/api/v1/producers/{mine.slug}/sessions/{stall.live.slug}/report")

    assert elsewhere.live.slug not in listed.text
    assert "70.000" in one.text
    assert "300.000" not in one.text
    assert other.status_code == 404
    assert report.json()["sales"]["value"] == 70_000
    assert report.json()["comments"] == 0


async def test_the_office_chooses_sessions_by_day_and_point(client, session):
    stall, other = await sold(session), await sold(session)
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))

    usual = await look(client, "/van-phong/phien-live")
    chosen = await look(client, f"/van-phong/phien-live?diem={stall.place.slug}")
    past = await look(client, "/van-phong/phien-live?tu=01/01/2021&den=02/01/2021")
    market = await look(client, f"/van-phong/phien-live?cho={stall.market.slug}")

    reports = [f"/phien/{one.live.slug}/bao-cao" for one in (stall, other)]
    assert [[path in page.text for path in reports] for page in (usual, chosen, past, market)] == [
        [True, True],
        [True, False],
        [False, False],
        [True, False],
    ]
    assert "600.000" in usual.text


async def test_a_session_that_was_called_off_is_listed_so(client, session):
    stall = await livestream.stall(session, on_air=False)
    stall.live.state, stall.live.called_off_reason = SessionState.CALLED_OFF, "Chủ gian ốm"
    await session.flush()
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))

    pages = [await look(client, path) for path in ("/van-phong/phien-live", f"/phien/{stall.live.slug}/bao-cao")]
    sheet = list(read_rows((await client.get("/van-phong/phien-live.csv")).content))

    assert ["đã hủy" in page.text for page in pages] == [True, True]
    assert "đã hủy" in sheet[1]


@pytest.mark.parametrize("query", ["tu=mai", "tu=31/02/2026", "tu=02/01/2026&den=01/01/2026"])
async def test_days_that_cannot_be_are_said_beside_their_field(client, session, query):
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))

    page = await client.get(f"/van-phong/phien-live?{query}", headers={"accept": "text/html"})

    assert page.status_code == 422
    assert 'aria-invalid="true"' in page.text


@pytest.mark.parametrize("query", ["since=2026-02-01&until=2026-01-01", "place=%00", "limit=0", "since=x"])
async def test_the_api_refuses_what_it_cannot_mean(client, session, query):
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))

    reply = await client.get(f"/api/v1/reports/sessions?{query}")

    assert reply.status_code in {400, 422}


async def test_the_furthest_days_are_no_error(client, session):
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))

    reply = await client.get("/api/v1/reports/sessions?since=0001-01-01&until=9999-12-31")

    assert reply.status_code == 200


async def test_a_market_is_reported_whole_to_officers(client, session):
    stall = await sold(session)
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))

    report = (await client.get(f"/api/v1/markets/{stall.market.slug}/report")).json()

    assert report["sales"]["orders"] == 1
    assert report["viewers"]["peak"] == 30


async def test_the_desk_shows_the_pace_and_warns_of_what_runs_out(client, session):
    stall = await sold(session, stock=2)
    await accounts.signed_in(client, stall.host)
    pin = {"variant": str(stall.variants[0].id), "price": 200_000}
    assert (await client.post(f"{stall.path}/pin", json=pin)).status_code == 200

    page = await look(client, f"/phien/{stall.live.slug}/dieu-khien")

    tree = tree_of(page)
    alarms = [item for item in tree.all("li") if "data-alarm" in item.attrs]
    assert [item.attrs["data-alarm"].partition(":")[0] for item in alarms] == ["very_few"]
    assert "Sắp hết" in alarms[0].text()
    assert any(found.attrs.get("aria-live") == "polite" for found in tree.all("div"))
    assert "Nhịp bán" in tree.text()


async def test_a_desk_off_air_warns_of_nothing(client, session):
    stall = await livestream.stall(session, on_air=False)
    await accounts.signed_in(client, stall.host)

    page = await look(client, f"/phien/{stall.live.slug}/dieu-khien")

    assert "data-alarm=" not in page.text


async def test_the_packing_list_has_what_is_still_here_and_whom_to_call(client, session):
    stall = await sold(session)
    await accounts.signed_in(client, stall.host)

    page = await look(client, f"/phien/{stall.live.slug}/dong-goi")

    text = tree_of(page).text()
    assert page.text.count(f"tel:{PHONE}") == 1  # the expired order is nobody's to call
    assert "A1" in text
    assert "A2" in text
    assert f"/phien/{stall.live.slug}" in text  # the room's address under its QR code


async def test_telephones_are_hidden_a_week_after_the_session(client, session):
    stall = await sold(session)
    stall.live.state = SessionState.ENDED
    stall.live.ended_at = datetime.now(UTC) - timedelta(days=7, minutes=1)
    await session.flush()
    await accounts.signed_in(client, stall.host)

    page = await look(client, f"/phien/{stall.live.slug}/dong-goi")

    assert PHONE not in page.text
    assert "tel:" not in page.text


async def test_an_officer_reads_figures_and_no_names_of_buyers(client, session):
    stall = await sold(session)
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))

    report = await client.get(f"/phien/{stall.live.slug}/bao-cao", headers={"accept": "text/html"})
    names = await client.get(f"/phien/{stall.live.slug}/dong-goi", headers={"accept": "text/html"})

    assert report.status_code == 200
    assert "dong-goi" not in report.text
    assert names.status_code == 403
