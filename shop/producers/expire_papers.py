"""Say of papers whose last day has passed that they have run out."""

from sqlalchemy import Date, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.audit import record_act
from shop.core.outbox import publish
from shop.producers.events import PaperAsked
from shop.producers.models import PaperState, Registration, RegistrationPaper, RegistrationState
from shop.producers.rules import PAPER_MOVES

ACTOR = "expire_papers"


async def expire_papers(session: AsyncSession, limit: int) -> int:
    """Let at most `limit` papers of approved producers expire and ask for them again. Safe to repeat.

    The listings stay: it is the office that suspends. Rows somebody holds are left to the next round.
    """
    rows = (
        await session.execute(
            select(RegistrationPaper, Registration)
            .join(Registration, Registration.id == RegistrationPaper.registration_id)
            .where(
                Registration.state == RegistrationState.APPROVED,
                RegistrationPaper.state.in_(PAPER_MOVES.sources(PaperState.EXPIRED)),
                RegistrationPaper.valid_until < func.shop_today(type_=Date),
            )
            .order_by(RegistrationPaper.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        )
    ).all()
    for paper, registration in rows:
        paper.state = PaperState.EXPIRED
        registration.version += 1
        record_act(session, ACTOR, "producer.paper_expired", registration.id, paper=paper.kind.value)
        publish(
            session,
            PaperAsked(registration_id=registration.id, version=registration.version, paper_id=paper.id),
        )
    return len(rows)
