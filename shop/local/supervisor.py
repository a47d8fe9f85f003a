"""The supervisor: starts units one after the other, restarts what dies, stops all in their order.

One thread, one loop, nothing polled at rest: it wakes for output, signals and ended children.
"""

import selectors
import time
from itertools import groupby

from shop.local.attention import Attention
from shop.local.children import Child, how_it_ended
from shop.local.console import Console
from shop.local.errors import DidNotStart, StopAsked
from shop.local.process import Launch, kill_group
from shop.local.remains import Remains
from shop.local.units import Program, Unit

_LOOK = 0.05  # seconds between two looks at something that starts or ends
_HEARTBEAT = 1.5  # seconds of silence after which a line says what is being waited for
_START_TRIES = 5  # ends of a unit while it is brought up before that is given up
_HURRIED = 1.0  # seconds each signal is given after a second Ctrl-C
_STEP_RANK = 0


class Supervisor:
    """Owns children until `shut_down()`. Must live in the main thread, inside its `Attention`."""

    def __init__(self, console: Console, remains: Remains, attention: Attention) -> None:
        self._console = console
        self._remains = remains
        self._attention = attention
        self._selector = selectors.DefaultSelector()
        self._selector.register(attention, selectors.EVENT_READ, None)
        self._children: list[Child] = []

    def add(self, unit: Unit) -> Child:
        """Start `unit` and keep it running from now on."""
        child = Child(unit)
        self._children.append(child)
        self._launch(child)
        return child

    def bring_up(self, unit: Unit, limit: float) -> None:
        """Start `unit` and wait up to `limit` seconds until it is ready.

        Raises:
            DidNotStart: it ended too often or is not ready in time.
            StopAsked: somebody asked to stop meanwhile.
        """
        child = self.add(unit)
        begun = time.monotonic()
        while not (child.process is not None and unit.is_ready()):
            self._turn(_LOOK)
            self._restart_what_is_due()
            self._heartbeat(f"{unit.name}: starting", begun)
            if self._attention.asked:
                raise StopAsked
            if child.ends >= _START_TRIES or time.monotonic() - begun > limit:
                raise DidNotStart(f"{unit.name} does not start; its own lines above say why.")

    def run_step(self, name: str, doing: str, how: Launch) -> int:
        """Run a program to its end, its lines shown, and return its exit code.

        Raises:
            StopAsked: somebody asked to stop meanwhile; the program is stopped.
        """
        child = Child(Program(name, how, _STEP_RANK, stop_limit=5.0))
        self._children.append(child)
        self._launch(child)
        begun = time.monotonic()
        while not child.has_ended():
            self._turn(_LOOK)
            self._restart_what_is_due(but=child)
            self._heartbeat(doing, begun)
            if self._attention.asked:
                raise StopAsked
        self._children.remove(child)
        return self._bury(child)

    def watch(self) -> None:
        """Keep everything running until somebody asks to stop."""
        while not self._attention.asked:
            self._turn(self._until_next_restart())
            self._restart_what_is_due()

    def shut_down(self) -> None:
        """Stop all units, lower ranks first, each rank together; a further Ctrl-C hurries. Safe to repeat."""
        base = min(self._attention.asked, 1)
        running = sorted((child for child in self._children if child.process), key=lambda child: child.unit.rank)
        self._children = running
        for _, same in groupby(running, key=lambda child: child.unit.rank):
            self._stop(list(same), base)
        self._children = []

    def _stop(self, children: list[Child], base: int) -> None:
        rounds = max(len(child.unit.stop_signals) for child in children)
        self._console.say(f"stopping {', '.join(child.unit.name for child in children)}")
        for number in range(rounds):
            for child in children:
                child.ask(child.unit.stop_signals[min(number, len(child.unit.stop_signals) - 1)])
            if self._all_ended(children, base):
                break
        for child in children:
            if child.process is not None:
                if not child.has_ended():
                    self._console.say(f"{child.unit.name} did not end in time and was killed")
                    kill_group(child.process.pid)
                self._bury(child)

    def _all_ended(self, children: list[Child], base: int) -> bool:
        begun = time.monotonic()
        while any(child.process and not child.has_ended() for child in children):
            self._turn(_LOOK)
            hurried = self._attention.asked > base
            limit = _HURRIED if hurried else max(child.unit.stop_limit for child in children)
            if time.monotonic() - begun > limit:
                return False
        return True

    def _launch(self, child: Child) -> None:
        process = child.launch()
        assert process.stdout is not None
        self._remains.note(child.unit.name, process.pid)
        self._selector.register(process.stdout, selectors.EVENT_READ, child)

    def _turn(self, timeout: float | None) -> None:
        """Wait once, and show what children wrote meanwhile."""
        for key, _ in self._selector.select(timeout):
            if isinstance(key.data, Child):
                self._show(key.data)
            else:
                self._attention.drain()

    def _show(self, child: Child) -> None:
        for line in child.lines():
            self._console.write(child.unit.name, line)
        if child.silent:
            self._unregister(child)

    def _unregister(self, child: Child) -> None:
        output = child.process.stdout if child.process is not None else None
        if output is not None and output in self._selector.get_map():
            self._selector.unregister(output)

    def _bury(self, child: Child) -> int:
        self._show(child)
        self._unregister(child)
        self._remains.forget(child.unit.name)
        return child.bury()

    def _restart_what_is_due(self, but: Child | None = None) -> None:
        for child in self._children:
            if child is but:
                continue
            if child.has_ended():
                words = how_it_ended(self._bury(child))
                self._console.say(f"{child.unit.name} {words}; it is started again")
            if child.process is None and time.monotonic() >= child.due:
                self._launch(child)

    def _until_next_restart(self) -> float | None:
        waiting = [child.due for child in self._children if child.process is None]
        return max(0.0, min(waiting) - time.monotonic()) if waiting else None

    def _heartbeat(self, doing: str, begun: float) -> None:
        now = time.monotonic()
        if now - self._console.last_line > _HEARTBEAT:
            self._console.say(f"{doing} … {now - begun:.0f} s")
