"""Stepping down from root between fork and exec, keeping at most the right to read closed directories."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from shop.local.identity import Identity

LINUX = sys.platform.startswith("linux")

# Numbers of <linux/prctl.h> and <linux/capability.h>.
_PR_SET_PDEATHSIG = 1
_PR_SET_KEEPCAPS = 8
_PR_SET_NO_NEW_PRIVS = 38
_PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_RAISE = 2
_CAPABILITY_VERSION_3 = 0x20080522
_CAP_DAC_OVERRIDE = 1
_CAP_DAC_READ_SEARCH = 2


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Sets(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


_LIBC = ctypes.CDLL(None, use_errno=True) if LINUX else None


def reading_capability() -> int | None:
    """The smallest capability we hold that opens closed directories for reading; None when we hold none.

    Containers often take away the one that only reads and leave the wider one.
    """
    if not LINUX or os.geteuid() != 0:
        return None
    line = next(text for text in Path("/proc/self/status").read_text().splitlines() if text.startswith("CapPrm"))
    held = int(line.split()[1], 16)
    return next((number for number in (_CAP_DAC_READ_SEARCH, _CAP_DAC_OVERRIDE) if held >> number & 1), None)


def before_exec(identity: Identity, death_signal: signal.Signals, capability: int | None) -> Callable[[], None]:
    """What the child does before it becomes the program: change user, keep `capability`, die with its parent."""
    parent = os.getpid()
    change_user = os.geteuid() == 0 and identity.uid != 0

    def prepare() -> None:
        if change_user:
            _become(identity, capability)
        if _LIBC is not None:  # after setuid, which forgets the death signal
            _LIBC.prctl(_PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

    return prepare


def _become(identity: Identity, capability: int | None) -> None:
    if _LIBC is not None and capability is not None:
        _LIBC.prctl(_PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setgid(identity.gid)
    os.setuid(identity.uid)
    if _LIBC is None:
        return
    if capability is not None:
        bit = 1 << capability
        header, sets = _Header(_CAPABILITY_VERSION_3, 0), (_Sets * 2)(_Sets(bit, bit, bit), _Sets(0, 0, 0))
        _LIBC.capset(ctypes.byref(header), ctypes.byref(sets))
        _LIBC.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, capability, 0, 0)
    _LIBC.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
