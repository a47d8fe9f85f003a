"""The Celery application: `celery -A workers.app:celery worker -Q money,live`.

Celery carries the wake-up; the truth stands in PostgreSQL (workers/deliveries.py). Cheap to import.
"""

import gc

from celery import Celery
from celery.signals import beat_init, setup_logging, worker_before_create_process, worker_init
from kombu import Queue

from config.logging import configure_logging
from config.settings import Settings, load_settings
from shop.core.request_id import current_request_id
from workers.clock import schedule

WORK_TASK = "outbox.work"  # the task of workers/deliveries.py, as the relay calls it
QUEUES = ("money", "live", "bulk")
TASK_MODULES = (
    "workers.deliveries",
    "workers.orders",
    "workers.payments",
    "workers.payouts",
    "workers.carriers",
    "workers.dispatch",
    "workers.catalog",
    "workers.certification",
    "workers.livestream",
    "workers.markets",
    "workers.comment_orders",
    "workers.broadcast",
    "workers.games",
    "workers.offers",
    "workers.inventory",
    "workers.audits",
    "workers.listings",
    "workers.media",
    "workers.notifications",
    "workers.practice",
    "workers.producers",
    "workers.reminders",
    "workers.replays",
    "workers.reports",
    "workers.restock",
    "workers.settlement",
    "workers.wholesale",
    "workers.housekeeping",
    "workers.imports",
    "workers.oversight",
)

HARD_LIMIT = 240  # seconds after which a task's process is killed
VISIBILITY = 600  # seconds until the broker hands out again what a vanished worker held; above HARD_LIMIT


def make_celery(settings: Settings, *, patience: float | None = None) -> Celery:
    """An application on the broker the settings name; `patience` (seconds) bounds every look at the broker.

    Late acknowledgement and rejection on a lost process bring a killed task back within seconds; the two
    `unacked_restore_…` options are what makes "seconds" true with Redis.
    """
    app = Celery("chomay", broker=settings.broker_url or settings.redis_url or None, include=TASK_MODULES)
    app.conf.update(
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_ignore_result=True,
        task_time_limit=HARD_LIMIT,
        task_queues=[Queue(name) for name in QUEUES],
        task_default_queue="live",
        task_routes={},  # filled by workers/runtime.py as tasks are made
        task_create_missing_queues=False,
        task_serializer="json",
        accept_content=["json"],
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        worker_enable_remote_control=False,
        worker_send_task_events=False,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_transport_options=_transport(patience),
        timezone="Asia/Ho_Chi_Minh",
        beat_schedule=schedule(),
        beat_max_loop_interval=5,
    )
    return app


def _transport(patience: float | None) -> dict[str, object]:
    options: dict[str, object] = {
        "visibility_timeout": VISIBILITY,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
    }
    if patience is not None:
        options |= {"socket_connect_timeout": patience, "socket_timeout": patience, "max_retries": 0}
    return options


SETTINGS = load_settings()
celery = make_celery(SETTINGS)


@setup_logging.connect
def _log_our_way(**_facts: object) -> None:
    configure_logging(SETTINGS, "celery", current_request_id)


@worker_init.connect
@beat_init.connect
def _need_settings(**_facts: object) -> None:
    if not SETTINGS.database_url or not (SETTINGS.broker_url or SETTINGS.redis_url):
        raise SystemExit("SHOP_DATABASE_URL and SHOP_REDIS_URL must say where PostgreSQL and Redis are.")


@worker_before_create_process.connect
def _keep_loaded(**_facts: object) -> None:
    """Set what is loaded aside from the search for garbage: the children go on sharing its memory."""
    gc.freeze()
    gc.enable()
