"""A picture and its sound that belong together: what is gathered into a segment."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from shop.video.samples import Sample, end_of, write_fragment
from shop.video.tracks import PICTURE, Track

_SLACK = 2  # seconds by which sound may begin before its picture and end after it


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
        if not self.picture:
            return 0.0
        return (end_of(self.picture) - self.picture[0].time) / self._tracks[self._picture].timescale

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
        """One fragment of it. Sound without a picture (a phone's camera rests behind another app) is left out."""
        slack = _SLACK * self._tracks[self._picture].timescale
        begin, end = max(self.picture[0].time - slack, 0), end_of(self.picture) + slack
        return write_fragment(sequence, {track: self._within(track, begin, end) for track in self.samples})

    def _within(self, track: int, begin: int, end: int) -> list[Sample]:
        """The samples of a track that are due between two moments of the picture."""
        first, last = self._time(begin, track), self._time(end, track)
        return [sample for sample in self.samples[track] if first <= sample.time <= last]

    def _time(self, moment: int, track: int) -> int:
        """A moment of the picture in the timescale of `track`."""
        return moment * self._tracks[track].timescale // self._tracks[self._picture].timescale
