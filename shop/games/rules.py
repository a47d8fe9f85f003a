"""What a room may play, and how winners follow from a seed: anybody can compute the same. Pure."""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum

import msgspec

from shop.core.text import squeeze

MOST_OPTIONS, FEWEST_OPTIONS = 6, 2
MOST_AT_ONCE = 20  # reactions of one call
RESULT_STAYS = timedelta(seconds=30)  # a closed poll, a dropped voucher that is gone
WINNERS_STAY = timedelta(minutes=10)  # in the room; the draw's own page keeps them
SEED_BYTES = 32


class ReactionKind(StrEnum):
    """What viewers tap."""

    HEART = "heart"
    CLAP = "clap"
    FIRE = "fire"


class EntryShown(msgspec.Struct, frozen=True):
    """An entry as it is published: an opaque ticket and a masked name."""

    ticket: str
    name: str


class DrawProof(msgspec.Struct, frozen=True, kw_only=True):
    """A published draw, as `shop draw verify` and the page read it. `seed` is null until the draw; all hex."""

    code: str
    prize: str
    winners: int
    commitment: str
    seed: str | None
    entries: list[EntryShown]
    won: list[str]  # tickets, the first prize first


class Verdict(StrEnum):
    """What recomputing a draw says."""

    RIGHT = "right"
    NOT_DRAWN = "not_drawn"
    SEED_WRONG = "seed_wrong"
    WINNERS_WRONG = "winners_wrong"
    ENTRIES_WRONG = "entries_wrong"


def commitment_of(seed: bytes) -> bytes:
    """What is shown of a seed before the first entry: its SHA-256."""
    return hashlib.sha256(seed).digest()


def winners_of(seed: bytes, tickets: Sequence[str], winners: int) -> list[str]:
    """The tickets that win, the first prize first.

    Each ticket has a number: HMAC-SHA256 with the seed as key over the ticket's ASCII. The smallest numbers win,
    read as big-endian; the order of `tickets` says nothing.
    """

    def number(ticket: str) -> tuple[bytes, str]:
        return hmac.new(seed, ticket.encode("ascii"), hashlib.sha256).digest(), ticket

    return sorted(tickets, key=number)[:winners]


def verify(proof: DrawProof) -> Verdict:
    """Recompute a published draw."""
    if proof.seed is None:
        return Verdict.NOT_DRAWN
    try:
        seed = bytes.fromhex(proof.seed)
    except ValueError:
        return Verdict.SEED_WRONG
    if commitment_of(seed).hex() != proof.commitment:
        return Verdict.SEED_WRONG
    tickets = [entry.ticket for entry in proof.entries]
    if len(set(tickets)) != len(tickets) or not all(ticket.isascii() for ticket in tickets):
        return Verdict.ENTRIES_WRONG
    return Verdict.RIGHT if winners_of(seed, tickets, proof.winners) == proof.won else Verdict.WINNERS_WRONG


def seal(seed: bytes, pad: bytes) -> bytes:
    """The seed under a pad of its own length that is used once; sealing twice gives it back."""
    return bytes(one ^ other for one, other in zip(seed, pad, strict=True))


def read_options(typed: Sequence[str]) -> list[str] | None:
    """The answers of a poll, blank ones left out; None where there are too few, too many, or two alike."""
    options = [option for option in map(squeeze, typed) if option]
    fits = FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS
    return options if fits and len({option.casefold() for option in options}) == len(options) else None
