"""Sign in with a one-time code; an address nobody has becomes a new account."""

from uuid import UUID

import msgspec
import structlog
from sqlalchemy import or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.errors import AccountClosed, ConsentMissing, NameMissing, WrongSignInCode
from shop.accounts.models import Consent, Person, SignInCode
from shop.accounts.queries import roles_of
from shop.accounts.rules import CODE_TRIES, CONSENT_VERSION, TERMS, are_digits_of
from shop.accounts.sign_in import (
    UNKNOWN_BROWSER,
    Browser,
    SessionTerms,
    SignedIn,
    end_all_sessions,
    end_session,
    open_session,
)
from shop.core.actor import Role
from shop.core.audit import record_act
from shop.core.clock import shop_now
from shop.core.db import Sessions, short
from shop.core.i18n import known_locale
from shop.core.text import squeeze

_log = structlog.get_logger("shop.accounts")


class CodeOffer(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody types. `name` and `consent` count only where the address has no account yet."""

    challenge: UUID
    code: str
    name: str = ""
    consent: bool = False


class _Opened(msgspec.Struct, frozen=True):
    token: str
    person: Person
    roles: frozenset[Role]


async def use_code(
    sessions: Sessions, secret: str, offer: CodeOffer, terms: SessionTerms, browser: Browser = UNKNOWN_BROWSER
) -> SignedIn:
    """Open a session for the right digits; the `browser`'s old session ends. Each code works once.

    Takes the database, not a session: a wrong try is counted and committed before the refusal is said. The code's
    row is locked first, so of two with the same digits in flight one signs in and the other finds the code used.

    Raises:
        WrongSignInCode: not these digits, or no longer; a try is counted.
        NameMissing, ConsentMissing: the digits are right, nobody has the address, and the account lacks that. The
            code stays good.
        AccountClosed: the account of the address is closed.
    """
    async with short(sessions) as session:
        outcome = await _work(session, secret, offer, terms, browser)
    if isinstance(outcome, Exception):
        raise outcome
    max_age = int(terms.absolute.total_seconds())
    return SignedIn(outcome.token, max_age, outcome.person.id, outcome.person.name, outcome.roles)


async def _work(
    session: AsyncSession, secret: str, offer: CodeOffer, terms: SessionTerms, browser: Browser
) -> _Opened | WrongSignInCode | NameMissing | ConsentMissing | AccountClosed:
    asked = await session.scalar(
        select(SignInCode)
        .where(
            SignInCode.challenge == offer.challenge,
            SignInCode.used_at.is_(None),
            SignInCode.expires_at > shop_now(),
            SignInCode.attempts < CODE_TRIES,
        )
        .with_for_update()
    )
    if asked is None or not are_digits_of(secret, offer.challenge, offer.code):
        if asked is not None:
            asked.attempts += 1
        _log.warning("sign-in code refused")
        return WrongSignInCode(field="code")
    person = await _find(session, asked.login)
    if person is None:
        if not squeeze(offer.name):
            return NameMissing(field="name")
        if not offer.consent:
            return ConsentMissing(field="consent")
        person = await _open_account(session, asked, squeeze(offer.name))
    if person.disabled_at is not None:
        return AccountClosed(field="login")
    await session.execute(update(SignInCode).where(SignInCode.challenge == offer.challenge).values(used_at=shop_now()))
    await _note_proof(session, person, asked.login)
    return await _opened(session, person, terms, browser)


async def _find(session: AsyncSession, login: str) -> Person | None:
    found: Person | None = await session.scalar(
        select(Person).where(or_(Person.email == login, Person.phone == login)).with_for_update()
    )
    return found


async def _open_account(session: AsyncSession, asked: SignInCode, name: str) -> Person:
    """A consumer's account; whoever opened one with the same address meanwhile is found instead."""
    column = "email" if "@" in asked.login else "phone"
    locale = known_locale(asked.locale)
    row = insert(Person).values(name=name, locale=locale, **{column: asked.login})
    await session.execute(row.on_conflict_do_nothing())
    person = await _find(session, asked.login)
    assert person is not None, "it was written, or stood there"
    agreed = insert(Consent).values(person_id=person.id, purpose=TERMS, version=CONSENT_VERSION, locale=locale)
    await session.execute(agreed.on_conflict_do_nothing())
    return person


async def _note_proof(session: AsyncSession, person: Person, login: str) -> None:
    """The person receives what is sent to `login`.

    Where an account had no proven address before, its password may be a stranger's who opened it with somebody
    else's address: it ends, with all sessions (docs/decisions/0019-codes-and-contracts.md).
    """
    proven_before = person.email_verified_at is not None or person.phone_verified_at is not None
    if not proven_before and person.password_hash is not None:
        await session.execute(update(Person).where(Person.id == person.id).values(password_hash=None))
        await end_all_sessions(session, person.id)
    proof = Person.email_verified_at if person.email == login else Person.phone_verified_at
    await session.execute(update(Person).where(Person.id == person.id, proof.is_(None)).values({proof: shop_now()}))


async def _opened(session: AsyncSession, person: Person, terms: SessionTerms, browser: Browser) -> _Opened:
    token = await open_session(session, person.id, terms, browser.device)
    if browser.previous:
        await end_session(session, browser.previous)
    roles = await roles_of(session, person.id)
    if roles > {Role.CONSUMER}:
        record_act(session, person.id, "accounts.sign_in", person.id, by="code")
    return _Opened(token, person, roles)
