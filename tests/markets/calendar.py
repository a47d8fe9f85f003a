"""A small reader of calendar files (RFC 5545), for tests."""


def read_calendar(content):
    """The events of a file: name -> value, unfolded and unescaped. Anything that is not right fails."""
    text = content.decode()
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    lines = text.replace("\r\n ", "").split("\r\n")[:-1]
    assert (lines[0], lines[1], lines[-1]) == ("BEGIN:VCALENDAR", "VERSION:2.0", "END:VCALENDAR")
    events, event = [], None
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            event = {}
        elif line == "END:VEVENT":
            events.append(event)
            event = None
        elif event is not None:
            assert name not in event, f"{name} stands twice"
            event[name] = _unescaped(value)
    return events


def _unescaped(value):
    signs, found = iter(value), ""
    for sign in signs:
        found += {"n": "\n", "\\": "\\", ",": ",", ";": ";"}[next(signs)] if sign == "\\" else sign
    return found
