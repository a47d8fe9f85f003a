"""The room as it is read: its struct, its tag, its halls."""

from uuid import uuid4

from tests.make import accounts, livestream

FIELDS = [
    "seq",
    "state",
    "pins",
    "stock",
    "viewers",
    "comments",
    "host",
    "place",
    "title",
    "starts_at",
    "ends_at",
    "server_time",
    "sample",
    "slow_seconds",
    "orders",
    "removed",
    "segment",
    "co_hosts",
    "moved_to",
    "reactions",
    "games",
    "warnings",
    "stopped",
    "waiting",
    "flash",
    "video",
    "caption",
]


async def test_snapshot_has_exactly_the_fields_of_a_frame_in_seven_statements(client, session, max_queries):
    stall = await livestream.stall(session, goods=3)
    await accounts.signed_in(client, stall.host)
    for variant in stall.variants:
        await client.post(f"{stall.path}/pin", json={"variant": str(variant.id), "price": 100_000})
    await client.post(f"{stall.path}/comments", json={"text": "chào", "client_id": "client-0001"})
    client.cookies.clear()

    with max_queries(7):
        room = (await client.get(f"{stall.path}/snapshot")).json()

    assert list(room) == FIELDS
    assert list(room["pins"][0]) == [
        "variant",
        "product_slug",
        "name",
        "price",
        "list_price",
        "unit",
        "available",
        "image",
        "min_age",
        "left",
        "buyer_limit",
        "certificate",
        "campaign",
        "offer",
    ]
    certificate = ["code", "stars", "potential_five", "decision_no", "expires_on", "sample"]
    assert list(room["pins"][0]["certificate"]) == certificate
    assert list(room["comments"][0]) == ["id", "name", "text", "at", "order", "origin"]
    assert room["host"] == {"name": "Nguyễn Thị Hà"}
    assert room["place"] == {"slug": stall.place.slug, "name": stall.place.name}


async def test_unchanged_room_answers_304_and_a_changed_one_does_not(client, session):
    stall = await livestream.stall(session)
    first = await client.get(f"{stall.path}/snapshot")
    tag = {"If-None-Match": first.headers["etag"]}

    same = await client.get(f"{stall.path}/snapshot", headers=tag)
    await client.post(f"{stall.path}/comments", json={"text": "chào", "client_id": "client-0001"})
    changed = await client.get(f"{stall.path}/snapshot", headers=tag)

    assert (same.status_code, same.content) == (304, b"")
    assert changed.status_code == 200
    assert changed.headers["etag"] != first.headers["etag"]


async def test_snapshot_carries_the_newest_twenty_comments_in_order(client, session):
    stall = await livestream.stall(session)
    for n in range(23):
        await client.post(f"{stall.path}/comments", json={"text": f"câu {n}", "client_id": f"client-{n:04}"})

    room = (await client.get(f"{stall.path}/snapshot")).json()

    assert [line["text"] for line in room["comments"]] == [f"câu {n}" for n in range(3, 23)]


async def test_stall_shows_its_line_up_and_its_market(client, session):
    stall = await livestream.stall(session, goods=2, stock=0)
    await accounts.signed_in(client, stall.host)
    await client.post(f"{stall.path}/pin", json={"variant": str(stall.variants[1].id), "price": 90_000})

    shown = (await client.get(stall.path)).json()

    assert shown["market"] == {"slug": stall.market.slug, "name": stall.market.name}
    assert [(item["code"], item["pinned"], item["price"], item["available"]) for item in shown["line_up"]] == [
        ("A1", False, 250_000, 0),
        ("A2", True, 90_000, 0),
    ]


async def test_markets_list_their_stalls_and_which_are_on_air(client, session):
    hall = await livestream.market(session)
    on_air = await livestream.stall(session, hall=hall)
    waiting = await livestream.stall(session, hall=hall, on_air=False)

    listed = (await client.get("/api/v1/markets")).json()["items"]
    shown = (await client.get(f"/api/v1/markets/{hall.slug}")).json()

    [item] = [item for item in listed if item["slug"] == hall.slug]
    assert (item["stalls"], item["on_air"]) == (2, 1)
    states = {stall["slug"]: (stall["state"], stall["viewers"]) for stall in shown["stalls"]}
    assert states == {on_air.live.slug: ("on_air", 0), waiting.live.slug: ("scheduled", 0)}


async def test_unknown_addresses_are_said_in_words(client):
    slug = f"khong-co-{uuid4().hex[:6]}"

    replies = [
        await client.get(f"/api/v1/{path}")
        for path in (f"markets/{slug}", f"sessions/{slug}", f"sessions/{slug}/snapshot", f"sessions/{slug}/events")
    ]

    assert [reply.status_code for reply in replies] == [404] * 4
    assert [reply.json()["code"] for reply in replies] == ["market_unknown", *["session_unknown"] * 3]
