"""Limits: GCRA in one Redis call; in this process alone while Redis is away. Never fail closed, never unlimited."""

import math
import time
from collections import OrderedDict
from pathlib import Path
from typing import Any

import msgspec
from litestar.connection import ASGIConnection
from litestar.types import Guard
from redis.asyncio import Redis
from redis.exceptions import RedisError

from config.settings import Settings
from shop.core.actor import Actor
from shop.core.errors import TooMany
from shop.core.ids import keyed_digest
from shop.http.address import client_address, trusted_proxies

AnyConnection = ASGIConnection[Any, Any, Any, Any]

_SCRIPT = (Path(__file__).parent / "gcra.lua").read_text(encoding="utf-8")
_REST_AFTER_FAILURE = 1.0  # seconds in which a Redis that failed is not asked again
_LOCAL_KEYS = 10_000  # buckets one process keeps while Redis is away


class Limit(msgspec.Struct, frozen=True):
    """`burst` requests at once, and `burst` every `period` seconds in the long run."""

    name: str
    burst: int
    period: float

    @property
    def cost(self) -> int:
        """µs one request takes from the bucket."""
        return int(self.period / self.burst * 1_000_000)

    @property
    def tolerance(self) -> int:
        """µs the bucket holds."""
        return int(self.period * 1_000_000)


class Limiter:
    """Counts requests for all processes together through Redis."""

    def __init__(self, settings: Settings, redis: "Redis") -> None:
        self.trusted = trusted_proxies(settings)
        self._on = settings.limits
        self._secret = settings.secret_key
        self._call = redis.register_script(_SCRIPT)
        self._local = LocalBuckets()
        self._away_until = 0.0

    async def take(self, limit: Limit, subject: str) -> None:
        """Count one request of `subject` (a phone, a person's id, an address) against `limit`.

        Raises:
            TooMany: the bucket is empty; says when to come back.
        """
        if not self._on:
            return
        digest = keyed_digest(self._secret, limit.name, subject)[:16].hex()  # no phone or address stands in Redis
        wait = await self._wait(limit, f"limit:{digest}")
        if wait > 0:
            raise TooMany(max(1, math.ceil(wait / 1_000_000)))

    async def _wait(self, limit: Limit, key: str) -> int:
        if time.monotonic() >= self._away_until:
            try:
                return int(await self._call(keys=[key], args=[limit.cost, limit.tolerance]))
            except (RedisError, OSError, TimeoutError):
                self._away_until = time.monotonic() + _REST_AFTER_FAILURE
        return self._local.wait(limit, key)


class LocalBuckets:
    """The same arithmetic in one process; the oldest buckets are forgotten first."""

    def __init__(self) -> None:
        self._full: OrderedDict[str, int] = OrderedDict()

    def wait(self, limit: Limit, key: str) -> int:
        """µs to wait, 0 when the request was counted."""
        now = time.monotonic_ns() // 1000
        full = max(self._full.pop(key, now), now)
        wait = full + limit.cost - limit.tolerance - now
        self._full[key] = full if wait > 0 else full + limit.cost
        if len(self._full) > _LOCAL_KEYS:
            self._full.popitem(last=False)
        return max(wait, 0)


def address_of(connection: AnyConnection) -> str:
    """The client's address as limits count it."""
    limiter: Limiter = connection.app.state.limiter
    return client_address(connection.scope, limiter.trusted)


def limit_by_address(limit: Limit) -> Guard:
    """A guard for a route: `guards=[limit_by_address(Limit("carts", 30, 60))]`."""

    async def guard(connection: AnyConnection, _: object) -> None:
        limiter: Limiter = connection.app.state.limiter
        await limiter.take(limit, address_of(connection))

    return guard


async def take_for_buyer(limiter: Limiter, limit: Limit, actor: Actor, address: str) -> None:
    """Count against the signed-in person, or a guest's address.

    Raises:
        TooMany: too many of them already.
    """
    await limiter.take(limit, str(actor.person_id) if actor.signed_in else address)
