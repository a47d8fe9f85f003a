"""Idempotency keys: one effect per (scope, route, key), decided by a unique index in the same transaction."""

import hashlib

import msgspec
from sqlalchemy import ColumnElement, LargeBinary, UniqueConstraint, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Record
from shop.core.errors import Conflict, Invalid

LOCK_NOT_AVAILABLE = "55P03"


class IdempotencyKey(Record):
    """What a key stands for. `reference` names the result (an order's id), never a code or a token."""

    __tablename__ = "idempotency_key"
    __table_args__ = (UniqueConstraint("scope", "route", "key"),)

    scope: Mapped[str]
    route: Mapped[str]
    key: Mapped[str]
    request_hash: Mapped[bytes] = mapped_column(LargeBinary)
    reference: Mapped[str | None]


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


async def claim_key(session: AsyncSession, scope: str, route: str, key: str, request: object) -> str | None:
    """Claim `key` for this transaction; return the reference of the earlier result, or None when it is new.

    A twin in flight makes this wait on the unique index for at most the lock timeout. When the
    transaction rolls back the claim goes with it: refusals are not remembered.

    Raises:
        InProgress: the twin did not finish in time.
        KeyReused: the key was used for another request.
    """
    digest = hashlib.sha256(msgspec.json.encode(request, order="sorted")).digest()
    row = insert(IdempotencyKey).values(scope=scope, route=route, key=key, request_hash=digest)
    try:
        claimed = await session.scalar(row.on_conflict_do_nothing().returning(IdempotencyKey.id))
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == LOCK_NOT_AVAILABLE:
            raise InProgress from None
        raise
    if claimed is not None:
        return None
    known = (await session.execute(select(IdempotencyKey).where(*_same(scope, route, key)))).scalar_one()
    if known.request_hash != digest:
        raise KeyReused(field="Idempotency-Key")
    if known.reference is None:
        raise InProgress
    return known.reference


async def settle_key(session: AsyncSession, scope: str, route: str, key: str, reference: str) -> None:
    """Say what the claimed key led to; call it in the transaction that claimed it."""
    await session.execute(update(IdempotencyKey).where(*_same(scope, route, key)).values(reference=reference))


def _same(scope: str, route: str, key: str) -> tuple[ColumnElement[bool], ...]:
    return (IdempotencyKey.scope == scope, IdempotencyKey.route == route, IdempotencyKey.key == key)
