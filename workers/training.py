"""Work around training."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.notifications.notify_training import tell_learner
from shop.training.events import TrainingFacts
from workers.subscribe import subscriber


@subscriber("notices.training", "live")
async def tell_person(session: AsyncSession, event_id: UUID, event: TrainingFacts) -> None:
    """Write the notice of a learner or host."""
    await tell_learner(session, event_id, event)
