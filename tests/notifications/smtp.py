"""A very small SMTP server for tests: takes, refuses or drops mail as it is told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class SmtpServer:
    """What arrived; `answer` is said to each recipient, `cut` closes the line after the mail was taken."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.answer = b"250 ok"
        self.cut = False
        self.port = 0

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 test\r\n")
        while line := await reader.readline():
            word = line[:4].upper().strip()
            if word == b"DATA":
                writer.write(b"354 go on\r\n")
                self.mails.append(await reader.readuntil(b"\r\n.\r\n"))
                if self.cut:
                    break
                writer.write(b"250 taken\r\n")
            elif word == b"RCPT":
                writer.write(self.answer + b"\r\n")
            elif word == b"QUIT":
                writer.write(b"221 bye\r\n")
                break
            else:
                writer.write(b"250 ok\r\n")
        await writer.drain()
        writer.close()


@asynccontextmanager
async def smtp_server() -> AsyncIterator[SmtpServer]:
    """Serve on a free port of this machine."""
    server = SmtpServer()
    listening = await asyncio.start_server(server.talk, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    async with listening:
        yield server
