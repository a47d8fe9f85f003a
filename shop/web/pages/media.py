"""Pictures of products, and how a document is sent."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath, PathParameter

from config.settings import Settings
from shop.core.actor import Actor
from shop.core.db import Sessions, short
from shop.http.etag import has_tag
from shop.media.errors import NoSuchAsset
from shop.media.models import Asset, AssetState
from shop.media.queries import shown_picture
from shop.media.read import picture_bytes
from shop.media.rules import WIDTHS, Encoding, MediaType
from shop.web.static_files import IMMUTABLE, static_files

WAITING = "public, max-age=5"  # a drawing stands in for so long
WAITING_ART = "art/waiting.svg"
_NAMES = {f"{width}.{form.value}": (width, form) for width in WIDTHS for form in Encoding}
_MOST_KNOWN = 20_000


class _Known:
    """Digests of pictures that are ready: what never changes is asked of the database once."""

    def __init__(self) -> None:
        self._digests: dict[UUID, str] = {}

    def get(self, asset_id: UUID) -> str | None:
        """The digest, when it is known."""
        return self._digests.get(asset_id)

    def note(self, asset_id: UUID, digest: str) -> None:
        """Remember it."""
        if len(self._digests) >= _MOST_KNOWN:
            self._digests.clear()
        self._digests[asset_id] = digest


_known = _Known()


@get("/media/{asset_id:uuid}/{file:str}", include_in_schema=False)
async def picture(
    request: Request[Actor, None, State],
    sessions: NamedDependency[Sessions],
    settings: NamedDependency[Settings],
    asset_id: FromPath[UUID],
    file: Annotated[str, PathParameter(max_length=20)],
) -> Response[bytes]:
    """A picture in one width and form, to be kept for ever; while it is being made, a drawing for a moment."""
    wanted = _NAMES.get(file)
    if wanted is None:
        raise NoSuchAsset
    width, form = wanted
    digest = _known.get(asset_id)
    if digest is None:
        async with short(sessions) as session:
            found = await shown_picture(session, asset_id)
        if found is None or found.state is AssetState.REFUSED:
            raise NoSuchAsset
        if found.state is AssetState.RECEIVED:
            drawing = static_files()[WAITING_ART]
            return Response(drawing.body, media_type=drawing.media_type, headers={"cache-control": WAITING})
        digest = found.digest
        _known.note(asset_id, digest)
    tag = f'"{digest[:24]}-{file}"'
    headers = {"cache-control": IMMUTABLE, "etag": tag}
    if has_tag(request.headers.get("if-none-match"), tag):
        return Response(b"", status_code=304, media_type=form.media_type.value, headers=headers)
    content = await picture_bytes(settings, digest, width, form)
    if content is None:
        raise NoSuchAsset
    return Response(content, media_type=form.media_type.value, headers=headers)


def send_document(asset: Asset, content: bytes) -> Response[bytes]:
    """A document for the one who may see it: pictures in the window, a PDF as a download; nothing in it may run."""
    inline = asset.media_type != MediaType.PDF.value
    headers = {
        "content-disposition": f"{'inline' if inline else 'attachment'}; filename*=UTF-8''{quote(asset.filename)}",
        "content-security-policy": "sandbox; default-src 'none'",
        "cache-control": "private, no-store",
    }
    return Response(content, media_type=asset.media_type, headers=headers)


routes = [picture]
