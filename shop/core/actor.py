"""Who asks: the signed-in person, or a guest."""

from enum import StrEnum
from uuid import UUID

import msgspec

from shop.core.i18n import DEFAULT, Locale


class Role(StrEnum):
    """What a person may be. Everyone signed in is a consumer; the others are given."""

    CONSUMER = "consumer"
    PRODUCER = "producer"
    HOST = "host"
    STAFF = "staff"
    OFFICER = "officer"
    ADMIN = "admin"


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """The asker of a request. A guest has no `person_id` and no role."""

    person_id: UUID | None = None
    name: str = ""
    roles: frozenset[Role] = frozenset()
    locale: Locale = DEFAULT

    @property
    def signed_in(self) -> bool:
        """Whether somebody is signed in."""
        return self.person_id is not None


GUEST = Actor()
