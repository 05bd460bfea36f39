"""The description of the API in OpenAPI 3.1, made of the tables here.

``docs/openapi.json`` is written from it by ``./dev api``, and served at
``/biometric/v1/openapi.json``.
"""

from typing import Any, NamedTuple

from .api_errors import ERRORS

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
FLAG: Schema = {"type": "boolean"}
#: Errors that any request with a token may get.
COMMON_ERRORS = ("token", "right", "network", "protocol", "pace", "failed", "busy")
BODY_ERRORS = ("malformed", "large", "media_type")


def nullable(schema: Schema) -> Schema:
    """Return a schema that allows ``null``, too."""
    return {**schema, "type": [schema["type"], "null"]}


def listed(schema: Schema, **values: Any) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": schema, **values}


def named(required: tuple[str, ...] = (), /, **properties: Schema) -> Schema:
    """Return the schema of an object."""
    found: Schema = {"type": "object", "properties": properties}
    return {**found, "required": list(required)} if required else found


def described(text: str, schema: Schema) -> Schema:
    """Return a schema with a description."""
    return {**schema, "description": text}


def one_of(*words: str) -> Schema:
    """Return the schema of a word."""
    return {"type": "string", "enum": list(words)}


PUNCH = named(
    ("user", "at"),
    user=described(
        "The user's id at the reader.", {"type": ["string", "integer"], "maxLength": 64}
    ),
    at=described(
        "Wall clock of the reader, or ISO 8601 with its offset.",
        {**TEXT, "examples": ["2025-03-03 08:00:00", "2025-03-03T08:00:00+01:00"]},
    ),
    direction=one_of("in", "out", "break_out", "break_in"),
    state=described(
        "Instead of a direction: the reader's own number of it.",
        {**NUMBER, "minimum": 0, "maximum": 32767},
    ),
    verify=one_of("finger", "face", "card", "password", "palm"),
    event=described(
        "The reader's own number of the event: the same event is stored once.",
        {"type": ["string", "integer"], "maxLength": 64},
    ),
    workcode=TEXT,
    device=described("Serial number of the reader, where it is not that of all.", TEXT),
)
RESULT = named(
    ("index", "result", "code", "access", "reason", "last_day"),
    index=NUMBER,
    result=described(
        "created, known: it is stored. quarantined: it is kept for a person to look at. "
        "refused: it is not kept, send it again later.",
        one_of("created", "known", "quarantined", "refused"),
    ),
    code=described("Why it was not stored.", nullable(TEXT)),
    message=described("The same as a sentence.", TEXT),
    access=one_of("allowed", "denied", "unknown"),
    reason=described(
        "access_ended, access_begins, or nobody: no person has this id.", nullable(TEXT)
    ),
    last_day=described(
        "Last day of access, null for no end.", nullable({**TEXT, "format": "date"})
    ),
)
ITEM = named(
    ("id", "device", "kind", "data"),
    id=described("The bridge's own number of the item.", TEXT),
    device=described(
        "Its id; source-ID for a program or database.", {"type": ["integer", "string"]}
    ),
    kind=one_of(
        "connected",
        "rows_read",
        "command_done",
        "page_read",
        "live_events",
        "session_end",
        "source_read",
    ),
    data=described("As terminals/step_json.py writes it.", {"type": "object"}),
)
ITEM_RESULTS = named(
    ("results",),
    results=listed(
        named(
            ("id", "result"),
            id=TEXT,
            result=one_of("stored", "refused"),
            code=TEXT,
            message=TEXT,
            position=described(
                "Of a source: where to read on instead.", nullable({"type": "object"})
            ),
        )
    ),
)
STEPS = named(("items",), instance=TEXT, items=listed(ITEM, maxItems=1000))


class Route(NamedTuple):
    """One address of the API.

    :param right: the token needs, ``None``: it is for callers without a token.
    :param body: schema of what is sent, ``None``: nothing.
    :param answer: schema of the answer; ``None``: a file.
    :param errors: codes beside those every address has.
    :param query: name to description of what the address takes.
    """

    path: str
    method: str
    right: str | None
    summary: str
    answer: Schema | None
    body: Schema | None = None
    errors: tuple[str, ...] = ()
    query: dict[str, str] = {}


