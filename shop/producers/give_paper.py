"""Give a paper of an application: its number, its last day, its document."""

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import today
from shop.core.errors import Unauthenticated
from shop.core.text import squeeze
from shop.media.models import Asset, AssetKind
from shop.producers.errors import (
    BadTaxCode,
    DocumentUnknown,
    NotWritable,
    PaperIncomplete,
    PaperOver,
    PaperUnknown,
    RegistrationUnknown,
)
from shop.producers.guards import require_member
from shop.producers.lock import lock_registration
from shop.producers.models import (
    MemberRole,
    PaperKind,
    PaperState,
    Registration,
    RegistrationPaper,
    RegistrationState,
)
from shop.producers.rules import PAPER_MOVES, WRITABLE, is_tax_code, lacking


class GivenPaper(msgspec.Struct, frozen=True, kw_only=True):
    """What a paper brings. `document_id` is an upload of the person who gives it; None leaves the one given before."""

    number: str = ""
    valid_until: date | None = None
    document_id: UUID | None = None


async def give_paper(
    session: AsyncSession, actor: Actor, registration_id: UUID, kind: PaperKind, given: GivenPaper
) -> RegistrationPaper:
    """Write a paper down; a declined or expired one is given anew. Locks producer and application.

    Before approval the applicant does it, later an editor of the producer.

    Raises:
        RegistrationUnknown, PaperUnknown: none such for this asker.
        NotWritable: the papers are with the office, or the application is closed.
        IllegalMove: the paper was accepted.
        PaperIncomplete, PaperOver, BadTaxCode, DocumentUnknown: a field cannot be meant so.
    """
    registration = await require_writer(session, actor, registration_id)
    registration, _ = await lock_registration(session, registration.id)
    if registration.state not in WRITABLE:
        raise NotWritable
    paper = await session.scalar(
        select(RegistrationPaper)
        .where(RegistrationPaper.registration_id == registration.id, RegistrationPaper.kind == kind)
        .execution_options(populate_existing=True)
    )
    if paper is None:
        raise PaperUnknown
    PAPER_MOVES.check(paper.state, PaperState.GIVEN)
    await _check(session, actor, paper, given)
    paper.number = squeeze(given.number) or None
    paper.valid_until = given.valid_until
    paper.document_id = given.document_id or paper.document_id
    paper.state, paper.reason, paper.decided_by, paper.decided_at = PaperState.GIVEN, None, None, None
    registration.version += 1
    record_act(session, actor.person_id, "producer.give_paper", registration.id, paper=kind.value)
    return paper


async def require_writer(session: AsyncSession, actor: Actor, registration_id: UUID) -> Registration:
    """The application, for whoever may write its papers: its applicant; once approved, the producer's editors.

    Raises:
        Unauthenticated: nobody is signed in.
        Forbidden: a member who only looks.
        RegistrationUnknown: there is none, or it is somebody else's.
    """
    if actor.person_id is None:
        raise Unauthenticated
    registration = await session.get(Registration, registration_id)
    if registration is None:
        raise RegistrationUnknown
    if registration.state is RegistrationState.APPROVED:
        await require_member(session, actor, registration.producer_id, MemberRole.EDITOR)
    elif registration.person_id != actor.person_id:
        raise RegistrationUnknown
    return registration


async def _check(session: AsyncSession, actor: Actor, paper: RegistrationPaper, given: GivenPaper) -> None:
    missing = lacking(
        paper.kind, given.number.strip(), given.valid_until, (given.document_id or paper.document_id) is not None
    )
    if missing:
        raise PaperIncomplete(field=missing[0], extra={"missing": list(missing)})
    if paper.kind is PaperKind.TAX_CODE and not is_tax_code(given.number.strip()):
        raise BadTaxCode(field="number")
    if given.valid_until is not None and given.valid_until < await today(session):
        raise PaperOver(field="valid_until")
    if given.document_id is not None:
        asset = await session.get(Asset, given.document_id)
        if asset is None or asset.kind is not AssetKind.DOCUMENT or asset.owner != actor.person_id:
            raise DocumentUnknown(field="document")
