"""Whom a limit per buyer counts: the person and the phone, never stored in clear."""

from uuid import UUID

from shop.core.ids import keyed_digest


def buyer_digests(secret: str, person_id: UUID | None, phone: str) -> tuple[bytes, ...]:
    """Digests of the signed-in person, where there is one, and of the phone (E.164).

    Both count, so that neither a second phone nor signing out doubles a limit.
    """
    known = [] if person_id is None else [f"person:{person_id}"]
    return tuple(keyed_digest(secret, "promotion-buyer", who)[:16] for who in (*known, f"phone:{phone}"))
