"""A session's picture as one process gives it out: playlists, segments, their sound, stills."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import msgspec
from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncSession

from shop.broadcast.errors import NoPicture
from shop.broadcast.latest import Latest
from shop.broadcast.preview import check_preview
from shop.broadcast.queries import PictureOf, picture_of
from shop.broadcast.said import Said
from shop.broadcast.shelf import Shelf
from shop.core.db import Sessions, short
from shop.video.errors import MediaBroken
from shop.video.names import Piece, folder, init_name, piece_name, piece_of
from shop.video.playlist import Parts, live_captions, live_playlist, main_playlist
from shop.video.samples import first_shown
from shop.video.sound import sound_init, sound_of
from shop.video.splitter import Init, head_of
from shop.video.storage import Storage
from shop.video.subtitles import segment_of
from shop.video.tracks import tracks_of
from shop.video.vtt import Caption, captions_text

LeftToReplay = Callable[[AsyncSession, UUID], Awaitable[bool]]  # whether a session's replay stands in its place
FIRST_LOOKS, FIRST_LOOK = 12, 0.25  # times, and seconds between two, that a picture's first segment is waited for
LOOK = 1.0  # seconds for which what may be seen of a session is believed
SOUND = "sound/"  # before the names of what is heard alone
CAPTIONS = "captions/"  # before those of what the host typed
_STILLS = "stills/"
_MOST_LOOKS = 2000
_DEAREST = 3_000_000  # bits a second, said of a picture of which nothing is at hand


class Shown(NamedTuple):
    """A session's picture for one who asks, and the token they brought."""

    picture: PictureOf
    token: str

    @property
    def begin(self) -> datetime:
        """When it went on air; now, where it has not."""
        return self.picture.window.begin if self.picture.window is not None else self.picture.now

    def shows(self, moment: int) -> bool:
        """Whether what was filmed from `moment` on is for them."""
        window = self.picture.window
        return bool(self.token) or (window is not None and window.holds(moment))


