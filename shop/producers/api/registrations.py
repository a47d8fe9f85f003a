"""Routes of applicants: apply, give papers, hand in, take back."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, HeaderParameter, JSONBody, QueryParameter
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.core.actor import Actor
from shop.core.errors import Invalid, Unauthenticated
from shop.core.text import Body, Line, Name, Slug
from shop.media.store import store_document
from shop.producers.api.shown import RegistrationOut, show_application
from shop.producers.errors import RegistrationUnknown
from shop.producers.give_paper import GivenPaper, give_paper, require_writer
from shop.producers.guards import require_applicant
from shop.producers.models import PaperKind, ProducerKind, RegistrationState
from shop.producers.register import NewProducer, claim_producer, register_producer
from shop.producers.review_queries import application, applications_of
from shop.producers.rules import DOCUMENT_BYTES
from shop.producers.submit import submit_registration, withdraw_registration

KeyHeader = Annotated[str, HeaderParameter(name="Idempotency-Key", min_length=8, max_length=80, pattern=r"^[!-~]+$")]
TaxCode = Annotated[str, Meta(max_length=20, pattern=r"^[0-9-]*$")]
Filename = Annotated[str, QueryParameter(min_length=1, max_length=120)]


class NewProducerBody(Body):
    """A producer nobody knows yet; `commune` is the id of one of today's communes."""

    kind: ProducerKind
    name: Name
    representative: Name
    address: Line
    commune: UUID
    tax_code: TaxCode = ""


class RegisterBody(Body):
    """Either `claim`, the address of a producer of the register, or `new`."""

    claim: Slug | None = None
    new: NewProducerBody | None = None
    sells_food: bool = True


class PaperBody(Body):
    """What a paper brings; `document` is the id an upload was answered with."""

    number: Line = ""
    valid_until: date | None = None
    document: UUID | None = None


class DocumentOut(msgspec.Struct, frozen=True):
    """An upload, to be named in a paper."""

    document: UUID


class RegistrationRow(msgspec.Struct, frozen=True, kw_only=True):
    """An application in a list."""

    id: UUID
    name: str
    claim: bool
    state: RegistrationState


class RegistrationList(msgspec.Struct, frozen=True):
    """A person's applications, the newest first."""

    items: list[RegistrationRow]


@post("/registrations", status_code=201, operation_id="registerProducer", summary="Apply for a producer")
async def apply(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    data: JSONBody[RegisterBody],
    key: KeyHeader,
) -> RegistrationOut:
    """As a new producer, or to act for one of the register. Gives nothing before approval."""
    person_id = _person(actor)
    if (data.claim is None) == (data.new is None):
        raise Invalid(field="claim")
    if data.claim is not None:
        opened = await claim_producer(session, person_id, data.claim, sells_food=data.sells_food)
    else:
        assert data.new is not None, "one of the two is there"
        wish = NewProducer(
            kind=data.new.kind,
            name=data.new.name,
            tax_code=data.new.tax_code,
            representative=data.new.representative,
            address=data.new.address,
            commune_id=data.new.commune,
            sells_food=data.sells_food,
        )
        opened = await register_producer(session, person_id, wish, key)
    return await _shown(session, opened.id)


@get("/registrations", operation_id="listMyRegistrations", summary="My applications")
async def mine(session: NamedDependency[AsyncSession], actor: NamedDependency[Actor]) -> RegistrationList:
    """The newest first."""
    found = await applications_of(session, _person(actor))
    return RegistrationList(
        [RegistrationRow(id=one.id, name=name, claim=one.claim, state=one.state) for one, name in found]
    )


@get("/registrations/{registration_id:uuid}", operation_id="readRegistration", summary="One of my applications")
async def read(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], registration_id: FromPath[UUID]
) -> RegistrationOut:
    """With each paper's state and reason."""
    await require_applicant(session, actor, registration_id)
    return await _shown(session, registration_id)


@post(
    "/registrations/{registration_id:uuid}/documents",
    status_code=201,
    operation_id="uploadRegistrationDocument",
    summary="Upload a document for a paper",
    request_max_body_size=DOCUMENT_BYTES + 1000,
)
async def upload(
    *,
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    registration_id: FromPath[UUID],
    filename: Filename,
) -> DocumentOut:
    """The body is the file itself: a PDF or a picture. Kept for officers and the producer's people alone."""
    await require_writer(session, actor, registration_id)
    person_id = _person(actor)
    asset = await store_document(
        session, settings, content=await request.body(), filename=filename, owner=person_id, uploaded_by=person_id
    )
    return DocumentOut(asset.id)


@put("/registrations/{registration_id:uuid}/papers/{paper_kind:str}", operation_id="givePaper", summary="Give a paper")
async def give(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    registration_id: FromPath[UUID],
    paper_kind: FromPath[PaperKind],
    data: JSONBody[PaperBody],
) -> RegistrationOut:
    """Safe to repeat until the application is handed in. A declined or expired paper is given anew."""
    given = GivenPaper(number=data.number, valid_until=data.valid_until, document_id=data.document)
    await give_paper(session, actor, registration_id, paper_kind, given)
    return await _shown(session, registration_id)


@post(
    "/registrations/{registration_id:uuid}/submit",
    status_code=200,
    operation_id="submitRegistration",
    summary="Hand an application in",
)
async def submit(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], registration_id: FromPath[UUID]
) -> RegistrationOut:
    """All its papers must be given."""
    await submit_registration(session, actor, registration_id)
    return await _shown(session, registration_id)


@post(
    "/registrations/{registration_id:uuid}/withdraw",
    status_code=200,
    operation_id="withdrawRegistration",
    summary="Take an application back",
)
async def withdraw(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], registration_id: FromPath[UUID]
) -> RegistrationOut:
    """For good."""
    await withdraw_registration(session, actor, registration_id)
    return await _shown(session, registration_id)


def _person(actor: Actor) -> UUID:
    if actor.person_id is None:
        raise Unauthenticated
    return actor.person_id


async def _shown(session: AsyncSession, registration_id: UUID) -> RegistrationOut:
    await session.flush()  # the answer is read from the rows
    found = await application(session, registration_id)
    if found is None:
        raise RegistrationUnknown
    return show_application(found)


handlers = [apply, mine, read, upload, give, submit, withdraw]
