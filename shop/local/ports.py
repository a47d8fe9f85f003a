"""TCP ports on the loopback address: free ones, remembered ones, and who has a taken one."""

import socket
from contextlib import suppress
from pathlib import Path

from shop.local.process import command_line

LOOPBACK = "127.0.0.1"
_LISTEN = "0A"  # TCP_LISTEN in /proc/net/tcp


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def is_free(port: int, host: str = LOOPBACK) -> bool:
    """Whether a server could listen on `port` now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def remembered_port(path: Path) -> int:
    """The port written at `path` when it is still free, else another free one."""
    with suppress(OSError, ValueError):
        port = int(path.read_text())
        if is_free(port):
            return port
    return free_port()


def who_listens(port: int) -> str:
    """Words for the process that listens on `port`, as far as this user may see."""
    inode = _listening_inode(port)
    if inode:
        for entry in Path("/proc").glob("[0-9]*/fd/*"):
            with suppress(OSError):
                if entry.readlink().name == f"socket:[{inode}]":
                    pid = int(entry.parts[2])
                    return f"process {pid} ({command_line(pid)[:120]})"
    return "another process"


def _listening_inode(port: int) -> str:
    wanted = f":{port:04X}"
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with suppress(OSError):
            for line in Path(table).read_text().splitlines()[1:]:
                fields = line.split()
                if fields[1].endswith(wanted) and fields[3] == _LISTEN:
                    return fields[9]
    return ""
