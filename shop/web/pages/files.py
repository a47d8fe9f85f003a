"""The files of the pages: styles, scripts, drawings."""

from typing import Annotated

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.params import PathParameter

from shop.core.actor import Actor
from shop.core.errors import NotFound
from shop.http.etag import has_tag
from shop.web.static_files import find_static


@get("/static/{name:path}", include_in_schema=False)
async def static_file(
    request: Request[Actor, None, State], name: Annotated[str, PathParameter(max_length=200)]
) -> Response[bytes]:
    """One file, packed where the browser takes that; with its hash in the address it may be kept for ever."""
    found = find_static(name.lstrip("/"))
    if found is None:
        raise NotFound
    file, keep = found
    packed = file.packed is not None and "gzip" in request.headers.get("accept-encoding", "")
    tag = f'"{file.digest}{"z" if packed else ""}"'
    headers = {"cache-control": keep, "etag": tag, "vary": "accept-encoding"}
    if has_tag(request.headers.get("if-none-match"), tag):
        return Response(b"", status_code=304, media_type=file.media_type, headers=headers)
    if packed:
        headers["content-encoding"] = "gzip"
    body = file.packed if packed and file.packed is not None else file.body
    return Response(body, media_type=file.media_type, headers=headers)


routes = [static_file]
