"""A text to a phone, who takes it, and the sandbox that writes it to a folder."""

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol
from uuid import UUID

import msgspec

from shop.notifications.models import Via


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """One text ready to go. `id` is the notice's: the same text sent twice carries the same tracking id.

    `to` is E.164; `body` the words of an SMS; `facts` the blanks of the template that `news` has at Zalo.
    """

    id: UUID
    to: str
    locale: str
    news: str
    body: str
    facts: Mapping[str, str]


class TextRefused(Exception):
    """The text cannot be sent now; with `for_good` it never will this way, with `elsewhere` another way may do."""

    def __init__(self, reason: str, *, for_good: bool, elsewhere: bool = False) -> None:
        super().__init__(reason)
        self.for_good = for_good
        self.elsewhere = elsewhere


class Texter(Protocol):
    """Something that takes texts. It may be given the same text again after a crash."""

    via: Via

    async def send(self, text: Text) -> None:
        """Hand `text` over.

        Raises:
            TextRefused: it was not taken.
        """


class FolderTexter:
    """The sandbox: each text as `<notice id>.txt`; a repeat overwrites itself, a reader never sees half a file."""

    def __init__(self, folder: Path, via: Via = Via.SMS) -> None:
        self.via = via
        self._folder = folder

    async def send(self, text: Text) -> None:
        """Write the file."""
        content = f"To: {text.to}\nVia: {self.via.value}\nNews: {text.news}\n\n{text.body}\n"
        try:
            await asyncio.to_thread(self._write, f"{text.id}.txt", content)
        except OSError as error:
            raise TextRefused(str(error), for_good=False) from error

    def _write(self, name: str, content: str) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        part = self._folder / f".{name}.{os.getpid()}"
        part.write_text(content, encoding="utf-8")
        part.replace(self._folder / name)
