"""HEAD for every address that has a GET: the same head, and no body."""

import asyncio
from typing import cast

from litestar.types import ASGIApp, HTTPScope, Message, Receive, Send

from shop.http.headers import Header

_STREAM = b"text/event-stream"


async def answer_head(app: ASGIApp, scope: HTTPScope, receive: Receive, send: Send) -> None:
    """Answer as `app` answers the GET, without its body; a stream is left as soon as its head is known."""
    endless = asyncio.Event()

    async def send_head(message: Message) -> None:
        if message["type"] == "http.response.start":
            await send(message)
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            if any(name == b"content-type" and value.startswith(_STREAM) for name, value in message["headers"]):
                endless.set()
                await asyncio.Event().wait()  # until cancelled below: the body is never begun

    read = cast("HTTPScope", {**scope, "method": "GET"})
    work = asyncio.ensure_future(app(read, receive, send_head))
    left = asyncio.create_task(endless.wait())
    try:
        await asyncio.wait({work, left}, return_when=asyncio.FIRST_COMPLETED)
        if work.done():
            work.result()
    finally:
        work.cancel()
        left.cancel()
        await asyncio.gather(work, left, return_exceptions=True)


def with_head(headers: list[Header]) -> list[Header]:
    """`headers`, HEAD named wherever GET is allowed."""
    return [
        (name, value + b", HEAD" if name == b"allow" and b"GET" in value and b"HEAD" not in value else value)
        for name, value in headers
    ]
