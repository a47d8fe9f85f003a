"""Wholesale at a producer's desk: enquiries to answer, and the terms of each variant."""

import re
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.errors import Forbidden, Invalid, Refusal
from shop.core.i18n import say
from shop.producers.models import Producer
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form, read_id
from shop.web.pages.producer.acts import Told, attempt, read_date
from shop.web.pages.producer.frame import desk, own_producer
from shop.web.pages.producer.listing_view import may_write
from shop.web.pages.producer.register import PEOPLE
from shop.web.pages.visit import Visit
from shop.web.pages.wholesale_views import enquiry_view, terms_view
from shop.web.views import FieldError
from shop.web.views.listings import FilterLink
from shop.web.views.wholesale import DeskWholesalePage
from shop.wholesale.answer import quote, refuse
from shop.wholesale.errors import BandsWrong
from shop.wholesale.queries import count_new, enquiries_of_producer, terms_of_producer
from shop.wholesale.rules import MOST, MOST_BANDS
from shop.wholesale.set_terms import Terms, set_terms

HERE = "/hoi-gia-si"
ROWS = 30
ALL = "tat-ca"
DONE = frozenset({"quote", "refuse", "terms"})
FIELDS = frozenset({"price", "valid_until", "min_quantity", "bands"})
_BAND = re.compile(r"\s*([\d.]+)\s*[:=]\s*([\d.]+)\s*", re.ASCII)


@get(both("/chu-the/{slug:str}/hoi-gia-si"), guards=PEOPLE, include_in_schema=False)
async def enquiries_page(
    visit: NamedDependency[Visit],
    slug: FromPath[str],
    loc: Annotated[str, QueryParameter(max_length=20)] = "",
    after: Annotated[str, QueryParameter(max_length=40)] = "",
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """Those that wait, the oldest first; or all of them, the newest first. Below them the terms."""
    producer = await own_producer(visit, slug)
    page = await _page(visit, producer, everything=loc == ALL, after=read_id(after))
    told = say(visit.locale, f"web.wholesale.done_{done}") if done in DONE else None
    return show("producer_wholesale.html", visit.locale, msgspec.structs.replace(page, done=told))


@post(both("/chu-the/{slug:str}/hoi-gia-si"), guards=PEOPLE, include_in_schema=False)
async def wholesale_act(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """Quote, refuse, or set a variant's terms (the field `act`). Each is safe to repeat."""
    producer = await own_producer(visit, slug)
    form = await read_form(visit.request)
    act = form.text("act", 10)
    try:
        await attempt(visit, lambda session: _act(session, visit, producer, act, form))
    except Forbidden:
        raise
    except Refusal as refusal:
        told = Told(refusal, visit.locale, FIELDS)
        if type(refusal) is Invalid and refusal.field == "min_quantity":
            words = say(visit.locale, "web.wholesale.wrong.min_quantity", most=MOST)
            told.errors = (FieldError(field="min_quantity", message=words),)
        page = await attempt(visit, lambda session: _page(visit.over(session), producer, everything=True))
        page = msgspec.structs.replace(
            page,
            failed=form.text("enquiry", 40) or form.text("variant", 40),
            typed=_typed(form, act),
            errors=told.errors,
            problem=told.problem,
        )
        return show("producer_wholesale.html", visit.locale, page, status=told.status)
    where = f"?done={act}" if act == "terms" else f"?loc={ALL}&done={act}"
    return go(visit.locale, f"/chu-the/{producer.slug}{HERE}{where}")


async def _act(session: AsyncSession, visit: Visit, producer: Producer, act: str, form: Form) -> None:
    words = form.text("words", 300)
    if act == "quote":
        day = read_date(form.text("valid_until", 12))
        price = form.number("price") or 0
        enquiry_id = form.key("enquiry")
        await quote(session, visit.actor, producer.id, enquiry_id, price=price, valid_until=day, words=words)
    elif act == "refuse":
        await refuse(session, visit.actor, producer.id, form.key("enquiry"), words)
    elif act == "terms":
        await set_terms(session, visit.actor, producer.id, form.key("variant"), _terms(form))
    else:
        raise Invalid(field="act")


def _terms(form: Form) -> Terms:
    """An empty least number takes the variant off wholesale."""
    written = form.text("min_quantity", 12)
    if not written:
        return Terms(min_quantity=2, active=False)
    return Terms(
        min_quantity=form.number("min_quantity") or 0,
        public=form.text("public", 5) == "yes",
        bands=read_bands(form.text("bands", 400)),
    )


def read_bands(text: str) -> tuple[tuple[int, int], ...]:
    """Bands as people write them, one a line: `50: 85.000`.

    Raises:
        BandsWrong: a line is no band, or there are too many.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    found = [_BAND.fullmatch(line) for line in lines]
    read = [(_whole(one[1]), _whole(one[2])) for one in found if one is not None]
    if len(read) < len(lines) or len(read) > MOST_BANDS:
        raise BandsWrong(field="bands")
    return tuple(read)


def _whole(text: str) -> int:
    digits = text.replace(".", "")
    return int(digits[:14]) if digits else 0


def _typed(form: Form, act: str) -> tuple[str, str, str]:
    if act == "terms":
        return form.text("min_quantity", 12), form.text("bands", 400), ""
    return form.text("price", 20), form.text("valid_until", 12), form.text("words", 300)


async def _page(visit: Visit, producer: Producer, *, everything: bool, after: UUID | None = None) -> DeskWholesalePage:
    rows = await enquiries_of_producer(visit.session, producer.id, waiting=not everything, limit=ROWS + 1, after=after)
    base = f"/chu-the/{producer.slug}{HERE}"
    more = f"{base}?loc={ALL if everything else ''}&after={rows[ROWS - 1].id}" if len(rows) > ROWS else None
    waiting = await count_new(visit.session, producer.id)
    return DeskWholesalePage(
        site=visit.site,
        console=desk(producer, HERE),
        producer_slug=producer.slug,
        enquiries=tuple(enquiry_view(row) for row in rows[:ROWS]),
        filters=(
            FilterLink(label="web.wholesale.desk_new", url=base, count=waiting, on=not everything),
            FilterLink(label="web.wholesale.desk_all", url=f"{base}?loc={ALL}", on=everything),
        ),
        terms=tuple(
            terms_view(one, " · ".join(part for part in (one.product_name, one.name) if part))
            for one in await terms_of_producer(visit.session, producer.id)
        ),
        may_write=await may_write(visit, producer),
        next_url=more,
    )


routes = [enquiries_page, wholesale_act]
