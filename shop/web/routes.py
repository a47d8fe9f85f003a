"""All pages, and which of them the front may keep."""

import re

from shop.catalog.api import LIST_READ
from shop.http.cookies import SESSION_COOKIE
from shop.http.front_key import PublicRead
from shop.web.pages import (
    account,
    basket,
    certificates,
    checkout,
    counter,
    files,
    home,
    labels,
    listing,
    market,
    media,
    orders,
    places,
    problems,
    product,
    room,
    sign_in,
    sign_up,
    studio,
)
from shop.web.pages.office import producers as office_producers
from shop.web.pages.producer import members, overview, papers, profile, register
from shop.web.pages.visit import CART_COOKIE

_PERSONAL = (SESSION_COOKIE, CART_COOKIE)

PUBLIC_READS = (
    PublicRead(
        path=re.compile(r"(/en)?/san-pham"),
        parameters=LIST_READ.parameters,
        repeatable=LIST_READ.repeatable,
        personal=_PERSONAL,
    ),
    PublicRead(path=re.compile(r"(/en)?/san-pham/[a-z0-9-]{1,120}"), personal=_PERSONAL),
)

routes = [
    *files.routes,
    *home.routes,
    *listing.routes,
    *product.routes,
    *media.routes,
    *certificates.routes,
    *labels.routes,
    *basket.routes,
    *checkout.routes,
    *orders.routes,
    *places.routes,
    *market.routes,
    *room.routes,
    *studio.routes,
    *account.routes,
    *counter.routes,
    *sign_in.routes,
    *sign_up.routes,
    *register.routes,
    *papers.routes,
    *members.routes,
    *profile.routes,
    *overview.routes,
    *office_producers.routes,
    *problems.routes,
]
