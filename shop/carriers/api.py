"""Where carriers call us."""

from typing import Annotated, Any

from litestar import Request, Router, post
from litestar.di import NamedDependency
from litestar.params import PathParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.carriers.carrier import Call
from shop.carriers.connect import Carriers
from shop.carriers.report import store_report
from shop.http.limits import Limit, limit_by_address

_CALLS = Limit("carriers", 1200, 60)
_MOST = 64 * 1024  # bytes of a callback

CarrierPath = Annotated[str, PathParameter(min_length=1, max_length=40)]


@post(
    "/{carrier:str}/callbacks",
    status_code=200,
    request_max_body_size=_MOST,
    guards=[limit_by_address(_CALLS)],
    operation_id="carrierCallback",
    summary="A carrier tells where a parcel is",
)
async def take(
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    carriers: NamedDependency[Carriers],
    carrier: CarrierPath,
) -> dict[str, bool]:
    """In the carrier's own format and with the secret it was given. Stored once; safe to repeat, in any order."""
    known = carriers.get(carrier)
    call = Call(query=dict(request.query_params), headers=dict(request.headers), body=await request.body())
    await store_report(session, known.name, known.read_callback(call))
    return {"success": True}


routes = [Router("/api/v1/carriers", route_handlers=[take], tags=["carriers"])]
