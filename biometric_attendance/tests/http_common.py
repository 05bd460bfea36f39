"""Requests as a terminal of the push protocol makes them."""

from odoo.tests import HttpCase

from .common import BiometricCase


class AdmsCase(BiometricCase, HttpCase):
    """Nobody logs in; what a terminal sends is all there is."""

    SERIAL = "GATE001"

    def ask(self, endpoint, serial=SERIAL, prefix="", headers=None, **query):
        """``GET /iclock/<endpoint>``."""
        return self._send("GET", endpoint, None, prefix, headers, SN=serial, **query)

    def send(self, endpoint, body, serial=SERIAL, prefix="", headers=None, **query):
        """``POST /iclock/<endpoint>`` with no more headers than old firmware sends."""
        return self._send("POST", endpoint, body, prefix, headers, SN=serial, **query)

    def _send(self, method, endpoint, body, prefix, headers, **query):
        if isinstance(body, str):
            body = body.encode()
        answer = self.url_open(
            f"{prefix}/iclock/{endpoint}",
            method=method,
            data=body,
            params=query,
            headers={"User-Agent": "iClock Proxy/1.09", **(headers or {})},
            allow_redirects=False,
        )
        self.env.invalidate_all()
        self.assertNotIn("Set-Cookie", answer.headers)
        return answer

    def handshake(self, serial=SERIAL, version="2.4.1", **how):
        return self.ask(
            "cdata", serial, options="all", pushver=version, language="69", **how
        )

    def poll(self, serial=SERIAL, **how):
        return self.ask("getrequest", serial, **how)

    def post_rows(self, *rows, serial=SERIAL, table="ATTLOG", **how):
        body = "".join(f"{line}\n" for line in rows)
        return self.send("cdata", body, serial, table=table, Stamp="9999", **how)

    def options(self, answer):
        """The option block as a dict; every line must end with LF."""
        first, *lines = answer.text.split("\n")
        self.assertTrue(first.startswith("GET OPTION FROM: "), answer.text)
        self.assertEqual(lines.pop(), "")
        return dict(line.split("=", 1) for line in lines)

    def assertAnswer(self, answer, body, status=200):
        self.assertEqual((answer.status_code, answer.text), (status, body))
