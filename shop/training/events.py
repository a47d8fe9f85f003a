"""What happened to learners and hosts."""

from datetime import date
from typing import ClassVar
from uuid import UUID

import msgspec

from shop.core.events import Event


class TrainingFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What every event of training says: whom it is about."""

    person_id: UUID


class SeatGiven(TrainingFacts, Event, frozen=True, kw_only=True):
    """Somebody who waited has a seat."""

    kind: ClassVar[str] = "training.seat_given"
    session_id: UUID


class LicenceGranted(TrainingFacts, Event, frozen=True, kw_only=True):
    """Somebody has completed a course that licenses them; `expires_on` is the first day without it."""

    kind: ClassVar[str] = "training.licence_granted"
    session_id: UUID
    expires_on: date


class LicenceRevoked(TrainingFacts, Event, frozen=True, kw_only=True):
    """A licence was taken back."""

    kind: ClassVar[str] = "training.licence_revoked"
    reason: str


class IdentityVerified(TrainingFacts, Event, frozen=True, kw_only=True):
    """An officer has verified who a host is."""

    kind: ClassVar[str] = "training.identity_verified"


class IdentityDeclined(TrainingFacts, Event, frozen=True, kw_only=True):
    """An officer could not verify who a host is."""

    kind: ClassVar[str] = "training.identity_declined"
    reason: str


class IdentityRevoked(TrainingFacts, Event, frozen=True, kw_only=True):
    """A host's verification was taken back."""

    kind: ClassVar[str] = "training.identity_revoked"
    reason: str
