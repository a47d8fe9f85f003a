"""A browser whose server is the test: sample pages, our files, and the answers a test gives."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from playwright.async_api import Page, Request, Route, WebSocketRoute

from shop.http.headers import picture_policy
from shop.web.render import render
from shop.web.static_files import find_static
from tests.web.look_every import every_page

HERE = "https://chomay.test"
POLICY = picture_policy("")
FLAGS = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"]

Answer = Callable[[Route, Request], Awaitable[None]]


class Visit:
    """A page in a browser whose server is this test."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.answers: dict[str, Answer] = {}
        self.tells: list[dict[str, object]] | None = None  # what a room's socket says; None: no socket opens
        self.told: asyncio.Event | None = None  # what it waits for before it speaks
        self.beside: Callable[[Page], Awaitable[None]] | None = None  # another server's answers, before ours
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda said: self.faults.append(said.text) if "Content Security" in said.text else None)

    async def open(self, name: str) -> None:
        await self.page.route("**/*", self._serve)
        await self.page.route_web_socket(re.compile("/socket"), self._speak)
        if self.beside is not None:
            await self.beside(self.page)
        await self.page.goto(f"{HERE}/{name}")

    async def _speak(self, socket: WebSocketRoute) -> None:
        if self.tells is None:
            await socket.close()
            return
        if self.told is not None:
            await self.told.wait()
        for frame in self.tells:
            socket.send(json.dumps(frame))

    async def _serve(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path in self.answers:
            await self.answers[path](route, route.request)
        elif path.endswith("/token"):
            await route.fulfill(json={"token": "h1.1.x", "seconds": 60})
        elif found := find_static(path.removeprefix("/static/")):
            await route.fulfill(body=found[0].body, content_type=found[0].media_type)
        elif path[1:] in every_page():
            _, template, locale, page = every_page()[path[1:]]
            headers = {"content-security-policy": POLICY, "content-type": "text/html; charset=utf-8"}
            await route.fulfill(body=render(template, locale, page), headers=headers)
        else:
            await route.fulfill(status=404)


def frames(*sent: dict[str, object]) -> Answer:
    body = "".join(f"event: frame\ndata: {json.dumps(frame)}\n\n" for frame in sent)

    async def answer(route: Route, _: Request) -> None:
        await route.fulfill(body=body, content_type="text/event-stream")

    return answer


def says(status: int, body: dict[str, object]) -> Answer:
    async def answer(route: Route, _: Request) -> None:
        await route.fulfill(status=status, json=body)

    return answer
