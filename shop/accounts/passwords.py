"""Passwords: argon2id in a thread, a bounded number at a time, the same work for a login nobody has."""

import asyncio
import unicodedata
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from shop.accounts.errors import WeakPassword
from shop.core.errors import TooMany

SHORTEST = 8  # characters
LONGEST = 128  # characters: more is a way to make us work
_WAITING = 16  # verifications that may wait; more are told to come back
_AT_ONCE = 2  # verifications at the same time, 19 MiB and about 30 ms of CPU each

_COMMON = frozenset((Path(__file__).parent / "common_passwords.txt").read_text(encoding="utf-8").split())

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)  # OWASP's first choice for argon2id


class _Bench:
    """Where passwords are worked, two at a time."""

    def __init__(self) -> None:
        self.room = asyncio.Semaphore(_AT_ONCE)
        self.waiting = 0


_bench = _Bench()


def check_strength(password: str) -> None:
    """Refuse passwords that guessing finds at once (ASVS 6.2.1, 6.2.4); no rules about kinds of signs.

    Raises:
        WeakPassword: too short, too long, one sign repeated, or a common one.
    """
    written = _written(password)
    fits = SHORTEST <= len(written) <= LONGEST
    if not fits or len(set(written)) == 1 or written.lower() in _COMMON:
        raise WeakPassword(field="password", shortest=SHORTEST)


def hash_now(password: str) -> str:
    """The argon2id hash, made in this thread (about 30 ms)."""
    return _hasher.hash(_written(password))


async def hash_password(password: str) -> str:
    """The argon2id hash, made in a thread of its own."""
    return await asyncio.to_thread(hash_now, password)


async def verify_password(password_hash: str | None, password: str) -> bool:
    """Whether `password` belongs to `password_hash`; without a hash the same work is done, and the answer is no.

    Raises:
        TooMany: too many people sign in at this moment.
    """
    if _bench.waiting >= _WAITING:
        raise TooMany(2)
    _bench.waiting += 1
    try:
        async with _bench.room:
            right = await asyncio.to_thread(_verify, password_hash, password)
    finally:
        _bench.waiting -= 1
    return right and password_hash is not None


def _verify(password_hash: str | None, password: str) -> bool:
    try:
        return _hasher.verify(password_hash or _nobodys_hash(), _written(password))
    except (VerificationError, InvalidHashError):
        return False


def _written(password: str) -> str:
    """One spelling of the same letters: two keyboards may compose `ế` differently."""
    return unicodedata.normalize("NFC", password).strip()


@cache
def _nobodys_hash() -> str:
    return hash_now("a password that nobody has")