class Playback:
    """Gives out what many watch. It takes the database, and asks it once a second for each session.

    Of a session that is over it gives nothing more once `left` says that its replay does, or did until it was removed.
    """

    def __init__(
        self, sessions: Sessions, storage: Storage, redis: "Redis", secret: str, *, left: LeftToReplay
    ) -> None:
        self._sessions = sessions
        self._left = left
        self._storage = storage
        self._latest = Latest(storage, redis)
        self._shelf = Shelf(storage)
        self._said = Said(sessions)
        self._secret = secret
        self._looks: dict[str, tuple[float, PictureOf]] = {}

    async def shown(self, slug: str, token: str) -> Shown:
        """What somebody may see of a session; `token` shows its host the rehearsal.

        Raises:
            NoPicture: nothing at all.
            PreviewExpired: the token is too old, or none of this session's.
            SessionUnknown: no session has this address.
        """
        picture = await self._look(slug)
        if token:
            check_preview(self._secret, picture.session_id, token, picture.now)
        if picture.stopped or (picture.window is None and (not token or picture.over)):
            raise NoPicture
        return Shown(picture, token)

    async def on_air(self, slug: str) -> PictureOf:
        """A session that may be watched as it goes on.

        Raises:
            NoPicture: it is not on air, or no more.
            SessionUnknown: no session has this address.
        """
        picture = (await self.shown(slug, "")).picture
        if picture.over:
            raise NoPicture
        return picture

    async def head(self, session_id: UUID, take: int) -> tuple[bytes, str]:
        """The head of a take and its codecs.

        Raises:
            NoPicture: it is not kept.
        """
        content = await self._file(session_id, init_name(take))
        return content, _head_of(content).codecs

    async def live(self, shown: Shown, *, sound: bool = False) -> str:
        """The playlist of the newest segments.

        Raises:
            NoPicture: there are none yet.
        """
        pieces = await self._pieces(shown)
        address = self._addresses(shown, SOUND if sound else "")
        return live_playlist(pieces, address=address, ended=shown.picture.over)

    async def captions(self, shown: Shown) -> str:
        """The playlist of what the host typed, in step with the picture's. Raises as `live`."""
        pieces = await self._pieces(shown)
        return live_captions(pieces, address=self._addresses(shown, CAPTIONS), ended=shown.picture.over)

    async def caption(self, shown: Shown, name: str) -> str:
        """What the host typed during a segment, by the segment's name. Raises as `file`."""
        piece = piece_of(name)
        if piece is None or not shown.shows(piece.start):
            raise NoPicture
        session_id = shown.picture.session_id
        lines = await self._said.lines(session_id)
        if not lines:
            return captions_text([])

        async def second_of(one: Piece) -> float:
            tracks = tracks_of(await self._file(session_id, init_name(one.take)))
            return first_shown(await self._file(session_id, piece_name(one)), tracks)

        return await segment_of(lines, piece, await self._latest.pieces(session_id), second_of)

    async def typed(self, shown: Shown) -> list[Caption]:
        """All that the host typed, in seconds since the session went on air."""
        begin = shown.begin.timestamp()
        lines = await self._said.lines(shown.picture.session_id)
        return [Caption(line.begin / 1000 - begin, line.end / 1000 - begin, line.text) for line in lines]

    async def main(self, shown: Shown) -> str:
        """The playlist of playlists: with the picture, of the sound alone, and of captions once they may come."""
        pieces = await self._pieces(shown)
        head = _head_of(await self._file(shown.picture.session_id, init_name(pieces[-1].take)))
        newest = await self._shelf.get(folder(str(shown.picture.session_id)) + piece_name(pieces[-1]))
        bits = len(newest) * 8000 // pieces[-1].lasting if newest else _DEAREST
        said = f"?token={shown.token}" if shown.token else ""
        captions = f"captions.m3u8{said}" if await self._may_be_typed(shown.picture) else None
        parts = Parts(f"live.m3u8{said}", f"sound.m3u8{said}", captions)
        return main_playlist(head.codecs, (head.width, head.height), bits * 3 // 2, parts)

    async def file(self, shown: Shown, name: str) -> bytes:
        """A head or a segment, by its name below the session's folder.

        Raises:
            NoPicture: there is none, or it was not filmed while on air.
        """
        piece = piece_of(name)
        if piece is not None and not shown.shows(piece.start):
            raise NoPicture
        if piece is None and not name.endswith("/init.mp4"):
            raise NoPicture
        return await self._file(shown.picture.session_id, name)

    async def sound(self, shown: Shown, name: str) -> bytes:
        """The same without the picture. Raises as `file`; NoPicture where nothing is heard either."""
        content = await self.file(shown, name)

        async def make() -> bytes:
            if name.endswith("/init.mp4"):
                return sound_init(content)
            init = await self._file(shown.picture.session_id, f"{name.partition('/')[0]}/init.mp4")
            return await asyncio.to_thread(sound_of, content, init)

        try:
            made = await self._shelf.made(f"{SOUND}{shown.picture.session_id}/{name}", make)
        except MediaBroken:
            raise NoPicture from None
        assert made is not None, "it makes something or refuses"
        return made

    async def still(self, shown: Shown) -> bytes:
        """The newest still.

        Raises:
            NoPicture: there is none yet.
        """
        below = folder(str(shown.picture.session_id)) + _STILLS
        names = [name async for name in self._storage.names(below)]
        moments = [int(name.removeprefix(below).partition(".")[0]) for name in names]
        seen = [name for name, moment in zip(names, moments, strict=True) if shown.shows(moment)]
        content = await self._shelf.get(seen[-1]) if seen else None
        if content is None:
            raise NoPicture
        return content

    async def _look(self, slug: str) -> PictureOf:
        clock = asyncio.get_running_loop().time
        known = self._looks.get(slug)
        if known is not None and clock() < known[0]:
            return known[1]
        async with short(self._sessions) as session:
            picture = await picture_of(session, slug)
            if picture.window is not None and picture.over and await self._left(session, picture.session_id):
                picture = msgspec.structs.replace(picture, window=None)
        if len(self._looks) >= _MOST_LOOKS:
            self._looks.clear()
        self._looks[slug] = (clock() + LOOK, picture)
        return picture

    async def _pieces(self, shown: Shown) -> Sequence[Piece]:
        """The newest segments. The room tells of a picture a moment before its first one: who is early waits for it."""
        for _ in range(FIRST_LOOKS if shown.picture.coming else 1):
            found = await self._latest.pieces(shown.picture.session_id)
            if pieces := [piece for piece in found if shown.shows(piece.start)]:
                return pieces
            await asyncio.sleep(FIRST_LOOK if shown.picture.coming else 0)
        raise NoPicture

    async def _may_be_typed(self, picture: PictureOf) -> bool:
        """Whether there are captions, or may be: not before air, nor after a session without any."""
        return picture.window is not None and (not picture.over or await self._said.anything(picture.session_id))

    async def _file(self, session_id: UUID, name: str) -> bytes:
        content = await self._shelf.get(folder(str(session_id)) + name)
        if content is None:
            raise NoPicture
        return content

    def _addresses(self, shown: Shown, before: str) -> Callable[[str], str]:
        """Where a browser gets a name: past us where the storage can be asked, but for sound, which we make."""
        said = f"?token={shown.token}" if shown.token else ""

        def address(name: str) -> str:
            whole = folder(str(shown.picture.session_id)) + name
            there = None if before else self._storage.address(whole)
            return there or f"{before}{name}{said}"

        return address


def _head_of(init: bytes) -> Init:
    try:
        return head_of(init)
    except MediaBroken:
        raise NoPicture from None
