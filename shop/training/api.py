"""Addresses of training for everybody: courses, figures, one's own seats, licences and identity."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Router, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_signed_in
from shop.core.actor import Actor
from shop.core.clock import today
from shop.core.text import Body, Label
from shop.training.air import why_not_on_air
from shop.training.enrol import Affiliation, enrol, withdraw
from shop.training.models import IdentityPaper
from shop.training.queries import (
    TrainingFigures,
    attended_by,
    courses,
    identity_of,
    licences_of,
    sessions_to_come,
    training_figures,
)
from shop.training.shown import CourseList, CourseOut, CourseSessionOut, OwnTrainingOut
from shop.training.submit_identity import Paper, submit_identity, withdraw_identity

MOST = 100  # sessions of a list

SlugOrNone = Annotated[str, Meta(max_length=120, pattern=r"^([a-z0-9]+(-[a-z0-9]+)*)?$")]
PaperEnd = Annotated[str, Meta(min_length=4, max_length=4, pattern=r"^[0-9A-Z]{4}$")]
Country = Annotated[str, Meta(min_length=2, max_length=2, pattern=r"^[A-Z]{2}$")]


class EnrolBody(Body, kw_only=True):
    """Where a learner comes from: `producer`, the address of one of theirs, or `organisation`, a name, or neither."""

    producer: SlugOrNone = ""
    organisation: Label = ""


class IdentityBody(Body, kw_only=True):
    """By which paper one can be known: the last four signs of its number; no picture is ever taken.

    `country` belongs to papers from abroad, `expires_on` is the paper's own end.
    """

    document: IdentityPaper
    document_end: PaperEnd
    country: Country | None = None
    expires_on: date | None = None


@get("/courses", operation_id="listCourses", summary="Courses, and the sessions one may enrol in")
async def list_courses(session: NamedDependency[AsyncSession]) -> CourseList:
    """Where a session is held online is told to its learners alone."""
    coming = await sessions_to_come(session, MOST)
    return CourseList(
        courses=[CourseOut.of(one) for one in await courses(session)],
        sessions=[CourseSessionOut.of(one) for one in coming],
    )


@get("/figures", operation_id="readTrainingFigures", summary="How much was taught, to how many, from where")
async def read_figures(session: NamedDependency[AsyncSession]) -> TrainingFigures:
    """Counted as it is asked."""
    return await training_figures(session)


@get("/mine", guards=[require_signed_in], operation_id="readOwnTraining", summary="One's own courses and licences")
async def read_own(session: NamedDependency[AsyncSession], actor: NamedDependency[Actor]) -> OwnTrainingOut:
    """With what keeps one off air, if anything does."""
    return await _own(session, _person(actor))


@post(
    "/sessions/{session_id:uuid}/enrolment",
    status_code=200,
    guards=[require_signed_in],
    operation_id="enrolInCourse",
    summary="Take a seat, or a place among those who wait",
)
async def enrol_oneself(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    session_id: FromPath[UUID],
    data: JSONBody[EnrolBody],
) -> OwnTrainingOut:
    """Safe to repeat: who is in stays as they are."""
    person_id = _person(actor)
    of = Affiliation(producer=data.producer, organisation=data.organisation)
    await enrol(session, session_id, person_id, of)
    return await _own(session, person_id)


@delete(
    "/sessions/{session_id:uuid}/enrolment",
    status_code=200,
    guards=[require_signed_in],
    operation_id="withdrawFromCourse",
    summary="Give a seat back before the session begins",
)
async def withdraw_oneself(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], session_id: FromPath[UUID]
) -> OwnTrainingOut:
    """Who waits longest gets it. Safe to repeat."""
    person_id = _person(actor)
    await withdraw(session, session_id, person_id)
    return await _own(session, person_id)


@put("/identity", guards=[require_signed_in], operation_id="submitIdentity", summary="Ask to be verified as a host")
async def submit(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], data: JSONBody[IdentityBody]
) -> OwnTrainingOut:
    """An officer decides, the paper before their eyes. The same said again changes nothing."""
    person_id = _person(actor)
    paper = Paper(
        document=data.document,
        document_end=data.document_end,
        country=data.country,
        expires_on=data.expires_on,
    )
    await submit_identity(session, person_id, paper)
    return await _own(session, person_id)


@delete(
    "/identity",
    status_code=200,
    guards=[require_signed_in],
    operation_id="withdrawIdentity",
    summary="Take back what waits or was declined",
)
async def take_back(session: NamedDependency[AsyncSession], actor: NamedDependency[Actor]) -> OwnTrainingOut:
    """The paper is forgotten. Safe to repeat."""
    person_id = _person(actor)
    await withdraw_identity(session, person_id)
    return await _own(session, person_id)


async def _own(session: AsyncSession, person_id: UUID) -> OwnTrainingOut:
    return OwnTrainingOut.of(
        person_id,
        await attended_by(session, person_id),
        await licences_of(session, person_id),
        await identity_of(session, person_id),
        await why_not_on_air(session, person_id, await today(session)),
    )


def _person(actor: Actor) -> UUID:
    assert actor.person_id is not None, "the guard lets only signed-in people in"
    return actor.person_id


routes = [
    Router(
        "/api/v1/training",
        route_handlers=[list_courses, read_figures, read_own, enrol_oneself, withdraw_oneself, submit, take_back],
        tags=["training"],
    )
]
