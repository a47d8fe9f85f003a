"""Officers keep the register of sales points: added once, changed by who has read it, found at once."""

from datetime import date

import pytest
from sqlalchemy import func, select

from shop.core.actor import Role
from shop.core.audit import AuditEntry
from shop.places.models import Place, PlaceHours
from shop.regions.models import RegionLevel
from tests.make import accounts, places, regions

AT = "/api/v1/sales-points"
POINT = {"name": "Điểm OCOP Vạn Phúc", "address": "Số 9, phố Lụa", "commune": "ha-dong"}
HOURS = [
    {"weekday": 6, "opens": "08:00:00", "closes": "12:00:00"},
    {"weekday": 6, "opens": "13:30:00", "closes": "21:00:00"},
]


def key(number=0):
    return {"Idempotency-Key": f"point-{number:04}"}


@pytest.fixture
async def hanoi(session):
    """A commune that took land of one district, and one that took land of two."""
    districts = [
        await regions.region(session, name, "huyện", RegionLevel.DISTRICT, valid_to=date(2025, 6, 30))
        for name in ("Hà Đông", "Thanh Oai")
    ]
    olds = [
        await regions.region(session, f"Cũ {at}", parent_id=district.id, valid_to=date(2025, 6, 30))
        for at, district in enumerate(districts)
    ]
    one = await regions.region(session, "Hà Đông", "phường", lat=20.97, lon=105.77)
    two = await regions.region(session, "Phú Lương", "phường", lat=20.94, lon=105.76)
    await regions.became(session, olds[0], one, two)
    await regions.became(session, olds[1], two)
    await session.flush()


@pytest.fixture
async def officer(client, session, hanoi):
    person = await accounts.person(session, Role.OFFICER)
    await accounts.signed_in(client, person)
    return person


async def test_a_point_is_added_once_and_stands_where_its_commune_is(client, session, officer):
    replies = [await client.post(AT, json=POINT | {"hours": HOURS}, headers=key()) for _ in range(2)]
    other = await client.post(AT, json=POINT | {"name": "Khác"}, headers=key())
    said = replies[0].json()
    near = (await client.get(AT, params={"near": "20.97,105.77"})).json()["items"]

    assert [reply.status_code for reply in replies] == [201, 201]
    assert other.json()["code"] == "key_reused"
    assert said["slug"] == replies[1].json()["slug"] == "diem-ocop-van-phuc" == near[0]["slug"]
    assert (said["location_exact"], said["lat"], said["district"]) == (False, 20.97, "Hà Đông")
    assert [(one["opens"], one["closes"]) for one in said["hours"]] == [
        ("08:00:00", "12:00:00"),
        ("13:30:00", "21:00:00"),
    ]
    assert await session.scalar(select(func.count()).select_from(Place)) == 1
    assert (await session.scalars(select(AuditEntry.action))).all().count("place.open") == 1


WRONG = [
    ({"commune": "khong-co"}, "point_unit_unknown"),
    ({"commune": "phu-luong"}, "district_asked"),
    ({"district": "thanh-oai"}, "district_asked"),
    ({"district": "khong-co"}, "point_unit_unknown"),
    ({"position": {"lat": 105.77, "lon": 20.97}}, "point_unreadable"),
    ({"position": {"lat": 21.9, "lon": 105.77}}, "point_far"),
    ({"hours": [HOURS[0], HOURS[0] | {"opens": "11:00:00"}]}, "hours_unclear"),
    ({"hours": [HOURS[0] | {"closes": "08:00:00"}]}, "hours_unclear"),
    ({"phone": "12345"}, "bad_phone"),
    ({"opened_on": "2026-01-02", "closed_from": "2026-01-02"}, "closed_before_opened"),
]


@pytest.mark.parametrize(("change", "code"), WRONG)
async def test_what_cannot_be_meant_is_refused_by_name(client, session, officer, change, code):
    reply = await client.post(AT, json=POINT | change, headers=key())

    assert (reply.status_code, reply.json()["code"]) == (422, code)
    assert await session.scalar(select(func.count()).select_from(Place)) == 0


async def test_a_commune_of_two_districts_is_asked_for_one_of_them(client, officer):
    reply = await client.post(AT, json=POINT | {"commune": "phu-luong", "district": "thanh-oai"}, headers=key())

    assert reply.json()["district"] == "Thanh Oai"


async def test_two_open_points_have_two_names(client, session, officer):
    first = await client.post(AT, json=POINT, headers=key(1))
    twin = await client.post(AT, json=POINT | {"name": "điểm ocop VẠN PHÚC"}, headers=key(2))

    assert (first.status_code, twin.json()["code"]) == (201, "place_twice")


async def test_a_change_needs_the_version_that_was_read_and_is_written_down(client, session, officer):
    made = (await client.post(AT, json=POINT | {"hours": HOURS}, headers=key())).json()
    body = POINT | {"operator": "HTX Lụa", "hours": [], "version": made["version"]}

    changed = await client.put(f"{AT}/{made['slug']}", json=body)
    stale = await client.put(f"{AT}/{made['slug']}", json=body)
    unknown = await client.put(f"{AT}/khong-co", json=body)

    assert (changed.json()["operator"], changed.json()["hours"]) == ("HTX Lụa", [])
    assert (stale.status_code, stale.json()["code"], unknown.status_code) == (409, "place_changed", 404)
    assert await session.scalar(select(func.count()).select_from(PlaceHours)) == 0
    entry = (await session.scalars(select(AuditEntry).where(AuditEntry.action == "place.change"))).one()
    assert entry.detail == {"before": {"operator": "None"}}


async def test_a_closed_point_leaves_every_list_and_keeps_its_page(client, session, officer):
    made = (await client.post(AT, json=POINT, headers=key())).json()
    await client.put(f"{AT}/{made['slug']}", json=POINT | {"closed_from": "2020-01-01", "version": made["version"]})

    listed = (await client.get(AT)).json()["items"]
    covered = (await client.get(f"{AT}/coverage")).json()

    assert (listed, covered["points"], covered["covered_communes"]) == ([], 0, 0)
    assert (await client.get(f"{AT}/{made['slug']}")).json()["closed_from"] == "2020-01-01"


async def test_coverage_counts_units_with_at_least_one(client, session, officer):
    bodies = [POINT, POINT | {"name": "Điểm thứ hai"}]
    for number, body in enumerate(bodies):
        assert (await client.post(AT, json=body, headers=key(number))).status_code == 201
    await places.place(session, "Chưa rõ ở đâu")

    said = (await client.get(f"{AT}/coverage")).json()

    assert (said["points"], said["unplaced"], said["unzoned"]) == (3, 1, 1)
    assert (said["covered_districts"], said["covered_communes"]) == (1, 1)
    assert {one["slug"]: one["points"] for one in said["districts"]} == {"ha-dong": 2, "thanh-oai": 0}
    assert {one["slug"]: one["points"] for one in said["communes"]} == {"ha-dong": 2, "phu-luong": 0}


async def test_points_are_narrowed_by_district_and_by_the_clock(client, session, officer):
    await client.post(AT, json=POINT, headers=key())
    always = await places.place(session, "Luôn mở", hours=[(day, 0, 23) for day in range(1, 8)])

    of_district = (await client.get(AT, params={"district": "ha-dong"})).json()["items"]
    open_now = (await client.get(AT, params={"open_now": "true"})).json()["items"]

    assert [one["name"] for one in of_district] == [POINT["name"]]
    assert [one["slug"] for one in open_now] in ([always.slug], [])  # between 23:00 and midnight nothing is open
    assert all(one["open_now"] for one in open_now)
