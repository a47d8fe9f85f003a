"""Adding people: reachable, unique, with a password that is not guessed at once."""

import pytest
from sqlalchemy import select

from shop.accounts.errors import BadEmail, BadPhone, LoginTaken, WeakPassword
from shop.accounts.models import PersonRole
from shop.accounts.register import add_person
from shop.core.actor import Role
from tests.make import accounts as make

GOOD = "lụa vạn phúc"


async def test_a_person_is_kept_in_one_spelling(session):
    person = await add_person(
        session, "  Nguyễn   Thị Lan ", email=" Lan@ChoMay.Test", phone="0912 345 678", password=GOOD, roles=[Role.HOST]
    )

    roles = (await session.scalars(select(PersonRole.role).where(PersonRole.person_id == person.id))).all()
    assert (person.name, person.email, person.phone) == ("Nguyễn Thị Lan", "lan@chomay.test", "+84912345678")
    assert roles == [Role.HOST]
    assert person.password_hash.startswith("$argon2id$")


async def test_a_login_belongs_to_one_person(session):
    await add_person(session, "Lan", email="lan@chomay.test", phone="0912345678")

    with pytest.raises(LoginTaken):
        await add_person(session, "Minh", email="LAN@chomay.test")
    with pytest.raises(LoginTaken):
        await add_person(session, "Minh", email="minh@chomay.test", phone="+84 912 345 678")


@pytest.mark.parametrize("password", ["short", "1234567", "12345678", "matkhau123", "aaaaaaaaaa", "x" * 129, "  abc  "])
async def test_a_password_everybody_guesses_is_refused(session, password):
    with pytest.raises(WeakPassword):
        await add_person(session, "Lan", email="lan@chomay.test", password=password)


@pytest.mark.parametrize("email", ["lan", "lan@", "@x.vn", "a b@x.vn", "lan@x", "a\x00@x.vn"])
async def test_what_is_no_mail_address_is_refused(session, email):
    with pytest.raises(BadEmail):
        await add_person(session, "Lan", email=email)


async def test_what_is_no_phone_is_refused(session):
    with pytest.raises(BadPhone):
        await add_person(session, "Lan", phone="12")


async def test_a_person_without_a_password_cannot_sign_in(client, session):
    person = await make.person(session)
    person.password_hash = None
    await session.flush()

    reply = await client.post("/api/v1/auth/sign-in", json={"login": person.email, "password": make.PASSWORD})

    assert reply.status_code == 401
