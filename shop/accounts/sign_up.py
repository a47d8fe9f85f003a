"""Open an account for oneself: the same answer whether or not the address has one."""

import msgspec
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from shop.accounts.errors import NameMissing
from shop.accounts.events import SignUpRepeated
from shop.accounts.models import Person
from shop.accounts.passwords import check_strength, hash_password
from shop.accounts.phone import normalise_phone
from shop.accounts.register import normalise_email
from shop.core.db import Sessions, short
from shop.core.i18n import Locale
from shop.core.outbox import publish
from shop.core.text import squeeze


class NewAccount(msgspec.Struct, frozen=True, kw_only=True):
    """What a person says of themselves. `login` is an e-mail address or a phone number in any spelling."""

    name: str
    login: str
    password: str
    locale: Locale


async def sign_up(sessions: Sessions, wish: NewAccount) -> None:
    """Open an account, or tell the owner of the address that somebody tried; the caller cannot tell which.

    Takes the database, not a session: no connection is held while the password is worked, which happens in both
    cases. Nobody is signed in by it. Safe to repeat: the first password stands.

    Raises:
        NameMissing, BadEmail, BadPhone, WeakPassword: a field cannot be meant so.
    """
    name = squeeze(wish.name)
    if not name:
        raise NameMissing(field="name")
    by_mail = "@" in wish.login
    email = normalise_email(wish.login, "login") if by_mail else None
    phone = None if by_mail else normalise_phone(wish.login, "login")
    check_strength(wish.password)
    digest = await hash_password(wish.password)
    row = insert(Person).values(name=name, email=email, phone=phone, locale=wish.locale, password_hash=digest)
    async with short(sessions) as session:
        made = await session.scalar(row.on_conflict_do_nothing().returning(Person.id))
        if made is not None:
            return
        same = Person.email == email if by_mail else Person.phone == phone
        owner = await session.scalar(select(Person.id).where(same, Person.disabled_at.is_(None)))
        if owner is not None:
            publish(session, SignUpRepeated(person_id=owner))
