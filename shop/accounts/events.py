"""What happened to accounts."""

from typing import ClassVar
from uuid import UUID

from shop.core.events import Event


class SignUpRepeated(Event, frozen=True, kw_only=True):
    """Somebody asked for an account with an address or number that has one; its owner is told, nobody else."""

    kind: ClassVar[str] = "accounts.sign_up_repeated"

    person_id: UUID
