"""The pages of one-time codes and of settings: what was typed stays, the basket stays, one's sign-ins can be ended."""

from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest

from shop.accounts.rules import sign_in_digits
from shop.accounts.sign_in import open_session, session_terms
from shop.http.cookies import SESSION_COOKIE
from tests.conftest import SECRET
from tests.make import accounts
from tests.make.inventory import goods

HTML = {"accept": "text/html", "origin": "https://chomay.test"}


async def ask(client, login="0912 345 678", onward=""):
    return await client.post("/dang-nhap/ma", data={"login": login, "next": onward}, headers=HTML)


def challenge_in(reply):
    return parse_qs(urlsplit(reply.headers["location"]).query)["ma"][0]


async def enter(client, challenge, **fields):
    code = sign_in_digits(SECRET, UUID(challenge))
    return await client.post("/dang-nhap/ma/nhap", data={"challenge": challenge, "code": code, **fields}, headers=HTML)


async def test_a_new_number_opens_an_account_on_the_way_and_goes_on(client, session):
    asked = await ask(client, onward="/thanh-toan")
    challenge = challenge_in(asked)

    form = await client.get(asked.headers["location"], headers=HTML)
    named = await enter(client, challenge, next="/thanh-toan")
    unwilling = await enter(client, challenge, next="/thanh-toan", name="Mai")
    opened = await enter(client, challenge, next="/thanh-toan", name="Mai", consent="yes")

    assert asked.status_code == 303
    assert "•••• 678" in form.text
    assert "0912345678" not in asked.headers["location"]
    assert (named.status_code, 'name="consent"' in named.text) == (200, True)
    assert (unwilling.status_code, 'href="#consent"' in unwilling.text, 'value="Mai"' in unwilling.text) == (
        422,
        True,
        True,
    )
    assert (opened.status_code, opened.headers["location"]) == (303, "/thanh-toan")


async def test_a_wrong_code_keeps_the_form_and_a_code_that_is_over_says_so(client, session):
    await accounts.person(session, phone="+84912345678")
    challenge = challenge_in(await ask(client))

    wrong = await client.post("/dang-nhap/ma/nhap", data={"challenge": challenge, "code": "12"}, headers=HTML)
    await enter(client, challenge)
    client.cookies.clear()
    over = await client.get(f"/dang-nhap/ma/nhap?ma={challenge}", headers=HTML)

    assert (wrong.status_code, 'href="#code"' in wrong.text, challenge in wrong.text) == (401, True, True)
    assert (over.status_code, 'name="code"' in over.text) == (200, False)


async def test_the_basket_of_a_guest_is_theirs_after_signing_in(client, session):
    item = await goods(session, 5)
    await accounts.person(session, phone="+84912345678")
    await client.post("/gio-hang/them", data={"variant": str(item.variant_id), "quantity": "2"}, headers=HTML)

    await enter(client, challenge_in(await ask(client)))
    mine = await client.get("/gio-hang", headers=HTML)
    client.cookies.delete("__Host-cart")
    elsewhere = await client.get("/gio-hang", headers=HTML)

    assert str(item.variant_id) in mine.text
    assert str(item.variant_id) in elsewhere.text


@pytest.mark.parametrize("login", ["", "12", "mai@"])
async def test_what_is_no_address_is_said_beside_the_field_and_kept(client, login):
    reply = await ask(client, login)

    assert (reply.status_code, 'href="#login"' in reply.text, f'value="{login}"' in reply.text) == (422, True, True)


async def test_one_sees_where_one_is_signed_in_and_ends_it(client, session, settings):
    person = await accounts.person(session)
    other = await open_session(session, person.id, session_terms(settings), "Firefox, Windows")
    await accounts.signed_in(client, person)

    page = await client.get("/toi/cai-dat", headers=HTML)
    rows = (await client.get("/api/v1/me/sign-ins")).json()["items"]
    there = next(row["id"] for row in rows if not row["here"])
    ended = await client.post("/toi/cai-dat/ket-thuc", data={"sign_in": there}, headers=HTML)
    gone = await client.get("/api/v1/me", headers={"cookie": f"{SESSION_COOKIE}={other}"})

    assert "Firefox, Windows" in page.text
    assert (ended.status_code, gone.status_code) == (303, 401)
    assert (await client.get("/api/v1/me")).status_code == 200


async def test_all_others_are_ended_at_once_and_strangers_are_untouched(client, session, settings):
    person, stranger = await accounts.person(session), await accounts.person(session)
    terms = session_terms(settings)
    others = [await open_session(session, person.id, terms) for _ in range(3)]
    foreign = await open_session(session, stranger.id, terms)
    await accounts.signed_in(client, person)

    await client.post("/api/v1/me/sign-ins/end-others")

    asked = [{"cookie": f"{SESSION_COOKIE}={token}"} for token in [*others, foreign]]
    assert [(await client.get("/api/v1/me", headers=cookie)).status_code for cookie in asked] == [401] * 3 + [200]
    assert (await client.get("/api/v1/me")).status_code == 200


async def test_nobody_ends_a_stranger_s_sign_in(client, session, settings):
    stranger = await accounts.person(session)
    token = await open_session(session, stranger.id, session_terms(settings))
    await accounts.signed_in(client, stranger)
    theirs = (await client.get("/api/v1/me/sign-ins")).json()["items"][0]["id"]
    client.cookies.clear()
    await accounts.signed_in(client, await accounts.person(session))

    reply = await client.delete(f"/api/v1/me/sign-ins/{theirs}")

    assert (reply.status_code, reply.json()["code"]) == (404, "sign_in_unknown")
    assert (await client.get("/api/v1/me", headers={"cookie": f"{SESSION_COOKIE}={token}"})).status_code == 200


async def test_the_ways_of_notices_are_kept(client, session):
    await accounts.signed_in(client, await accounts.person(session))

    await client.post("/toi/cai-dat/tin", data={"mail": "yes"}, headers=HTML)

    assert (await client.get("/api/v1/me/notice-ways")).json() == {"mail": True, "texts": False}
