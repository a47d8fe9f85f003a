"""A shop that takes a host's film and gives it back, as the browser sees it: sockets, playlists, segments."""

import asyncio
import json
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import msgspec
from playwright.async_api import Page, Request, Route, WebSocketRoute

from shop.video.names import Piece, init_name, piece_name
from shop.video.playlist import live_playlist
from shop.video.splitter import Init, Segment, Splitter

FAKE_CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
KEY = {"key": "khoa-phat-1", "rtmp_url": "rtmp://chomay.test:1935/live", "stream_name": "gom?key=khoa-phat-1"}


class FilmShop:
    """Takes one host's film. `refuses` is the next answer instead of a welcome: a code and words."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.pieces: list[Piece] = []
        self.take = 0
        self.heads: list[Init] = []
        self.firsts: list[dict[str, object]] = []  # what each connection began with
        self.stills: asyncio.Queue[bytes] = asyncio.Queue()
        self.keys = 0
        self.done = False
        self.measured: list[int] = []  # bytes of each upload that measures
        self.refuses: tuple[int, str] | None = None
        self.takes_bytes = True  # False: the line is choked, nothing is told to have come
        self.socket: WebSocketRoute | None = None
        self.listener: WebSocketRoute | None = None
        self._came = asyncio.Event()
        self._splitter = Splitter()
        self._length = 0
        self._clock = 1_700_000_000_000

    async def serve(self, page: Page) -> None:
        """Answer this page's requests for film."""
        await page.route("**/video/**", self._give)
        await page.route("**/stream-key", self._key)
        await page.route("**/stills", self._still)
        await page.route("**/uplink", self._uplink)
        await page.route_web_socket(lambda url: url.endswith("/ingest"), self._ingest)
        await page.route_web_socket(lambda url: url.endswith("/fast"), self._fast)

    async def cut(self, code: int, words: str = "") -> None:
        """Close the host's socket."""
        assert self.socket is not None
        await self.socket.close(code=code, reason=words)

    async def until(self, pieces: int) -> None:
        """Wait until so many pieces came."""
        while len(self.pieces) < pieces:
            self._came.clear()
            await self._came.wait()

    def _ingest(self, socket: WebSocketRoute) -> None:
        self.socket = socket
        self._splitter = Splitter()
        self._length = 0
        socket.on_message(lambda data: self._hear(socket, data))

    async def _hear(self, socket: WebSocketRoute, data: str | bytes) -> None:
        if isinstance(data, bytes):
            self._length += len(data)
            for part in self._splitter.feed(data):
                self._keep(part)
            if self.takes_bytes:
                socket.send(json.dumps({"seen": self._length}))
            return
        said = json.loads(data)
        if "done" in said:
            self.done = True
            return
        self.firsts.append(said)
        if self.refuses and not said["takeover"]:
            code, words = self.refuses
            socket.send(json.dumps({"ok": False, "code": "refused", "detail": words}))
            await socket.close(code=code)
            return
        socket.send(json.dumps({"ok": True, "take": self.take + 1}))

    def _keep(self, part: Init | Segment) -> None:
        if isinstance(part, Init):
            self.take += 1
            self.heads.append(part)
            self.files[init_name(self.take)] = part.data
            self._tell(json.dumps({"codecs": part.codecs, "take": self.take}), part.data)
            return
        piece = Piece(self.take, len(self.pieces) + 1, self._clock, round(part.duration * 1000))
        self._clock += piece.lasting
        self.files[piece_name(piece)] = part.data
        self.pieces.append(piece)
        self._came.set()
        self._tell(json.dumps({"start": piece.start}), part.data)

    def _tell(self, *said: str | bytes) -> None:
        if self.listener is not None:
            for each in said:
                self.listener.send(each)

    def _fast(self, socket: WebSocketRoute) -> None:
        self.listener = socket
        if self.heads:
            self._tell(json.dumps({"codecs": self.heads[-1].codecs, "take": self.take}), self.heads[-1].data)

    async def _give(self, route: Route, request: Request) -> None:
        name = "/".join(PurePosixPath(urlsplit(request.url).path).parts[3:])
        if name.endswith(".m3u8"):
            await route.fulfill(body=live_playlist(self.pieces), content_type="application/vnd.apple.mpegurl")
        elif name in self.files:
            await route.fulfill(body=self.files[name], content_type="video/mp4")
        else:
            await route.fulfill(status=404)

    async def _key(self, route: Route, _: Request) -> None:
        self.keys += 1
        await route.fulfill(status=201, body=msgspec.json.encode(KEY), content_type="application/json")

    async def _still(self, route: Route, request: Request) -> None:
        self.stills.put_nowait(request.post_data_buffer or b"")
        await route.fulfill(status=204)

    async def _uplink(self, route: Route, request: Request) -> None:
        self.measured.append(len(request.post_data_buffer or b""))
        await route.fulfill(json={"bytes": self.measured[-1]})
