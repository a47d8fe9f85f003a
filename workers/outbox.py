"""The one page "event -> who reacts"."""

from shop.core.events import Event
from workers.subscribe import Reaction, Subscriber, Subscriptions

SUBSCRIPTIONS: Subscriptions = {}


def reaction_to(kind: str) -> Reaction[Event] | None:
    """Who reacts to events of `kind`; None when nobody knows the kind."""
    for event, reaction in SUBSCRIPTIONS.items():
        if event.kind == kind:
            return reaction
    return None


def find_subscriber(kind: str, name: str) -> Subscriber[Event]:
    """The subscriber `name` of events of `kind`.

    Raises:
        LookupError: this version of the program has none.
    """
    reaction = reaction_to(kind) or Reaction()
    for one in reaction.work:
        if one.name == name:
            return one
    raise LookupError(f"nobody called {name} reacts to {kind}")
