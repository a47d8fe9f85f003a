"""A publisher like OBS whose every frame carries the moment it was made, as `glass/clock.js` paints it.

Usage: rtmp_clock.py rtmp://…; publishes with ffmpeg until it is ended. Its CPU is nobody's figure.
"""

import subprocess
import sys
import time

WIDTH, HEIGHT, RATE = 720, 1280, 30
BAR = 64  # rows at the top
BLOCKS = 40  # 32 bits of the moment, 8 of a checksum
SEED = 0xA5
_DARK, _LIGHT, _GREY = b"\x10", b"\xeb", b"\x80"
_FFMPEG = (  # by the clock on the wall, so that a busy machine films fewer frames and no slower time
    "ffmpeg -loglevel error"
    f" -use_wallclock_as_timestamps 1 -f rawvideo -pix_fmt yuv420p -s {WIDTH}x{HEIGHT} -framerate {RATE} -i -"
    " -re -f lavfi -i sine=frequency=330:sample_rate=48000"
    " -c:v libx264 -preset ultrafast -tune zerolatency -b:v 2500k -fps_mode passthrough"
    " -force_key_frames expr:gte(t,n_forced) -c:a aac -b:a 96k -f flv"
)
_TURNS = 24  # pictures below the bar that come one after the other, so that the encoder has work


def bar(moment: int) -> bytes:
    """The luma of the rows at the top; `moment` in ms of Unix time."""
    stamp = moment % 2**32
    check = SEED ^ stamp & 255 ^ stamp >> 8 & 255 ^ stamp >> 16 & 255 ^ stamp >> 24
    bits = stamp | check << 32
    return b"".join((_LIGHT if bits >> at & 1 else _DARK) * (WIDTH // BLOCKS) for at in range(BLOCKS)) * BAR


def below(turn: int) -> bytes:
    """The luma of the rows under it."""
    rows = (bytes((x * 3 + y * 5 + turn * 9) % 200 + 20 for x in range(WIDTH)) for y in range(40))
    return b"".join(rows) * ((HEIGHT - BAR) // 40) + bytes(WIDTH) * ((HEIGHT - BAR) % 40)


def main() -> None:
    pictures, colour = [below(turn) for turn in range(_TURNS)], _GREY * (WIDTH * HEIGHT // 2)
    with subprocess.Popen([*_FFMPEG.split(), sys.argv[1]], stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        began, made = time.monotonic(), 0
        while process.poll() is None:
            time.sleep(max(0.0, began + made / RATE - time.monotonic()))
            process.stdin.write(bar(time.time_ns() // 1_000_000) + pictures[made % _TURNS] + colour)
            made += 1


if __name__ == "__main__":
    main()
