"""A viewer of a room: a raw client that may behave badly."""

import asyncio
import base64
import contextlib
import os
import struct

PATIENCE = 20.0  # seconds after which a test that waits has failed
MASK = b"\x01\x02\x03\x04"


def masked(opcode: int, payload: bytes = b"") -> bytes:
    """A frame as a browser sends it."""
    assert len(payload) < 126
    body = bytes(byte ^ MASK[at % 4] for at, byte in enumerate(payload))
    return bytes((0x80 | opcode, 0x80 | len(payload))) + MASK + body


class Viewer:
    """An open connection. `status` is what its handshake was answered with, `body` what came with a refusal."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self.status = 0
        self.headers: dict[str, str] = {}
        self.body = b""

    async def shake(self, path: str, headers: dict[str, str]) -> None:
        lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
        self.writer.write("\r\n".join(lines).encode() + b"\r\n\r\n")
        async with asyncio.timeout(PATIENCE):
            head = (await self.reader.readuntil(b"\r\n\r\n")).decode()
            first, *rest = head.strip().split("\r\n")
            self.status = int(first.split()[1])
            self.headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in rest)}
            if self.status != 101:
                self.body = await self.reader.readexactly(int(self.headers["content-length"]))

    async def frame(self) -> tuple[int, bytes]:
        """The next frame of the server: its opcode and its payload."""
        async with asyncio.timeout(PATIENCE):
            first, size = await self.reader.readexactly(2)
            if size == 126:
                (size,) = struct.unpack("!H", await self.reader.readexactly(2))
            elif size == 127:
                (size,) = struct.unpack("!Q", await self.reader.readexactly(8))
            return first & 0x0F, await self.reader.readexactly(size)

    async def text(self) -> bytes:
        """The next text frame's payload."""
        while True:
            opcode, payload = await self.frame()
            if opcode == 1:
                return payload

    async def closing(self) -> int | None:
        """The reason the server closes with; None when it just ends the connection."""
        try:
            while True:
                opcode, payload = await self.frame()
                if opcode == 8:
                    return int.from_bytes(payload[:2], "big")
        except (asyncio.IncompleteReadError, ConnectionError):
            return None

    async def send(self, data: bytes) -> None:
        with contextlib.suppress(ConnectionError):
            self.writer.write(data)
            await self.writer.drain()


@contextlib.asynccontextmanager
async def viewing(port: int, path: str, origin: str | None = None, **more: str):
    """Ask for a socket at `path`, from a page of the server's own unless `origin` says otherwise."""
    host = f"127.0.0.1:{port}"
    headers = {
        "Host": host,
        "Origin": f"http://{host}" if origin is None else origin,
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
    } | {name.replace("_", "-"): value for name, value in more.items()}
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    viewer = Viewer(reader, writer)
    try:
        await viewer.shake(path, {name: value for name, value in headers.items() if value})
        yield viewer
    finally:
        writer.transport.abort()
