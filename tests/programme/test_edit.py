"""The plan of a session: add, change, move, remove, and what is refused."""

import pytest

from shop.producers.models import Producer
from tests.make import accounts, livestream
from tests.make.programme import segments

SEGMENT = {"title": "Mở chợ", "minutes": 5}


async def titles(client, stall):
    return [one["title"] for one in (await client.get(f"{stall.path}/programme")).json()["segments"]]


async def test_the_same_form_sent_twice_adds_one_segment(client, session):
    stall = await livestream.stall(session, on_air=False)
    good = {"variant": str(stall.variants[0].id), "price": 200_000, "quota": 40, "buyer_limit": 2}
    body = SEGMENT | {"client_id": "client-0001", "goods": [good]}
    await accounts.signed_in(client, stall.host)

    for _ in range(2):
        reply = await client.post(f"{stall.path}/segments", json=body)

    [shown] = reply.json()["segments"]
    assert (reply.status_code, shown["goods"], shown["minutes"]) == (201, [good], 5)


async def test_changing_writes_all_of_it_anew(client, session):
    stall = await livestream.stall(session, goods=2)
    [segment] = await segments(session, stall, [(0, 200_000), (1, None)])
    body = {"title": "Tên mới", "minutes": 9, "goods": [{"variant": str(stall.variants[1].id)}]}
    await accounts.signed_in(client, stall.host)

    for _ in range(2):
        reply = await client.put(f"{stall.path}/segments/{segment.id}", json=body)

    [shown] = reply.json()["segments"]
    assert (shown["title"], shown["minutes"], shown["script"]) == ("Tên mới", 9, "")
    assert [good["variant"] for good in shown["goods"]] == [str(stall.variants[1].id)]


@pytest.mark.parametrize(
    ("to", "order"), [(1, "312"), (2, "132"), (3, "123"), (1000, "123")], ids=["first", "middle", "last", "far"]
)
async def test_moving_puts_a_segment_to_a_place_whoever_repeats_it(client, session, to, order):
    stall = await livestream.stall(session)
    *_, last = await segments(session, stall, [], [], [])
    await accounts.signed_in(client, stall.host)

    for _ in range(2):
        reply = await client.post(f"{stall.path}/segments/{last.id}/move", json={"to": to})
        assert reply.status_code == 200, reply.text

    assert await titles(client, stall) == [f"Phần {number}" for number in order]


async def test_what_has_been_on_air_stays_as_it_was(client, session):
    stall = await livestream.stall(session)
    first, second = await segments(session, stall, [], [])
    await accounts.signed_in(client, stall.host)
    await client.post(f"{stall.path}/next", json={})
    at = f"{stall.path}/segments/{first.id}"

    refused = [
        await client.put(at, json=SEGMENT),
        await client.post(f"{at}/move", json={"to": 2}),
        await client.delete(at),
    ]
    await client.post(f"{stall.path}/segments/{second.id}/move", json={"to": 1})

    assert [(reply.status_code, reply.json()["code"]) for reply in refused] == [(409, "segment_begun")] * 3
    assert await titles(client, stall) == ["Phần 1", "Phần 2"]


async def test_removing_twice_is_removing_once(client, session):
    stall = await livestream.stall(session)
    first, _ = await segments(session, stall, [(0, None)], [])
    await accounts.signed_in(client, stall.host)

    replies = [await client.delete(f"{stall.path}/segments/{first.id}") for _ in range(2)]

    assert [reply.status_code for reply in replies] == [204, 204]
    assert await titles(client, stall) == ["Phần 2"]


@pytest.mark.parametrize(
    ("good", "code"),
    [
        ({"price": 250_001}, "segment_price_wrong"),
        ({"price": 0}, "segment_price_wrong"),
        ({"variant": "00000000-0000-7000-8000-000000000000"}, "segment_goods_wrong"),
    ],
    ids=["above list", "nothing", "not in line-up"],
)
async def test_goods_that_cannot_be_meant_are_refused(client, session, good, code):
    stall = await livestream.stall(session)
    goods = [{"variant": str(stall.variants[0].id)} | good]
    await accounts.signed_in(client, stall.host)

    reply = await client.post(f"{stall.path}/segments", json=SEGMENT | {"client_id": "client-0001", "goods": goods})

    assert (reply.status_code, reply.json()["code"]) == (422, code)


async def test_one_variant_twice_and_an_unknown_producer_are_refused(client, session):
    stall = await livestream.stall(session)
    good = {"variant": str(stall.variants[0].id)}
    await accounts.signed_in(client, stall.host)
    new = SEGMENT | {"client_id": "client-0001"}

    twice = await client.post(f"{stall.path}/segments", json=new | {"goods": [good, good]})
    nobody = await client.post(f"{stall.path}/segments", json=new | {"producer": str(stall.live.id)})

    assert (twice.status_code, twice.json()["code"]) == (422, "segment_goods_wrong")
    assert (nobody.status_code, nobody.json()["field"]) == (422, "producer")


async def test_an_ended_session_is_planned_no_more(client, session):
    stall = await livestream.stall(session)
    await accounts.signed_in(client, stall.host)
    await client.post(f"{stall.path}/end")

    reply = await client.post(f"{stall.path}/segments", json=SEGMENT | {"client_id": "client-0001"})

    assert (reply.status_code, reply.json()["code"]) == (409, "session_over")


async def test_the_producer_of_a_segment_is_named_in_the_room(client, session):
    stall = await livestream.stall(session)
    maker = await session.get_one(Producer, stall.variants[0].producer_id)
    await accounts.signed_in(client, stall.host)
    body = SEGMENT | {"client_id": "client-0001", "producer": str(maker.id), "presenter": "Chị Hoa"}
    await client.post(f"{stall.path}/segments", json=body)

    await client.post(f"{stall.path}/next", json={})

    shown = (await client.get(f"{stall.path}/snapshot")).json()["segment"]
    assert (shown["title"], shown["presenter"], shown["producer"]) == ("Mở chợ", "Chị Hoa", maker.name)
