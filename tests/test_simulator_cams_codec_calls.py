"""Calls of the codec and the transport, as the gateway understands them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from simulator.cams import Call, RestApi
from simulator.people import Place
from terminals import cams
from terminals.cams.client import Gateway, call
from terminals.cams.client.history import load_punches
from tests.cams_codec_server import KEYS, received_from
from tests.cams_gateway import KEY, START, TOKEN, V2_PATH, V3_PATH, device, listening

LATER = ("v2", "v3")
NAIVE = START.replace(tzinfo=None)


def asked(endpoint, kind, payload, reference="17"):
    """Let the codec ask for something, and read the answer."""
    own, dialect = endpoint.registration, endpoint.registration.generation
    body = cams.envelope.envelope(
        cams.commands.encode_command(kind, payload, dialect, known={"tz": "UTC"}),
        dialect,
        serial="D1",
        token=TOKEN,
        reference=reference,
        time=START,
        key=own.key,
    )
    path = V2_PATH if dialect == "v2" else V3_PATH + "D1"
    answer = RestApi([endpoint]).answer(Call(path, body), START)
    return cams.responses.decode_answer(dialect, 200, answer, KEYS)


PAYLOADS = {
    "set_user": {"pin": "8", "name": "Bram Bakker", "card": "77", "privilege": "admin"},
    "set_template": {"pin": "7", "kind": "finger", "slot": 6, "blob": "QUJDRA=="},
    "enroll": {"pin": "7", "kind": "finger"},
    "query_punches": {"since": NAIVE, "until": NAIVE + timedelta(days=1)},
    "show_message": {"pin": "7", "text": "Please see HR"},
    **{kind: {"pin": "7"} for kind in ("delete_user", "hide_message", "send_photo")},
}


@pytest.mark.parametrize("key", ["", KEY])
@pytest.mark.parametrize(
    ("generation", "kind"),
    [
        (dialect, kind)
        for dialect in LATER
        for kind in sorted(cams.commands.CAPABILITIES[dialect])
    ],
)
def test_every_command_is_understood(generation, kind, key):
    endpoint = device(generation, 3, key=key)
    answer = asked(endpoint, kind, PAYLOADS.get(kind, {}))
    assert answer.good, str(answer.reason)
    assert answer.reference == "17"
    server = received_from(endpoint)
    assert endpoint.abandoned == []
    lazy = answer.code == cams.codes.PENDING
    assert [result.id for result in server.results] == ["17"] * lazy
    assert all(result.code == 0 for result in server.results)


@pytest.mark.parametrize("generation", LATER)
def test_a_user_arrives_as_written(generation):
    endpoint = device(generation)
    asked(endpoint, "set_user", PAYLOADS["set_user"])
    received_from(endpoint)
    user = endpoint.terminal.users["8"]
    assert (user.name, user.card, user.privilege) == ("Bram Bakker", "77", 14)
    asked(endpoint, "set_template", {**PAYLOADS["set_template"], "pin": "8"})
    received_from(endpoint)
    finger = Place("8", "finger", 6 if generation == "v2" else 0)
    assert endpoint.terminal.templates[finger].blob == b"ABCD"
    assert endpoint.terminal.users["8"] == user


@pytest.mark.parametrize("generation", LATER)
def test_refusals_are_told_in_words(generation):
    endpoint = device(generation)
    endpoint.registration.token = "another"
    answer = asked(endpoint, "information", {})
    assert (answer.code, answer.good) == (7, False)
    assert "token" in str(answer.reason)


@pytest.mark.parametrize("generation", LATER)
def test_the_past_is_loaded_over_a_socket(generation):
    zone = ZoneInfo("Asia/Kolkata")
    endpoint = device(generation, 120, zone=zone.key, key=KEY)
    with listening(endpoint) as gateway:
        ours = Gateway(
            url=f"http://127.0.0.1:{gateway.port}{V3_PATH.partition('?')[0]}"
            if generation == "v3"
            else f"http://127.0.0.1:{gateway.port}{V2_PATH}",
            dialect=generation,
            serial="D1",
            token=TOKEN,
            zone=zone,
            security_key=KEY,
            plain=True,
            allow_loopback=True,
        )
        assert call(ours, "information", {}, "r1").good
        pages = list(load_punches(ours, datetime(2024, 5, 1), datetime(2024, 8, 1)))
    loaded = [page.upload for page in pages]
    punches = [punch for upload in loaded for punch in upload.punches]
    assert [len(upload.punches) for upload in loaded] == [50, 50, 20]
    stored = endpoint.terminal.punches.entries.values()
    assert [(p.pin, p.time) for p in punches] == [(p.pin, p.local) for p in stored]
