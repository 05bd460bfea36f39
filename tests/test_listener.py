"""The text of the listener: nginx's configuration, and what is typed into terminals."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from listener.configuration import (
    HIDDEN,
    PROOF_HEADER,
    ListenerError,
    Settings,
    fingerprint_in,
    main_text,
    new_secret,
    secret_in,
    server_text,
    settings_in,
    urls,
)
from terminals import listener_rules
from terminals.ebkn.request import HEADERS

BRANDS = listener_rules()
PLAIN = Settings(host="odoo.example.com", brands=BRANDS)
FULL = Settings(
    host="192.168.1.10",
    upstreams=("10.0.0.1:8069", "[fd00::1]:8070"),
    port=9443,
    interface="192.168.1.10",
    certificate="/etc/ssl/a b.pem",
    key="/etc/ssl/key.pem",
    database="main-1",
    trusted=("10.0.0.0/24", "fd00::/8"),
    device_rate=5,
    address_rate=50,
    logs="/srv/logs",
    brands=BRANDS,
)
SECRET = new_secret()


def lines(settings: Settings) -> list[str]:
    text = server_text(settings, SECRET)
    return [line.strip() for line in text.splitlines()]


@pytest.mark.parametrize("settings", [PLAIN, FULL], ids=["plain", "full"])
def test_what_was_written_is_read_back(settings):
    text = server_text(settings, SECRET)
    assert settings_in(text) == settings
    assert secret_in(text) == SECRET
    assert re.fullmatch(r"[0-9a-f]{16}", fingerprint_in(text))
    again = replace(settings_in(text), brands=BRANDS)
    assert text == server_text(again, secret_in(text))


def test_any_change_changes_the_fingerprint():
    changes = {
        "host": "other",
        "upstreams": ("127.0.0.1:1",),
        "port": 1,
        "interface": "127.0.0.1",
        "database": "other",
        "trusted": ("10.0.0.1",),
        "device_rate": 1,
        "address_rate": 1,
        "logs": "/other",
    }
    texts = [server_text(replace(PLAIN, **{k: v}), SECRET) for k, v in changes.items()]
    texts += [server_text(PLAIN, SECRET), server_text(PLAIN, new_secret())]
    texts.append(server_text(replace(PLAIN, certificate="/a", key="/b"), SECRET))
    assert len({fingerprint_in(text) for text in texts}) == len(texts)


def test_only_headers_that_brands_name_are_passed_on():
    written = lines(FULL)
    assert "proxy_pass_request_headers off;" in written
    passed = {
        line for line in written if re.match(r"proxy_set_header .* \$http_", line)
    }
    named = [pair for each in BRANDS.values() for pair in each.headers.items()]
    assert passed == {
        f"proxy_set_header {name} $http_{sent.lower().replace('-', '_')};"
        for sent, name in named
    }


def test_no_header_is_passed_on_by_a_name_with_an_underscore():
    names = [name for each in BRANDS.values() for name in each.headers.values()]
    assert not [name for name in names if not re.fullmatch(r"[A-Za-z-]+", name)]


def test_every_mapped_header_is_taken_from_the_terminal_and_nowhere_else():
    written = lines(PLAIN)
    for sent, mapped in HEADERS.items():
        assert f"proxy_set_header {mapped} $http_{sent};" in written
    assert "underscores_in_headers on;" in written


def test_every_location_that_passes_on_keeps_the_headers():
    """One `proxy_set_header` inside a location would drop all those around it."""
    server = server_text(FULL, SECRET).partition("\nserver {")[2]
    bodies = re.findall(
        r"^    location [^{]*(?:\{\d[^{]*)?\{\n(.*?)^    \}", server, re.M | re.S
    )
    assert len(bodies) == server.count("    location ")
    assert sum("proxy_pass" in body for body in bodies) == 2
    assert not any("proxy_set_header" in body for body in bodies)


def test_no_query_and_no_secret_address_is_logged():
    text = server_text(FULL, SECRET)
    form = re.search(r"log_format .*?;", text, re.S)[0]
    assert not re.search(r"\$(request|request_uri|args|query_string|uri)\b", form)
    assert 'error_log "/srv/logs/biometric_9443_error.log" crit;' in lines(FULL)


def test_tls_is_all_or_nothing():
    assert "listen 0.0.0.0:8998 default_server;" in lines(PLAIN)
    assert not any(line.startswith("ssl_") for line in lines(PLAIN))
    assert "listen 192.168.1.10:9443 default_server ssl;" in lines(FULL)
    assert 'ssl_certificate "/etc/ssl/a b.pem";' in lines(FULL)
    with pytest.raises(ListenerError, match="both"):
        Settings(host="a", certificate="/a")


def test_a_database_a_caller_names_is_never_passed_on():
    assert 'proxy_set_header X-Odoo-Database "";' in lines(PLAIN)
    assert 'proxy_set_header X-Odoo-Database "main-1";' in lines(FULL)


def test_addresses_are_believed_from_named_proxies_alone():
    assert not any("real_ip" in line for line in lines(PLAIN))
    assert "set_real_ip_from 10.0.0.0/24;" in lines(FULL)
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in lines(FULL)


def test_several_servers_share_the_work():
    assert {"server 10.0.0.1:8069;", "server [fd00::1]:8070;"} <= set(lines(FULL))


def test_two_listeners_of_one_nginx_share_no_name():
    names = re.compile(r"(?:zone=|^map .* \$|^upstream |^log_format )(\w+)", re.M)
    one, other = (
        set(names.findall(server_text(replace(PLAIN, port=port), SECRET)))
        for port in (8998, 8999)
    )
    assert len(one) == len(other) == 7
    assert not one & other


def test_no_gap_is_left():
    for text in (
        server_text(FULL, SECRET),
        main_text("/srv/x", "biometric_attendance.listener.conf"),
    ):
        assert not re.search(r"@(?!moved|later)", text)
        assert text.count("{") == text.count("}")


def test_the_secret_can_be_left_out():
    text = server_text(PLAIN, HIDDEN)
    assert f'{PROOF_HEADER} "{HIDDEN}"' in text
    assert secret_in(text) == ""


def test_what_to_type_into_terminals():
    expected = {
        "adms": "http://odoo.example.com:8998",
        "cams": "http://odoo.example.com:8998/cams/biometric-api3.0/",
        "ebkn": "http://odoo.example.com:8998/ebkn",
    }
    assert expected.items() <= urls(PLAIN, BRANDS).items()
    assert urls(FULL, BRANDS)["adms"] == "https://192.168.1.10:9443"
    assert urls(FULL, BRANDS)["ebkn"] is None
    assert urls(Settings(host="fd00::5"), BRANDS)["adms"] == "http://[fd00::5]:8998"


BAD = [
    ("host", ""),
    ("host", "a b"),
    ("host", 'a";'),
    ("host", "fe80::1%eth0"),
    ("upstreams", ()),
    ("upstreams", ("http://127.0.0.1:8069",)),
    ("upstreams", ("127.0.0.1",)),
    ("upstreams", ("127.0.0.1:0",)),
    ("upstreams", ("a; b:1",)),
    ("port", 0),
    ("port", 65536),
    ("interface", "eth0"),
    ("interface", ""),
    ("database", "a b"),
    ("database", 'a"'),
    ("database", "$host"),
    ("trusted", ("10.0.0.0/33",)),
    ("trusted", ("all",)),
    ("device_rate", 0),
    ("address_rate", -1),
    ("address_rate", 65_536),
    ("logs", "relative"),
    ("logs", '/a"; include /etc/passwd; "'),
    ("logs", "/a\nb"),
    ("logs", "/a$uri"),
]


@pytest.mark.parametrize(("name", "value"), BAD)
def test_what_cannot_be_is_refused_in_a_sentence(name, value):
    with pytest.raises(ListenerError) as refused:
        replace(PLAIN, **{name: value})
    assert re.fullmatch(r".+\.", str(refused.value))


@pytest.mark.parametrize("text", ["", "# settings: {}", "# settings: [", "server {}"])
def test_a_file_of_somebody_else_is_told(text):
    with pytest.raises(ListenerError, match="not written by this command"):
        settings_in(text)


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_no_value_gets_out_of_its_place(host, database, logs):
    """Either it is refused, or the configuration has as many words as ever."""
    try:
        settings = Settings(host=host, database=database, logs=logs, brands=BRANDS)
    except ListenerError:
        return
    usual = server_text(replace(PLAIN, database="x"), SECRET)
    text = server_text(settings, SECRET)
    quoted = re.compile(r'"[^"\n]*"')

    def shape(text):
        return quoted.sub('""', re.sub(r"^# settings.*", "", text, flags=re.M))

    assert shape(text) == shape(usual)
    assert settings_in(text) == settings
