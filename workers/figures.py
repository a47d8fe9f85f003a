"""Figures of the outbox for Prometheus, kept by the relay."""

from prometheus_client import Gauge

from shop.core.backlog import Backlog

WAITING = Gauge("shop_outbox_waiting", "Events not yet relayed")
UNDONE = Gauge("shop_outbox_undone", "Deliveries not yet done")
OLDEST = Gauge("shop_outbox_oldest_seconds", "Age of the oldest event or delivery not done")
DEAD = Gauge("shop_outbox_dead", "Dead letters")


def note_backlog(backlog: Backlog) -> None:
    """Show `backlog` from now on."""
    WAITING.set(backlog.waiting)
    UNDONE.set(backlog.open)
    OLDEST.set(backlog.oldest_seconds)
    DEAD.set(backlog.dead)
