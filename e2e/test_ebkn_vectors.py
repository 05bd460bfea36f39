"""Every recorded and documented EBKN frame, through real nginx, byte by byte."""

import json
from pathlib import Path

import pytest

from demo.listener import Listener
from e2e.listening import Answer, exchange, nginx_or_skip, request
from e2e.test_ebkn import hang_up

FOLDER = Path(__file__).parent.parent / "tests" / "vectors" / "ebkn"
VECTORS = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted(FOLDER.glob("*.json"))
}
# What has to be asked for before: kind and values of the wizard; "pin" is a user.
ASKED = {
    "ebkn_12_cmd_set_time_unframed_rejected": {"kind": "set_clock"},
    "ebkn_13_cmd_enter_enroll": {
        "kind": "enroll",
        "pin": "2",
        "enroll_kind": "finger",
        "slot": 0,
    },
    "ebkn_20_result_user_id_list_hs101": {"kind": "query_users"},
    "ebkn_22_result_log_data_hs103": {
        "kind": "query_punches",
        "since": "2026-03-01",
        "until": "2026-03-31",
    },
    "ebkn_23_result_log_data_hs101": {
        "kind": "query_punches",
        "since": "2000-01-01",
        "until": "2000-01-02",
    },
    "ebkn_25_result_user_info_hs101": {"kind": "query_users"},
    "ebkn_27_cmd_delete_user": {"kind": "delete_user", "pin": "99999"},
    "ebkn_28_cmd_get_log_data_range": {
        "kind": "query_punches",
        "since": "2026-07-20",
        "until": "2026-07-29",
    },
    "ebkn_30_reset_fk_in_result_ack": {"kind": "restart"},
}
# Recorded with another answer that says the same: OK without a command, and the code of
# a restart in place of OK with that command.
OTHERWISE = {
    "ebkn_10_poll_double_slash": ("ERROR_NO_CMD", ""),
    "ebkn_30_reset_fk_in_result_ack": ("OK", "RESET_FK"),
}
LEFT_OUT = {"content-length", "host", "_note"}


@pytest.fixture(scope="module")
def listener(stack, server) -> Listener:
    """The listener of the shared server."""
    nginx_or_skip()
    return stack.enter_context(Listener(stack, server))


@pytest.fixture(scope="module")
def devices(api, committed) -> dict[str, int]:
    """The terminals of all frames by their names."""
    serials = {serial_of(vector) for vector in VECTORS.values()}
    return hang_up(api, committed, sorted(serials))


def serial_of(vector: dict) -> str:
    headers = vector["request"]["headers"]
    return headers.get("dev_id", "00000001")  # a form has it in its body


def body_of(vector: dict) -> bytes:
    asked = vector["request"]
    text = asked.get("body_text", "")
    if not text.startswith(("{", "page_id")):
        text = ""  # it describes what was not recorded
    return bytes.fromhex(asked.get("body_hex", "")) or text.encode()


def send(listener, vector: dict, **changed: str) -> Answer:
    """Send a frame as it was recorded, but for what has to be another today."""
    asked = vector["request"]
    headers = {
        name: changed.get(name, text)
        for name, text in asked["headers"].items()
        if name.lower() not in LEFT_OUT
    }
    version = (asked.get("http_version") or "HTTP/1.0").removeprefix("HTTP/")
    raw = request(
        asked["path"], tuple(headers.items()), body_of(vector), "POST", version
    )
    answer = exchange(listener.port, raw)
    assert answer.status == 200
    assert answer.header("Location") is None
    return answer


def ask(api, device: int, name: str) -> None:
    """Give a command from the screen."""
    vals = {**ASKED[name], "device_ids": [[6, 0, [device]]]}
    pin = vals.pop("pin", None)
    if pin:
        user = {"device_id": device, "pin": pin}
        domain = [[key, "=", value] for key, value in user.items()]
        found = api.call("biometric.device.user", "search", domain=domain)
        create = {"vals_list": [user]}
        vals["user_id"] = (
            found or api.call("biometric.device.user", "create", **create)
        )[0]
    [device_name] = api.call("biometric.device", "read", ids=[device], fields=["name"])
    vals["confirmation"] = device_name["name"]
    wizard = api.call("biometric.command.wizard", "create", vals_list=[vals])
    api.call("biometric.command.wizard", "action_queue", ids=wizard)


