"""What a guest shows to see a turn in a waiting list again: the entry's id, signed."""

import base64
import hmac
from uuid import UUID

from shop.core.ids import keyed_digest


def ticket_of(secret: str, entry_id: UUID) -> str:
    """The ticket of an entry, the same each time; it is given to who joined, and opens that entry alone."""
    mark = keyed_digest(secret, "waiting-ticket", str(entry_id))[:18]
    return f"{entry_id.hex}.{base64.urlsafe_b64encode(mark).decode()}"


def read_ticket(secret: str, ticket: str) -> UUID | None:
    """The entry a ticket opens, or None when it is none of ours."""
    head, _, _ = ticket.partition(".")
    try:
        entry_id = UUID(hex=head)
    except ValueError:
        return None
    return entry_id if hmac.compare_digest(ticket_of(secret, entry_id).encode(), ticket.encode()) else None
