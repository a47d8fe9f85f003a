"""A crowd that watches a room of `rooms_server.py`: opens its sockets one by one, then reads all with one epoll.

Usage: rooms_crowd.py PORT VIEWERS SECONDS. Prints "in" when everybody is in; then what arrived within SECONDS after a
first second, and how long after it was made (ms). Its CPU is nobody's figure.
"""

import json
import os
import select
import socket
import sys
import time

from rooms_server import FRAME, ROOM, SECRET, STAMP
from sockets import enter

from shop.local.process import raise_file_limit
from shop.rooms.token import make_token

HEAD = 4  # bytes before a frame's payload
WHOLE = HEAD + FRAME
SETTLE = 1.0  # seconds before anything counts


def come_in(port: int) -> socket.socket:
    """One open socket; the server sends nothing before everybody is in."""
    one, early = enter(port, f"/rooms/{ROOM}/socket?token={make_token(SECRET, ROOM, 'bench')}")
    if early:
        raise RuntimeError("told before everybody was in")
    return one


class Crowd:
    """Reads whatever comes; frames all have one length."""

    def __init__(self, sockets: list[socket.socket]) -> None:
        self.took: list[int] = []
        self.lost = 0
        self._held: dict[int, bytes] = {}
        self._poll = select.epoll()
        for one in sockets:
            self._poll.register(one.fileno(), select.EPOLLIN)

    def read(self, begin: float, end: float) -> None:
        begin_ns = int(begin * 1e9)
        while (now := time.monotonic()) < end:
            for fd, _ in self._poll.poll(end - now, 4096):
                data = self._held.pop(fd, b"") + os.read(fd, 65536)
                if not data:
                    self.lost += 1
                    self._poll.unregister(fd)
                    continue
                at, heard = 0, time.monotonic_ns()
                while len(data) - at >= WHOLE:
                    made = int(data[at + HEAD : at + HEAD + STAMP])
                    if made >= begin_ns:
                        self.took.append(heard - made)
                    at += WHOLE
                if at < len(data):
                    self._held[fd] = data[at:]


def main() -> None:
    port, viewers, seconds = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    raise_file_limit()
    began = time.monotonic()
    sockets = [come_in(port) for _ in range(viewers)]
    crowd = Crowd(sockets)
    opened = time.monotonic() - began
    print("in", flush=True)
    begin = time.monotonic() + SETTLE
    crowd.read(begin, begin + seconds)
    took = sorted(crowd.took)
    print(
        json.dumps(
            {
                "delivered_per_s": len(took) / seconds,
                "p50_ms": took[len(took) // 2] / 1e6,
                "p99_ms": took[len(took) * 99 // 100] / 1e6,
                "opened_per_s": viewers / opened,
                "lost": crowd.lost,
            }
        )
    )


if __name__ == "__main__":
    main()
