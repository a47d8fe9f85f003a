"""Opening an account: one answer for all addresses, bounded, and nobody is signed in by it."""

import pytest
from sqlalchemy import func, select

from shop.accounts.models import Person
from shop.core.outbox import OutboxEvent
from tests.make import accounts

HTML = {"accept": "text/html", "origin": "https://chomay.test"}
FORM = {"name": "Nguyễn Thị Mai", "login": "mai@chomay.test", "password": "mây tre phú vinh", "next": "/chu-the"}


async def _send(client, **changes):
    return await client.post("/dang-ky", data=FORM | changes, headers=HTML)


async def test_an_account_is_opened_and_then_signed_in_with(client, session):
    reply = await _send(client)
    signed = await client.post(
        "/dang-nhap", data={"login": "mai@chomay.test", "password": FORM["password"], "next": "/chu-the"}, headers=HTML
    )

    assert (reply.status_code, reply.headers["location"]) == (303, "/dang-nhap?moi=1&next=/chu-the")
    assert "set-cookie" not in reply.headers
    assert (signed.status_code, signed.headers["location"]) == (303, "/chu-the")


async def test_a_known_address_gets_the_same_answer_and_its_owner_is_told(client, session):
    owner = await accounts.person(session, email="mai@chomay.test")
    before = owner.password_hash

    known, fresh = await _send(client), await _send(client, login="0912 345 678")

    await session.refresh(owner)
    assert (known.status_code, known.headers["location"]) == (fresh.status_code, fresh.headers["location"])
    assert owner.password_hash == before
    kinds = list(await session.scalars(select(OutboxEvent.kind)))
    assert kinds == ["accounts.sign_up_repeated"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"login": "mai@"}, "login"),
        ({"login": "12"}, "login"),
        ({"password": "12345678"}, "password"),
        ({"password": ""}, "password"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_written(client, session, changes, field):
    reply = await _send(client, **changes)

    assert reply.status_code == 422
    assert f'href="#{field}"' in reply.text
    assert FORM["password"] not in reply.text
    assert await session.scalar(select(func.count()).select_from(Person)) == 0


async def test_many_tries_with_one_address_are_held_back(make_client):
    async with make_client(limits=True) as client:
        statuses = [(await _send(client)).status_code for _ in range(5)]

    assert statuses == [303, 303, 303, 429, 429]


@pytest.mark.parametrize("onward", ["//evil.example", "https://evil.example", "/\\evil.example"])
async def test_the_way_on_never_leaves_the_shop(client, onward):
    reply = await _send(client, next=onward)

    assert reply.headers["location"] == "/dang-nhap?moi=1"
