"""What became of a unit, and how it is found."""

from datetime import date

from shop.regions.models import RegionLevel
from shop.regions.queries import communes_of_district, region_by_slug, successors, today_of
from tests.make.regions import became, region

UNTIL = date(2025, 6, 30)
FROM = date(2025, 7, 1)


async def test_a_whole_unit_is_followed_through_both_reforms(session):
    first = await region(session, "Vân Hòa", valid_to=date(2024, 12, 31))
    second = await region(session, "Vân Hòa", valid_from=date(2025, 1, 1), valid_to=UNTIL)
    today = await region(session, "Yên Bài", valid_from=FROM)
    await became(session, first, second)
    await became(session, second, today)

    assert (await today_of(session, first.id)).id == today.id


async def test_a_divided_unit_asks(session):
    old = await region(session, "Cát Quế", valid_to=UNTIL)
    one, two = await region(session, "Dương Hòa", valid_from=FROM), await region(session, "Sơn Đồng", valid_from=FROM)
    await became(session, old, one, two, default=1)

    assert await today_of(session, old.id) is None
    assert [(new.id, divided) for new, divided in await successors(session, old.id)] == [
        (two.id, True),
        (one.id, True),
    ]


async def test_a_unit_nobody_speaks_of_stays_unknown(session):
    old = await region(session, "Sơn Hà", valid_to=date(2024, 12, 31))

    assert await today_of(session, old.id) is None


async def test_a_slug_means_todays_unit_when_there_is_one(session):
    await region(session, "Bát Tràng", valid_to=UNTIL)
    today = await region(session, "Bát Tràng", valid_from=FROM)

    assert (await region_by_slug(session, RegionLevel.COMMUNE, "bat-trang")).id == today.id
    assert await region_by_slug(session, RegionLevel.DISTRICT, "bat-trang") is None


async def test_an_old_district_still_names_todays_communes(session):
    district = await region(session, "Ba Vì", "huyện", RegionLevel.DISTRICT, valid_to=UNTIL)
    old = await region(session, "Ba Trại", valid_to=UNTIL, parent_id=district.id)
    also = await region(session, "Tản Lĩnh", valid_to=UNTIL, parent_id=district.id)
    today = await region(session, "Suối Hai", valid_from=FROM)
    await became(session, old, today)
    await became(session, also, today)

    assert [unit.id for unit in await communes_of_district(session, district.id)] == [today.id]


async def test_a_search_shows_units_of_all_times_with_their_dates(client, session):
    await region(session, "Tây Hồ", "quận", RegionLevel.DISTRICT, valid_to=UNTIL)
    await region(session, "Tây Hồ", "phường", valid_from=FROM)

    found = (await client.get("/api/v1/regions", params={"q": "TAY HO"})).json()["items"]

    assert [(one["name"], one["valid_to"]) for one in found] == [
        ("Phường Tây Hồ", None),
        ("Quận Tây Hồ", "2025-06-30"),
    ]


async def test_a_search_takes_signs_of_patterns_as_they_are(client, session):
    await region(session, "Tây Hồ")

    reply = await client.get("/api/v1/regions", params={"q": "%_\\"})

    assert (reply.status_code, reply.json()["items"]) == (200, [])
