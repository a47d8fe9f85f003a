"""A supervised shop in a process of its own: started, watched, hurt and stopped by tests."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from shop.local.process import descendants

ROOT = Path(__file__).parents[2]
START_LIMIT = 180.0  # seconds a first start may take on a busy machine
STOP_LIMIT = 90.0
CALM = {
    "SHOP_LIMITS": "off",
    "SHOP_DROP_PATIENCE": "60",
    "SHOP_RELAY_POLL_MS": "250",
}  # a slow machine is no unknown outcome
PATIENCE = 120.0  # seconds after which a wait is given up; a busy machine may be several times slower
_LOOK = 0.05


class _Child(msgspec.Struct):
    pid: int


class _Running(msgspec.Struct):
    port: int
    database_url: str
    redis_url: str
    secret_key: str


class Shop:
    """One `shop run` on its own data directory. Every method may be used again after `stop()` and `start()`."""

    def __init__(
        self,
        *,
        folder: Path | None = None,
        env: Mapping[str, str] | None = None,
        argv: Sequence[str] = (sys.executable, "-m", "shop.cli.main", "run"),
    ) -> None:
        self.folder = folder or Path(tempfile.mkdtemp(prefix="chomay-shop-"))
        self.lines: list[str] = []
        self.process: subprocess.Popen[str] | None = None
        self.argv = list(argv)
        self._reader: threading.Thread | None = None
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SHOP_")}
        chosen = {"SHOP_PORT": "0", "SHOP_DATA_DIR": str(self.folder), "PYTHONPATH": str(ROOT)}
        chosen["SHOP_SIMULCAST_FFMPEG"] = "/none"  # the same processes whether or not this machine has ffmpeg
        self.env = {**kept, **chosen, **(env or {})}

    # ---- life ----

    def start(self) -> "Shop":
        """Start the supervisor in a process group of its own; does not wait."""
        self.lines = []
        self.process = subprocess.Popen(
            self.argv,
            env=self.env,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, args=(self.process,), daemon=True)
        self._reader.start()
        return self

    def wait_ready(self, limit: float = START_LIMIT) -> "Shop":
        """Wait until the start has been announced and /health/ready answers 200."""
        self.wait_line("The shop is open", limit)
        self.wait_until(self.is_ready, limit, "the shop is ready")
        return self

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        """Ask the supervisor to stop, wait for it, and return its exit code. Safe to repeat."""
        if self.process is None:
            return 0
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.wait_end()

    def wait_end(self, limit: float = STOP_LIMIT) -> int:
        """Wait for the supervisor's end and return its exit code; a supervisor that hangs is killed and blamed."""
        assert self.process is not None
        try:
            return self.process.wait(limit)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            raise AssertionError(f"the supervisor did not end; its last lines:\n{self.tail()}") from None

    def remove(self) -> None:
        """Stop and delete the data directory."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    # ---- harm ----

    def kill(self, name: str, number: signal.Signals = signal.SIGKILL) -> int:
        """Send a signal to the child `name` (web, relay, worker, bulk, beat, postgres, valkey); its pid."""
        pid = self.pids()[name]
        os.kill(pid, number)
        return pid

    def kill_with_children(self, name: str, number: signal.Signals = signal.SIGKILL) -> list[int]:
        """Send a signal to the child `name` and to every process below it; their pids."""
        pids = [self.pids()[name], *descendants(self.pids()[name])]
        for pid in pids:
            signal_if_there(pid, number)
        return pids

    @contextmanager
    def frozen(self, name: str) -> Iterator[None]:
        """The child `name` and all below it stand still while the block runs (unless they are killed in it)."""
        pids = self.kill_with_children(name, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in pids:
                signal_if_there(pid, signal.SIGCONT)

    @contextmanager
    def nobody_restarts(self) -> Iterator[None]:
        """The supervisor stands still while the block runs: what is killed stays dead."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    def kill_supervisor(self) -> None:
        """kill -9 of the supervisor alone."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def interrupt_group(self, number: signal.Signals = signal.SIGINT) -> None:
        """What Ctrl-C in a terminal does: the signal goes to the supervisor's whole process group."""
        assert self.process is not None
        os.killpg(self.process.pid, number)

    # ---- knowledge ----

    def pids(self) -> dict[str, int]:
        """The children that run now, by name."""
        try:
            children = msgspec.json.decode((self.folder / "children.json").read_bytes(), type=dict[str, _Child])
        except OSError:
            return {}
        return {name: child.pid for name, child in children.items()}

    def wait_restarted(self, name: str, old: int, limit: float = PATIENCE) -> int:
        """Wait until `name` runs under another pid than `old`; the new one."""
        self.wait_until(lambda: self.pids().get(name, old) != old, limit, f"{name} was restarted")
        return self.pids()[name]

    @property
    def running(self) -> _Running:
        """How to reach what the supervisor runs: port, database_url, redis_url, secret_key."""
        return msgspec.json.decode((self.folder / "running.json").read_bytes(), type=_Running)

    @property
    def url(self) -> str:
        """http://127.0.0.1:port, without a trailing slash."""
        return f"http://127.0.0.1:{self.running.port}"

    def is_ready(self) -> bool:
        """Whether /health/ready answers 200 now."""
        try:
            return is_ready(self.url)
        except OSError:  # it has not said yet where it is
            return False

    def command(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run another `shop …` command on the same data directory."""
        argv = [sys.executable, "-m", "shop.cli.main", *words]
        return subprocess.run(argv, env=self.env, cwd=ROOT, capture_output=True, text=True, check=False)

    def tail(self, count: int = 60) -> str:
        """The last lines the supervisor wrote."""
        return "\n".join(self.lines[-count:])

    def wait_line(self, text: str, limit: float = START_LIMIT) -> str:
        """Wait until a line holds `text`; the line."""
        self.wait_until(lambda: any(text in line for line in list(self.lines)), limit, f"a line says {text!r}")
        return next(line for line in list(self.lines) if text in line)

    def wait_until(self, condition: Callable[[], bool], limit: float, what: str) -> None:
        """Look again and again until `condition()`; fails with the log when the supervisor ends or time is up."""
        deadline = time.monotonic() + limit
        while not condition():
            ended = self.process is not None and self.process.poll() is not None
            if ended and self._reader is not None:
                self._reader.join(5)  # its last words count
            if (ended and not condition()) or time.monotonic() > deadline:
                raise AssertionError(f"waited in vain until {what}; the last lines:\n{self.tail()}")
            threading.Event().wait(_LOOK)

    def _read(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        lines = self.lines
        for line in process.stdout:
            lines.append(line.rstrip("\n"))
        process.stdout.close()


def is_ready(url: str) -> bool:
    """Whether a web process is ready there."""
    try:
        with urllib.request.urlopen(f"{url}/health/ready", timeout=2) as answer:
            return answer.status == 200
    except (OSError, urllib.error.URLError):
        return False


def signal_if_there(pid: int, number: signal.Signals) -> None:
    """Signal a process that may already be gone."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
