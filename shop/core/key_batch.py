"""Idempotency keys of a whole batch: found, claimed and given back in one statement each."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.db import sql


class Claim(msgspec.Struct, frozen=True):
    """A key and the hash of the request it stands for."""

    scope: str
    route: str
    key: str
    request_hash: bytes = msgspec.field(default=b"")

    @property
    def name(self) -> tuple[str, str, str]:
        """What is unique."""
        return self.scope, self.route, self.key


class Settled(msgspec.Struct, frozen=True):
    """What a key stands for: the id of its result, the moment (UTC) it was claimed, the hash of its request."""

    reference: UUID
    at: datetime
    request_hash: bytes


Keys = dict[tuple[str, str, str], Settled]


def claim_of(scope: str, route: str, key: str, request: object) -> Claim:
    """The claim of a request; every field of it counts."""
    return Claim(scope, route, key, hashlib.sha256(msgspec.json.encode(request, order="sorted")).digest())


async def find_keys(session: AsyncSession, claims: Sequence[Claim]) -> Keys:
    """Those of the keys that stand for something already."""
    return _keys(await session.execute(_FIND, _columns(claims)))


async def draw_keys(session: AsyncSession, claims: Sequence[Claim]) -> Keys:
    """Claim the keys and draw an id for what each will stand for. One that is missing has just been claimed elsewhere.

    Rows are claimed in the order of the keys, so that two batches never wait for each other in a circle.
    """
    return _keys(await session.execute(_DRAW, _columns(claims)))


async def give_back_keys(session: AsyncSession, claims: Sequence[Claim]) -> None:
    """Forget keys claimed in this transaction: a refusal is not remembered."""
    if claims:
        await session.execute(_GIVE_BACK, {name: _columns(claims)[name] for name in ("scopes", "routes", "keys")})


def _columns(claims: Sequence[Claim]) -> dict[str, list[object]]:
    return {
        "scopes": [claim.scope for claim in claims],
        "routes": [claim.route for claim in claims],
        "keys": [claim.key for claim in claims],
        "hashes": [claim.request_hash for claim in claims],
    }


def _keys(rows: Iterable[tuple[str, str, str, str, datetime, bytes]]) -> Keys:
    return {(row[0], row[1], row[2]): Settled(UUID(row[3]), row[4], row[5]) for row in rows}


_FIND = text(sql("core/find_keys"))
_DRAW = text(sql("core/draw_keys"))
_GIVE_BACK = text(sql("core/give_back_keys"))
