"""Ask for a one-time code: the same answer whether or not the address has an account."""

from datetime import datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.events import SignInCodeAsked
from shop.accounts.models import SignInCode
from shop.accounts.phone import normalise_phone
from shop.accounts.register import normalise_email
from shop.accounts.rules import CODE_LIFE, CODE_PAUSE
from shop.core.clock import now, shop_now
from shop.core.errors import TooMany
from shop.core.i18n import Locale
from shop.core.outbox import publish


class CodeAsked(msgspec.Struct, frozen=True, kw_only=True):
    """A code is on its way. `challenge` has to come back with the digits."""

    challenge: UUID
    expires_at: datetime


def read_login(text: str) -> str:
    """An address or number as it is kept.

    Raises:
        BadEmail, BadPhone: the text cannot be meant so.
    """
    return normalise_email(text, "login") if "@" in text else normalise_phone(text, "login")


async def ask_code(session: AsyncSession, login: str, locale: Locale) -> CodeAsked:
    """Send six digits to `login`, which become the only ones that open it.

    One guarded upsert: of two who ask at once for the same address one waits for the other and is told to wait.

    Raises:
        BadEmail, BadPhone: the text cannot be meant so.
        TooMany: a code was sent less than a minute ago; says how long to wait.
    """
    address = read_login(login)
    fresh = {
        "challenge": uuid4(),
        "locale": locale,
        "sent_at": shop_now(),
        "expires_at": shop_now() + literal(CODE_LIFE),
        "attempts": 0,
        "used_at": None,
    }
    row = insert(SignInCode).values(login=address, **fresh)
    made = (
        await session.execute(
            row.on_conflict_do_update(
                index_elements=[SignInCode.login],
                set_=fresh,
                where=SignInCode.sent_at <= shop_now() - literal(CODE_PAUSE),
            ).returning(SignInCode.challenge, SignInCode.expires_at)
        )
    ).one_or_none()
    if made is None:
        raise TooMany(await _seconds_left(session, address))
    publish(session, SignInCodeAsked(challenge=made.challenge))
    return CodeAsked(challenge=made.challenge, expires_at=made.expires_at)


async def _seconds_left(session: AsyncSession, address: str) -> int:
    sent_at = await session.scalar(select(SignInCode.sent_at).where(SignInCode.login == address))
    if sent_at is None:
        return 1
    left = (sent_at + CODE_PAUSE - await now(session)).total_seconds()
    return max(1, int(left) + 1)
