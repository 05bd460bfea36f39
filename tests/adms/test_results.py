"""What terminals say became of commands."""

import pytest

from terminals.adms.results import decode_results
from tests.adms_vectors import body, meaning, named


@pytest.mark.parametrize(
    "name", [n for n in named("devicecmd") if "results" in meaning(n)]
)
def test_recorded_results_are_understood(name):
    results = decode_results(body(name))
    expected = meaning(name)["results"]
    assert [(r.id, r.code) for r in results] == [
        (e["id"], e["return"]) for e in expected
    ]
    for result, sent in zip(results, expected, strict=True):
        assert result.echo == sent.get("cmd", result.echo)
        assert result.content == sent.get("content", result.content)


def test_several_results_come_in_order():
    name = "068_devicecmd_batch_mixed"
    results = decode_results(body(name))
    assert len(results) == meaning(name)["count"]
    assert [r.id for r in results if r.code < 0] == meaning(name)["failed"]
    assert [r.echo for r in results] == ["DATA", "USER ADD", "CHECK"]


def test_content_runs_to_the_end():
    (shell,) = decode_results(body("066_devicecmd_shell_full"))
    assert shell.content.startswith("1|1|1|2025-07-10T22:38:47")
    assert shell.values == {
        "SN": "CQZ7231360296",
        "FILENAME": meaning("066_devicecmd_shell_full")["results"][0]["filename"],
    }
    many = b"ID=1\nReturn=0\nCMD=GetFile\nContent=a&b=c\nID=2&Return=0&CMD=X\n"
    (file,) = decode_results(many)
    assert file.content == "a&b=c\nID=2&Return=0&CMD=X"


def test_values_follow_their_result():
    first, second = decode_results(
        b"ID=1&Return=0&CMD=INFO\r\n~DeviceName=X&Y\r\nUserCount=4\r\nComPwd=SECRET\r\n"
        b"id=2&return=3&cmd=DATA\r\n"
    )
    assert first.values == {
        "~DeviceName": "X&Y",
        "UserCount": "4",
        "ComPwd": "[6 characters not kept]",
    }
    assert (second.id, second.code, second.echo) == ("2", 3, "DATA")


def test_echo_may_hold_an_ampersand():
    (result,) = decode_results(b"ID=1&Return=0&CMD=SET a&b")
    assert result.echo == "SET a&b"


@pytest.mark.parametrize("code", ["", "x", "1" * 20])
def test_unreadable_code_is_not_success(code):
    (result,) = decode_results(f"ID=1&Return={code}&CMD=DATA".encode())
    assert result.code is None


def test_text_without_id_is_no_result():
    name = "090_sec_devicecmd_no_id"
    assert len(decode_results(body(name))) == meaning(name)["count"] == 0
    assert decode_results(b"") == decode_results(b"ID=&Return=0") == []
