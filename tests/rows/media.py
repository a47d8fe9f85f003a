"""Rows of pictures and of what search engines read."""

from tests.make import media
from tests.rows.kinds import anyone

API = {
    "GET /robots.txt": anyone(),
    "GET /sitemap.xml": anyone(),
    "GET /sitemap/{map_file}": anyone(),
    "GET /media/{asset_id}/{file}": anyone(),
}


async def names(session, world):
    """A picture that is still being made."""
    asset = await media.asset(session, owner=world.producer.id, uploaded_by=world.people["producer"].id)
    return {"asset_id": str(asset.id), "file": "640.webp", "map_file": "0.xml"}
