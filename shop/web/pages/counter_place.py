"""The point at whose counter somebody stands."""

from shop.core.errors import Forbidden
from shop.places.models import Place
from shop.places.queries import places_of_staff
from shop.web.pages.visit import Visit


async def counter_place(visit: Visit, slug: str) -> tuple[Place, tuple[tuple[str, str], ...]]:
    """The person's point at `slug`, or the first one, and (slug, name) of the others.

    Raises:
        Forbidden: the person works at no point.
    """
    assert visit.actor.person_id is not None, "the guard lets only staff in"
    mine = await places_of_staff(visit.session, visit.actor.person_id)
    if not mine:
        raise Forbidden
    place: Place = next((one for one in mine if one.slug == slug), mine[0])
    return place, tuple((one.slug, one.name) for one in mine if one.id != place.id)
