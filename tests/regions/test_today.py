"""What a written commune is today, on the real tables: a whole one, a divided one, a renamed one, a name reused."""

import pytest

from shop.regions.rules import written_unit
from shop.regions.today import Ask, Certain, resolve
from shop.samples.units import load_units


@pytest.fixture
async def units(session):
    await load_units(session)
    return session


async def test_a_whole_unit_is_certain(units):
    found = await resolve(units, "xã Vân Hòa", "Ba Vì")

    assert isinstance(found, Certain)
    assert found.unit.valid_to is None
    assert {one.name for one in found.was} == {"Xã Vân Hòa"}


async def test_a_renamed_unit_is_certain_under_its_new_name(units):
    found = await resolve(units, "Phường Phúc Xá", "Ba Đình")

    assert isinstance(found, Certain)
    assert found.unit.name == "Phường Hồng Hà"


async def test_a_divided_unit_asks_and_names_where_most_of_it_went(units):
    found = await resolve(units, "Phường Ngọc Hà", "Ba Đình")

    assert isinstance(found, Ask)
    assert len(found.options) > 1
    assert found.default == found.options[0].unit
    assert found.default.name == "Phường Ba Đình"  # and not today's Phường Ngọc Hà
    assert all(one.was[0].name == "Phường Ngọc Hà" for one in found.options)


async def test_a_short_name_of_two_periods_asks_with_their_dates(units):
    found = await resolve(units, "Thanh Xuân", None)

    assert isinstance(found, Ask)
    dated = {one.unit.name: {(was.name, was.valid_to is None) for was in one.was} for one in found.options}
    assert dated == {
        "Phường Thanh Xuân": {("Phường Thanh Xuân", True)},
        "Xã Nội Bài": {("Xã Thanh Xuân", False)},
    }


@pytest.mark.parametrize("commune", ["Xã Không Có", "xã", "   ", "%_\\", "📦"])
async def test_what_nobody_knows_asks_without_choices(units, commune):
    found = await resolve(units, commune, "Ba Vì")

    assert found == Ask(options=(), default=None)


async def test_few_statements_suffice(units, max_queries):
    with max_queries(5) as seen:
        found = await resolve(units, "Phường Ngọc Hà", None)

    assert isinstance(found, Ask)
    assert 1 <= len(seen) <= 5


async def test_everybody_may_ask(client, units):
    certain = await client.get("/api/v1/regions/today", params={"commune": "Xã Vân Hòa", "district": "Ba Vì"})
    divided = await client.get("/api/v1/regions/today", params={"commune": "Phường Ngọc Hà", "district": "Ba Đình"})
    empty = await client.get("/api/v1/regions/today")

    assert certain.json()["certain"]["valid_from"] == "2025-07-01"
    assert certain.json()["options"] == []
    assert divided.json()["certain"] is None
    assert divided.json()["options"][0]["was"][0]["valid_to"] in {"2024-12-31", "2025-06-30"}
    assert empty.status_code in {400, 422}


@pytest.mark.parametrize(
    ("written", "kind", "slug"),
    [
        ("Xã Vân Hòa", "xã", "van-hoa"),
        ("thị trấn Phùng", "thị trấn", "phung"),
        ("Tây Hồ", None, "tay-ho"),
        ("Xã", "xã", ""),
        ("Thị xã Sơn Tây", "thị xã", "son-tay"),
    ],
)
def test_a_written_name_is_split_from_its_kind(written, kind, slug):
    assert written_unit(written) == (kind, slug)
