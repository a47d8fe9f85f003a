"""Viewers of a room of the real shop: reads every socket and says when all screens show the same number of units.

Usage: screens.py PORT PATH VIEWERS VARIANT. Prints "in" when everybody is in, then a line of JSON whenever the last
screen has come to show what all others show: {"units", "at" (Unix seconds), "lost" (sockets that broke)}. Ends with
its input. Its CPU is nobody's figure.
"""

import json
import os
import select
import socket
import sys
import time

from sockets import enter

from shop.local.process import raise_file_limit

_TEXT = 1
_LONG, _LONGER = 126, 127  # what stands for a length of two and of eight bytes


def frames(data: bytes) -> tuple[list[bytes], bytes]:
    """The payloads of whole text frames in `data`, and what is left of it."""
    found, at = [], 0
    while len(data) - at >= 2:
        size, head = data[at + 1], 2
        if size >= _LONG:
            head += 2 if size == _LONG else 8
            if len(data) - at < head:
                break
            size = int.from_bytes(data[at + 2 : at + head], "big")
        if len(data) - at < head + size:
            break
        if data[at] & 15 == _TEXT:
            found.append(data[at + head : at + head + size])
        at += head + size
    return found, data[at:]


class Screens:
    """What each viewer was shown last. Frames that are the same bytes are read once."""

    def __init__(self, variant: str) -> None:
        self.lost = 0
        self._variant = variant
        self._shown: dict[int, int] = {}  # socket -> units
        self._read: tuple[bytes, int] = (b"", 0)

    def tell(self, fd: int, payload: bytes) -> None:
        if payload != self._read[0]:
            self._read = payload, int(json.loads(payload)["stock"][self._variant])
        self._shown[fd] = self._read[1]

    def all_show(self, viewers: int) -> int | None:
        """The units on every screen; None while they differ or somebody has seen nothing."""
        units = set(self._shown.values())
        return units.pop() if len(units) == 1 and len(self._shown) + self.lost == viewers else None

    def lose(self, fd: int) -> None:
        self.lost += 1
        self._shown.pop(fd, None)


def watch(screens: Screens, viewers: list[tuple[socket.socket, bytes]]) -> None:
    poll, held, last = select.epoll(), {one.fileno(): early for one, early in viewers}, None
    for fd in (*held, sys.stdin.fileno()):
        poll.register(fd, select.EPOLLIN)
    while True:
        for fd, _ in poll.poll(-1, 4096):
            if fd == sys.stdin.fileno():
                return
            data = _read(fd)
            if not data:
                screens.lose(fd)
                poll.unregister(fd)
                continue
            told, held[fd] = frames(held[fd] + data)
            for payload in told:
                screens.tell(fd, payload)
        units = screens.all_show(len(viewers))
        if units is not None and units != last:
            print(json.dumps({"units": units, "at": time.time(), "lost": screens.lost}), flush=True)
            last = units


def _read(fd: int) -> bytes:
    try:
        return os.read(fd, 262144)
    except ConnectionError:
        return b""


def main() -> None:
    port, path, viewers, variant = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]
    raise_file_limit()
    crowd = [enter(port, path) for _ in range(viewers)]
    print("in", flush=True)
    watch(Screens(variant), crowd)


if __name__ == "__main__":
    main()
