"""What happened to complaints and orders of authorities."""

from typing import ClassVar
from uuid import UUID

from shop.core.events import Event
from shop.markets.events import RoomEvent


class SessionHalted(RoomEvent, frozen=True, kw_only=True):
    """The authority stopped a session."""

    kind: ClassVar[str] = "oversight.session_halted"


class ReplayForbidden(Event, frozen=True, kw_only=True):
    """An authority wants the replay of a session removed."""

    kind: ClassVar[str] = "oversight.replay_forbidden"

    session_id: UUID


class ComplaintMoved(Event, frozen=True, kw_only=True):
    """A complaint came in, got its first word, was decided or withdrawn: its sender is told `state`."""

    kind: ClassVar[str] = "oversight.complaint_moved"

    complaint_id: UUID
    state: str


class StatementAsked(Event, frozen=True, kw_only=True):
    """A host or a producer is to say something about a complaint."""

    kind: ClassVar[str] = "oversight.statement_asked"

    statement_id: UUID


class HostWarned(Event, frozen=True, kw_only=True):
    """A host was warned over a complaint that was upheld."""

    kind: ClassVar[str] = "oversight.host_warned"

    complaint_id: UUID


class TakedownLate(Event, frozen=True, kw_only=True):
    """An order to remove something is not carried out, and its time is over."""

    kind: ClassVar[str] = "oversight.takedown_late"

    takedown_id: UUID
