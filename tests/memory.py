"""Where tests keep what they write: in memory, when there is room."""

import os
import shutil
import tempfile
from pathlib import Path

_MEMORY = Path("/dev/shm")
_ROOM = 6 << 30  # bytes; whole shops with their write-ahead logs take about a third


def write_to_memory() -> None:
    """Let this process and its children make their temporary files in memory, unless somebody has chosen a place.

    Clusters and their tables are thousands of files that no test needs after a crash of the machine; a disk makes
    them several times slower than the tests themselves.
    """
    if "TMPDIR" in os.environ or not _MEMORY.is_dir():
        return
    may_execute = not os.statvfs(_MEMORY).f_flag & os.ST_NOEXEC  # servers are copied to where another user may run them
    if may_execute and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM:
        os.environ["TMPDIR"] = str(_MEMORY)
        tempfile.tempdir = None  # look again
