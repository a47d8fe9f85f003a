"""The pick list of a sales point: what to fetch from the shelf, for a phone or on paper."""

from typing import Annotated

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from shop.fulfilment.queries import pick_list
from shop.places.guards import places_to_serve
from shop.web.pages.answer import both, show
from shop.web.pages.counter import MOST, STAFF, chosen
from shop.web.pages.order_extras import extras_words
from shop.web.pages.visit import Visit
from shop.web.views.fulfilment import PickCard, PickListPage, PickRow


@get(both("/quay/soan-hang"), guards=STAFF, include_in_schema=False)
async def pick_list_page(
    visit: NamedDependency[Visit], place: Annotated[str, QueryParameter(max_length=120)] = ""
) -> Response[bytes]:
    """Pieces by variant for the confirmed parcels of this person's point, then parcel by parcel."""
    mine = await places_to_serve(visit.session, visit.actor)
    here = chosen(mine, place)
    found = await pick_list(visit.session, here.id, MOST)
    page = PickListPage(
        site=visit.site,
        place_slug=here.slug,
        place_name=here.name,
        rows=tuple(
            PickRow(
                name=_named(piece.product, piece.name),
                sku=piece.sku,
                unit=piece.unit,
                pieces=piece.pieces,
                parcels=piece.parcels,
            )
            for piece in found.pieces
        ),
        parcels=tuple(
            PickCard(
                code=parcel.order,
                number=parcel.number,
                delivery=parcel.method,
                buyer=parcel.buyer,
                lines=tuple(f"{line.pieces} × {_named(line.product, line.name)}" for line in parcel.lines),
                extras=extras_words(visit.locale, parcel.extras),
            )
            for parcel in found.parcels
        ),
        more=found.more,
        others=tuple((one.slug, one.name) for one in mine if one.id != here.id),
    )
    return show("pick_list.html", visit.locale, page)


def _named(product: str, name: str) -> str:
    return f"{product}, {name}" if name else product


routes = [pick_list_page]