ROUTES = (
    Route(
        "/biometric/v1/punches",
        "POST",
        "punches",
        "Store up to 500 punches of readers, and say who may come in.",
        named(("received", "results"), received=NUMBER, results=listed(RESULT)),
        named(
            ("punches",),
            device=described("Serial number of the reader, any name.", TEXT),
            punches=listed(PUNCH, maxItems=500),
        ),
    ),
    Route(
        "/biometric/v1/pair",
        "POST",
        None,
        "Exchange a pairing code for the token of a bridge, once.",
        named(
            ("token", "bridge", "url"),
            token=TEXT,
            bridge=named(("id", "name"), id=NUMBER, name=TEXT),
            url=TEXT,
        ),
        named(
            ("code",), code=TEXT, name=TEXT, instance=TEXT, version=TEXT, system=TEXT
        ),
        errors=("code",),
    ),
    Route(
        "/biometric/v1/config",
        "GET",
        "bridge",
        "Tell a bridge which terminals it reaches, and how; with an ETag.",
        {"type": "object"},
        errors=("instance", "lease"),
    ),
    Route(
        "/biometric/v1/steps",
        "POST",
        "bridge",
        "Process what sessions with terminals gave, in order, each by itself.",
        ITEM_RESULTS,
        STEPS,
        errors=("instance", "lease"),
    ),
    Route(
        "/biometric/v1/results",
        "POST",
        "bridge",
        "Process results of commands; the same as steps.",
        ITEM_RESULTS,
        STEPS,
        errors=("instance", "lease"),
    ),
    Route(
        "/biometric/v1/commands",
        "GET",
        "bridge",
        "Lease commands for terminals, and name those to be polled now.",
        named(
            ("commands", "poll", "sources"),
            commands=listed(
                named(
                    ("device", "id", "kind", "payload"),
                    device=NUMBER,
                    id=TEXT,
                    kind=TEXT,
                    payload={"type": "object"},
                )
            ),
            poll=listed(NUMBER),
            sources=described("Programs and databases to be read now.", listed(NUMBER)),
        ),
        errors=("instance", "lease"),
        query={"devices": "Ids of the terminals that answered lately, with commas."},
    ),
    Route(
        "/biometric/v1/heartbeat",
        "POST",
        "bridge",
        "Say how a bridge is; once a minute.",
        named(("now", "config"), now=MOMENT, config=described("ETag.", TEXT)),
        named(
            instance=TEXT,
            version=TEXT,
            now=MOMENT,
            spool=named(waiting=NUMBER, quarantined=NUMBER, oldest=nullable(MOMENT)),
            devices=listed(
                named(id=NUMBER, reachable=FLAG, error=nullable({"type": "object"}))
            ),
            disk_full=FLAG,
        ),
        errors=("instance", "lease"),
    ),
    Route(
        "/biometric/v1/bridge.pyz",
        "GET",
        "bridge",
        "The bridge program, with its SHA-256 as ETag.",
        None,
        errors=("instance", "lease", "not_built"),
    ),
    Route(
        "/biometric/v1/openapi.json",
        "GET",
        None,
        "This description.",
        {"type": "object"},
    ),
)
ERROR = named(("error",), error=named(("code", "message"), code=TEXT, message=TEXT))


def describe() -> dict[str, Any]:
    """Return the description, JSON values."""
    paths: dict[str, Any] = {}
    for route in ROUTES:
        paths.setdefault(route.path, {})[route.method.lower()] = _describe_route(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Biometric Attendance",
            "version": "1",
            "description": "Punches of any reader, and the LAN bridge. See docs/api.md.",
            "license": {"name": "LGPL-3.0-only", "identifier": "LGPL-3.0-only"},
        },
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Error": ERROR, "Punch": PUNCH, "Result": RESULT, "Item": ITEM},
        },
    }


def _describe_route(route: Route) -> dict[str, Any]:
    with_token = route.right is not None
    codes = (
        *route.errors,
        *(COMMON_ERRORS if with_token else ("protocol", "pace", "failed", "busy")),
        *(BODY_ERRORS if route.body else ()),
    )
    described_route: dict[str, Any] = {
        "operationId": route.path.rpartition("/")[2].replace(".", "_"),
        "summary": route.summary,
        "security": [{"token": []}] if with_token else [],
        "responses": {"200": _answer(route), **_errors(codes)},
    }
    if with_token:
        described_route["description"] = f"The token needs the right “{route.right}”."
    if route.body:
        described_route["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": route.body}},
        }
    if route.query:
        described_route["parameters"] = [
            {"name": name, "in": "query", "description": text, "schema": TEXT}
            for name, text in route.query.items()
        ]
    return described_route


def _answer(route: Route) -> dict[str, Any]:
    if route.answer is None:
        content: dict[str, Any] = {"application/zip": {}}
    else:
        content = {"application/json": {"schema": route.answer}}
    return {"description": "Success.", "content": content}


def _errors(codes: tuple[str, ...]) -> dict[str, Any]:
    by_status: dict[str, list[str]] = {}
    for code in sorted(codes, key=lambda each: (ERRORS[each][0], each)):
        status, sentence = ERRORS[code]
        by_status.setdefault(str(status), []).append(f"`{code}`: {sentence}")
    schema = {"$ref": "#/components/schemas/Error"}
    return {
        status: {
            "description": " ".join(sentences),
            "content": {"application/json": {"schema": schema}},
        }
        for status, sentences in by_status.items()
    }
