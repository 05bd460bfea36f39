"""Whether a terminal's call to an address of this server would arrive."""

from urllib.parse import urlsplit

from . import own_call, reach
from .addresses import parts_of
from .sentences import explain

PROBLEMS = {"refused": "refused_here", "tls": "tls_missing"}
NOT_FOUND = 404


def check_address(env, brand, address):
    """Send the first request of a terminal there, and return what was found.

    :param address: one of this server's own.
    :return: as ``sentences.explain``, with a ``kind``: ``success`` or ``danger``.
    """
    values = parts_of(address.url)
    if address.problem:
        return _found(env, "danger", address.problem, values)
    serial = own_call.new_serial(env)
    answer = reach.call(address.url, brand.guide.greeting.of(serial))
    if answer.problem:
        code = PROBLEMS.get(answer.problem, answer.problem)
        return _found(env, "danger", code, values)
    if answer.location:
        is_https = urlsplit(answer.location).scheme == "https"
        to_https = is_https and address.url.startswith("http://")
        code = "to_https" if to_https else "redirected"
        return _found(env, "danger", code, {**values, "location": answer.location})
    if env["biometric.contact.attempt"]._was_checked(serial):
        return _found(env, "success", "arrived", values)
    if answer.status >= 500:
        code = "server_error"
    else:
        code = "no_database" if answer.status == NOT_FOUND else "other_database"
    return _found(env, "danger", code, {**values, "status": answer.status})


def _found(env, kind, code, values):
    return {"kind": kind, **explain(env, code, **values)}