def cancel(api, device: int) -> None:
    """Leave nothing behind for the next frame of the same terminal."""
    domain = [["device_id", "=", device], ["state", "in", ["queued", "sent"]]]
    waiting = api.call("biometric.command", "search", domain=domain)
    api.call("biometric.command", "action_cancel", ids=waiting)


def poll(listener, serial: str) -> Answer:
    headers = (("request_code", "receive_cmd"), ("dev_id", serial))
    return exchange(listener.port, request("/", headers, method="POST"))


@pytest.mark.parametrize("name", VECTORS)
def test_a_recorded_request_is_answered_as_recorded(name, listener, devices, api):
    vector = VECTORS[name]
    device, serial = devices[serial_of(vector)], serial_of(vector)
    recorded = vector["response"]
    changed = {}
    if name in ASKED:
        cancel(api, device)
        ask(api, device, name)
        if vector["request"]["headers"]["request_code"] == "send_cmd_result":
            number = poll(listener, serial).header("trans_id")
            assert number
            changed = {"trans_id": number}
    answer = send(listener, vector, **changed)
    cancel(api, device)
    if not recorded.get("headers"):
        assert answer.body == recorded["body_text"].encode()
        return
    code, command = OTHERWISE.get(
        name,
        (recorded["headers"]["response_code"], recorded["headers"].get("cmd_code", "")),
    )
    assert answer.header("response_code") == code
    assert (answer.header("cmd_code") or "") == command
    received = bytes.fromhex(recorded.get("body_hex", ""))
    if received:
        assert answer.body == received
    elif command != "SET_TIME":  # its time is that of the moment, and its frame a must
        assert answer.body == b""
    assert answer.header("Content-Length") == str(len(answer.body))


PUNCHES = [
    name
    for name, vector in VECTORS.items()
    if "_glog_" in name and "expected" in vector
]


@pytest.mark.parametrize("name", PUNCHES)
def test_a_recorded_log_entry_is_stored_as_a_punch(name, listener, devices, api):
    vector = VECTORS[name]
    send(listener, vector)
    send(listener, vector)
    punches = punches_of(api, devices[serial_of(vector)])
    expected = vector["expected"]
    mine = [p for p in punches if p["device_time"] == expected["io_time"]]
    assert [p["pin"] for p in mine] == [expected["user_id"]]
    way = {1: "in", 2: "out"}.get(expected.get("io_key"), expected.get("direction"))
    assert (mine[0]["direction"] or None) == way


def punches_of(api, device: int) -> list[dict]:
    return api.call(
        "biometric.punch",
        "search_read",
        domain=[["device_id", "=", device]],
        fields=["pin", "device_time", "direction", "route"],
    )


def test_what_came_in_results_and_parts_is_stored(listener, devices, api):
    """After the frames above: logs, users listed, users received in parts."""
    users = api.call(
        "biometric.device.user",
        "search_read",
        domain=[["device_id", "in", list(devices.values())]],
        fields=["device_id", "pin", "name", "sync_state"],
    )
    serials = {number: serial for serial, number in devices.items()}
    received = {(serials[u["device_id"][0]], u["pin"]): u["name"] for u in users}
    assert {("2023000001", str(pin)) for pin in (1, 2, 3)} <= set(received)
    assert received["MESIN01", "5"] == "Usrb"  # in two parts
    assert received["C2610000000000AB", "2"]
    read = [p for p in punches_of(api, devices["MESIN01"]) if p["route"] == "poll"]
    assert [(p["pin"], p["device_time"], p["direction"]) for p in read] == [
        ("13", "2026-03-26 17:36:10", "out")
    ]
    old = punches_of(api, devices["2023000002"])
    assert {p["device_time"][:10] for p in old} == {"2000-01-01"}
