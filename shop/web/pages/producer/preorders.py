"""A producer's harvests that are ordered ahead: open a window, close it, say that the harvest has come."""

import secrets
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.batches.queries import variants_to_label
from shop.core.errors import Forbidden, Invalid, Refusal
from shop.core.i18n import say
from shop.core.idempotency import claim_key, settle_key
from shop.orders.harvest import receive_harvest
from shop.places.queries import all_places, place_by_slug
from shop.preorders.open_window import NewWindow, close_window, open_window
from shop.preorders.queries import KeptWindow, windows_of
from shop.preorders.rules import MOST_PIECES, Days
from shop.producers.guards import require_member
from shop.producers.models import MemberRole, Producer
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form, read_id
from shop.web.pages.producer.acts import Told, attempt, read_date
from shop.web.pages.producer.frame import desk, own_producer
from shop.web.pages.producer.imports import may_edit
from shop.web.pages.producer.register import PEOPLE, person_of
from shop.web.pages.visit import Visit
from shop.web.views import FieldError
from shop.web.views.preorder_desk import WindowForm, WindowRow, WindowsPage

HERE = "/dat-truoc"
MOST = 50  # windows on the page
CHOICES = 200
DAYS = ("starts_on", "ends_on", "ship_from", "ship_until")
FIELDS = frozenset({"variant", "sales_point", "quantity", "buyer_limit", *DAYS})
DONE = frozenset({"open", "close", "harvest"})


