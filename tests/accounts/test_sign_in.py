"""Signing in: by e-mail or phone, always with a new id, for as long as it was promised."""

import unicodedata
from datetime import timedelta

import pytest
from sqlalchemy import select

from shop.accounts.disable import disable_person
from shop.accounts.models import SignIn
from shop.accounts.passwords import verify_password
from shop.accounts.set_password import set_password
from shop.accounts.sign_in import token_hash
from shop.accounts.who import Doorkeeper
from shop.core.actor import Role
from shop.http.cookies import SESSION_COOKIE
from tests.make import accounts as make

SIGN_IN = "/api/v1/auth/sign-in"
OUR_PAGE = {"origin": "https://chomay.test"}


async def _try(client, login, password=make.PASSWORD, **headers):
    return await client.post(SIGN_IN, json={"login": login, "password": password}, headers=OUR_PAGE | headers)


async def test_a_person_signs_in_and_is_known(client, session):
    person = await make.person(session, Role.HOST, name="Trần Văn Minh", locale="en")

    reply = await make.signed_in(client, person)
    me = (await client.get("/api/v1/me")).json()

    assert reply.json() == {"name": "Trần Văn Minh", "roles": ["consumer", "host"]}
    assert me == {**reply.json(), "locale": "en", "email": person.email, "phone": None}


@pytest.mark.parametrize(
    "typed", ["0912345678", "+84 912 345 678", "84912345678", "(+84) 0912.345.678", "0912-345-678"]
)
async def test_any_spelling_of_the_phone_signs_in(client, session, typed):
    await make.person(session, phone="+84912345678")

    assert (await _try(client, typed)).status_code == 200


async def test_case_and_spaces_of_the_address_do_not_matter(client, session):
    await make.person(session, email="lan@chomay.test")

    assert (await _try(client, "  LAN@ChoMay.test ")).status_code == 200


async def test_a_decomposed_keyboard_types_the_same_password(client, session):
    person = await make.person(session)

    assert (await _try(client, person.email, unicodedata.normalize("NFD", make.PASSWORD))).status_code == 200


async def test_the_cookie_is_for_us_alone(client, session):
    cookie = (await make.signed_in(client, await make.person(session))).headers["set-cookie"]

    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert cookie.startswith(f"{SESSION_COOKIE}=")
    assert {"httponly", "secure", "path=/", "samesite=lax", f"max-age={60 * 86400}"} == parts


async def test_the_database_keeps_the_hash_alone(client, session):
    await make.signed_in(client, await make.person(session))
    token = client.cookies[SESSION_COOKIE]

    stored = (await session.scalars(select(SignIn.id_hash))).all()

    assert stored == [token_hash(token)]
    assert len(token) >= 32


@pytest.mark.parametrize("login", ["nobody@chomay.test", "0999999999", "not a login", "' OR 1=1 --", "%", "🌙"])
async def test_an_unknown_login_and_a_wrong_password_answer_alike(client, session, login):
    person = await make.person(session)

    wrong = await _try(client, person.email, "another password")
    unknown = await _try(client, login, "another password")

    assert unknown.status_code == wrong.status_code == 401
    assert unknown.json() == wrong.json()
    assert unknown.headers.keys() == wrong.headers.keys()


async def test_without_a_hash_the_same_work_is_done_and_the_answer_is_no():
    assert await verify_password(None, "a password that nobody has") is False


async def test_a_closed_account_answers_like_an_unknown_one(client, session):
    person = await make.person(session)
    await disable_person(session, None, person.id, "left")

    reply = await _try(client, person.email)

    assert (reply.status_code, reply.json()["code"]) == (401, "wrong_login")


async def test_an_id_chosen_by_somebody_else_is_never_taken_over(client, session):
    person = await make.person(session)
    client.cookies.set(SESSION_COOKIE, "chosen-by-the-attacker-0123456789", domain="chomay.test")

    await make.signed_in(client, person)

    assert "chosen-by-the-attacker-0123456789" not in client.cookies.values()
    assert await session.get(SignIn, token_hash("chosen-by-the-attacker-0123456789")) is None


