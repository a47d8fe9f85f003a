"""The control: Celery as it comes, acknowledging before the work. A killed worker loses its task."""

from tests.workers.probe import celery

celery.conf.update(task_acks_late=False, task_reject_on_worker_lost=False)

__all__ = ["celery"]
