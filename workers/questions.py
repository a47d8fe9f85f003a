"""Work around questions."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.notifications.notify_question import tell_answer, tell_question
from shop.questions.events import QuestionAnswered, QuestionAsked
from workers.subscribe import subscriber


@subscriber("notices.question", "live")
async def tell_asked(session: AsyncSession, event_id: UUID, event: QuestionAsked) -> None:
    """Write the notices of the producer's people."""
    await tell_question(session, event_id, event)


@subscriber("notices.answer", "live")
async def tell_asker(session: AsyncSession, event_id: UUID, event: QuestionAnswered) -> None:
    """Write the notice of who asked."""
    await tell_answer(session, event_id, event)
