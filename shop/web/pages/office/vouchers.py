"""The office's vouchers, of the platform and for shipping: see how far they are used, make one, end one."""

from typing import Annotated

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from shop.core.errors import Refusal
from shop.core.i18n import say
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.office.frame import OFFICERS, office
from shop.web.pages.producer.acts import Told, attempt
from shop.web.pages.producer.voucher_desk import DONE, FIELDS, act, rows_of, typed
from shop.web.pages.visit import Visit
from shop.web.views.vouchers import VoucherForm, VouchersPage

HERE = "/van-phong/ma-giam-gia"


@get(both(HERE), guards=OFFICERS, include_in_schema=False)
async def vouchers_page(
    visit: NamedDependency[Visit], done: Annotated[str, QueryParameter(max_length=20)] = ""
) -> Response[bytes]:
    """The platform's vouchers and those for shipping."""
    told = say(visit.locale, f"web.voucher.done_{done}") if done in DONE else None
    return show("vouchers.html", visit.locale, await _page(visit, done=told))


@post(both(HERE), guards=OFFICERS, include_in_schema=False)
async def vouchers_act(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Make one, or end one (the field `act`)."""
    form = await read_form(visit.request)
    try:
        done = await attempt(visit, lambda session: act(session, visit, form, None))
    except Refusal as refusal:
        told = Told(refusal, visit.locale, FIELDS)
        return show("vouchers.html", visit.locale, await _page(visit, form=form, told=told), status=told.status)
    return go(visit.locale, f"{HERE}?done={done}")


async def _page(
    visit: Visit, *, done: str | None = None, form: Form | None = None, told: Told | None = None
) -> VouchersPage:
    return VouchersPage(
        site=visit.site,
        console=office(visit, HERE),
        path=HERE,
        rows=await rows_of(visit.session, visit.locale, None),
        office=True,
        may_make=True,
        form=typed(form) if form else VoucherForm(),
        errors=told.errors if told else (),
        problem=told.problem if told else None,
        done=done,
    )


routes = [vouchers_page, vouchers_act]
