"""Which news an event is, and how patient delivery is."""

from datetime import timedelta

from shop.certification.events import (
    CertificateExpiring,
    CertificateFacts,
    CertificateGranted,
    CertificateLapsed,
    CertificateRevoked,
)
from shop.delivery.models import DeliveryMethod
from shop.orders.cancel import CancelReason
from shop.orders.events import (
    OrderCancelled,
    OrderConfirmed,
    OrderDelivered,
    OrderExpired,
    OrderFacts,
    OrderHandedOver,
    OrderPacked,
    OrderPlaced,
    OrderRefused,
    OrderShipped,
)

TRIES = 10  # of one e-mail; the last comes about two days after the first

_NEWS: dict[type[OrderFacts], str] = {
    OrderPlaced: "order_placed",
    OrderConfirmed: "order_confirmed",
    OrderShipped: "order_shipped",
    OrderHandedOver: "order_handed_over",
    OrderDelivered: "order_delivered",
    OrderRefused: "order_refused",
    OrderExpired: "order_expired",
}
WITH_PICKUP_CODE = frozenset({"order_placed", "order_confirmed", "order_ready"})


def order_news(event: OrderFacts, delivery: DeliveryMethod) -> str:
    """The name of the messages that tell `event` to its buyer."""
    if isinstance(event, OrderPacked):
        return "order_ready" if delivery is DeliveryMethod.PICKUP else "order_packed"
    if isinstance(event, OrderCancelled):
        return "order_withdrawn" if event.reason == CancelReason.NOT_ON_SALE else "order_cancelled"
    return _NEWS[type(event)]


_CERTIFICATE_NEWS: dict[type[CertificateFacts], str] = {
    CertificateGranted: "certificate_granted",
    CertificateExpiring: "certificate_expiring",
    CertificateLapsed: "certificate_lapsed",
    CertificateRevoked: "certificate_revoked",
}


def certificate_news(event: CertificateFacts) -> str:
    """The name of the messages that tell `event` to a producer."""
    return _CERTIFICATE_NEWS[type(event)]


def pause_after(attempts: int) -> timedelta:
    """How long an e-mail rests after so many tries: two minutes, each time about twice as long, at most 12 hours."""
    return min(timedelta(minutes=2 ** (attempts * 1.1)), timedelta(hours=12))
