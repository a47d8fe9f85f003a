"""When buyers are reminded of what waits for them."""

import msgspec


class Reminder(msgspec.Struct, frozen=True):
    """The reminder of this `number`, counted from 1, is due when so many days are left."""

    number: int
    days_left: int


def reminders_due(days: int) -> list[Reminder]:
    """The reminders of a pickup that is kept for `days`, the last first: one two days before its end and one a day."""
    return [Reminder(number, left) for number, left in ((2, 1), (1, 2)) if days > left]
