"""What holds a host back at the start, and goods back at the pin."""

from datetime import timedelta

from sqlalchemy import select

from shop.conduct.models import Opening, RulesAcceptance
from tests.make import accounts, livestream, oversight


async def test_host_accepts_the_rules_in_force_and_only_then_goes_on_air(client, session):
    stall = await livestream.stall(session, on_air=False)
    await oversight.rules(session, number=1, since=10, accepted_by=[stall.host])
    await oversight.rules(session, number=2)
    await accounts.signed_in(client, stall.host)

    early = await client.post(f"{stall.path}/start")
    older = await client.post("/api/v1/livestream-rules/1/accept")
    accepted = [await client.post("/api/v1/livestream-rules/2/accept") for _ in range(2)]
    started = await client.post(f"{stall.path}/start")

    assert (early.status_code, early.json()["code"]) == (409, "livestream_rules_not_accepted")
    assert (older.status_code, older.json()["code"]) == (409, "livestream_rules_not_in_force")
    assert [one.status_code for one in accepted] == [204, 204]
    assert started.status_code == 200, started.text
    assert len((await session.scalars(select(RulesAcceptance))).all()) == 2
    opening = (await session.scalars(select(Opening))).one()
    assert (opening.rules_number, opening.host_id, opening.document) == (2, stall.host.id, "citizen_card")
    assert opening.licence_id is not None
    assert opening.accepted_at is not None


async def test_rules_that_begin_tomorrow_hold_nobody_back_until_then(client, session, warp):
    stall = await livestream.stall(session, on_air=False)
    other = await livestream.stall(session, on_air=False)
    await oversight.rules(session, since=-1)
    await accounts.signed_in(client, stall.host)

    today = await client.post(f"{stall.path}/start")
    await warp(session, timedelta(days=1))
    client.cookies.clear()
    await accounts.signed_in(client, other.host)
    tomorrow = await client.post(f"{other.path}/start")

    assert today.status_code == 200
    assert tomorrow.json()["code"] == "livestream_rules_not_accepted"


async def test_herbal_goods_are_pinned_only_with_a_paper_that_holds_and_with_their_warning(client, session, warp):
    stall = await livestream.stall(session, goods=2)
    herbal = await oversight.herbal(session, stall.variants[0])
    await accounts.signed_in(client, stall.host)
    pin = {"variant": str(stall.variants[0].id)}

    bare = await client.post(f"{stall.path}/pin", json=pin)
    plain = await client.post(f"{stall.path}/pin", json={"variant": str(stall.variants[1].id)})
    await oversight.confirmed(session, herbal, lasts=3)
    pinned = await client.post(f"{stall.path}/pin", json=pin)
    down = await client.post(f"{stall.path}/unpin", json=pin)
    await warp(session, timedelta(days=4))
    over = await client.post(f"{stall.path}/pin", json=pin)

    assert (bare.status_code, bare.json()["code"]) == (409, "ad_not_confirmed")
    assert plain.json()["warnings"] == []
    assert [one["kind"] for one in pinned.json()["warnings"]] == ["healing"]
    assert "không phải là thuốc" in pinned.json()["warnings"][0]["vi"]
    assert down.json()["warnings"] == []
    assert over.json()["code"] == "ad_not_confirmed"