async def test_signing_in_again_gives_a_new_id_and_ends_the_old_one(client, session):
    person = await make.person(session)
    await make.signed_in(client, person)
    first = client.cookies[SESSION_COOKIE]

    await make.signed_in(client, person)

    assert client.cookies[SESSION_COOKIE] != first
    assert await _me_with(client, first) == 401
    assert (await client.get("/api/v1/me")).status_code == 200


async def test_signing_out_ends_the_session_at_once(client, session):
    await make.signed_in(client, await make.person(session))
    token = client.cookies[SESSION_COOKIE]
    assert await _me_with(client, token) == 200

    out = await client.post("/api/v1/auth/sign-out")

    assert out.status_code == 204
    assert SESSION_COOKIE not in client.cookies
    assert await _me_with(client, token) == 401


async def test_signing_out_twice_is_no_error(client):
    assert [(await client.post("/api/v1/auth/sign-out")).status_code for _ in range(2)] == [204, 204]


@pytest.fixture
def keeper(settings, nested_sessions):
    """A doorkeeper that remembers nobody: five seconds pass without waiting for them."""
    return Doorkeeper(settings, nested_sessions, remembered=0.0)


async def test_a_session_unused_for_too_long_ends(client, session, warp, keeper):
    await make.signed_in(client, await make.person(session))
    seen = []

    for day in (13.9, 27.8, 42):  # used on day 13.9, so that its idle time counts from then
        await warp(session, timedelta(days=day))
        seen.append((await keeper.actor_of(client.cookies[SESSION_COOKIE])).signed_in)

    assert seen == [True, True, False]


async def test_a_session_ends_after_its_longest_time_however_much_it_is_used(client, session, warp, keeper):
    await make.signed_in(client, await make.person(session))
    seen = []

    for day in (10, 20, 30, 40, 50, 59, 61):
        await warp(session, timedelta(days=day))
        seen.append((await keeper.actor_of(client.cookies[SESSION_COOKIE])).signed_in)

    assert seen == [True] * 6 + [False]


async def test_a_disabled_person_is_signed_out(client, session):
    person = await make.person(session)
    await make.signed_in(client, person)

    await disable_person(session, None, person.id, "abuse")

    assert (await client.get("/api/v1/me")).status_code == 401


async def test_a_new_password_signs_everybody_out_and_works(client, session):
    person = await make.person(session)
    await make.signed_in(client, person)

    await set_password(session, person.id, person.id, "gốm sứ bát tràng")

    assert (await client.get("/api/v1/me")).status_code == 401
    assert (await _try(client, person.email)).status_code == 401
    assert (await _try(client, person.email, "gốm sứ bát tràng")).status_code == 200


@pytest.mark.parametrize("token", ["", "x", "0" * 5000, "đ", "a b", "\\x00", "../../etc"])
async def test_a_cookie_that_is_nobodys_is_a_guest(client, token):
    reply = await client.get("/api/v1/me", headers={"cookie": f"{SESSION_COOKIE}={token}".encode()})

    assert (reply.status_code, reply.json()["code"]) == (401, "sign_in_first")


async def test_a_guest_costs_no_query_and_a_person_one(client, session, max_queries):
    with max_queries(0):
        guest = await client.get("/api/v1/me")
    await make.signed_in(client, await make.person(session))
    await client.get("/api/v1/me")

    with max_queries(1):  # the person's addresses; who it is was remembered
        person = await client.get("/api/v1/me")

    assert [guest.status_code, person.status_code] == [401, 200]


async def test_guessing_is_slowed_per_login_and_per_address(make_client, sessions, redis_client):
    async with make_client(limits=True) as client:
        one = [(await _try(client, "lan@chomay.test", "guess")).status_code for _ in range(12)]
        more = [(await _try(client, f"n{number}@chomay.test", "guess")) for number in range(40)]

    assert one == [401] * 8 + [429] * 4
    assert [reply.status_code for reply in more].count(429) >= 10
    assert int(more[-1].headers["retry-after"]) >= 1


async def _me_with(client, token):
    cookie = {"cookie": f"{SESSION_COOKIE}={token}"}
    return (await client.get("/api/v1/me", headers=cookie)).status_code