@get(both("/chu-the/{slug:str}/dat-truoc"), guards=PEOPLE, include_in_schema=False)
async def windows_page(
    visit: NamedDependency[Visit],
    slug: FromPath[str],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """The windows, and the form for a new one."""
    producer = await own_producer(visit, slug)
    page = await _page(visit, producer, WindowForm())
    told = say(visit.locale, f"web.preorder_desk.done_{done}") if done in DONE else None
    return show("producer_preorders.html", visit.locale, msgspec.structs.replace(page, done=told))


@post(both("/chu-the/{slug:str}/dat-truoc"), guards=PEOPLE, include_in_schema=False)
async def windows_act(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """Open, close, or receive (the field `act`); the same form sent twice has one effect."""
    producer = await own_producer(visit, slug)
    await require_member(visit.session, visit.actor, producer.id, MemberRole.EDITOR)
    form = await read_form(visit.request)
    act, typed = form.text("act", 20), _typed(form)
    try:
        await attempt(visit, lambda session: _act(visit, session, producer, act, form))
    except Forbidden:
        if act != "harvest":
            raise
        page = await _page(visit, producer, typed)
        told = say(visit.locale, "web.preorder_desk.not_here")
        return show("producer_preorders.html", visit.locale, msgspec.structs.replace(page, problem=told), status=403)
    except Refusal as refusal:
        said = _told(visit, refusal)
        page = msgspec.structs.replace(await _page(visit, producer, typed), errors=said.errors, problem=said.problem)
        return show("producer_preorders.html", visit.locale, page, status=said.status)
    return go(visit.locale, f"/chu-the/{producer.slug}{HERE}?done={act}")


async def _act(visit: Visit, session: AsyncSession, producer: Producer, act: str, form: Form) -> None:
    person_id = person_of(visit.actor)
    if act == "open":
        await open_window(session, person_id, producer.id, await _wished(session, _typed(form)))
    elif act == "close":
        await close_window(session, person_id, producer.id, _id(form.text("window", 40)))
    elif act == "harvest":
        await _harvest(visit, session, form)
    else:
        raise Invalid(field="act")


async def _harvest(visit: Visit, session: AsyncSession, form: Form) -> None:
    window, pieces = _id(form.text("window", 40)), _pieces(form.text("pieces", 12))
    if pieces is None:
        raise Invalid(field="pieces")
    claim = (f"person:{person_of(visit.actor)}", "preorders.harvest", form.request_key())
    if await claim_key(session, *claim, {"window": str(window), "pieces": pieces}) is None:
        await receive_harvest(session, visit.actor, window, pieces)
        await settle_key(session, *claim, str(window))


async def _wished(session: AsyncSession, typed: WindowForm) -> NewWindow:
    days = {name: read_date(getattr(typed, name)) for name in DAYS}
    wrong = next((name for name, day in days.items() if day is None), None)
    if wrong is not None:
        raise Invalid(field=wrong)
    variant, place = read_id(typed.variant), await place_by_slug(session, typed.sales_point)
    quantity = _pieces(typed.quantity)
    limit = _pieces(typed.buyer_limit) if typed.buyer_limit else None
    if variant is None:
        raise Invalid(field="variant")
    if place is None:
        raise Invalid(field="sales_point")
    if quantity is None:
        raise Invalid(field="quantity")
    if typed.buyer_limit and limit is None:
        raise Invalid(field="buyer_limit")
    said = {name: day for name, day in days.items() if day is not None}
    return NewWindow(variant_id=variant, place_id=place.id, days=Days(**said), quantity=quantity, buyer_limit=limit)


def _id(text: str) -> UUID:
    found = read_id(text)
    if found is None:
        raise Invalid(field="window")
    return found


def _pieces(text: str) -> int | None:
    """A number of pieces as people write it; None: it is none, or too large."""
    plain = text.replace(".", "").replace(" ", "")
    count = int(plain) if plain.isascii() and plain.isdecimal() else 0
    return count if 0 < count <= MOST_PIECES else None


def _typed(form: Form) -> WindowForm:
    return WindowForm(
        variant=form.text("variant", 40),
        sales_point=form.text("sales_point", 120),
        starts_on=form.text("starts_on", 12),
        ends_on=form.text("ends_on", 12),
        ship_from=form.text("ship_from", 12),
        ship_until=form.text("ship_until", 12),
        quantity=form.text("quantity", 12),
        buyer_limit=form.text("buyer_limit", 12),
    )


def _told(visit: Visit, refusal: Refusal) -> Told:
    """Beside its field, in the words of the field where the refusal has none of its own."""
    told = Told(refusal, visit.locale, FIELDS)
    if type(refusal) is Invalid and refusal.field in FIELDS | {"pieces"}:
        key = "day" if refusal.field in DAYS else refusal.field
        words = say(visit.locale, f"web.preorder_desk.wrong.{key}")
        told.errors = (FieldError(field=refusal.field or "", message=words),) if refusal.field in FIELDS else ()
        told.problem = None if refusal.field in FIELDS else words
    return told


async def _page(visit: Visit, producer: Producer, form: WindowForm) -> WindowsPage:
    variants = await variants_to_label(visit.session, producer.id, CHOICES, "")
    return WindowsPage(
        site=visit.site,
        console=desk(producer, HERE),
        slug=producer.slug,
        windows=tuple(_row(kept) for kept in await windows_of(visit.session, producer.id, MOST)),
        form=form,
        variants=tuple(
            (str(variant.id), f"{product.name}, {variant.name or variant.unit} ({variant.sku})")
            for variant, product in variants
        ),
        points=tuple((one.place.slug, one.place.name) for one in await all_places(visit.session, CHOICES)),
        request_key=secrets.token_urlsafe(18),
        editable=await may_edit(visit, producer),
    )


def _row(kept: KeptWindow) -> WindowRow:
    window = kept.window
    return WindowRow(
        id=str(window.id),
        name=f"{kept.product}, {kept.variant}",
        place=kept.place.name,
        starts_on=window.starts_on,
        ends_on=window.ends_on,
        ship_from=window.ship_from,
        ship_until=window.ship_until,
        quantity=window.quantity,
        buyer_limit=window.buyer_limit,
        taken=window.taken,
        waiting=kept.waiting,
        open=kept.open,
        closed=window.closed_at is not None,
    )


routes = [windows_page, windows_act]
