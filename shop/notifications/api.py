"""Addresses of a person's notices."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_signed_in
from shop.core.actor import Actor
from shop.core.errors import Unauthenticated
from shop.http.pagination import MAX_CURSOR, decode_cursor, encode_cursor
from shop.notifications.queries import NoticeShown, notices_of, unread_count
from shop.notifications.read import read_notice

LimitQuery = Annotated[int, QueryParameter(ge=1, le=100)]
CursorQuery = Annotated[str | None, QueryParameter(min_length=1, max_length=MAX_CURSOR)]


class NoticesPage(msgspec.Struct, frozen=True, kw_only=True):
    """Notices, the newest first, and how many are unread in all."""

    items: list[NoticeShown]
    unread: int
    next_cursor: str | None


@get("/", operation_id="listNotices", summary="Your notices")
async def list_notices(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    limit: LimitQuery = 24,
    cursor: CursorQuery = None,
) -> NoticesPage:
    """What you were told, the newest first."""
    person_id = _person(actor)
    before = decode_cursor(cursor, UUID) if cursor else None
    items = await notices_of(session, person_id, limit, before)
    more = encode_cursor(items[-1].id) if len(items) == limit else None
    return NoticesPage(items=items, unread=await unread_count(session, person_id), next_cursor=more)


@post("/{notice_id:uuid}/read", status_code=204, operation_id="readNotice", summary="Mark a notice as read")
async def mark_read(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], notice_id: FromPath[UUID]
) -> None:
    """Reading twice changes nothing."""
    await read_notice(session, _person(actor), notice_id)


def _person(actor: Actor) -> UUID:
    if actor.person_id is None:
        raise Unauthenticated
    return actor.person_id


routes = [
    Router("/api/v1/notices", route_handlers=[list_notices, mark_read], guards=[require_signed_in], tags=["notices"])
]
