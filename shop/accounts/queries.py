"""Reads about people: who signs in, whose cookie this is, what a person may see of themselves."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import ARRAY, ColumnElement, Text, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person, PersonRole, SignIn, SignInCode
from shop.accounts.phone import read_phone
from shop.core.actor import Actor, Role
from shop.core.clock import shop_now
from shop.core.i18n import DEFAULT, LOCALES, Locale

SEEN_AGAIN = timedelta(minutes=10)  # how exact `last_seen_at` is kept
MOST_SIGN_INS = 50  # of one person, shown; ending all others reaches every one


class Candidate(msgspec.Struct, frozen=True):
    """Somebody with this login; the password is not checked yet."""

    person_id: UUID
    name: str
    password_hash: str | None
    roles: frozenset[Role]


class Recognised(msgspec.Struct, frozen=True):
    """Whose cookie it is, and whether to note that they were here."""

    actor: Actor
    is_stale: bool


class Reachable(msgspec.Struct, frozen=True):
    """Where a person is written to."""

    email: str | None
    phone: str | None


async def find_candidate(session: AsyncSession, login: str) -> Candidate | None:
    """The open account with this e-mail address or phone, in any spelling."""
    text = login.strip()
    phone = read_phone(text) if "@" not in text else None
    owner = Person.phone == phone if phone else Person.email == text.lower()
    query = select(Person.id, Person.name, Person.password_hash, _roles()).where(owner, Person.disabled_at.is_(None))
    row = (await session.execute(query)).one_or_none()
    return Candidate(row[0], row[1], row[2], _read_roles(row[3])) if row else None


async def recognise(session: AsyncSession, id_hash: bytes, idle: timedelta) -> Recognised | None:
    """Whose open sign-in this is; none when it ended, lay idle too long, or the account is closed."""
    query = (
        select(
            Person.id,
            Person.name,
            Person.locale,
            _roles(),
            (SignIn.last_seen_at < shop_now() - SEEN_AGAIN).label("old"),
        )
        .join(SignIn, SignIn.person_id == Person.id)
        .where(
            SignIn.id_hash == id_hash,
            SignIn.ended_at.is_(None),
            SignIn.expires_at > shop_now(),
            SignIn.last_seen_at > shop_now() - literal(idle),
            Person.disabled_at.is_(None),
        )
    )
    row = (await session.execute(query)).one_or_none()
    if row is None:
        return None
    actor = Actor(person_id=row[0], name=row[1], roles=_read_roles(row[3]), locale=_locale(row[2]))
    return Recognised(actor, bool(row[4]))


async def reach(session: AsyncSession, person_id: UUID) -> Reachable | None:
    """The addresses of a person."""
    row = (await session.execute(select(Person.email, Person.phone).where(Person.id == person_id))).one_or_none()
    return Reachable(row[0], row[1]) if row else None


async def roles_of(session: AsyncSession, person_id: UUID) -> frozenset[Role]:
    """What a person may be."""
    given = await session.scalars(select(PersonRole.role).where(PersonRole.person_id == person_id))
    return frozenset({Role.CONSUMER, *given})


async def login_of_challenge(session: AsyncSession, challenge: UUID) -> str | None:
    """Where the code of `challenge` went, while it may still be used."""
    login: str | None = await session.scalar(
        select(SignInCode.login).where(
            SignInCode.challenge == challenge, SignInCode.used_at.is_(None), SignInCode.expires_at > shop_now()
        )
    )
    return login


class OpenSignIn(msgspec.Struct, frozen=True, kw_only=True):
    """A browser in which a person is signed in; `id` ends it, `here` is the one that asks."""

    id: str
    device: str | None
    since: datetime
    last_seen: datetime
    here: bool


async def sign_ins_of(session: AsyncSession, person_id: UUID, idle: timedelta, here: bytes) -> list[OpenSignIn]:
    """Where a person is signed in, the last used first; `here` is the hash of the asker's own cookie."""
    rows = await session.scalars(
        select(SignIn)
        .where(
            SignIn.person_id == person_id,
            SignIn.ended_at.is_(None),
            SignIn.expires_at > shop_now(),
            SignIn.last_seen_at > shop_now() - literal(idle),
        )
        .order_by(SignIn.last_seen_at.desc(), SignIn.id_hash)
        .limit(MOST_SIGN_INS)
    )
    return [
        OpenSignIn(
            id=row.id_hash.hex(),
            device=row.device,
            since=row.created_at,
            last_seen=row.last_seen_at,
            here=row.id_hash == here,
        )
        for row in rows
    ]


def _roles() -> ColumnElement[Sequence[str]]:
    given = select(PersonRole.role.cast(Text)).where(PersonRole.person_id == Person.id).scalar_subquery()
    return func.array(given, type_=ARRAY(Text)).label("roles")


def _read_roles(given: Sequence[str]) -> frozenset[Role]:
    return frozenset({Role.CONSUMER, *(Role(role) for role in given)})


def _locale(text: str) -> Locale:
    return next((locale for locale in LOCALES if locale == text), DEFAULT)


async def names_of(session: AsyncSession, person_ids: Collection[UUID]) -> dict[UUID, str]:
    """The names of these people, by id."""
    if not person_ids:
        return {}
    rows = await session.execute(select(Person.id, Person.name).where(Person.id.in_(person_ids)))
    return {row.id: row.name for row in rows}
