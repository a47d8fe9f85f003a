"""How the program is called that sends a picture on."""

from pathlib import Path

PATIENCE = 10  # seconds the program waits for the playlist or the platform
SOUND = "128k"  # bits a second of the sound, which platforms want as AAC


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
