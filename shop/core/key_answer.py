"""Answers kept with their keys: what a repeat of a write is told again."""

import msgspec
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.idempotency import IdempotencyKey, claim_key, same_key

_KEPT = "answer"  # the reference of a key whose result is its answer


class Answer(msgspec.Struct, frozen=True):
    """An HTTP answer: its status, its headers as they were written, its body."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


async def claim_answer(session: AsyncSession, scope: str, route: str, key: str, request: object) -> Answer | None:
    """Claim `key` for this transaction; return the answer it led to before, or None when it is new.

    Raises:
        InProgress, KeyReused: as `claim_key`.
    """
    if await claim_key(session, scope, route, key, request) is None:
        return None
    kept = await session.scalar(select(IdempotencyKey.answer).where(*same_key(scope, route, key)))
    assert kept is not None, "a key of these routes is settled by its answer"
    return msgspec.msgpack.decode(kept, type=Answer)


async def keep_answer(session: AsyncSession, scope: str, route: str, key: str, answer: Answer) -> None:
    """Say what the claimed key led to; call it in the transaction that claimed it."""
    kept = {"reference": _KEPT, "answer": msgspec.msgpack.encode(answer)}
    await session.execute(update(IdempotencyKey).where(*same_key(scope, route, key)).values(kept))
