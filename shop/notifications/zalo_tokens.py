"""Zalo's tokens: the access token is short-lived, a refresh token works once and brings its successor.

Who refreshes claims the one row first, calls Zalo outside any transaction, and writes both tokens at once: two
workers never spend the same refresh token. The first one comes from the settings. If the process dies between
Zalo's answer and our commit, the successor is lost: an administrator sets a new one.
"""

from datetime import timedelta
from urllib.parse import urlencode

import structlog
from sqlalchemy import literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from config.settings import Settings
from shop.core.clock import shop_now
from shop.core.db import Sessions, short
from shop.notifications.models import ZaloToken
from shop.notifications.web_call import CallFailed, call

TOKENS = "https://oauth.zaloapp.com/v4/oa/access_token"
EARLY = timedelta(minutes=10)  # before its end an access token is replaced
CLAIM = timedelta(seconds=30)  # how long a refresh may take before another may try

log = structlog.get_logger("shop.notifications")


class NoZaloToken(Exception):
    """There is no access token now: none was set, another process fetches one, or Zalo gave none."""


async def access_token(sessions: Sessions, settings: Settings, url: str = TOKENS) -> str:
    """A token that opens Zalo now; refreshed when it is about to end.

    Raises:
        NoZaloToken: there is none at this moment.
    """
    async with short(sessions) as session:
        first = insert(ZaloToken).values(
            access_token="", refresh_token=settings.zalo_refresh_token, expires_at=shop_now()
        )
        await session.execute(first.on_conflict_do_nothing())
        good: str | None = await session.scalar(
            select(ZaloToken.access_token).where(ZaloToken.expires_at > shop_now() + literal(EARLY))
        )
        if good:
            return good
        spent: str | None = await session.scalar(
            update(ZaloToken)
            .where(or_(ZaloToken.claimed_until.is_(None), ZaloToken.claimed_until < shop_now()))
            .values(claimed_until=shop_now() + literal(CLAIM))
            .returning(ZaloToken.refresh_token)
        )
    if not spent:
        raise NoZaloToken("a token is being fetched, or none was set")
    return await _refresh(sessions, settings, spent, url)


async def forget_token(sessions: Sessions, token: str) -> None:
    """Zalo does not take this access token any more: the next text fetches another."""
    async with short(sessions) as session:
        await session.execute(update(ZaloToken).where(ZaloToken.access_token == token).values(expires_at=shop_now()))


async def _refresh(sessions: Sessions, settings: Settings, spent: str, url: str) -> str:
    form = {"refresh_token": spent, "app_id": settings.zalo_app_id, "grant_type": "refresh_token"}
    headers = {"secret_key": settings.zalo_app_secret, "content-type": "application/x-www-form-urlencoded"}
    try:
        body = (await call(url, urlencode(form).encode(), headers)).body
    except CallFailed as failed:
        raise NoZaloToken(str(failed)) from failed
    fresh, successor, lives = body.get("access_token"), body.get("refresh_token"), str(body.get("expires_in", ""))
    if not isinstance(fresh, str) or not isinstance(successor, str) or not lives.isdecimal():
        log.error("zalo gave no token", error=body.get("error"))
        raise NoZaloToken("Zalo gave none")
    async with short(sessions) as session:
        await session.execute(
            update(ZaloToken)
            .where(ZaloToken.refresh_token == spent)
            .values(
                access_token=fresh,
                refresh_token=successor,
                expires_at=shop_now() + literal(timedelta(seconds=int(lives))),
                claimed_until=None,
            )
        )
    return fresh
