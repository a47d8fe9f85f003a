"""Where the program ffmpeg is, which an installation may have or not."""

import importlib.util
import os
import shutil
from pathlib import Path

from config.settings import Settings


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
