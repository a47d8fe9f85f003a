"""The office's review of what producers want said: the queue, and each edit beside what is live."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import today
from shop.core.errors import Refusal
from shop.core.i18n import say
from shop.http.problems import describe
from shop.listings.approve import Compared, approve_edit
from shop.listings.claims import Claim
from shop.listings.decline import decline_edit
from shop.listings.edit_queries import ComparedEdit, QueuedEdit, compared_edit, count_edits, edits_in
from shop.listings.errors import NoSuchEdit
from shop.listings.models import EditState
from shop.producers.models import ProducerState
from shop.producers.queries import producer_by_slug
from shop.web.pages.answer import both, go, show
from shop.web.pages.certificates import certificate_view
from shop.web.pages.forms import Form, read_form, read_id
from shop.web.pages.listing_changes import change_views, field_label
from shop.web.pages.office.frame import OFFICERS, office
from shop.web.pages.producer.acts import attempt
from shop.web.pages.producer.register import person_of
from shop.web.pages.visit import Visit
from shop.web.views import FieldError
from shop.web.views.listings import ClaimView, EditPage, EditsPage, FilterLink, QueueRow

HERE = "/van-phong/niem-yet"
ROWS = 50
STATES = (EditState.SUBMITTED, EditState.APPROVED, EditState.DECLINED)
DONE = frozenset({"approved", "declined"})
SHORTEST_REASON, LONGEST_REASON = 3, 300


@get(both(HERE), guards=OFFICERS, include_in_schema=False)
async def edits_page(
    visit: NamedDependency[Visit],
    wanted: Annotated[str, QueryParameter(name="trang-thai", max_length=20)] = "",
    maker: Annotated[str, QueryParameter(name="chu-the", max_length=120)] = "",
    after: Annotated[str, QueryParameter(max_length=40)] = "",
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """Edits that wait, the oldest first; decided ones, the newest first; those of one producer."""
    state = EditState(wanted) if wanted in STATES else EditState.SUBMITTED
    producer = await producer_by_slug(visit.session, maker) if maker else None
    slug = producer.slug if producer else None
    rows = await edits_in(visit.session, state, ROWS + 1, producer=slug, after=read_id(after))
    page = EditsPage(
        site=visit.site,
        console=office(visit, HERE),
        rows=tuple(_row(row) for row in rows[:ROWS]),
        state=state,
        states=await _states(visit, state, slug),
        producer=producer.name if producer else "",
        next_url=_address(state, slug, rows[ROWS - 1].id) if len(rows) > ROWS else None,
        done=say(visit.locale, f"web.edits.done_{done}") if done in DONE else None,
    )
    return show("listing_edits.html", visit.locale, page)


@get(both(f"{HERE}/{{edit_id:uuid}}"), guards=OFFICERS, include_in_schema=False)
async def edit_page(visit: NamedDependency[Visit], edit_id: FromPath[UUID]) -> Response[bytes]:
    """What an edit changes, beside the certificate and the phrases to look at."""
    return show("listing_edit.html", visit.locale, await _page(visit, edit_id))


@post(both(f"{HERE}/{{edit_id:uuid}}/duyet"), guards=OFFICERS, include_in_schema=False)
async def approve_act(visit: NamedDependency[Visit], edit_id: FromPath[UUID]) -> Response[bytes]:
    """Let it go live, as it was compared."""
    form = await read_form(visit.request)
    compared = Compared(edit=form.number("version") or 0, content=form.number("content_version") or 0)
    officer_id = person_of(visit.actor)
    try:
        await attempt(visit, lambda session: approve_edit(session, officer_id, edit_id, compared))
    except NoSuchEdit:
        raise
    except Refusal as refusal:
        return await _refused(visit, edit_id, refusal, form)
    return go(visit.locale, f"{HERE}?done=approved")


@post(both(f"{HERE}/{{edit_id:uuid}}/tu-choi"), guards=OFFICERS, include_in_schema=False)
async def decline_act(visit: NamedDependency[Visit], edit_id: FromPath[UUID]) -> Response[bytes]:
    """Send it back with a reason its producer reads."""
    form = await read_form(visit.request)
    reason, version = form.text("reason", LONGEST_REASON), form.number("version") or 0
    officer_id = person_of(visit.actor)
    if len(reason) < SHORTEST_REASON:
        page = await _page(visit, edit_id)
        missing = FieldError(field="reason", message=say(visit.locale, "web.edits.reason_missing"))
        page = msgspec.structs.replace(page, errors=(missing,), typed_reason=reason)
        return show("listing_edit.html", visit.locale, page, status=422)
    try:
        await attempt(visit, lambda session: decline_edit(session, officer_id, edit_id, version, reason))
    except NoSuchEdit:
        raise
    except Refusal as refusal:
        return await _refused(visit, edit_id, refusal, form)
    return go(visit.locale, f"{HERE}?done=declined")


async def _refused(visit: Visit, edit_id: UUID, refusal: Refusal, form: Form) -> Response[bytes]:
    """The edit as it is now: what was decided meanwhile, or what was changed."""
    problem = describe(refusal, visit.locale)

    async def write(session: AsyncSession) -> Response[bytes]:
        page = await _page(visit.over(session), edit_id)
        typed = form.text("reason", LONGEST_REASON)
        page = msgspec.structs.replace(page, problem=problem.detail, typed_reason=typed)
        return show("listing_edit.html", visit.locale, page, status=problem.status)

    return await attempt(visit, write)


async def _page(visit: Visit, edit_id: UUID) -> EditPage:
    found = await compared_edit(visit.session, edit_id)
    if found is None:
        raise NoSuchEdit
    edit, product = found.edit, found.product
    skus = {variant.sku for variant in (*found.live.variants, *found.wished.variants)}
    entry = found.certificate
    day = await today(visit.session)
    return EditPage(
        site=visit.site,
        console=office(visit, HERE),
        edit_id=str(edit.id),
        state=edit.state,
        version=edit.version,
        content_version=product.version,
        product=product.name,
        live_path=None if product.hidden else f"/san-pham/{product.slug}",
        producer=found.producer.name,
        producer_slug=found.producer.slug,
        writer=found.writer,
        submitted_at=edit.submitted_at,
        note=edit.note,
        reason=edit.reason,
        fresh=product.published_at is None,
        moved=found.moved,
        active=found.producer.state is ProducerState.ACTIVE,
        changes=change_views(found.changes, skus, visit.locale),
        claims=_claims(found, skus, visit),
        certificate=certificate_view(entry, day, visit.site.base_url) if entry else None,
    )


def _claims(found: ComparedEdit, skus: set[str], visit: Visit) -> tuple[ClaimView, ...]:
    return tuple(_claim(claim, skus, visit) for claim in found.claims)


def _claim(claim: Claim, skus: set[str], visit: Visit) -> ClaimView:
    return ClaimView(label=field_label(claim.field, skus, visit.locale), phrase=claim.phrase, kind=claim.kind)


async def _states(visit: Visit, chosen: EditState, producer: str | None) -> tuple[FilterLink, ...]:
    waiting = await count_edits(visit.session)
    return tuple(
        FilterLink(
            label=f"web.edits.state_{state.value}",
            url=_address(state, producer),
            count=waiting if state is EditState.SUBMITTED and not producer else None,
            on=state is chosen,
        )
        for state in STATES
    )


def _row(row: QueuedEdit) -> QueueRow:
    return QueueRow(
        id=str(row.id),
        product=row.product_name,
        producer=row.producer_name,
        producer_slug=row.producer_slug,
        fresh=row.fresh,
        submitted_at=row.submitted_at,
        decided_at=row.decided_at,
    )


def _address(state: EditState, producer: str | None, after: UUID | None = None) -> str:
    asked = [f"trang-thai={state.value}"] if state is not EditState.SUBMITTED else []
    asked += [f"chu-the={producer}"] if producer else []
    asked += [f"after={after}"] if after else []
    return HERE + (f"?{'&'.join(asked)}" if asked else "")


routes = [edits_page, edit_page, approve_act, decline_act]
