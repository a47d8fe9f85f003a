"""Courses, sessions and licences as pages show them."""

from datetime import date
from uuid import UUID

from shop.core.i18n import Locale
from shop.training.models import Course
from shop.training.queries import Attended, HeldLicence, HeldSession, KnownHost, Learner
from shop.training.rules import holds_on
from shop.web import formats
from shop.web.views.training import CourseRow, IdentityRow, LearnerRow, LicenceRow, OwnSeat, SessionRow


def title_of(locale: Locale, course: Course) -> str:
    """The title in the reader's language."""
    return course.title_en if locale == "en" else course.title_vi


def course_row(locale: Locale, course: Course) -> CourseRow:
    """A course of the list."""
    return CourseRow(
        slug=course.slug,
        title=title_of(locale, course),
        organiser=course.organiser,
        hours=course.hours,
        percent=course.attendance_percent,
        practice_days=course.practice_days,
        licence_months=course.licence_months,
        sample=course.sample,
    )


def session_row(locale: Locale, one: HeldSession, *, to_learner: bool = True) -> SessionRow:
    """A session; where it is held online is told to its learners and the office alone."""
    held = one.held
    return SessionRow(
        id=str(held.id),
        title=title_of(locale, one.course),
        days=tuple(held.days),
        online=held.online,
        venue=held.venue if to_learner or not held.online else None,
        trainer=held.trainer,
        capacity=held.capacity,
        taken=held.taken,
        waiting=one.waiting,
        state=held.state,
        sample=held.sample,
    )


def learner_row(one: Learner, day: date | None) -> LearnerRow:
    """A learner, and whether they were there on `day`."""
    holds = one.licence is not None and one.licence.revoked_at is None
    return LearnerRow(
        id=str(one.enrolment.id),
        name=one.name,
        organisation=one.organisation,
        state=one.enrolment.state,
        present=len(one.present),
        here=day in one.present,
        licence_until=one.licence.expires_on if one.licence and holds else None,
    )


def identity_row(one: KnownHost, reader: UUID) -> IdentityRow:
    """A host that has submitted a paper, as the officer `reader` sees it."""
    known = one.identity
    assert known.document is not None, "a CHECK says so of all but unverified ones"
    assert known.document_end is not None, "the same"
    return IdentityRow(
        person=str(known.person_id),
        name=one.name,
        document=known.document,
        document_end=known.document_end,
        country=known.country,
        expires_on=known.expires_on,
        submitted_on=known.submitted_at.astimezone(formats.HANOI).date() if known.submitted_at else None,
        officer=one.officer,
        version=known.version,
        own=known.person_id == reader,
        sample=known.sample,
    )


def licence_row(locale: Locale, one: HeldLicence, day: date, reader: UUID) -> LicenceRow:
    """A licence, and whether it holds on `day`."""
    licence = one.licence
    return LicenceRow(
        id=str(licence.id),
        name=one.name,
        course=title_of(locale, one.course),
        since=licence.granted_on,
        until=licence.expires_on,
        holds=licence.revoked_at is None and holds_on(licence.granted_on, licence.expires_on, day),
        revoked=licence.revoked_reason,
        own=licence.person_id == reader,
        sample=licence.sample,
    )


def own_seat(locale: Locale, one: Attended, day: date) -> OwnSeat:
    """A person's own place; before the first day it may be given back."""
    return OwnSeat(
        id=str(one.held.id),
        title=title_of(locale, one.course),
        days=tuple(one.held.days),
        online=one.held.online,
        venue=one.held.venue,
        state=one.enrolment.state,
        ahead=one.ahead,
        present=one.present,
        may_leave=one.held.days[0] >= day and one.held.finished_at is None,
    )
