"""Errors of the API: a code for programs, the status, and a sentence for whoever writes one."""

#: Code to (HTTP status, English sentence).
ERRORS = {
    "malformed": (400, "The body is not what this address takes: see the description."),
    "instance": (400, "A bridge says in Biometric-Instance which program it is."),
    "token": (401, "No such token, or it was revoked."),
    "code": (401, "No such code: it works once, for ten minutes."),
    "right": (403, "The token does not have the right to do this."),
    "network": (403, "The token may not be used from this address."),
    "lease": (403, "Another bridge with the same token was heard within five minutes."),
    "not_found": (404, "There is nothing at this address, or not by this method."),
    "not_built": (
        404,
        "This server has no bridge program: build it, or name it in the configuration.",
    ),
    "large": (413, "The body is too large: send less at once."),
    "media_type": (
        415,
        "Send application/json, plain or with Content-Encoding: gzip.",
    ),
    "protocol": (
        426,
        "This server speaks version 1: update the program or the server.",
    ),
    "pace": (429, "Too many requests: wait before the next."),
    "failed": (500, "Something went wrong on the server: its log says what."),
    "busy": (503, "The server is busy: send the same again."),
}
