"""All periodic work on one page. Beat only sends the wake-up; one sweep of a kind runs at a time."""

from dataclasses import dataclass

from celery.schedules import crontab

PATIENCE = 30.0  # seconds


@dataclass(frozen=True)
class Every:
    """A task of this package, its queue, and its rhythm: seconds, or a time of day in Hà Nội."""

    task: str
    queue: str
    rhythm: float | crontab

    @property
    def stale_after(self) -> float:
        """Seconds after which a wake-up nobody took is thrown away: the next one does its work.

        Not before PATIENCE: where a queue is always longer than a short rhythm, each wake-up would be thrown away.
        """
        return max(self.rhythm, PATIENCE) if isinstance(self.rhythm, int | float) else 3600.0


PERIODIC = (
    Every("notifications.deliver_mail", "live", 2),
    Every("notifications.deliver_texts", "live", 2),
    Every("orders.expire_holds", "money", 10),
    Every("payments.send_refunds", "money", 5),
    Every("payouts.send", "money", 20),
    Every("orders.release_unfetched", "money", 600),
    Every("orders.remind_unfetched", "live", 600),
    Every("orders.note_late", "bulk", 600),
    Every("returns.lapse", "money", 600),
    Every("inventory.settle_batches", "money", 60),
    Every("dispatch.ask", "bulk", 5),
    Every("invoices.issue", "bulk", 5),
    Every("inventory.note_low", "bulk", 60),
    Every("imports.work", "bulk", 2),
    Every("livestream.end_abandoned", "live", 60),
    Every("markets.make_weeks", "bulk", 600),
    Every("reports.sample_viewers", "live", 10),
    Every("comment_orders.lapse", "live", 30),
    Every("comment_orders.finish", "live", 30),
    Every("broadcast.close_lost", "live", 5),
    Every("games.draw_due", "live", 2),
    Every("oversight.warn_of_late", "live", 60),
    Every("oversight.prune_records", "bulk", 600),
    Every("offers.finish_flashes", "live", 2),
    Every("offers.serve_waiting", "live", 10),
    Every("offers.end_lists", "live", 30),
    Every("certification.lapse", "money", 60),
    Every("certification.expire", "money", 60),
    Every("catalog.keep_grades", "bulk", 60),
    Every("catalog.keep_words", "bulk", 60),
    Every("catalog.keep_sold", "bulk", 600),
    Every("reminders.call", "live", 15),
    Every("reminders.deliver_push", "live", 5),
    Every("replays.build", "bulk", 5),
    Every("replays.cut", "bulk", 5),
    Every("replays.clear", "bulk", 10),
    Every("replays.expire", "bulk", 600),
    Every("restock.tell", "bulk", 60),
    Every("practice.finish", "bulk", 30),
    Every("wholesale.expire", "bulk", 600),
    Every("media.make_waiting", "bulk", 60),
    Every("media.remove_stray", "bulk", crontab(hour="4", minute="40")),
    Every("producers.expire_papers", "bulk", 600),
    Every("housekeeping.prune", "bulk", 600),
    Every("audits.work", "bulk", 5),
    Every("settlement.catch_up", "bulk", 300),
    Every(
        "settlement.tell_statements", "bulk", crontab(hour="7", minute="10")
    ),  # on the first, and whom it missed after
    Every("payments.reconcile", "bulk", crontab(hour="3", minute="50")),
    Every("audits.nightly", "bulk", crontab(hour="3", minute="20")),
)
# Events that wait or got lost on the way are sent again by the relay itself (workers/relay.py): it must not
# depend on the broker it repairs.


def schedule() -> dict[str, dict[str, object]]:
    """What `celery beat` reads."""
    return {
        every.task: {
            "task": every.task,
            "schedule": every.rhythm,
            "options": {"queue": every.queue, "expires": every.stale_after},
        }
        for every in PERIODIC
    }
