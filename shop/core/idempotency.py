"""Idempotency keys: one effect per (scope, route, key), decided by a unique index in the same transaction."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import (
    ColumnElement,
    Executable,
    LargeBinary,
    Row,
    Text,
    UniqueConstraint,
    bindparam,
    cast,
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Record
from shop.core.errors import Conflict, Invalid

LOCK_NOT_AVAILABLE = "55P03"


class IdempotencyKey(Record):
    """What a key stands for. `reference` names the result (an order's id), never a code or a token.

    `answer` is what was answered, where the result cannot be read again by its id.
    """

    __tablename__ = "idempotency_key"
    __table_args__ = (UniqueConstraint("scope", "route", "key"),)

    scope: Mapped[str]
    route: Mapped[str]
    key: Mapped[str]
    request_hash: Mapped[bytes] = mapped_column(LargeBinary)
    reference: Mapped[str | None]
    answer: Mapped[bytes | None] = mapped_column(LargeBinary)


class InProgress(Conflict):
    """The same key is being worked right now."""

    code = "in_progress"
    retry_after = 1


class KeyReused(Invalid):
    """The same key came with another body."""

    code = "key_reused"


class KeyMissing(Invalid):
    """A write that must not happen twice came without a key."""

    code = "key_missing"


class Drawn(msgspec.Struct, frozen=True):
    """The id a key's result has, the moment (UTC) it was claimed, and whether an earlier request made it."""

    reference: UUID
    at: datetime
    replayed: bool


async def claim_key(session: AsyncSession, scope: str, route: str, key: str, request: object) -> str | None:
    """Claim `key` for this transaction; return the reference of the earlier result, or None when it is new.

    A twin in flight makes this wait on the unique index for at most the lock timeout. When the
    transaction rolls back the claim goes with it: refusals are not remembered.

    Raises:
        InProgress: the twin did not finish in time.
        KeyReused: the key was used for another request.
    """
    row = {"scope": scope, "route": route, "key": key, "request_hash": _digest(request)}
    if await _insert(session, _CLAIM, row) is not None:
        return None
    known = await _known(session, row)
    if known.reference is None:
        raise InProgress
    return known.reference


async def draw_key(session: AsyncSession, scope: str, route: str, key: str, request: object) -> Drawn:
    """Claim `key` and draw the id its result shall have, in one statement; nothing is left to settle.

    Raises:
        InProgress, KeyReused: as `claim_key`.
    """
    row = {"scope": scope, "route": route, "key": key, "request_hash": _digest(request)}
    drawn = await _insert(session, _DRAW, row)
    if drawn is not None:
        return Drawn(UUID(drawn.reference), drawn.created_at, replayed=False)
    known = await _known(session, row)
    if known.reference is None:
        raise InProgress
    return Drawn(UUID(known.reference), known.created_at, replayed=True)


async def settle_key(session: AsyncSession, scope: str, route: str, key: str, reference: str) -> None:
    """Say what the claimed key led to; call it in the transaction that claimed it."""
    await session.execute(update(IdempotencyKey).where(*same_key(scope, route, key)).values(reference=reference))


def same_key(scope: str, route: str, key: str) -> tuple[ColumnElement[bool], ...]:
    """What names a key's row."""
    return (IdempotencyKey.scope == scope, IdempotencyKey.route == route, IdempotencyKey.key == key)


def _digest(request: object) -> bytes:
    return hashlib.sha256(msgspec.json.encode(request, order="sorted")).digest()


async def _insert(session: AsyncSession, statement: Executable, row: Mapping[str, object]) -> Row[Any] | None:
    try:
        return (await session.execute(statement, row)).one_or_none()
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == LOCK_NOT_AVAILABLE:
            raise InProgress from None
        raise


async def _known(session: AsyncSession, row: Mapping[str, object]) -> IdempotencyKey:
    same = same_key(str(row["scope"]), str(row["route"]), str(row["key"]))
    known = (await session.execute(select(IdempotencyKey).where(*same))).scalar_one()
    if known.request_hash != row["request_hash"]:
        raise KeyReused(field="Idempotency-Key")
    return known


_KEYS = IdempotencyKey.metadata.tables[IdempotencyKey.__tablename__]
_ROW: dict[str, Any] = {name: bindparam(name) for name in ("scope", "route", "key", "request_hash")}
_CLAIM = insert(_KEYS).values(_ROW).on_conflict_do_nothing().returning(_KEYS.c.id)  # built once: a hot path
_DRAW = (
    insert(_KEYS)
    .values({**_ROW, "reference": cast(func.uuidv7(), Text)})
    .on_conflict_do_nothing()
    .returning(_KEYS.c.reference, _KEYS.c.created_at)
)
