"""The program that sends a picture on: where it is, and how it is called."""

import importlib.util
import os
import shutil
from pathlib import Path

from config.settings import Settings

PATIENCE = 10  # seconds the program waits for the playlist or the platform
SOUND = "128k"  # bits a second of the sound, which platforms want as AAC


def find_ffmpeg(settings: Settings) -> Path | None:
    """The program the settings name, else that of the wheel imageio-ffmpeg, else one on PATH; None: there is none."""
    if settings.simulcast_ffmpeg:
        named = Path(settings.simulcast_ffmpeg)
        return named if os.access(named, os.X_OK) else None
    wheel = importlib.util.find_spec("imageio_ffmpeg")
    if wheel is not None and wheel.origin:
        for program in sorted((Path(wheel.origin).parent / "binaries").glob("ffmpeg-*")):
            if os.access(program, os.X_OK):
                return program
    on_path = shutil.which("ffmpeg")
    return None if on_path is None else Path(on_path)


def command(program: Path, source: str, address: str) -> list[str]:
    """The words that send the playlist at `source` to `address`: the picture as it is, the sound as AAC.

    The key is none of them, because everybody on a machine reads the words of every process: the program reads it
    from its standard input (`preset`).
    """
    return [
        str(program),
        "-nostdin", "-hide_banner", "-nostats", "-loglevel", "warning",
        "-protocol_whitelist", "http,https,tcp,tls,crypto",
        "-rw_timeout", str(PATIENCE * 1_000_000),
        "-live_start_index", "-3",
        "-i", source,
        "-map", "0:v:0", "-map", "0:a:0?",
        "-c:v", "copy", "-c:a", "aac", "-b:a", SOUND, "-ar", "44100",
        "-progress", "pipe:1",
        "-fpre", "/dev/stdin",
        "-flvflags", "no_duration_filesize",
        "-f", "flv", address,
    ]  # fmt: skip


def preset(key: str) -> bytes:
    """What the program reads the key from: an option of its RTMP output."""
    return f"rtmp_playpath={key}\n".encode()
