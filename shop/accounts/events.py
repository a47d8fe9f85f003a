"""What happened to accounts."""

from typing import ClassVar
from uuid import UUID

from shop.core.events import Event


class SignUpRepeated(Event, frozen=True, kw_only=True):
    """Somebody asked for an account with an address or number that has one; its owner is told, nobody else."""

    kind: ClassVar[str] = "accounts.sign_up_repeated"

    person_id: UUID


class SignInCodeAsked(Event, frozen=True, kw_only=True):
    """Somebody wants to sign in with a code; it is sent to the address that belongs to `challenge`."""

    kind: ClassVar[str] = "accounts.sign_in_code_asked"

    challenge: UUID
