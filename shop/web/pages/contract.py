"""The contract of an order, to download."""

from typing import Annotated

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from shop.contracts.api import contract_for, paper_of
from shop.orders.queries import order_for_reader
from shop.web.pages.answer import both, go
from shop.web.pages.order_cookie import keep_order, orders_in
from shop.web.pages.visit import Visit


@get(both("/don-hang/{code:str}/hop-dong"), include_in_schema=False)
async def contract_page(
    visit: NamedDependency[Visit], code: FromPath[str], token: Annotated[str, QueryParameter(max_length=100)] = ""
) -> Response[bytes]:
    """The PDF. A token in the address (a letter's link) is swapped for a cookie and a clean address."""
    secret = visit.settings.secret_key
    if token:
        order = await order_for_reader(visit.session, code, token, visit.actor, secret)
        clean = f"/don-hang/{order.code}/hop-dong"
        return go(visit.locale, clean, keep_order(visit.request, order.code, token))
    own = orders_in(visit.request).get(code.upper())
    contract = await contract_for(visit.session, visit.settings, visit.actor, code=code, token=own, locale=visit.locale)
    return paper_of(contract, visit.locale, visit.settings)


routes = [contract_page]
