"""What happened to producers, applications and members."""

from typing import ClassVar
from uuid import UUID

import msgspec

from shop.core.events import Event


class ProducerSuspended(Event, frozen=True, kw_only=True):
    """An officer stopped a producer's sales."""

    kind: ClassVar[str] = "producers.suspended"

    producer_id: UUID


class ProducerReinstated(Event, frozen=True, kw_only=True):
    """A producer may sell again."""

    kind: ClassVar[str] = "producers.reinstated"

    producer_id: UUID


class ProducerShownAnew(Event, frozen=True, kw_only=True):
    """What shoppers see of a producer has changed: its profile, or the times it is closed."""

    kind: ClassVar[str] = "producers.shown_anew"

    producer_id: UUID


class RegistrationFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What every event about an application says; its applicant is told. `reason` is the office's."""

    registration_id: UUID
    version: int
    reason: str = ""


class RegistrationSubmitted(RegistrationFacts, Event, frozen=True, kw_only=True):
    """It lies with the office now."""

    kind: ClassVar[str] = "producers.registration_submitted"


class RegistrationReturned(RegistrationFacts, Event, frozen=True, kw_only=True):
    """The office asks for something."""

    kind: ClassVar[str] = "producers.registration_returned"


class RegistrationApproved(RegistrationFacts, Event, frozen=True, kw_only=True):
    """The applicant acts for the producer from now on."""

    kind: ClassVar[str] = "producers.registration_approved"


class RegistrationDeclined(RegistrationFacts, Event, frozen=True, kw_only=True):
    """The office said no."""

    kind: ClassVar[str] = "producers.registration_declined"


class PaperAsked(RegistrationFacts, Event, frozen=True, kw_only=True):
    """A paper of an approved producer ran out, or its renewal was declined: it is asked for again."""

    kind: ClassVar[str] = "producers.paper_asked"

    paper_id: UUID


class MemberInvited(Event, frozen=True, kw_only=True):
    """Somebody was asked by e-mail to act for a producer."""

    kind: ClassVar[str] = "producers.member_invited"

    invitation_id: UUID
