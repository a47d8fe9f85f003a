"""The fast mode between processes: segments go through Redis as they come, past the storage."""

import contextlib
from uuid import UUID

import msgspec
from redis.asyncio import Redis
from redis.exceptions import RedisError


class FastPiece(msgspec.Struct, frozen=True, array_like=True):
    """A segment of a take, for those who watch just now; it was filmed from `start` on (ms of the shop's clock)."""

    take: int
    start: int
    data: bytes


def fast_channel(session_id: UUID) -> str:
    """The Redis channel of a session's fast mode, a sharded one."""
    return f"video-fast:{session_id}"


async def tell_fast(redis: "Redis", session_id: UUID, piece: FastPiece) -> None:
    """Give a segment to all processes; lost while Redis is away."""
    with contextlib.suppress(RedisError, OSError, TimeoutError):
        await redis.spublish(fast_channel(session_id), msgspec.msgpack.encode(piece))
