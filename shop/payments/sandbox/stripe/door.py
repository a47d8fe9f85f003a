"""The door of the played Stripe: who asks, with which key, and what was answered before."""

import hashlib
from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Request, Response
from litestar.datastructures import State
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.db import Sessions, short
from shop.payments.sandbox.stripe.books import Books, fresh
from shop.payments.sandbox.stripe.faults import Json, StripeFault
from shop.payments.sandbox.stripe.forms import Form, read_form
from shop.payments.sandbox.stripe.models import SandboxAnswer

SANDBOX = "sk_test_sandbox"  # the key of a stand-in that holds no money
PUBLISHABLE = "pk_test_sandbox"
MOST = 64 * 1024  # bytes of a request
LONGEST_KEY = 255

AnyRequest = Request[Any, Any, Any]
Done = tuple[int, Json]
Act = Callable[[Books, Form], Awaitable[Done]]


async def answered(request: AnyRequest, state: State, act: Act) -> Response[Json]:
    """Work a request in one transaction; an act with a known key is answered as before."""
    sessions: Sessions = state.sessions
    marks = {"request-id": fresh("req"), "stripe-version": request.headers.get("stripe-version", "")}
    key = request.headers.get("idempotency-key", "")
    body = await request.body()
    try:
        _check_caller(request)
        form = read_form(body.decode("utf-8", "replace") or request.scope["query_string"].decode("latin-1"))
        async with short(sessions) as session:
            books = Books(session, state.address)
            digest = hashlib.sha256(request.url.path.encode() + b"\n" + body).hexdigest()
            before = await _claim(session, key, digest) if key and request.method == "POST" else None
            if before is not None:
                return Response(
                    before.body, status_code=before.status, headers={**marks, "idempotent-replayed": "true"}
                )
            status, answer = await act(books, form)
            await _keep(session, key, digest, (status, answer))
    except StripeFault as fault:
        fault.body["error"]["request_log_url"] = f"sandbox:{marks['request-id']}"
        return Response(fault.body, status_code=fault.status, headers=marks)
    return Response(answer, status_code=status, headers=marks)


def _check_caller(request: AnyRequest) -> None:
    if request.headers.get("authorization", "") != f"Bearer {SANDBOX}":
        raise StripeFault(401, "invalid_request_error", "Invalid API Key provided")
    if len(request.headers.get("idempotency-key", "")) > LONGEST_KEY:
        raise StripeFault(400, "idempotency_error", "Idempotency keys may be at most 255 characters")


async def _claim(session: AsyncSession, key: str, digest: str) -> SandboxAnswer | None:
    """Take the key, waiting for a twin that works it; what was answered to it before, if it was."""
    row = {"key": key, "digest": digest, "status": 0, "body": {}}
    taken = insert(SandboxAnswer).values(row).on_conflict_do_nothing().returning(SandboxAnswer.key)
    if await session.scalar(taken) is not None:
        return None
    before = (await session.scalars(select(SandboxAnswer).where(SandboxAnswer.key == key))).one()
    if before.digest != digest:
        message = "Keys for idempotent requests can only be used with the same parameters they were first used with."
        raise StripeFault(400, "idempotency_error", message)
    return before


async def _keep(session: AsyncSession, key: str, digest: str, done: Done) -> None:
    if not key:
        return
    row = {"key": key, "digest": digest, "status": done[0], "body": done[1]}
    kept = insert(SandboxAnswer).values(row)
    await session.execute(
        kept.on_conflict_do_update(index_elements=["key"], set_={"status": done[0], "body": kept.excluded.body})
    )
