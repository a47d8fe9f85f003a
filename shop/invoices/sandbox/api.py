"""The sandbox as an application: it issues whatever has a seller with a tax code."""

import re
from typing import Annotated, Any

from litestar import Litestar, Request, Response, get, post
from litestar.datastructures import State
from litestar.params import PathParameter

from shop.invoices.sandbox.books import Books

KEY = "sandbox"  # for everybody
Json = dict[str, str]
KeyPath = Annotated[str, PathParameter(min_length=1, max_length=60)]
_TAX_CODE = re.compile(rb"<NBan>(?:(?!</NBan>).)*<MST>[0-9]{10}(?:-?[0-9]{3}|[0-9]{2})?</MST>", re.DOTALL)


@post("/invoices", status_code=200)
async def issue(request: Request[Any, Any, Any], state: State) -> Response[Json]:
    """The authority's code; 422 with a reason where the seller has no tax code."""
    books: Books = state.books
    if books.is_away():
        return _away()
    if not _TAX_CODE.search(await request.body()):
        return Response({"refusal": "seller_tax_code"}, status_code=422)
    code = books.issue(request.headers.get("idempotency-key", ""))
    return _away() if books.is_lost() else Response({"authority_code": code})


@get("/invoices/{key:str}")
async def find(state: State, key: KeyPath) -> Response[Json]:
    """What was issued under a key; 404: nothing."""
    books: Books = state.books
    if books.is_away():
        return _away()
    code = books.issued.get(key)
    return Response({}, status_code=404) if code is None else Response({"authority_code": code})


async def _refuse_strangers(request: Request[Any, Any, Any]) -> Response[Json] | None:
    return None if request.headers.get("authorization") == f"Bearer {KEY}" else Response({}, status_code=401)


def _away() -> Response[Json]:
    return Response({}, status_code=503)


def make_sandbox(books: Books) -> Litestar:
    """An application over these books."""
    return Litestar(
        route_handlers=[issue, find],
        before_request=_refuse_strangers,
        openapi_config=None,
        logging_config=None,
        state=State({"books": books}),
    )
