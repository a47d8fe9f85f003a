"""Who is learning: a seat, a place among those who wait, or a course that was held to its end."""

from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.training.models import Enrolment, EnrolmentState


async def is_learner(session: AsyncSession, person_id: UUID) -> bool:
    """Whether somebody is or was in a course's session."""
    booked = exists().where(Enrolment.person_id == person_id, Enrolment.state != EnrolmentState.WITHDRAWN)
    return bool(await session.scalar(select(booked)))
