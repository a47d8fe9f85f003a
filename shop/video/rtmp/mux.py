"""A publisher's tags, put together as fragmented MP4: a fragment for every run from key frame to key frame."""

from collections.abc import Iterator
from typing import NamedTuple

from shop.video.errors import KeyFramesFar
from shop.video.rtmp.aac import FRAME, read_hearing
from shop.video.rtmp.avc import read_size
from shop.video.rtmp.heads import KEY, MILLI, OTHER, PICTURE, SOUND, Picture, Voice, write_head
from shop.video.rtmp.tags import Frame, PictureHead, Sound, SoundHead, Tag
from shop.video.rtmp.timeline import Timeline
from shop.video.samples import Sample, write_fragment

_USUAL = 33  # ms a frame lasts that nothing follows
_GAP = 0.05  # seconds by which sound may be late before that is a pause
_SLIP = 0.05  # seconds by which it may be early before a piece is cut shorter
_CUT = FRAME // 2  # samples a piece may be cut by


class Bounds(NamedTuple):
    """What may come between two key frames."""

    lasting: int = 11_000  # ms: the longest that encoders choose by themselves is 250 frames
    size: int = 7 * 1024 * 1024  # bytes
    pieces: int = 4_000  # frames, and pieces of sound


class Muxer:
    """Bytes of fragmented MP4 out of tags. What comes before the first key frame is left out."""

    def __init__(self, bounds: Bounds | None = None) -> None:
        self._bounds = bounds or Bounds()
        self._line = Timeline()
        self._picture: Picture | None = None
        self._voice: Voice | None = None
        self._began: int | None = None  # where on the line the first key frame lies
        self._last = 0  # where on it the newest frame lies
        self._frames: list[Frame] = []
        self._sounds: list[Sound] = []
        self._size = 0
        self._number = 0
        self._told: tuple[Picture, Voice | None] | None = None  # the head that stands before what follows
        self._heard = 0  # where the sound ends, in samples

    def feed(self, tag: Tag) -> Iterator[bytes]:
        """What `tag` completes: a fragment, before which stands a head when there is a new one.

        Raises:
            KeyFramesFar: more comes without a key frame than is kept.
            CodecNotTaken, MediaBroken: a head says what is not taken.
        """
        match tag:
            case PictureHead(data):
                if self._picture is None or self._picture.config != data:
                    yield from self.finish()
                    self._picture = Picture(data, read_size(data))
            case SoundHead(data):
                if self._voice is None or self._voice.config != data:
                    yield from self._turn(data)
            case Frame():
                yield from self._see(tag._replace(time=self._line.at(tag.time)))
            case Sound():
                self._hear(tag._replace(time=self._line.at(tag.time)))

    def finish(self) -> Iterator[bytes]:
        """What is open: at the end of a publisher, or of what its head describes."""
        if self._frames:
            yield from self._close(None)

    def _turn(self, config: bytes) -> Iterator[bytes]:
        """The sound is coded otherwise from here on: what has begun without it, or with another, ends."""
        hearing = read_hearing(config)
        if self._told is not None or self._sounds:
            yield from self.finish()
        self._voice, self._heard = Voice(config, hearing), 0

    def _see(self, frame: Frame) -> Iterator[bytes]:
        if self._picture is None or not (self._frames or frame.key):
            return
        if self._began is None:
            self._began = self._last = frame.time
        self._last = max(frame.time, self._last)
        frame = frame._replace(time=self._last)
        if frame.key and self._frames:
            yield from self._close(frame.time)
        self._frames.append(frame)
        self._add(frame.data, frame.time)

    def _hear(self, sound: Sound) -> None:
        if self._voice is not None and self._began is not None and sound.time >= self._began:
            self._sounds.append(sound)
            self._add(sound.data, sound.time)

    def _add(self, data: bytes, time: int) -> None:
        self._size += len(data)
        most = self._bounds
        far = self._frames and time - self._frames[0].time > most.lasting
        if far or self._size > most.size or len(self._frames) + len(self._sounds) > most.pieces:
            raise KeyFramesFar

    def _close(self, until: int | None) -> Iterator[bytes]:
        """The open fragment; the next begins at `until` on the line."""
        assert self._picture is not None, "frames are kept only behind a head"
        if self._told != (self._picture, self._voice):
            self._told = self._picture, self._voice
            yield write_head(self._picture, self._voice)
        self._number += 1
        yield write_fragment(self._number, {PICTURE: self._seen(until), SOUND: self._spoken()})
        self._frames, self._sounds, self._size = [], [], 0

    def _seen(self, until: int | None) -> list[Sample]:
        zero = self._began or 0
        lasting = _USUAL if until is None else until - self._frames[-1].time
        return [
            Sample(frame.time - zero, lasting, KEY if frame.key else OTHER, frame.late, memoryview(frame.data))
            for frame in self._frames
        ]

    def _spoken(self) -> list[Sample]:
        """The sound, piece by piece without a gap; what its times say decides only when they are far from that."""
        if self._voice is None or not self._sounds:
            return []
        rate = self._voice.hearing.rate
        said = (self._sounds[0].time - (self._began or 0)) * rate // MILLI
        early = self._heard - said
        start = said if early < -_GAP * rate or not self._heard else self._heard
        last = FRAME - (min(early, _CUT) if early > _SLIP * rate else 0)
        self._heard = start + FRAME * (len(self._sounds) - 1) + last
        times = range(start, self._heard, FRAME)
        return [Sample(at, last, KEY, 0, memoryview(one.data)) for at, one in zip(times, self._sounds, strict=True)]
