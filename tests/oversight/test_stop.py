"""The authority stops a session: at once, for good, and seen by everybody."""

import asyncio

from sqlalchemy import select

from shop.conduct.models import SessionStop
from shop.core.actor import Actor, Role
from shop.core.audit import AuditEntry
from shop.core.db import short
from shop.core.errors import Refusal
from shop.livestream.models import Pin
from shop.livestream.start import start_session
from shop.markets.models import LiveSession, SessionState
from shop.oversight.stop import StopOrder, stop_session
from shop.promotions.models import Campaign
from tests.make import accounts, livestream
from tests.web.pages import look, send

STOP = {"reason": "Giới thiệu sai công dụng", "document_no": "12/TMĐT"}


async def test_pins_and_prices_end_and_what_was_said_is_public_no_more(client, session):
    stall = await livestream.stall(session)
    await client.post(f"{stall.path}/comments", json={"text": "trà này trị dứt điểm", "client_id": "client-0001"})
    await accounts.signed_in(client, stall.host)
    await client.post(f"{stall.path}/pin", json={"variant": str(stall.variants[0].id), "price": 100_000})
    client.cookies.clear()
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))

    stopped = [await client.post(f"{stall.path}/stop", json=STOP) for _ in range(2)]
    client.cookies.clear()
    room = (await client.get(f"{stall.path}/snapshot")).json()
    page = await look(client, f"/phien/{stall.live.slug}")

    assert [one.status_code for one in stopped] == [200, 200], stopped[0].text
    assert (room["state"], room["pins"], room["comments"]) == ("ended", [], [])
    assert len(room["removed"]) == 1
    assert room["stopped"]["reason"] == STOP["reason"]
    assert "trị dứt điểm" not in page.text
    assert "Phiên đã dừng theo yêu cầu" in page.text
    assert "12/TMĐT" in page.text
    assert (await session.scalars(select(Campaign.ended_at))).one() is not None
    assert (await session.scalars(select(Pin.unpinned_at))).one() is not None
    logged = await session.scalars(select(AuditEntry.action).where(AuditEntry.action == "oversight.stop"))
    assert len(logged.all()) == 1


async def test_host_cannot_start_what_was_stopped_before_or_while_on_air(client, session):
    lit, coming = await livestream.stall(session), await livestream.stall(session, on_air=False)
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))
    for stall in (lit, coming):
        await client.post(f"{stall.path}/stop", json=STOP)

    codes = []
    for stall in (lit, coming):
        client.cookies.clear()
        await accounts.signed_in(client, stall.host)
        codes.append((await client.post(f"{stall.path}/start")).json()["code"])

    assert codes == ["session_over", "session_stopped"]


async def test_a_host_stops_nothing_by_authority_and_a_stop_says_why(client, session):
    stall = await livestream.stall(session)
    await accounts.signed_in(client, stall.host)

    as_host = await client.post(f"{stall.path}/stop", json=STOP)
    client.cookies.clear()
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))
    here = f"/van-phong/phien/{stall.live.slug}"
    bare = await send(client, here, action="stop", reason="", document_no="12/TMĐT")
    done = await send(client, here, action="stop", **STOP)

    assert as_host.status_code == 403
    assert (bare.status_code, 'id="reason-error"' in bare.text) == (422, True)
    assert done.headers["location"] == f"{here}?done=stop"


async def test_start_and_stop_at_once_leave_nothing_on_air(sessions):
    async with short(sessions) as session:
        stall = await livestream.stall(session, on_air=False)
        officer = await accounts.person(session, Role.OFFICER)
    host = Actor(person_id=stall.host.id)
    authority = Actor(person_id=officer.id, roles=frozenset({Role.OFFICER}))

    async def act(verb, actor, *more):
        try:
            async with short(sessions) as session:
                await verb(session, actor, stall.live.slug, *more)
        except Refusal as refusal:
            return refusal.code
        return "done"

    found = await asyncio.gather(act(start_session, host), act(stop_session, authority, StopOrder(**STOP)))

    assert found[1] == "done"
    assert found[0] in {"done", "session_stopped"}
    async with short(sessions) as session:
        assert (await session.scalars(select(LiveSession.state))).one() is not SessionState.ON_AIR
        assert (await session.scalars(select(SessionStop))).one().stopped_by == officer.id


async def test_an_officer_keeps_the_talk_in_order_by_page(client, session):
    stall = await livestream.stall(session)
    await client.post(f"{stall.path}/comments", json={"text": "hàng này dở", "client_id": "client-0001"})
    await accounts.signed_in(client, await accounts.person(session, Role.OFFICER))
    here = f"/van-phong/phien/{stall.live.slug}"
    listed = await look(client, "/van-phong/phien")
    page = await look(client, here)
    comment = page.text.split('name="comment" value="')[1][:36]

    acts = [await send(client, here, action=action, comment=comment) for action in ("remove", "mute5")]
    after = await look(client, here)

    assert stall.live.title in listed.text
    assert [one.status_code for one in acts] == [303, 303]
    assert "đã gỡ" in after.text
    assert "Bỏ tắt tiếng" in after.text
