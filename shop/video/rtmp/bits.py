"""Bits in a row, as decoders' heads are written."""

from shop.video.errors import MediaBroken

_LONGEST = 31  # leading zeros of a number


class Bits:
    """Reads `data` bit by bit, the highest first."""

    def __init__(self, data: bytes) -> None:
        self._value = int.from_bytes(data, "big")
        self._left = 8 * len(data)

    def number(self, width: int) -> int:
        """The next `width` bits.

        Raises:
            MediaBroken: there are fewer.
        """
        if width > self._left:
            raise MediaBroken("head cut off")
        self._left -= width
        return self._value >> self._left & (1 << width) - 1

    def flag(self) -> bool:
        """The next bit."""
        return bool(self.number(1))

    def unsigned(self) -> int:
        """A number of Exp-Golomb code (ISO/IEC 14496-10, 9.1).

        Raises:
            MediaBroken: it is longer than any that is needed.
        """
        zeros = 0
        while not self.flag():
            zeros += 1
            if zeros > _LONGEST:
                raise MediaBroken("number without an end")
        return (1 << zeros) - 1 + self.number(zeros)

    def signed(self) -> int:
        """The same with a sign."""
        number = self.unsigned()
        return (number + 1) // 2 if number % 2 else -(number // 2)
