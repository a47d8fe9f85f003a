"""A person's own page: orders, notices, work."""

from litestar import Response, get
from litestar.di import NamedDependency
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.errors import NotFound
from shop.core.i18n import Locale, say
from shop.notifications.queries import notices_of
from shop.orders.queries import order_for_reader, orders_of
from shop.orders.shown import OrderShown
from shop.places.queries import places_of_staff
from shop.web.pages.answer import both, show
from shop.web.pages.order_cookie import orders_in
from shop.web.pages.visit import Visit
from shop.web.queries import sessions_of_host
from shop.web.views import AccountPage, Notice, OrderRow

SHOWN = 20


@get(both("/toi"), include_in_schema=False)
async def account_page(visit: NamedDependency[Visit]) -> Response[bytes]:
    """For a guest the orders this browser knows; for a person everything of theirs."""
    if visit.actor.person_id is None:
        orders = await _browser_orders(visit)
        return show(
            "account.html",
            visit.locale,
            AccountPage(site=visit.site, name=None, orders=order_rows(orders, visit.locale)),
        )
    orders = await orders_of(visit.session, visit.actor.person_id, SHOWN, visit.settings.secret_key)
    page = AccountPage(
        site=visit.site,
        name=visit.actor.name,
        roles=tuple(say(visit.locale, f"web.roles.{role.value}") for role in sorted(visit.actor.roles)),
        orders=order_rows(orders, visit.locale),
        notices=await _notices(visit.session, visit.actor),
        studios=tuple((live.slug, live.title) for live in await sessions_of_host(visit.session, visit.actor.person_id)),
        places=tuple((place.slug, place.name) for place in await places_of_staff(visit.session, visit.actor.person_id)),
    )
    return show("account.html", visit.locale, page)


async def _browser_orders(visit: Visit) -> list[OrderShown]:
    found = []
    for code, token in orders_in(visit.request).items():
        try:
            found.append(await order_for_reader(visit.session, code, token, Actor(), visit.settings.secret_key))
        except NotFound:
            continue  # a cookie of another installation, or of purged samples
    return found


def order_rows(orders: list[OrderShown], locale: Locale) -> tuple[OrderRow, ...]:
    """Orders as lists show them."""
    return tuple(
        OrderRow(
            code=order.code,
            status=order.status,
            total=order.total,
            placed_at=order.created_at,
            summary=_summary(order, locale),
            url=f"/don-hang/{order.code}",
        )
        for order in orders
    )


def _summary(order: OrderShown, locale: Locale) -> str:
    first = order.lines[0].product.name
    more = len(order.lines) - 1
    return say(locale, "web.account.and_more", name=first, count=more) if more else first


async def _notices(session: AsyncSession, actor: Actor) -> tuple[Notice, ...]:
    assert actor.person_id is not None, "guests have none"
    return tuple(
        Notice(
            id=str(notice.id),
            title=notice.title,
            text=notice.text,
            at=notice.at,
            read=notice.read,
            url=f"/don-hang/{notice.order_code}" if notice.order_code else None,
        )
        for notice in await notices_of(session, actor.person_id, SHOWN)
    )


routes = [account_page]
