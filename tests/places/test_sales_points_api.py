"""Sales points: the nearest first."""

import pytest

from shop.core.actor import Actor, Role
from shop.core.errors import Forbidden, Unauthenticated
from shop.places.guards import require_staff
from tests.make import accounts, places

HOAN_KIEM = "21.0287,105.8523"


async def test_the_nearest_comes_first_and_the_unplaced_last(client, session):
    unplaced = await places.place(session)
    bat_trang = await places.place(session, at=(20.9855, 105.9147))
    dong_xuan = await places.place(session, at=(21.0392, 105.8498))

    found = (await client.get("/api/v1/sales-points", params={"near": HOAN_KIEM})).json()["items"]

    assert [one["slug"] for one in found] == [dong_xuan.slug, bat_trang.slug, unplaced.slug]
    assert 1_100 < found[0]["distance_m"] < 1_300
    assert 7_500 < found[1]["distance_m"] < 8_500
    assert found[2]["distance_m"] is None


async def test_a_limit_takes_the_nearest(client, session):
    await places.place(session, at=(20.9855, 105.9147))
    near = await places.place(session, at=(21.0392, 105.8498))

    found = (await client.get("/api/v1/sales-points", params={"near": HOAN_KIEM, "limit": 1})).json()["items"]

    assert [one["slug"] for one in found] == [near.slug]


async def test_without_a_point_they_come_by_address_and_without_distance(client, session):
    made = [await places.place(session) for _ in range(3)]

    found = (await client.get("/api/v1/sales-points")).json()["items"]

    assert [one["slug"] for one in found] == sorted(place.slug for place in made)
    assert {one["distance_m"] for one in found} == {None}


@pytest.mark.parametrize(
    "query",
    [{"near": "105.85,21.03"}, {"near": "x"}, {"near": "1," * 40}, {"limit": 0}, {"limit": 101}, {"limit": "9" * 30}],
)
async def test_a_bad_question_is_refused(client, query):
    reply = await client.get("/api/v1/sales-points", params=query)

    assert reply.status_code in {400, 422}
    assert reply.headers["content-type"].startswith("application/problem+json")


async def test_one_place_says_what_is_not_known(client, session):
    made = await places.place(session, hours=[(day, 0, 23) for day in range(1, 8)], opened_year=2021)

    said = (await client.get(f"/api/v1/sales-points/{made.slug}")).json()

    assert said["missing"] == ["address", "commune", "commune_today", "position", "operator"]
    assert len(said["hours"]) == 7
    assert said["location_exact"] is False


async def test_an_unknown_place_is_said(client):
    reply = await client.get("/api/v1/sales-points/khong-co")

    assert (reply.status_code, reply.json()["code"]) == (404, "place_unknown")


async def test_two_reads_serve_the_whole_list(client, session, max_queries):
    for _ in range(5):
        await places.place(session, at=(21.0, 105.8))
    await session.commit()

    with max_queries(3):
        reply = await client.get("/api/v1/sales-points", params={"near": HOAN_KIEM})

    assert len(reply.json()["items"]) == 5


async def test_only_its_staff_and_administrators_work_at_a_place(session):
    member, stranger = await accounts.person(session), await accounts.person(session)
    made = await places.place(session, staff=[member])

    await require_staff(session, Actor(person_id=member.id), made.id)
    await require_staff(session, Actor(person_id=stranger.id, roles=frozenset({Role.ADMIN})), made.id)
    with pytest.raises(Forbidden):
        await require_staff(session, Actor(person_id=stranger.id, roles=frozenset({Role.STAFF})), made.id)
    with pytest.raises(Unauthenticated):
        await require_staff(session, Actor(), made.id)
