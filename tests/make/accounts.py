"""People for tests. Their password is PASSWORD; its hash is made once, argon2 is slow on purpose."""

from functools import cache
from itertools import count

from shop.accounts.models import Person, PersonRole
from shop.accounts.passwords import hash_now
from shop.core.actor import Role

PASSWORD = "bưởi diễn tháng chạp"

_numbers = count(1)


@cache
def _hash():
    return hash_now(PASSWORD)


async def person(session, *roles: Role, name="Nguyễn Thị Lan", email=None, phone=None, locale="vi", **fields):
    """Somebody who can sign in with PASSWORD; has `roles` besides being a consumer."""
    number = next(_numbers)
    made = Person(
        name=name,
        email=email or f"nguoi-{number}@chomay.test",
        phone=phone,
        locale=locale,
        password_hash=_hash(),
        **fields,
    )
    session.add(made)
    await session.flush()
    session.add_all(PersonRole(person_id=made.id, role=role) for role in roles if role is not Role.CONSUMER)
    await session.flush()
    return made


async def signed_in(client, person, password=PASSWORD):
    """Sign `client` in over HTTP, as a browser would; returns the reply."""
    client.headers["Origin"] = str(client.base_url).rstrip("/")
    reply = await client.post("/api/v1/auth/sign-in", json={"login": person.email, "password": password})
    assert reply.status_code == 200, reply.text
    return reply
