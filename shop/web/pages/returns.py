"""The buyer's page of returns: ask with photos, answer, take back, see what became of it."""

from typing import Annotated
from uuid import UUID, uuid4

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.errors import Forbidden, Refusal
from shop.core.i18n import say
from shop.http.limits import address_of, take_for_buyer
from shop.http.problems import describe
from shop.media.rules import LARGEST_PICTURE, MIB
from shop.orders.queries import readable_id
from shop.returns.add_photo import add_photo
from shop.returns.answer import answer_return, withdraw_return
from shop.returns.api import ASKERS, PHOTOS
from shop.returns.ask import Wish, WishedPieces, ask_return
from shop.returns.errors import NothingReturned, ReturnPhotoUnknown
from shop.returns.models import ReturnReason
from shop.returns.queries import returns_of_order
from shop.returns.rules import LONGEST, MOST_PHOTOS
from shop.returns.shown import ReturnsOfOrder
from shop.returns.terms import return_terms
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, Upload, read_form, read_id, read_uploads
from shop.web.pages.order_cookie import orders_in
from shop.web.pages.producer.acts import attempt
from shop.web.pages.return_acts import return_view
from shop.web.pages.visit import Visit
from shop.web.views import FieldError
from shop.web.views.returns import OrderReturnsPage, ReturnableParcel, ReturnForm

DONE = frozenset({"asked", "answered", "withdrawn"})
FIELDS = {"lines": "lines", "words": "words", "photos": "photos", "file": "photos", "reason": "reason"}
MOST_LINES = 100


@get(both("/don-hang/{code:str}/tra-hang"), include_in_schema=False)
async def returns_page(
    visit: NamedDependency[Visit],
    code: FromPath[str],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """What may go back and what was asked, for who may open the order."""
    page = await _page(visit, await _order(visit, code), code)
    told = say(visit.locale, f"web.returns.done_{done}") if done in DONE else None
    return show("order_returns.html", visit.locale, msgspec.structs.replace(page, done=told))


@post(both("/don-hang/{code:str}/tra-hang"), include_in_schema=False, request_max_body_size=LARGEST_PICTURE)
async def returns_act(visit: NamedDependency[Visit], code: FromPath[str]) -> Response[bytes]:
    """Ask, answer or take back. A refusal keeps what was typed."""
    order_id = await _order(visit, code)
    form = await read_form(visit.request)
    try:
        await take_for_buyer(visit.limiter, ASKERS, visit.actor, address_of(visit.request))
        photos = await _uploaded(visit, order_id)
        done = await attempt(visit, lambda session: _act(session, visit, order_id, form, photos))
    except Forbidden:
        raise
    except Refusal as refusal:
        return await _refused(visit, order_id, code, form, refusal)
    return go(visit.locale, f"/don-hang/{code}/tra-hang?done={done}")


async def _order(visit: Visit, code: str) -> UUID:
    token = orders_in(visit.request).get(code.upper())
    return await readable_id(visit.session, code, token, visit.actor, visit.settings.secret_key)


async def _uploaded(visit: Visit, order_id: UUID) -> list[UUID]:
    """Take in the photos that came along, each in a transaction of its own.

    Raises:
        ReturnPhotoUnknown: more than are taken.
    """
    uploads = await read_uploads(visit.request, "photos", visit.settings.upload_picture_mb * MIB, MOST_PHOTOS)
    if len(uploads) > MOST_PHOTOS:
        raise ReturnPhotoUnknown(field="photos", most=MOST_PHOTOS)
    return list(dict.fromkeys([await _take(visit, order_id, upload) for upload in uploads]))


async def _take(visit: Visit, order_id: UUID, upload: Upload) -> UUID:
    await take_for_buyer(visit.limiter, PHOTOS, visit.actor, address_of(visit.request))

    async def act(session: AsyncSession) -> UUID:
        asset = await add_photo(
            session, visit.settings, visit.actor, order_id, content=upload.content, filename=upload.filename
        )
        return asset.id

    return await attempt(visit, act)


async def _act(session: AsyncSession, visit: Visit, order_id: UUID, form: Form, photos: list[UUID]) -> str:
    act, code, terms = form.text("viec", 20), form.text("code", 40), return_terms(visit.settings)
    if act == "hoi-tra":
        await ask_return(session, visit.actor, order_id, _wish(form, photos), terms, key=form.request_key())
        return "asked"
    if act == "tra-loi":
        await answer_return(session, visit.actor, order_id, code, form.text("words", LONGEST), terms=terms)
        return "answered"
    if act == "rut":
        await withdraw_return(session, visit.actor, order_id, code, terms)
        return "withdrawn"
    raise Forbidden


def _wish(form: Form, photos: list[UUID]) -> Wish:
    lines = []
    for name, typed in _typed(form):
        line, pieces = read_id(name), form.number(f"p-{name}")
        if typed and (line is None or pieces is None):
            raise NothingReturned(field="lines")
        if line is not None and pieces:
            lines.append(WishedPieces(line=line, pieces=min(pieces, 1_000)))
    known = {each.value for each in ReturnReason}
    reason = ReturnReason(form.text("reason", 20)) if form.text("reason", 20) in known else ReturnReason.OTHER
    return Wish(
        parcel=min(form.number("parcel") or 0, 999),
        lines=tuple(lines),
        reason=reason,
        words=form.text("words", LONGEST),
        photos=tuple(photos),
    )


def _typed(form: Form) -> list[tuple[str, str]]:
    """(line, what was typed) of the pieces."""
    names = [name[2:42] for name in form.fields if name.startswith("p-")][:MOST_LINES]
    return [(name, form.text(f"p-{name}", 10)) for name in names]


async def _refused(visit: Visit, order_id: UUID, code: str, form: Form, refusal: Refusal) -> Response[bytes]:
    problem = describe(refusal, visit.locale)
    beside = FIELDS.get(refusal.field or "") if form.text("viec", 20) == "hoi-tra" else None
    page = await attempt(visit, lambda session: _page(visit.over(session), order_id, code))
    page = msgspec.structs.replace(
        page,
        form=ReturnForm(
            parcel=form.number("parcel") or 0,
            pieces=tuple(_typed(form)),
            reason=form.text("reason", 20),
            words=form.text("words", LONGEST),
        ),
        errors=(FieldError(field=beside, message=problem.detail),) if beside else (),
        problem=None if beside else problem.detail,
    )
    return show("order_returns.html", visit.locale, page, status=problem.status)


async def _page(visit: Visit, order_id: UUID, code: str) -> OrderReturnsPage:
    found = await returns_of_order(visit.session, order_id, return_terms(visit.settings))
    return OrderReturnsPage(
        site=visit.site,
        code=code.upper()[:40],
        parcels=_parcels(found),
        returns=tuple(return_view(each) for each in found.items),
        request_key=str(uuid4()),
        ask_by=found.ask_by,
        exit_by=found.exit_by,
        most_photos=MOST_PHOTOS,
        decide_days=visit.settings.return_decide_days,
    )


def _parcels(found: ReturnsOfOrder) -> tuple[ReturnableParcel, ...]:
    numbers = dict.fromkeys(line.parcel for line in found.lines if line.left)
    return tuple(
        ReturnableParcel(
            number=number,
            lines=tuple(
                (str(line.line), ", ".join(part for part in (line.product, line.name) if part), line.left)
                for line in found.lines
                if line.parcel == number and line.left
            ),
        )
        for number in numbers
    )


routes = [returns_page, returns_act]
