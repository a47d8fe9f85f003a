"""One-time codes: ten minutes, five tries, used once, and the same answer whoever asks."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, text

from shop.accounts.models import Consent, Person, SignIn, SignInCode
from shop.accounts.rules import CODE_TRIES, device_of, sign_in_digits
from shop.core.clock import shop_now
from shop.core.db import short
from shop.core.outbox import OutboxEvent
from shop.http.cookies import SESSION_COOKIE
from tests.conftest import SECRET
from tests.make import accounts

ASK, USE = "/api/v1/auth/codes", "/api/v1/auth/codes/use"
PHONE = "0912 345 678"
OURS = {"origin": "https://chomay.test"}
NEW = {"name": "Nguyễn Thị Mai", "consent": True}


async def ask(client, login=PHONE):
    return await client.post(ASK, json={"login": login}, headers=OURS)


async def challenge_of(client, login=PHONE):
    return (await ask(client, login)).json()["challenge"]


def digits(challenge):
    return sign_in_digits(SECRET, UUID(challenge))


def wrong_digits(challenge, by=1):
    return f"{(int(digits(challenge)) + by) % 1_000_000:06}"


async def use(client, challenge, code=None, **more):
    body = {"challenge": challenge, "code": code or digits(challenge), **more}
    return await client.post(USE, json=body, headers=OURS)


async def test_who_has_an_account_signs_in_with_six_digits(client, session):
    await accounts.person(session, name="Trần Văn Minh", phone="+84912345678")

    reply = await use(client, await challenge_of(client))
    me = await client.get("/api/v1/me")

    assert (reply.status_code, reply.json()["name"]) == (200, "Trần Văn Minh")
    assert me.json()["phone"] == "+84912345678"


async def test_a_known_and_an_unknown_number_get_the_same_answer(client, session):
    await accounts.person(session, phone="+84912345678")

    known, unknown = await ask(client), await ask(client, "0987 654 321")

    assert known.status_code == unknown.status_code == 202
    assert known.json().keys() == unknown.json().keys()
    assert known.headers.keys() == unknown.headers.keys()
    kinds = list(await session.scalars(select(OutboxEvent.kind)))
    assert kinds == ["accounts.sign_in_code_asked"] * 2


async def test_a_number_nobody_has_opens_an_account_with_name_and_consent(client, session):
    challenge = await challenge_of(client)

    nameless = await use(client, challenge)
    unwilling = await use(client, challenge, name="Mai")
    opened = await use(client, challenge, **NEW)

    assert [reply.json()["code"] for reply in (nameless, unwilling)] == ["name_missing", "consent_missing"]
    assert (opened.status_code, opened.json()) == (200, {"name": NEW["name"], "roles": ["consumer"]})
    person = await session.scalar(select(Person).where(Person.phone == "+84912345678"))
    assert person.phone_verified_at is not None
    assert await session.scalar(select(Consent.purpose).where(Consent.person_id == person.id)) == "terms_and_privacy"


async def test_an_address_of_mail_gets_a_code_too(client, session):
    opened = await use(client, await challenge_of(client, "Mai@ChoMay.test"), **NEW)

    assert opened.status_code == 200
    assert await session.scalar(select(Person.email_verified_at).where(Person.email == "mai@chomay.test"))


async def test_a_code_works_once(client, session):
    await accounts.person(session, phone="+84912345678")
    challenge = await challenge_of(client)

    first, second = await use(client, challenge), await use(client, challenge)

    assert (first.status_code, second.status_code, second.json()["code"]) == (200, 401, "wrong_sign_in_code")


async def test_five_wrong_tries_close_a_code(client, session):
    await accounts.person(session, phone="+84912345678")
    challenge = await challenge_of(client)

    wrong = [(await use(client, challenge, wrong_digits(challenge, by))).status_code for by in range(1, 6)]
    right = await use(client, challenge)

    assert wrong == [401] * CODE_TRIES
    assert right.json()["code"] == "wrong_sign_in_code"


async def test_a_code_is_over_after_ten_minutes(client, session, warp):
    await accounts.person(session, phone="+84912345678")
    challenge = await challenge_of(client)

    await warp(session, timedelta(minutes=10, seconds=1))

    assert (await use(client, challenge)).status_code == 401


async def test_another_code_is_sent_after_a_minute_and_ends_the_one_before(client, session, warp):
    await accounts.person(session, phone="+84912345678")
    first = await challenge_of(client)

    hasty = await ask(client)
    await warp(session, timedelta(seconds=61))
    second = await challenge_of(client)

    assert (hasty.status_code, 1 <= int(hasty.headers["retry-after"]) <= 61) == (429, True)
    assert (await use(client, first)).status_code == 401
    assert (await use(client, second)).status_code == 200


async def test_the_database_keeps_no_digits(client, session):
    challenge = await challenge_of(client)

    rows = [
        str(list(row))
        for table in ("sign_in_code", "outbox_event")
        for row in await session.execute(text(f"SELECT * FROM {table}"))
    ]

    assert rows
    assert not any(digits(challenge) in row.replace(challenge, "") for row in rows)


async def test_a_closed_account_stays_closed(client, session):
    await accounts.person(session, phone="+84912345678", disabled_at=shop_now())

    reply = await use(client, await challenge_of(client))

    assert (reply.status_code, reply.json()["code"]) == (403, "account_closed")


async def test_a_password_somebody_else_set_for_my_number_ends_when_i_prove_it_is_mine(client, session):
    await client.post(
        "/dang-ky",
        data={"name": "Kẻ lạ", "login": PHONE, "password": "mây tre phú vinh"},
        headers=OURS | {"accept": "text/html"},
    )
    stranger = {"login": PHONE, "password": "mây tre phú vinh"}
    before = await client.post("/api/v1/auth/sign-in", json=stranger, headers=OURS)
    client.cookies.clear()

    await use(client, await challenge_of(client))
    after = await client.post("/api/v1/auth/sign-in", json=stranger, headers=OURS)

    assert (before.status_code, after.status_code) == (200, 401)
    open_ones = select(func.count()).select_from(SignIn).where(SignIn.ended_at.is_(None))
    assert await session.scalar(open_ones) == 1


async def test_who_proved_an_address_keeps_the_password(client, session):
    person = await accounts.person(session, phone="+84912345678", email_verified_at=shop_now())

    await use(client, await challenge_of(client))

    await session.refresh(person)
    assert person.password_hash is not None


async def test_the_session_gets_a_new_id_and_the_old_one_ends(client, session):
    person = await accounts.person(session, phone="+84912345678", email_verified_at=shop_now())
    await accounts.signed_in(client, person)
    old = client.cookies[SESSION_COOKIE]

    await use(client, await challenge_of(client))

    assert client.cookies[SESSION_COOKIE] != old
    reply = await client.get("/api/v1/me", headers={"cookie": f"{SESSION_COOKIE}={old}"})
    assert reply.status_code == 401


@pytest.mark.parametrize(
    ("login", "code"), [("12", "bad_phone"), ("mai@", "bad_email"), ("đâu đó", "bad_phone"), ("", "validation")]
)
async def test_what_is_no_address_is_said_beside_its_field(client, login, code):
    reply = await ask(client, login)

    assert (reply.status_code, reply.json()["code"]) == (422, code)


async def test_a_challenge_nobody_has_is_a_wrong_code(client):
    assert (await use(client, str(uuid4()), "123456")).status_code == 401


async def test_many_codes_for_one_number_or_from_one_address_are_held_back(make_client, sessions, redis_client):
    async with make_client(limits=True) as client:
        one = [(await ask(client, f"09123456{number:02}")).status_code for number in range(24)]

    assert one == [202] * 20 + [429] * 4


async def test_one_code_sent_twice_in_flight_signs_in_once(live_client, sessions):
    challenge = await challenge_of(live_client)

    replies = await asyncio.gather(*(use(live_client, challenge, **NEW) for _ in range(8)))

    assert sorted(reply.status_code for reply in replies) == [200] + [401] * 7
    async with short(sessions) as session:
        assert await session.scalar(select(func.count()).select_from(SignIn)) == 1
        assert await session.scalar(select(func.count()).select_from(Person)) == 1


async def test_of_many_who_ask_at_once_for_one_number_one_gets_a_code(live_client, sessions):
    replies = await asyncio.gather(*(ask(live_client) for _ in range(8)))

    assert sorted(reply.status_code for reply in replies) == [202] + [429] * 7
    async with short(sessions) as session:
        assert await session.scalar(select(func.count()).select_from(SignInCode)) == 1


async def test_wrong_tries_in_flight_are_all_counted(live_client, sessions):
    challenge = await challenge_of(live_client)

    await asyncio.gather(*(use(live_client, challenge, wrong_digits(challenge, by), **NEW) for by in range(1, 9)))

    assert (await use(live_client, challenge, **NEW)).status_code == 401
    async with short(sessions) as session:
        assert await session.scalar(select(SignInCode.attempts)) == CODE_TRIES


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1", "Safari, iPhone"),
        ("", None),
    ],
)
def test_a_browser_is_known_by_two_words(agent, device):
    assert device_of(agent) == device
