"""Keep what a browser takes messages by."""

import base64
import binascii
from collections.abc import Collection
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.reminders.errors import PushAddressWrong
from shop.reminders.models import PushAddress, PushKey
from shop.reminders.rules import is_push_service

POINT, SECRET = 65, 16  # bytes of an uncompressed P-256 point, and of the secret beside it
UNCOMPRESSED = 4  # how such a point begins


class BrowserKeys(msgspec.Struct, frozen=True):
    """A browser's subscription: the address of its service and its two keys, base64url."""

    endpoint: str
    p256dh: str
    auth: str


async def keep_push(session: AsyncSession, actor: Actor, keys: BrowserKeys, others: Collection[str]) -> UUID:
    """The id of the browser's address, kept once; signed in, it becomes that person's. Safe to repeat.

    The endpoint is a secret only this browser and its service know: whoever names it may renew its keys.

    Raises:
        PushAddressWrong: nowhere our servers may post to, or no keys.
    """
    point, secret = _bytes(keys.p256dh), _bytes(keys.auth)
    if (
        len(point) != POINT
        or point[0] != UNCOMPRESSED
        or len(secret) != SECRET
        or not is_push_service(keys.endpoint, others)
    ):
        raise PushAddressWrong(field="push")
    row = insert(PushAddress).values(
        endpoint=keys.endpoint, p256dh=point, auth=secret, person_id=actor.person_id, gone_at=None
    )
    again = {
        "p256dh": row.excluded.p256dh,
        "auth": row.excluded.auth,
        "person_id": func.coalesce(row.excluded.person_id, PushAddress.person_id),
        "gone_at": None,
    }
    kept = row.on_conflict_do_update(index_elements=["endpoint"], set_=again).returning(PushAddress.id)
    return (await session.scalars(kept)).one()


async def push_key(session: AsyncSession) -> str | None:
    """The public key browsers subscribe with, base64url; None until messages can be sent."""
    return await session.scalar(select(PushKey.public))


async def keep_push_key(session: AsyncSession, public: str) -> None:
    """Say which key messages are signed with from now on. Safe to repeat."""
    row = insert(PushKey).values(singleton=True, public=public)
    await session.execute(
        row.on_conflict_do_update(index_elements=["singleton"], set_={"public": public}, where=PushKey.public != public)
    )


def _bytes(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return b""
