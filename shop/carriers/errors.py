"""What carriers refuse, and what we refuse of them."""

from shop.core.errors import BadRequest, Conflict, Forbidden, NotFound, Unavailable


class CarrierAway(Unavailable):
    """The carrier does not answer in time; nothing is known to have happened."""

    code = "carrier_away"


class CarrierRefused(Conflict):
    """The carrier has answered that it will not; `told` are its own words."""

    code = "carrier_refused"

    def __init__(self, told: str) -> None:
        self.told = told[:200]
        super().__init__(told=self.told, extra={"told": self.told})


class CarrierUnknown(NotFound):
    """No carrier of that name works here."""

    code = "carrier_unknown"


class AreaUnknown(Conflict):
    """The carrier's table has no entry for the commune: it is not guessed."""

    code = "carrier_area_unknown"


class ForgedCallback(Forbidden):
    """The callback does not carry the secret the carrier was given."""

    code = "forged_callback"


class BadCallback(BadRequest):
    """The callback cannot be read."""

    code = "bad_callback"
