"""Add a person: used by loaders, commands and, later, the sign-up page."""

import re
from collections.abc import Collection

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.errors import BadEmail, LoginTaken
from shop.accounts.models import Person, PersonRole
from shop.accounts.passwords import check_strength, hash_password
from shop.accounts.phone import normalise_phone
from shop.core.actor import Role
from shop.core.clock import shop_now
from shop.core.i18n import DEFAULT, Locale
from shop.core.text import squeeze

_EMAIL = re.compile(r"[^\s@\x00-\x1f]{1,64}@[^\s@\x00-\x1f]{1,185}\.[^\s@.\x00-\x1f]{2,}")


async def add_person(
    session: AsyncSession,
    name: str,
    *,
    email: str | None = None,
    phone: str | None = None,
    password: str | None = None,
    roles: Collection[Role] = (),
    locale: Locale = DEFAULT,
    sample: bool = False,
) -> Person:
    """Add somebody reachable by e-mail or phone; without a password they cannot sign in yet.

    Raises:
        BadEmail, BadPhone, WeakPassword: the text cannot be meant so.
        LoginTaken: somebody has the address or the number already.
    """
    address = normalise_email(email) if email else None
    number = normalise_phone(phone, "phone") if phone else None
    await _check_free(session, address, number)
    if password is not None:
        check_strength(password)
    person = Person(
        name=squeeze(name),
        email=address,
        phone=number,
        locale=locale,
        password_hash=None if password is None else await hash_password(password),
        email_verified_at=shop_now() if address else None,  # whoever runs loaders and commands vouches for it
        phone_verified_at=shop_now() if number else None,
        sample=sample,
    )
    session.add(person)
    await session.flush()  # the roles need the id
    session.add_all(PersonRole(person_id=person.id, role=role) for role in set(roles) - {Role.CONSUMER})
    await session.flush()  # the caller may sign in at once
    return person


def normalise_email(text: str, field: str = "email") -> str:
    """The address in lower case.

    Raises:
        BadEmail: it cannot be an address.
    """
    address = squeeze(text).lower()
    if not _EMAIL.fullmatch(address):
        raise BadEmail(field=field)
    return address


async def _check_free(session: AsyncSession, email: str | None, phone: str | None) -> None:
    same = [column == value for column, value in ((Person.email, email), (Person.phone, phone)) if value]
    if same and await session.scalar(select(Person.id).where(or_(*same)).limit(1)):
        raise LoginTaken
