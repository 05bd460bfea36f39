"""A receiver of pushes by the book, for the terminal's tests; it shares no code with the addon."""

import json
import re


class FakeHikvisionServer:
    """Takes what comes to the right address.

    :param path: the secret address.
    :param refusals: statuses to give to the next requests instead of taking them.
    :ivar events: number to how often the event came.
    :ivar values: number to the event.
    """

    def __init__(self, path, refusals=()):
        self.path, self.refusals = path, list(refusals)
        self.events, self.values = {}, {}
        self.heartbeats = 0

    def send(self, method, path, headers, body):
        assert method == "POST"
        if self.refusals:
            return self.refusals.pop(0), {}, b""
        if path != self.path:
            return 403, {}, b""
        event = self._read(body)
        if event is None:
            self.heartbeats += 1
        else:
            number = int(event["serialNo"])
            self.events[number] = self.events.get(number, 0) + 1
            self.values[number] = event
        return 200, {}, b""

    @staticmethod
    def _read(body):
        if body.lstrip().startswith(b"<"):
            rows = re.findall(r"<(\w+)>([^<>]*)</\1>", body.decode())
            return dict(rows)
        text = re.search(rb"\{.*\}", body, re.DOTALL)[0].decode("latin-1")
        values, _end = json.JSONDecoder().raw_decode(text)
        values = values.get("EventNotificationAlert", values)
        event = values.get("AccessControllerEvent")
        return event and {**event, "dateTime": values["dateTime"]}
