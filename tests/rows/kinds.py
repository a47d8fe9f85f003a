"""The kinds of rows: who gets past the guards.

`IN` means that the asker got past every guard: any answer but 401, 403 and the hiding 404, and never a 5xx.
"""

from dataclasses import dataclass, field

IN = "in"
ASKERS = (
    "guest",
    "buyer",  # a consumer: the order is theirs
    "stranger",  # a consumer with nothing to do with it
    "producer",  # owner of world.producer
    "other_producer",  # owner of another one
    "host",  # of this session
    "other_host",
    "staff",  # of this place
    "other_staff",
    "officer",
    "admin",
)


@dataclass(frozen=True)
class Row:
    """What each asker gets, and a request that is well formed."""

    expect: dict[str, object]
    body: object = None
    headers: dict[str, str] = field(default_factory=dict)
    query: str = ""
    form: bool = False
    skipped: str = ""  # why the request itself is not made here

    @property
    def is_alike(self):
        """Whether everybody gets the same, guests included."""
        return len(set(map(str, self.expect.values()))) == 1


def anyone(**request):
    """Guests and everybody signed in."""
    return Row(dict.fromkeys(ASKERS, IN), **request)


def signed_in(**request):
    """Everybody but guests."""
    return Row(dict.fromkeys(ASKERS, IN) | {"guest": 401}, **request)


def only(*askers, others=403, **request):
    """These alone: a guest is asked to sign in, everybody else gets `others`."""
    return Row(dict.fromkeys(ASKERS, others) | {"guest": 401} | dict.fromkeys(askers, IN), **request)


def owner(*askers, **request):
    """What belongs to these and does not exist for anybody else, guests included."""
    return Row(dict.fromkeys(ASKERS, 404) | dict.fromkeys(askers, IN), **request)


def at_counter(*askers, **request):
    """Staff of other places learn nothing (404); who is no staff at all is refused by role (403)."""
    row = only(*askers, **request)
    return Row(row.expect | {"other_staff": 404}, **request)
