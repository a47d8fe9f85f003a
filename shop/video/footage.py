"""A picture and its sound that belong together: what is gathered into a segment."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from shop.video.samples import Sample, write_fragment
from shop.video.tracks import PICTURE, Track


class Footage:
    """Samples of the tracks of a head by track, in the order of their times. `size` counts bytes, `count` samples."""

    def __init__(self, tracks: Mapping[int, Track]) -> None:
        self._tracks = tracks
        self.samples: dict[int, list[Sample]] = {number: [] for number in tracks}
        self._picture = next((number for number, track in tracks.items() if track.kind == PICTURE), 0)
        self.size = 0
        self.count = 0

    @property
    def picture(self) -> Sequence[Sample]:
        """The frames."""
        return self.samples.get(self._picture, ())

    @property
    def key(self) -> bool:
        """It begins with a key frame."""
        return bool(self.picture) and self.picture[0].key

    @property
    def start(self) -> float:
        """Seconds on the publisher's time line at which the picture begins."""
        return self.picture[0].time / self._tracks[self._picture].timescale

    @property
    def lasting(self) -> float:
        """Seconds of picture."""
        return self._seconds(self._picture) if self.picture else 0.0

    @property
    def longest(self) -> float:
        """Seconds of the longer track."""
        return max((self._seconds(number) for number, samples in self.samples.items() if samples), default=0.0)

    def add(self, track: int, samples: Sequence[Sample]) -> None:
        """Append samples of one track."""
        self.samples[track] += samples
        self.size += sum(len(sample.data) for sample in samples)
        self.count += len(samples)

    def join(self, then: "Footage") -> None:
        """Append what follows; of its picture nothing that stands before the first key frame."""
        for track, samples in then.samples.items():
            if track != self._picture or self.picture or then.key:
                self.add(track, samples)

    def parts(self) -> Iterator["Footage"]:
        """The same, cut before each key frame; sound goes with the picture it is heard with."""
        cuts = [frame.time for frame in self.picture[1:] if frame.key]
        rest = dict(self.samples)
        for cut in cuts:
            part = Footage(self._tracks)
            for track, samples in rest.items():
                end = bisect_left(samples, self._time(cut, track), key=lambda sample: sample.time)
                part.add(track, samples[:end])
                rest[track] = samples[end:]
            yield part
        last = Footage(self._tracks)
        for track, samples in rest.items():
            last.add(track, samples)
        yield last

    def written(self, sequence: int) -> bytes:
        """One fragment of it."""
        return write_fragment(sequence, self.samples)

    def _time(self, moment: int, track: int) -> int:
        """A moment of the picture in the timescale of `track`."""
        return moment * self._tracks[track].timescale // self._tracks[self._picture].timescale

    def _seconds(self, track: int) -> float:
        """Until the end of the last sample, which is as long as the one before it where it says to be shorter.

        A recorder cannot know how long its last frame is shown: Chromium says 1/30 s, whatever the rate.
        """
        *_, before, last = (self.samples[track][0], *self.samples[track][-2:])
        lasting = max(last.lasting, last.time - before.time)
        return (last.time + lasting - self.samples[track][0].time) / self._tracks[track].timescale
