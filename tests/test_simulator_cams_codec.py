"""Gateway and codec were written apart; here each must understand the other."""

from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

import pytest

from biometric_attendance.protocols import cams
from biometric_attendance.simulator import drive
from biometric_attendance.simulator.cams import GENERATIONS, Call, CamsFaults, Desk
from biometric_attendance.simulator.people import Place
from biometric_attendance.transports.cams import Gateway, call, load_punches
from tests.cams_gateway import (
    KEY,
    OTHER_KEY,
    START,
    TOKEN,
    V2_PATH,
    V3_PATH,
    device,
    listening,
)

LATER = ("v2", "v3")
KEYS = [OTHER_KEY, KEY]
NAIVE = START.replace(tzinfo=None)


class CodecServer:
    """A callback URL made of nothing but the codec."""

    def __init__(self):
        self.calls = []
        self.uploads = []
        self.results = []

    def send(self, method, path, headers, body):
        parts = urlsplit(path)
        query = dict(parse_qsl(parts.query))
        found = cams.read_call(parts.path, query, method, headers=headers, body=body)
        found = cams.unseal(found, KEYS) if found.kind == "sealed" else found
        self.calls.append(found)
        if found.reference:
            self.results += cams.decode_results(found.body)
        else:
            self.uploads.append(cams.decode_upload(found.table, found.body))
        return 200, {}, cams.acknowledge(found.dialect)

    def told(self, what):
        return [record for upload in self.uploads for record in getattr(upload, what)]


def told_by(face):
    server = CodecServer()
    drive(face, server.send, now=START)
    assert face.settled
    return server


def with_key(generation):
    return {"key": KEY} if generation != "v1" else {}


@pytest.mark.parametrize("generation", GENERATIONS)
def test_both_agree_on_every_punch(generation):
    face = device(generation, zone="America/St_Johns", **with_key(generation))
    ways = (1, 3, 4, 15, 25)
    for minute, status in enumerate((*range(8), 255)):
        at = START + timedelta(minutes=minute)
        face.terminal.punch("00017", at, status, verify=ways[minute % 5])
    server = told_by(face)
    stored = list(face.terminal.punches.entries.values())
    told = server.told("punches")
    assert [(p.pin, p.time) for p in told] == [(p.pin, p.local) for p in stored]
    assert {(c.serial, c.key, c.dialect) for c in server.calls} == {
        ("D1", TOKEN, generation)
    }
    statuses = {
        "v1": [0, 1, 1, 0, 0, 1, 1, 0, 0],
        "v2": [*range(8), None],
        "v3": [*range(8), 0],
    }
    assert [p.status for p in told] == statuses[generation]
    if generation != "v1":
        assert [p.verify for p in told] == [p.verify for p in stored]
    offset = -2.5 * 3600 if generation == "v3" else None
    assert {p.offset for p in told} == {offset}


@pytest.mark.parametrize("key", ["", KEY])
@pytest.mark.parametrize("generation", LATER)
def test_nothing_a_sound_gateway_sends_is_refused(generation, key):
    face = device(generation, 2, key=key, photographs=True, measures=True)
    terminal = face.terminal
    terminal.register("8", START, name="Bram Bakker", card="77", privilege=14)
    for kind in ("finger", "visible_face", "palm", "portrait"):
        terminal.enrol("8", START, kind)
    terminal.remove("7", START)
    server = told_by(face)
    assert [(r.line, r.reason) for r in server.told("refused")] == []
    (user,) = [user for user in server.told("users") if user.name]
    assert (user.pin, user.name, user.card) == ("8", "Bram Bakker", "77")
    kinds = {template.kind for template in server.told("templates")}
    assert kinds == {"finger", "face", "palm"}


@pytest.mark.parametrize("generation", GENERATIONS)
def test_garbage_is_refused_and_its_neighbours_are_not(generation):
    faults = CamsFaults(["garbage", "double", "reorder", "hold"], rate=0.9)
    face = device(generation, 40, faults=faults, **with_key(generation))
    server = told_by(face)
    stored = {(p.pin, p.local) for p in face.terminal.punches.entries.values()}
    assert stored <= {(p.pin, p.time) for p in server.told("punches")}


def asked(face, kind, payload, reference="17"):
    """Let the codec ask for something, and read the answer."""
    own, dialect = face.registration, face.registration.generation
    body = cams.envelope(
        cams.encode_command(kind, payload, dialect, known={"tz": "UTC"}),
        dialect,
        serial="D1",
        token=TOKEN,
        reference=reference,
        time=START,
        key=own.key,
    )
    path = V2_PATH if dialect == "v2" else V3_PATH + "D1"
    answer = Desk([face]).answer(Call(path, body), START)
    return cams.decode_answer(dialect, 200, answer, KEYS)


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
        for kind in sorted(cams.CAPABILITIES[dialect])
    ],
)
def test_every_command_is_understood(generation, kind, key):
    face = device(generation, 3, key=key)
    answer = asked(face, kind, PAYLOADS.get(kind, {}))
    assert answer.good, answer.words
    assert answer.reference == "17"
    server = told_by(face)
    assert face.abandoned == []
    lazy = answer.code == cams.PENDING
    assert [result.id for result in server.results] == ["17"] * lazy
    assert all(result.code == 0 for result in server.results)


@pytest.mark.parametrize("generation", LATER)
def test_a_user_arrives_as_written(generation):
    face = device(generation)
    asked(face, "set_user", PAYLOADS["set_user"])
    told_by(face)
    user = face.terminal.users["8"]
    assert (user.name, user.card, user.privilege) == ("Bram Bakker", "77", 14)
    asked(face, "set_template", {**PAYLOADS["set_template"], "pin": "8"})
    told_by(face)
    finger = Place("8", "finger", 6 if generation == "v2" else 0)
    assert face.terminal.templates[finger].blob == b"ABCD"
    assert face.terminal.users["8"] == user


@pytest.mark.parametrize("generation", LATER)
def test_refusals_are_told_in_words(generation):
    face = device(generation)
    face.registration.token = "another"
    answer = asked(face, "information", {})
    assert (answer.code, answer.good) == (7, False)
    assert "token" in answer.words


@pytest.mark.parametrize("generation", LATER)
def test_the_past_is_loaded_over_a_socket(generation):
    zone = ZoneInfo("Asia/Kolkata")
    face = device(generation, 120, zone=zone.key, key=KEY)
    with listening(face) as gateway:
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
        )
        assert call(ours, "information", {}, "r1").good
        loaded = list(load_punches(ours, datetime(2024, 5, 1), datetime(2024, 8, 1)))
    punches = [punch for upload in loaded for punch in upload.punches]
    assert [len(upload.punches) for upload in loaded] == [50, 50, 20]
    stored = face.terminal.punches.entries.values()
    assert [(p.pin, p.time) for p in punches] == [(p.pin, p.local) for p in stored]
