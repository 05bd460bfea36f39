"""Digest authentication: examples of the standards, another library, curl, and lock-outs."""

import shutil
import subprocess
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
import requests.auth
from hypothesis import given, strategies as st

from simulator import digest as server_side
from simulator.digest import DigestGuard
from terminals.client.digest import Challenge, DigestLogin, answer, read_challenge
from terminals.errors import Garbled, Misaddressed, OtherProtocol, WrongKey

#: RFC 7616, 3.9.1.
RFC7616 = (
    'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm={}, '
    'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", '
    'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
)
RFC7616_CNONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"
#: RFC 2617, 3.5.
RFC2617 = (
    'Digest realm="testrealm@host.com", qop="auth,auth-int", '
    'nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"'
)


@pytest.mark.parametrize(
    ("algorithm", "response"),
    [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        (
            "SHA-256",
            "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
        ),
    ],
)
def test_example_of_rfc_7616_gives_its_response(algorithm, response):
    challenge = read_challenge([RFC7616.format(algorithm)])
    header = answer(
        challenge,
        "Mufasa",
        "Circle of Life",
        "GET",
        "/dir/index.html",
        cnonce=RFC7616_CNONCE,
    )
    assert f'response="{response}"' in header
    assert f'opaque="{challenge.opaque}"' in header
    assert "qop=auth, nc=00000001" in header
    assert f"algorithm={algorithm}," in header


def test_example_of_rfc_2617_gives_its_response():
    header = answer(
        read_challenge([RFC2617]),
        "Mufasa",
        "Circle Of Life",
        "GET",
        "/dir/index.html",
        cnonce="0a4f113b",
    )
    assert 'response="6629fae49393a05397450978507c4ef1"' in header
    assert "algorithm" not in header


def test_challenge_without_qop_gets_the_response_of_rfc_2069():
    challenge = read_challenge(
        [
            'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"'
        ]
    )
    header = answer(
        challenge, "Mufasa", "CircleOfLife", "GET", "/dir/index.html", cnonce="x"
    )
    # Of the errata of RFC 2069.
    assert 'response="1949323746fe6a43ef61f9606e7febea"' in header
    assert "cnonce" not in header
    assert "nc=" not in header


def test_name_is_sent_as_a_hash_where_the_server_wants_that():
    challenge = read_challenge(
        ['Digest realm="a", nonce="n", qop="auth", algorithm=SHA-256, userhash=true']
    )
    header = answer(challenge, "Jäsøn", "pw", "GET", "/", cnonce="c")
    assert "userhash=true" in header
    assert "Jäsøn" not in header


def test_name_in_other_letters_is_sent_in_the_extended_notation():
    header = answer(Challenge("r", "n"), "Jäsøn Doe", "pw", "GET", "/", cnonce="c")
    assert "username*=UTF-8''J%C3%A4s%C3%B8n%20Doe," in header


@pytest.mark.parametrize("name", ["a\r\nX: y", "a\x00", "a\u2028"])
def test_name_with_a_control_character_is_refused(name):
    with pytest.raises(Misaddressed):
        answer(Challenge("r", "n"), name, "pw", "GET", "/", cnonce="c")


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ([], None),
        (["Basic realm=x"], None),
        (['Digest realm="r"'], None),  # no nonce
        (['Digest realm="r", nonce="n", algorithm=SHA-512-256'], None),
        (['Digest realm="r", nonce="n", qop="auth-int"'], None),
        (['Basic realm="x, Digest", Digest nonce="n", realm="r"'], ("r", "n", "")),
        (['digest REALM=r,NONCE=n,Algorithm="md5"'], ("r", "n", "md5")),
        (
            ['Digest realm="r", nonce="1", algorithm=X', 'Digest realm="r", nonce="2"'],
            ("r", "2", ""),
        ),
        (['Digest realm="a \\"b\\" c", nonce="n"'], ('a "b" c', "n", "")),
        (['Negotiate, Digest realm="r", nonce="n"'], ("r", "n", "")),
        (['Digest realm="r", nonce="n'], None),
    ],
)
def test_challenges_are_read_however_they_are_written(headers, expected):
    found = read_challenge(headers)
    assert (found and found[:3]) == expected


@given(st.lists(st.text(max_size=80), max_size=3))
def test_any_header_is_read_or_not_and_never_raises(headers):
    found = read_challenge([f"Digest {each}" for each in headers])
    assert found is None or found.nonce


_TEXT = st.text(
    st.characters(min_codepoint=33, max_codepoint=126, exclude_characters='",\\'),
    min_size=1,
    max_size=12,
)


