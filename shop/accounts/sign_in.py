"""Sign in: a password for a new session. The cookie is random; the database keeps its SHA-256 alone."""

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

import msgspec
import structlog
from sqlalchemy import literal, update
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.accounts.errors import WrongLogin
from shop.accounts.models import SignIn
from shop.accounts.passwords import verify_password
from shop.accounts.queries import find_candidate
from shop.core.actor import Role
from shop.core.audit import record_act
from shop.core.clock import shop_now
from shop.core.db import Sessions, short

_log = structlog.get_logger("shop.accounts")


class SessionTerms(msgspec.Struct, frozen=True):
    """How long a sign-in lasts: unused, and in any case."""

    idle: timedelta
    absolute: timedelta


class SignedIn(msgspec.Struct, frozen=True):
    """A fresh sign-in. `token` is the cookie's value and is told once; `max_age` is in seconds."""

    token: str
    max_age: int
    person_id: UUID
    name: str
    roles: frozenset[Role]


class Browser(msgspec.Struct, frozen=True):
    """The browser that signs in: the cookie it had, and what it calls itself in a few words."""

    previous: str | None = None
    device: str | None = None


UNKNOWN_BROWSER = Browser()


def session_terms(settings: Settings) -> SessionTerms:
    """The terms of this installation."""
    return SessionTerms(timedelta(days=settings.session_idle_days), timedelta(days=settings.session_absolute_days))


def token_hash(token: str) -> bytes:
    """What is stored of a cookie's value."""
    return hashlib.sha256(token.encode()).digest()


async def sign_in(
    sessions: Sessions, login: str, password: str, terms: SessionTerms, browser: Browser = UNKNOWN_BROWSER
) -> SignedIn:
    """Check `password` and open a new session; the `browser`'s old one ends.

    Takes the database, not a session: no connection is held while the password is worked. A login
    nobody has costs the same work and gets the same answer as a wrong password.

    Raises:
        WrongLogin: login and password do not belong together, or the account is closed.
        TooMany: too many passwords are being worked at this moment.
    """
    async with short(sessions) as session:
        candidate = await find_candidate(session, login)
    right = await verify_password(candidate.password_hash if candidate else None, password)
    if candidate is None or not right:
        _log.warning("sign-in refused")
        raise WrongLogin
    async with short(sessions) as session:
        token = await open_session(session, candidate.person_id, terms, browser.device)
        if browser.previous:
            await end_session(session, browser.previous)
        if candidate.roles > {Role.CONSUMER}:
            record_act(session, candidate.person_id, "accounts.sign_in", candidate.person_id)
    max_age = int(terms.absolute.total_seconds())
    return SignedIn(token, max_age, candidate.person_id, candidate.name, candidate.roles)


async def open_session(session: AsyncSession, person_id: UUID, terms: SessionTerms, device: str | None = None) -> str:
    """Begin a session for `person_id`; returns its cookie value (192 random bits), kept nowhere."""
    token = secrets.token_urlsafe(24)
    expires_at = shop_now() + literal(terms.absolute)
    session.add(SignIn(id_hash=token_hash(token), person_id=person_id, expires_at=expires_at, device=device))
    await session.flush()  # the caller may look it up in this transaction
    return token


async def end_session(session: AsyncSession, token: str) -> None:
    """End the session of this cookie, if it is open. Safe to repeat."""
    await session.execute(
        update(SignIn).where(SignIn.id_hash == token_hash(token), SignIn.ended_at.is_(None)).values(ended_at=shop_now())
    )


async def end_all_sessions(session: AsyncSession, person_id: UUID) -> None:
    """End every session of a person: after a new password, or when the account is closed."""
    await session.execute(
        update(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None)).values(ended_at=shop_now())
    )
