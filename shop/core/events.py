"""Events: frozen facts that one domain tells and others may react to."""

from collections.abc import Iterator
from typing import ClassVar

import msgspec


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """What happened: ids and values, never whole objects.

    `kind` is written in the outbox and must never change its meaning. An event about one
    aggregate carries its `version`; a consumer drops an older one, as no order is promised.
    """

    kind: ClassVar[str]


def every_event() -> dict[str, type[Event]]:
    """All events the program knows, by kind (import the domains before asking)."""
    return {event.kind: event for event in kinds_of(Event)}


def kinds_of(family: type[Event]) -> Iterator[type[Event]]:
    """The events of a family; what has no `kind` is a family itself."""
    for event in family.__subclasses__():
        if "kind" in vars(event):
            yield event
        yield from kinds_of(event)


def read_event(kind: str, payload: dict[str, object]) -> Event:
    """Build the event `kind` from its stored payload.

    Raises:
        KeyError: nobody knows this kind.
        msgspec.ValidationError: the payload does not fit it.
    """
    return msgspec.convert(payload, every_event()[kind])
