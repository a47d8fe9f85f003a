"""A run at one moment: what its audience has said and its host has done, folded into a room. Pure."""

from collections.abc import Callable, Iterable, Sequence
from uuid import UUID, uuid5

import msgspec

from shop.practice.models import ActKind
from shop.practice.scenario import Spoken, Talk, viewers_at

HOST_SAYS = frozenset(
    {ActKind.GREET, ActKind.REPLY, ActKind.REFUSE, ActKind.SOLD_OUT, ActKind.HAND_OVER}
)  # what the room hears from its host


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """Something done `at` seconds after the start."""

    id: UUID
    number: int
    kind: ActKind
    at: float
    target: str = ""
    amount: int | None = None
    words: str = ""
    name: str = ""


class Pinned(msgspec.Struct, frozen=True):
    """A good that stands pinned since `at`, at `price` đồng."""

    price: int
    at: float


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the room. `number` is the audience's own; None: somebody else spoke."""

    id: UUID
    at: float
    name: str
    text: str
    number: int | None = None
    order: bool = False
    host: bool = False


class Bought(msgspec.Struct, frozen=True, kw_only=True):
    """An order of the practice. `by_hand`: the host took it from a line."""

    id: UUID
    at: float
    name: str
    code: str
    quantity: int
    price: int
    number: int | None = None
    by_hand: bool = False


class Playing(msgspec.Struct, frozen=True, kw_only=True):
    """What a fold begins with: the run, its goods (code -> pieces, list price), and its audience if it is made up."""

    run_id: UUID
    seed: int
    level: int
    seconds: int
    stock: dict[str, int]
    prices: dict[str, int]
    lines: Sequence[Spoken] = ()


class Stage:
    """The room of a run at a moment. Same run, same acts, same moment: the same room in every process."""

    def __init__(self, playing: Playing, acts: Sequence[Done], at: float) -> None:
        """Play everything up to `at` (seconds), each thing in its order."""
        self._playing = playing
        self.at = at
        self.pins: dict[str, Pinned] = {}
        self.left = dict(playing.stock)
        self.lines: list[Line] = []
        self.orders: list[Bought] = []
        self.removed: list[UUID] = []
        self.muted: dict[str, float] = {}
        self.slow_seconds = 0
        self.sold_out_at: dict[str, float] = {}
        self.missed_orders: list[Spoken] = []
        self.said = 0
        self._by_number = {line.number: line for line in playing.lines}
        self._taken: set[int] = set()
        self._handled: dict[ActKind, Callable[[Done], None]] = {
            ActKind.PIN: self._pin,
            ActKind.UNPIN: self._unpin,
            ActKind.SOLD_OUT: self._unpin,
            ActKind.TAKE: self._take,
            ActKind.BUY: self._buy_act,
            ActKind.SAY: self._say,
            ActKind.REMOVE: self._remove,
            ActKind.MUTE: self._mute,
            ActKind.LIFT: self._lift,
            ActKind.SLOW: self._slow,
        }
        for thing in _in_order(playing.lines, acts, at):
            if isinstance(thing, Spoken):
                self._speak(thing)
            else:
                self._act(thing)
        self.seq = self.said + len(acts)
        self.viewers = viewers_at(playing.seed, playing.level, playing.seconds, at) if playing.lines else 0

    def line_id(self, number: int) -> UUID:
        """The id of a line of the audience."""
        return uuid5(self._playing.run_id, f"line-{number}")

    def number_of(self, line_id: UUID) -> int | None:
        """Which line of the audience, already said, has this id."""
        return next((line.number for line in self.lines if line.id == line_id), None)

    def taken(self, number: int) -> bool:
        """Whether the order of this line was taken, by the room or by hand."""
        return number in self._taken

    def _speak(self, line: Spoken) -> None:
        self.said += 1
        if line.name in self.muted:
            return
        self.lines.append(
            Line(id=self.line_id(line.number), at=line.at, name=line.name, text=line.text, number=line.number)
        )
        if line.talk not in {Talk.ORDER, Talk.VAGUE} or not line.clear:
            return
        assert line.code is not None, "an order is about something"
        if not self._buy(line.code, line.quantity or 1, line.at, line.name, number=line.number):
            self.missed_orders.append(line)

    def _act(self, act: Done) -> None:
        handle = self._handled.get(act.kind)
        if handle is not None:
            handle(act)
        if act.words and act.kind in HOST_SAYS:
            self.lines.append(Line(id=act.id, at=act.at, name=act.name, text=act.words, host=True))

    def _pin(self, act: Done) -> None:
        self.pins[act.target] = Pinned(act.amount or self._playing.prices[act.target], act.at)

    def _unpin(self, act: Done) -> None:
        self.pins.pop(act.target, None)

    def _take(self, act: Done) -> None:
        spoken = self._by_number[int(act.target)]
        if spoken.number not in self._taken:
            self._buy(act.words, act.amount or 1, act.at, spoken.name, number=spoken.number, by_hand=True)

    def _buy_act(self, act: Done) -> None:
        self._buy(act.target, act.amount or 1, act.at, act.name, act_id=act.id)

    def _say(self, act: Done) -> None:
        if act.name not in self.muted:
            self.lines.append(Line(id=act.id, at=act.at, name=act.name, text=act.words))

    def _remove(self, act: Done) -> None:
        self.removed.append(UUID(act.target))

    def _mute(self, act: Done) -> None:
        self.muted[act.target] = act.at

    def _lift(self, act: Done) -> None:
        self.muted.pop(act.target, None)

    def _slow(self, act: Done) -> None:
        self.slow_seconds = act.amount or 0

    def _buy(
        self,
        code: str,
        quantity: int,
        at: float,
        name: str,
        *,
        number: int | None = None,
        act_id: UUID | None = None,
        by_hand: bool = False,
    ) -> bool:
        if self.left.get(code, 0) < quantity:
            return False
        self.left[code] -= quantity
        if self.left[code] == 0:
            self.sold_out_at[code] = at
        if number is not None:
            self._taken.add(number)
        order_id = act_id or uuid5(self._playing.run_id, f"order-{number}")
        pin = self.pins.get(code)
        price = pin.price if pin else self._playing.prices[code]
        bought = Bought(
            id=order_id, at=at, name=name, code=code, quantity=quantity, price=price, number=number, by_hand=by_hand
        )
        self.orders.append(bought)
        self.lines.append(Line(id=order_id, at=at, name=name, text=f"{quantity} × {code}", order=True))
        return True


def _in_order(lines: Iterable[Spoken], acts: Iterable[Done], at: float) -> list[Spoken | Done]:
    """Lines and acts as they happened; at one moment the line comes first, as the act answers it."""
    things: list[tuple[float, int, int, Spoken | Done]] = [
        (line.at, 0, line.number, line) for line in lines if line.at <= at
    ]
    things += [(act.at, 1, act.number, act) for act in acts]
    return [thing for *_, thing in sorted(things, key=lambda one: one[:3])]
