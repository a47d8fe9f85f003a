"""The point at whose counter somebody stands."""

from shop.places.guards import places_to_serve
from shop.places.models import Place
from shop.web.pages.visit import Visit


async def counter_place(visit: Visit, slug: str) -> tuple[Place, tuple[tuple[str, str], ...]]:
    """The person's point at `slug`, or the first one, and (slug, name) of the others.

    Raises:
        Forbidden: the person works at no point.
    """
    mine = await places_to_serve(visit.session, visit.actor)
    place: Place = next((one for one in mine if one.slug == slug), mine[0])
    return place, tuple((one.slug, one.name) for one in mine if one.id != place.id)
