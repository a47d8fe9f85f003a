"""The played Stripe as an application: the paths its client calls, and one of our own for how notices are sent."""

from functools import partial

from litestar import Litestar, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from shop.core.db import Sessions
from shop.payments.sandbox.stripe import intents, refunds, transfers
from shop.payments.sandbox.stripe.books import MANNER, MOST, Books
from shop.payments.sandbox.stripe.door import MOST as MOST_BYTES
from shop.payments.sandbox.stripe.door import AnyRequest, Done, answered
from shop.payments.sandbox.stripe.faults import Json, invalid
from shop.payments.sandbox.stripe.forms import Form

LISTS = {
    "payment_intents": intents.KIND,
    "refunds": refunds.KIND,
    "events": "event",
    "transfers": transfers.TRANSFER,
    "accounts": transfers.ACCOUNT,
    "charges": intents.CHARGE,
}
MAKERS = {
    "payment_intents": intents.create,
    "refunds": refunds.create,
    "transfers": transfers.create_transfer,
    "accounts": transfers.create_account,
}
STEPS = {"confirm": intents.confirm, "capture": intents.capture, "cancel": intents.cancel}
USUAL = 10  # objects of a page when nothing is said


@post("/v1/{noun:str}", status_code=200)
async def create(request: AnyRequest, state: State, noun: FromPath[str]) -> Response[Json]:
    """Make an object."""
    return await answered(request, state, MAKERS.get(noun, _unknown))


@get("/v1/{noun:str}")
async def page(request: AnyRequest, state: State, noun: FromPath[str]) -> Response[Json]:
    """The newest objects of a kind."""
    return await answered(request, state, partial(_page, noun=noun))


@get("/v1/{noun:str}/{name:str}")
async def retrieve(request: AnyRequest, state: State, noun: FromPath[str], name: FromPath[str]) -> Response[Json]:
    """One object."""
    return await answered(request, state, partial(_retrieve, noun=noun, name=name))


@post("/v1/{noun:str}/{name:str}/{step:str}", status_code=200)
async def walk(
    request: AnyRequest, state: State, noun: FromPath[str], name: FromPath[str], step: FromPath[str]
) -> Response[Json]:
    """Confirm, capture or cancel an intent."""
    act = STEPS.get(step) if LISTS.get(noun) == intents.KIND else None
    return await answered(request, state, _unknown if act is None else partial(act, name=name))


@post("/manner", status_code=200)
async def behave(request: AnyRequest, state: State) -> Response[Json]:
    """From now on send notices `delay` seconds late, `repeat` times each, in `disorder`. Stripe has no such path."""
    return await answered(request, state, _behave)


async def _behave(books: Books, form: Form) -> Done:
    manner = {"id": MANNER, "object": MANNER, "disorder": form.get("disorder") == "true"}
    for name, least, most in (("delay", 0, 3600), ("repeat", 1, 20)):
        text = str(form.get(name, least))
        if not text.isdecimal() or not least <= int(text) <= most:
            raise invalid(f"Invalid integer: {name}", param=name)
        manner[name] = int(text)
    await books.keep(manner)
    return intents.OK, manner


async def _unknown(_books: Books, _form: Form) -> Done:
    raise invalid("Unrecognized request URL.")


async def _retrieve(books: Books, _form: Form, *, noun: str, name: str) -> Done:
    return intents.OK, await books.get(_kind(noun), name)


async def _page(books: Books, form: Form, *, noun: str) -> Done:
    kind, limit, created = _kind(noun), str(form.get("limit", USUAL)), form.get("created")
    since = str(created.get("gte", "0")) if isinstance(created, dict) else "0"
    if not limit.isdecimal() or not 1 <= int(limit) <= MOST or not since.isdecimal():
        raise invalid("Invalid integer", param="limit")
    data, more = await books.page(kind, int(limit), form.get("starting_after"), int(since))
    return intents.OK, {"object": "list", "url": f"/v1/{noun}", "has_more": more, "data": data}


def _kind(noun: str) -> str:
    if noun not in LISTS:
        raise invalid("Unrecognized request URL.")
    return LISTS[noun]


def make_sandbox(sessions: Sessions, address: str) -> Litestar:
    """An application over the books in `sessions`; `address` is where a browser finds its pages."""
    routes: list[ControllerRouterHandler] = [create, page, retrieve, walk, behave]
    return Litestar(
        route_handlers=routes,
        openapi_config=None,
        logging_config=None,
        request_max_body_size=MOST_BYTES,
        state=State({"sessions": sessions, "address": address}),
    )