@given(_TEXT, _TEXT, _TEXT, _TEXT, st.sampled_from(["MD5", "SHA-256", "MD5-SESS"]))
def test_answers_are_those_of_requests(name, password, realm, nonce, algorithm):
    header = (
        f'Digest realm="{realm}", nonce="{nonce}", qop="auth", algorithm={algorithm}'
    )
    library = requests.auth.HTTPDigestAuth(name, password)
    library.init_per_thread_state()
    library._thread_local.chal = requests.auth.parse_dict_header(header[7:])
    expected = requests.utils.parse_dict_header(
        library.build_digest_header("GET", "http://h/a?b=c")[7:]
    )
    ours = answer(
        read_challenge([header]),
        name,
        password,
        "GET",
        "/a?b=c",
        cnonce=expected["cnonce"],
    )
    found = requests.utils.parse_dict_header(ours[7:])
    assert found == expected


# A login against the simulated server, which shares no line with it.


def ask(guard, login, target="/x"):
    """Send one request as a client does; return how often it was sent."""
    for sent in range(1, 5):
        header = login.authorize("GET", target) or ""
        verdict = guard.check("GET", target, header)
        if verdict == server_side.OK:
            login.succeed()
            return sent
        login.take([guard.challenge(stale=verdict == server_side.STALE)])
    raise AssertionError


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-256", ""])
@pytest.mark.parametrize("qop", ["auth", "auth,auth-int", ""])
def test_right_password_is_accepted_and_its_nonce_used_on(algorithm, qop):
    guard = DigestGuard({"admin": "pä$s"}, algorithm=algorithm, qop=qop)
    login = DigestLogin("admin", "pä$s")
    assert [ask(guard, login) for _ in range(3)] == [2, 1, 1]
    assert guard.total_wrong == 0


@pytest.mark.parametrize("says_stale", [True, False])
def test_nonce_that_is_good_once_is_asked_for_each_time(says_stale):
    guard = DigestGuard({"admin": "pw"}, nonce_uses=1, says_stale=says_stale)
    login = DigestLogin("admin", "pw")
    assert [ask(guard, login) for _ in range(5)] == [2, 2, 2, 2, 2]
    assert guard.total_wrong == 0


def test_wrong_password_is_sent_once_in_a_session():
    guard = DigestGuard({"admin": "right"})
    login = DigestLogin("admin", "wrong")
    for _ in range(10):
        with pytest.raises(WrongKey):
            ask(guard, login)
    assert guard.total_wrong == 1


def test_password_changed_in_mid_session_is_refused_and_not_tried_again():
    guard = DigestGuard({"admin": "right"}, attempts=3)
    login = DigestLogin("admin", "right")
    ask(guard, login)
    guard.accounts["admin"] = "new"
    for _ in range(10):
        with pytest.raises(WrongKey):
            ask(guard, login)
    assert guard.total_wrong == 2
    assert not guard.is_locked("admin")


def test_server_that_calls_each_nonce_stale_is_given_up():
    login = DigestLogin("admin", "pw")
    stale = 'Digest realm="r", nonce="n", stale=true'
    login.authorize("GET", "/")
    login.take([stale])
    login.authorize("GET", "/")
    login.take([stale])
    login.authorize("GET", "/")
    with pytest.raises(Garbled):
        login.take([stale])
    with pytest.raises(WrongKey):
        login.authorize("GET", "/")


def test_server_without_digest_gets_no_password():
    login = DigestLogin("admin", "pw")
    assert login.authorize("GET", "/") is None
    with pytest.raises(OtherProtocol):
        login.take(['Basic realm="x"'])


def test_login_shows_no_password():
    assert "s3cret" not in repr(DigestLogin("admin", "s3cret"))


# curl as a witness of the simulated server, so that both sides are proved.


@pytest.fixture
def served():
    guard = DigestGuard({"admin": "pa ss"}, algorithm="SHA-256")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            verdict = guard.check(
                "GET", self.path, self.headers.get("Authorization", "")
            )
            self.send_response(200 if verdict == server_side.OK else 401)
            if verdict != server_side.OK:
                self.send_header("WWW-Authenticate", guard.challenge())
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args):
            """Be quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield guard, f"http://127.0.0.1:{server.server_port}/a?b=[c]"
        server.shutdown()


@pytest.mark.skipif(not shutil.which("curl"), reason="needs curl")
@pytest.mark.parametrize("algorithm", ["MD5", "SHA-256"])
@pytest.mark.parametrize(("password", "status"), [("pa ss", "200"), ("other", "401")])
def test_curl_agrees_with_the_simulated_server(served, algorithm, password, status):
    guard, url = served
    guard.algorithm = algorithm
    user = f"admin:{password}"
    found = subprocess.run(
        [
            *["curl", "-sg", "-o", "/dev/null", "-w", "%{http_code}", "--digest", "-u"],
            user,
            url,
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout == status
