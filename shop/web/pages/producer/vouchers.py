"""A producer's own vouchers: see how far they are used, make one, end one."""

from typing import Annotated

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from shop.core.actor import Role
from shop.core.errors import Forbidden, Refusal
from shop.core.i18n import say
from shop.producers.models import MemberRole, Producer
from shop.producers.queries import member_role
from shop.producers.rules import at_least
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.producer.acts import Told, attempt
from shop.web.pages.producer.frame import desk, own_producer
from shop.web.pages.producer.register import PEOPLE, person_of
from shop.web.pages.producer.voucher_desk import DONE, FIELDS, act, rows_of, typed
from shop.web.pages.visit import Visit
from shop.web.views.vouchers import VoucherForm, VouchersPage

HERE = "/ma-giam-gia"


@get(both("/chu-the/{slug:str}/ma-giam-gia"), guards=PEOPLE, include_in_schema=False)
async def vouchers_page(
    visit: NamedDependency[Visit],
    slug: FromPath[str],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """Its vouchers; editors make and end them."""
    producer = await own_producer(visit, slug)
    told = say(visit.locale, f"web.voucher.done_{done}") if done in DONE else None
    return show("vouchers.html", visit.locale, await _page(visit, producer, done=told))


@post(both("/chu-the/{slug:str}/ma-giam-gia"), guards=PEOPLE, include_in_schema=False)
async def vouchers_act(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """Make one, or end one (the field `act`)."""
    producer = await own_producer(visit, slug)
    form = await read_form(visit.request)
    try:
        done = await attempt(visit, lambda session: act(session, visit, form, producer.id))
    except Forbidden:
        raise
    except Refusal as refusal:
        told = Told(refusal, visit.locale, FIELDS)
        page = await _page(visit, producer, form=form, told=told)
        return show("vouchers.html", visit.locale, page, status=told.status)
    return go(visit.locale, f"/chu-the/{producer.slug}{HERE}?done={done}")


async def _page(
    visit: Visit, producer: Producer, *, done: str | None = None, form: Form | None = None, told: Told | None = None
) -> VouchersPage:
    role = await member_role(visit.session, person_of(visit.actor), producer.id)
    edits = role is not None and at_least(role, MemberRole.EDITOR)
    return VouchersPage(
        site=visit.site,
        console=desk(producer, HERE),
        path=f"/chu-the/{producer.slug}{HERE}",
        rows=await rows_of(visit.session, visit.locale, producer.id),
        office=False,
        may_make=edits or Role.ADMIN in visit.actor.roles,
        form=typed(form) if form else VoucherForm(),
        errors=told.errors if told else (),
        problem=told.problem if told else None,
        done=done,
    )


routes = [vouchers_page, vouchers_act]
