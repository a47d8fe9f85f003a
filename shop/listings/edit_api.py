"""Addresses of staged edits and their pictures: sent and taken back by members, decided by officers."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, PathParameter, QueryParameter
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.accounts.guards import require_role, require_signed_in
from shop.core.actor import Actor, Role
from shop.core.text import Body, Reason
from shop.listings.approve import Compared, approve_edit
from shop.listings.claims import Claim
from shop.listings.decline import decline_edit
from shop.listings.diff import Change
from shop.listings.edit_queries import QueuedEdit, compared_edit, edits_in
from shop.listings.errors import NoSuchEdit
from shop.listings.models import EditState
from shop.listings.shown import EditOut, edit_out
from shop.listings.submit import submit_edit
from shop.listings.upload import upload_picture
from shop.listings.withdraw import discard_edit, withdraw_edit
from shop.media.models import AssetState
from shop.media.rules import LARGEST_PICTURE, picture_address
from shop.producers.errors import ProducerUnknown
from shop.producers.queries import producer_by_slug

OFFICERS = [require_role(Role.OFFICER, Role.ADMIN)]

StateQuery = Annotated[EditState, QueryParameter(name="state")]
ProducerQuery = Annotated[str | None, QueryParameter(name="producer", max_length=120)]
LimitQuery = Annotated[int, QueryParameter(ge=1, le=100)]
SlugPath = Annotated[str, PathParameter(min_length=1, max_length=120)]
Filename = Annotated[str, QueryParameter(min_length=1, max_length=120)]
Version = Annotated[int, Meta(ge=1, le=1_000_000)]


class VersionBody(Body):
    """The version of the edit that was looked at."""

    version: Version


class ApprovalBody(Body):
    """The versions that were compared: the edit's, and the live content's."""

    version: Version
    content_version: Version


class DeclineBody(Body):
    """Why the edit goes back; its producer reads it."""

    version: Version
    reason: Reason


class QueueOut(msgspec.Struct, frozen=True, kw_only=True):
    """Edits in one state; `next` goes on behind the last one."""

    items: list[QueuedEdit]
    next: UUID | None


class PictureOut(msgspec.Struct, frozen=True, kw_only=True):
    """A picture that edits may show by its id; pixels as people see it. Until it is `ready` a drawing stands in."""

    id: UUID
    state: AssetState
    width: int | None
    height: int | None
    url: str


class ComparisonOut(msgspec.Struct, frozen=True, kw_only=True):
    """An edit against what is live; `claims` are phrases to look at, `moved`: other content went live meanwhile."""

    edit: EditOut
    product: str
    producer: str
    writer: str
    content_version: int
    changes: list[Change]
    claims: list[Claim]
    certificate: str | None
    certificate_in_force: bool
    moved: bool
    sent_at: datetime | None


@get("/", guards=OFFICERS, operation_id="listListingEdits", summary="Edits that wait for the office (officers)")
async def index(
    session: NamedDependency[AsyncSession],
    wanted: StateQuery = EditState.SUBMITTED,
    producer: ProducerQuery = None,
    after: FromQuery[UUID | None] = None,
    limit: LimitQuery = 50,
) -> QueueOut:
    """The longest waiting first; decided ones newest first."""
    rows = await edits_in(session, wanted, limit + 1, producer=producer, after=after)
    return QueueOut(items=rows[:limit], next=rows[limit - 1].id if len(rows) > limit else None)


@get("/{edit_id:uuid}", guards=OFFICERS, operation_id="compareListingEdit", summary="An edit against what is live")
async def read(session: NamedDependency[AsyncSession], edit_id: FromPath[UUID]) -> ComparisonOut:
    """Field by field, words marked."""
    found = await compared_edit(session, edit_id)
    if found is None:
        raise NoSuchEdit
    entry = found.certificate
    return ComparisonOut(
        edit=edit_out(found.edit),
        product=found.product.slug,
        producer=found.producer.slug,
        writer=found.writer,
        content_version=found.product.version,
        changes=found.changes,
        claims=found.claims,
        certificate=entry.certificate.code if entry else None,
        certificate_in_force=found.held,
        moved=found.moved,
        sent_at=found.edit.submitted_at,
    )


@post("/{edit_id:uuid}/submit", status_code=200, operation_id="submitListingEdit", summary="Send it (editors)")
async def submit(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    edit_id: FromPath[UUID],
    data: JSONBody[VersionBody],
) -> EditOut:
    """Until the office decides it cannot be changed."""
    return edit_out(await submit_edit(session, actor, edit_id, data.version))


@post("/{edit_id:uuid}/withdraw", status_code=200, operation_id="withdrawListingEdit", summary="Take it back (editors)")
async def withdraw(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], edit_id: FromPath[UUID]
) -> EditOut:
    """It is a draft again."""
    return edit_out(await withdraw_edit(session, actor, edit_id))


@post("/{edit_id:uuid}/discard", status_code=200, operation_id="discardListingEdit", summary="Throw it away (editors)")
async def discard(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], edit_id: FromPath[UUID]
) -> EditOut:
    """A draft only; what is live stays."""
    return edit_out(await discard_edit(session, actor, edit_id))


@post(
    "/{edit_id:uuid}/approve",
    status_code=200,
    guards=OFFICERS,
    operation_id="approveListingEdit",
    summary="Let it go live (officers)",
)
async def approve(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    edit_id: FromPath[UUID],
    data: JSONBody[ApprovalBody],
) -> EditOut:
    """All of it or nothing; 409 `content_changed` when other content went live meanwhile."""
    assert actor.person_id is not None, "the guard lets only officers in"
    compared = Compared(edit=data.version, content=data.content_version)
    return edit_out(await approve_edit(session, actor.person_id, edit_id, compared))


@post(
    "/{edit_id:uuid}/decline",
    status_code=200,
    guards=OFFICERS,
    operation_id="declineListingEdit",
    summary="Send it back (officers)",
)
async def decline(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    edit_id: FromPath[UUID],
    data: JSONBody[DeclineBody],
) -> EditOut:
    """What is live stays; the producer is told why."""
    assert actor.person_id is not None, "the guard lets only officers in"
    return edit_out(await decline_edit(session, actor.person_id, edit_id, data.version, data.reason))


@post(
    "/",
    status_code=201,
    operation_id="uploadPicture",
    summary="Upload a picture for listings (editors)",
    request_max_body_size=LARGEST_PICTURE,
)
async def upload(
    *,
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    filename: Filename,
) -> PictureOut:
    """The body is the file itself: JPEG, PNG, WebP or AVIF. The same file sent twice is one picture."""
    producer = await producer_by_slug(session, slug)
    if producer is None:
        raise ProducerUnknown
    content = await request.body()
    asset = await upload_picture(session, settings, actor, producer.id, content=content, filename=filename)
    return PictureOut(
        id=asset.id, state=asset.state, width=asset.width, height=asset.height, url=picture_address(asset.id)
    )


routes = [
    Router(
        "/api/v1/producers/{slug:str}/pictures",
        route_handlers=[upload],
        guards=[require_signed_in],
        tags=["listings"],
    ),
    Router(
        "/api/v1/listing-edits",
        route_handlers=[index, read, submit, withdraw, discard, approve, decline],
        guards=[require_signed_in],
        tags=["listings"],
    ),
]
