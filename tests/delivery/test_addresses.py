"""A person's book of addresses: theirs alone, at most twenty, one default, whoever asks at once."""

import asyncio
from datetime import date

import pytest
from sqlalchemy import func, select

from shop.core.db import short
from shop.delivery.addresses import MOST, AddressBody, add_address, make_default, remove_address
from shop.delivery.errors import TooManyAddresses
from shop.delivery.models import SavedAddress
from tests.make import catalog
from tests.make.accounts import person, signed_in

BOOK = "/api/v1/addresses"


def _body(**changes):
    return {"name": "Lê Thị Lan", "phone": "0912 345 678", "line": "12 Hàng Bạc", "commune": "hoan-kiem", **changes}


@pytest.fixture
async def lan(client, session):
    await catalog.region(session, "Phường Hoàn Kiếm", catalog.RegionLevel.COMMUNE)
    made = await person(session)
    await signed_in(client, made)
    return made


@pytest.mark.usefixtures("lan")
async def test_addresses_are_kept_changed_chosen_and_removed(client):
    first = await client.post(BOOK, json=_body())
    again = await client.post(BOOK, json=_body(phone="+84 912 345 678"))
    second = await client.post(BOOK, json=_body(line="3 Tràng Tiền"))
    chosen = await client.post(f"{BOOK}/{second.json()['id']}/default")
    changed = await client.put(f"{BOOK}/{first.json()['id']}", json=_body(name="Lê Lan"))
    removed = [await client.delete(f"{BOOK}/{second.json()['id']}") for _ in range(2)]
    left = (await client.get(BOOK)).json()["items"]

    assert (first.status_code, first.json()["default"], first.json()["phone"]) == (201, True, "+84912345678")
    assert again.json()["id"] == first.json()["id"]
    assert (second.json()["default"], chosen.json()["default"]) == (False, True)
    assert [each["name"] for each in changed.json()["items"]] == ["Lê Thị Lan", "Lê Lan"]
    assert [reply.status_code for reply in removed] == [204, 204]
    assert [(each["name"], each["default"]) for each in left] == [("Lê Lan", True)]


@pytest.mark.usefixtures("lan")
async def test_an_address_that_becomes_equal_to_another_is_dropped_for_it(client):
    first, second = [(await client.post(BOOK, json=_body(line=line))).json() for line in ("số 1", "số 2")]

    changed = await client.put(f"{BOOK}/{first['id']}", json=_body(line="số 2"))

    assert [(each["id"], each["default"]) for each in changed.json()["items"]] == [(second["id"], True)]


@pytest.mark.usefixtures("lan")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"line": " "}, "line"),
        ({"phone": "0912 345"}, "phone"),
        ({"commune": "truc-bach"}, "commune"),
        ({"commune": "Hoàn Kiếm"}, "commune"),
        ({"line": "x" * 301}, "line"),
        ({"note": "x"}, "note"),
    ],
)
async def test_bad_addresses_are_refused_by_field(client, changes, field):
    reply = await client.post(BOOK, json=_body(**changes))

    assert (reply.status_code, reply.json()["field"]) == (422, field)


async def test_a_book_is_nobody_elses(client, session, lan):
    hers = (await client.post(BOOK, json=_body())).json()["id"]
    await signed_in(client, await person(session))

    foreign = [await client.put(f"{BOOK}/{hers}", json=_body()), await client.post(f"{BOOK}/{hers}/default")]
    await client.delete(f"{BOOK}/{hers}")

    assert {(reply.status_code, reply.json()["code"]) for reply in foreign} == {(404, "address_unknown")}
    assert (await client.get(BOOK)).json()["items"] == []
    assert await session.get(SavedAddress, hers) is not None


async def test_a_commune_that_ended_since_is_said(client, session, lan):
    await client.post(BOOK, json=_body())
    (await catalog.region(session, "Phường Hoàn Kiếm", catalog.RegionLevel.COMMUNE)).valid_to = date(2027, 1, 1)

    assert (await client.get(BOOK)).json()["items"][0]["commune"]["ended"] is True


async def test_many_at_once_neither_overfill_the_book_nor_make_two_defaults(sessions):
    async with short(sessions) as session:
        await catalog.region(session, "Phường Hoàn Kiếm", catalog.RegionLevel.COMMUNE)
        lan = (await person(session)).id

    async def add(number):
        async with short(sessions) as session:
            return await add_address(session, lan, AddressBody(**_body(line=f"số {number % (MOST + 3)}")))

    made = await asyncio.gather(*(add(number) for number in range(2 * (MOST + 3))), return_exceptions=True)
    ids = {one for one in made if not isinstance(one, Exception)}

    async def stir(address, act):
        async with short(sessions) as session:
            await act(session, lan, address)

    some = sorted(ids)[:6]
    await asyncio.gather(
        *(stir(address, make_default) for address in some), *(stir(one, remove_address) for one in some[:3]),
        return_exceptions=True,
    )  # fmt: skip

    assert len(ids) == MOST
    assert {type(one) for one in made if isinstance(one, Exception)} == {TooManyAddresses}
    async with short(sessions) as session:
        defaults = select(func.count()).where(SavedAddress.person_id == lan, SavedAddress.is_default)
        assert await session.scalar(defaults) == 1
