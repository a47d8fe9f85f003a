"""One line out of a publisher's times, which go round after 2^32 ms and jump when an encoder begins anew."""

_ROUND = 1 << 32
_BACK, _AHEAD = 2_000, 15_000  # ms: a step that is longer is a jump
_STEP = 40  # ms that a jump is taken for


class Timeline:
    """Sound and picture of one publisher share it; the first time that is asked for is 0."""

    def __init__(self) -> None:
        self._said: int | None = None
        self._at = 0

    def at(self, said: int) -> int:
        """Where on the line `said` lies, in ms. Sound and picture may overtake each other by seconds."""
        if self._said is not None:
            step = (said - self._said + _ROUND // 2) % _ROUND - _ROUND // 2
            self._at += step if -_BACK <= step <= _AHEAD else _STEP
        self._said = said
        return self._at
