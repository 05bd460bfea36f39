"""A simulated CAMS gateway on a real socket, and the cron that calls it."""

from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from odoo.addons.base.tests.test_ir_cron import CronMixinCase

from simulator import Terminal, User, drive
from simulator.cams import REST_PATHS, Call, CamsEndpoint, Registration, RestApi

from .cams_common import TAG, TOKEN, CamsCase

MONDAY = datetime(2025, 3, 3, 7, tzinfo=timezone.utc)  # 08:00 in Paris
LATER = timedelta(minutes=1)


class Rest:
    """Where REST calls arrive; remembers how many, and may be out of order.

    :ivar broken: answer nothing at all.
    """

    def __init__(self, endpoint):
        self.api = RestApi([endpoint])
        self.calls = []
        self.broken = False
        rest = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                length = int(self.headers["Content-Length"])
                call = Call(self.path, self.rfile.read(length))
                rest.calls.append(call)
                if rest.broken:
                    return
                body = rest.api.answer(call, datetime.now(timezone.utc))
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *words):
                """Stay silent."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def close(self):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class CallCase(CamsCase, CronMixinCase):
    """The terminal of :class:`CamsCase`, behind a gateway that can be called."""

    allow_loopback = True

    @classmethod
    def _request_handler(cls, s, r, /, **kw):
        kw["timeout"] = 20  # that of Odoo's tests knows a single number only
        return super()._request_handler(s, r, **kw)

    def gateway_of(self, generation="v3", punches=0, *, url=True, **own):
        """The endpoint of the terminal, registered as ``own`` says, and its gateway.

        :param punches: a minute apart, by Ann.
        """
        users = [User("1", "Ann")]
        simulated = Terminal(TAG, "Europe/Paris", users=users)
        for minute in range(punches):
            at = MONDAY + timedelta(minutes=minute)
            simulated.punch("1", at, minute % 2)
        own = {"token": TOKEN, **own}
        endpoint = CamsEndpoint(simulated, Registration(generation, **own))
        self.rest = Rest(endpoint)
        self.addCleanup(self.rest.close)
        self.terminal.write(
            {
                "dialect": generation,
                "gateway_plain": True,
                "gateway_url": url and f"{self.rest.url}{REST_PATHS[generation]}",
            }
        )
        if endpoint.registration.key:
            self.terminal.encryption_key = endpoint.registration.key
        return endpoint

    def queue(self, what, /, device=None, **payload):
        commands = self.env["biometric.command"]
        return commands._queue(device or self.terminal, what, payload)

    def call_gateways(self):
        """Run the cron; nobody rests."""
        self.terminal.poll_next = False
        self.env.ref("biometric_attendance.cron_call").method_direct_trigger()
        self.env.invalidate_all()

    def receive(self, endpoint, **how):
        """The gateway tells all it has to tell, and the terminal does its part."""
        drive(
            endpoint, self._post, **{"now": datetime.now(timezone.utc) + LATER, **how}
        )

    def _post(self, method, path, headers, body):
        answer = self.url_open(path, method=method, data=body, headers=headers)
        self.env.invalidate_all()
        return answer.status_code, answer.headers, answer.content
