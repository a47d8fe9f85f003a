"""The one page "event -> who reacts". A kind that is not here becomes a dead letter; a test walks all events."""

from shop.certification.events import CertificateLapsed, CertificateRevoked
from shop.core.events import Event
from shop.inventory.events import StockReceived
from shop.livestream.events import CommentPosted, PinChanged, SessionEnded, SessionStarted
from shop.media.events import PictureReceived
from shop.orders.events import (
    OrderCancelled,
    OrderConfirmed,
    OrderDelivered,
    OrderExpired,
    OrderHandedOver,
    OrderPacked,
    OrderPlaced,
    OrderRefused,
    OrderShipped,
)
from shop.payments.events import PaymentMoved
from shop.producers.events import ProducerReinstated, ProducerSuspended
from workers.certification import forget_lists_of_producer, forget_lists_of_product
from workers.livestream import drop, tell_rooms
from workers.media import ready
from workers.notifications import tell_buyer, tell_producer
from workers.orders import confirm, release
from workers.subscribe import Reaction, Subscriber, Subscriptions

SUBSCRIPTIONS: Subscriptions = {
    OrderPlaced: Reaction(room=tell_rooms, work=(confirm,)),
    OrderConfirmed: Reaction(work=(tell_buyer,)),
    OrderCancelled: Reaction(room=tell_rooms, work=(tell_buyer,)),
    OrderExpired: Reaction(room=tell_rooms, work=(tell_buyer,)),
    OrderPacked: Reaction(work=(tell_buyer,)),
    OrderHandedOver: Reaction(work=(tell_buyer,)),
    OrderShipped: Reaction(work=(tell_buyer,)),
    OrderDelivered: Reaction(work=(tell_buyer,)),
    OrderRefused: Reaction(room=tell_rooms, work=(tell_buyer,)),
    CertificateLapsed: Reaction(room=tell_rooms, work=(release, drop, forget_lists_of_product, tell_producer)),
    CertificateRevoked: Reaction(room=tell_rooms, work=(release, drop, forget_lists_of_product, tell_producer)),
    ProducerSuspended: Reaction(room=tell_rooms, work=(forget_lists_of_producer,)),
    ProducerReinstated: Reaction(room=tell_rooms, work=(forget_lists_of_producer,)),
    StockReceived: Reaction(room=tell_rooms),
    PictureReceived: Reaction(work=(ready,)),
    PaymentMoved: Reaction(),
    SessionStarted: Reaction(room=tell_rooms),
    SessionEnded: Reaction(room=tell_rooms),
    PinChanged: Reaction(room=tell_rooms),
    CommentPosted: Reaction(room=tell_rooms),
}


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
