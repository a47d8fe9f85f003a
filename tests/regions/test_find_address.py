"""An address is found by the names people know, of whatever year; what was divided is asked, never guessed."""

from datetime import date

import pytest

from shop.regions.address_rules import Sought, read_sought
from shop.regions.models import RegionLevel
from tests.make.regions import became, region

ENDED = {"valid_to": date(2025, 6, 30)}


@pytest.fixture
async def hanoi(session):
    """Trúc Bạch wholly became Ba Đình; Cống Vị was divided; both lay in the district Ba Đình."""
    district = await region(session, "Ba Đình", kind="quận", level=RegionLevel.DISTRICT, **ENDED)
    ba_dinh, giang_vo = (
        await region(session, "Ba Đình", kind="phường"),
        await region(session, "Giảng Võ", kind="phường"),
    )
    truc_bach = await region(session, "Trúc Bạch", kind="phường", parent_id=district.id, **ENDED)
    cong_vi = await region(session, "Cống Vị", kind="phường", parent_id=district.id, **ENDED)
    await became(session, truc_bach, ba_dinh)
    await became(session, cong_vi, ba_dinh, giang_vo, default=1)


async def _found(client, words):
    reply = await client.get("/api/v1/regions/communes", params={"q": words})
    assert reply.status_code == 200, reply.text
    return [
        (one["unit"]["name"], one["was"]["name"] if one["was"] else None, one["certain"])
        for one in reply.json()["items"]
    ]


@pytest.mark.parametrize(
    "words",
    ["Trúc Bạch", "truc bach", "Phường Trúc Bạch", "Trúc Bạch 2021", "TRÚC BẠCH (2021)", "Trúc Bạch, quận Ba Đình"],
)
@pytest.mark.usefixtures("hanoi")
async def test_an_old_commune_is_found_however_it_is_written(client, words):
    assert await _found(client, words) == [("Phường Ba Đình", "Phường Trúc Bạch", True)]


@pytest.mark.usefixtures("hanoi")
async def test_a_divided_commune_offers_all_that_took_its_land_and_is_sure_of_none(client):
    assert sorted(await _found(client, "Cống Vị")) == [
        ("Phường Ba Đình", "Phường Cống Vị", False),
        ("Phường Giảng Võ", "Phường Cống Vị", False),
    ]


@pytest.mark.usefixtures("hanoi")
async def test_a_district_offers_its_communes_and_a_name_of_today_comes_first(client):
    assert await _found(client, "quận Ba Đình") == [
        ("Phường Ba Đình", "Quận Ba Đình", False),
        ("Phường Giảng Võ", "Quận Ba Đình", False),
    ]
    assert (await _found(client, "ba dinh"))[0] == ("Phường Ba Đình", None, True)


@pytest.mark.usefixtures("hanoi")
async def test_words_that_name_nothing_find_nothing(client):
    assert [await _found(client, words) for words in ("Ba Vì", "Phường", "2021", "%", "Trúc Bạch, Ba Vì")] == [[]] * 5


@pytest.mark.parametrize("query", ["", "?q=", f"?q={'x' * 81}", "?q=ba&limit=41", "?q=ba&limit=0"])
async def test_a_search_is_bounded(client, query):
    assert (await client.get(f"/api/v1/regions/communes{query}")).status_code == 422


def test_words_are_read_as_unit_and_district():
    assert read_sought("Xã Vân Hòa, huyện Ba Vì") == Sought(slug="van-hoa", kind="xã", district="ba-vi")
    assert read_sought("2021") is None
