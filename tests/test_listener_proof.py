"""Odoo believes a listener by its secret, and nobody else."""

import os
import socket

import pytest

from listener import OdooServer, Target, is_listener, proof
from listener.configuration import digest, new_secret

HERE = "http://192.168.1.10:8998"
ONE, OTHER = "/etc/nginx/conf.d/one.conf", "/srv/a folder/other.conf"
SERVER = OdooServer("main", 8069)
OURS = Target(("127.0.0.1:8069",), "main", is_local=True)


def test_without_a_listener_nobody_is_one(tmp_path):
    assert not is_listener("", tmp_path)
    assert not is_listener(new_secret(), tmp_path)
    assert not is_listener("", tmp_path / "missing")


def test_each_listener_is_believed_until_it_is_forgotten(tmp_path):
    first, second = new_secret(), new_secret()
    proof.note(tmp_path, ONE, first, HERE, OURS)
    proof.note(tmp_path, OTHER, second, HERE, OURS)
    assert is_listener(first, tmp_path)
    assert is_listener(second, tmp_path)
    assert not is_listener("", tmp_path)
    assert not is_listener(first[:-1], tmp_path)
    assert not is_listener(digest(first), tmp_path)
    proof.forget(tmp_path, ONE)
    assert not is_listener(first, tmp_path)
    assert is_listener(second, tmp_path)


def addresses(folder, server=SERVER):
    return {each.address: each.owner for each in proof.listeners(folder, server)}


def test_it_is_known_where_terminals_call(tmp_path):
    assert addresses(tmp_path) == {}
    proof.note(tmp_path, ONE, new_secret(), HERE, OURS)
    proof.note(tmp_path, OTHER, new_secret(), "https://[fd00::1]:9000", OURS)
    assert addresses(tmp_path) == {HERE: "", "https://[fd00::1]:9000": ""}
    proof.forget(tmp_path, OTHER)
    assert addresses(str(tmp_path)) == {HERE: ""}


HOST = socket.gethostname()
#: A listener's target to whose it seems, for the server "main" at port 8069: ``""`` its
#: own, ``None`` of another server.
OWNERS = [
    (OURS, ""),
    (Target(("127.0.0.1:8069",), "", is_local=True), ""),
    (Target(("10.9.8.7:8069", "localhost:8069"), "main", is_local=True), ""),
    (Target((f"{HOST}:8069",), "main"), ""),
    (Target(("127.0.0.1:8070",), "main", is_local=True), None),
    (Target(("127.0.0.1:8069",), "other", is_local=True), None),
    (Target(("10.9.8.7:8069",), "other"), None),
    (Target((f"{HOST}:8070",), "main"), None),
    (Target(("10.9.8.7:8069",), "main", is_local=True), "10.9.8.7:8069, main"),
    (Target(("127.0.0.1:8070",), "main"), "127.0.0.1:8070, main"),
    (Target(("odoo:8069", "odoo2:8069")), "odoo:8069, odoo2:8069"),
    (Target(), ONE),
]


@pytest.mark.parametrize(("target", "owner"), OWNERS)
def test_a_listener_is_told_from_those_of_other_servers(tmp_path, target, owner):
    proof.note(tmp_path, ONE, new_secret(), HERE, target)
    assert addresses(tmp_path) == ({} if owner is None else {HERE: owner})


def test_the_own_listener_comes_first(tmp_path):
    unknown = Target(("odoo:8069",))
    proof.note(tmp_path, ONE, new_secret(), "http://10.0.0.1:8998", unknown)
    proof.note(tmp_path, OTHER, new_secret(), HERE, OURS)
    assert list(addresses(tmp_path)) == [HERE, "http://10.0.0.1:8998"]


def test_a_line_of_an_older_version_is_of_an_unknown_server(tmp_path):
    (tmp_path / proof.NAME).write_text(f"{digest('x')} {HERE} {OTHER}\n")
    assert addresses(tmp_path) == {HERE: OTHER}
    proof.note(tmp_path, ONE, new_secret(), HERE, OURS)
    assert is_listener("x", tmp_path)


def test_a_new_secret_replaces_the_old_one(tmp_path):
    first, second = new_secret(), new_secret()
    proof.note(tmp_path, ONE, first, HERE, OURS)
    assert is_listener(first, tmp_path)
    proof.note(tmp_path, ONE, second, HERE, OURS)
    assert not is_listener(first, tmp_path)
    assert is_listener(second, tmp_path)


def test_only_digests_are_kept(tmp_path):
    secret = new_secret()
    proof.note(tmp_path, ONE, secret, HERE, OURS)
    [file] = tmp_path.iterdir()
    words = f"{digest(secret)} {HERE} local main 127.0.0.1:8069 {ONE}"
    assert file.read_text() == f"{words}\n"
    assert file.stat().st_mode & 0o777 == 0o644


def test_nothing_but_digests_is_taken_over(tmp_path):
    file = tmp_path / proof.NAME
    file.write_text(f"root:x:0\n{digest('x')} {HERE} {OTHER}\n{digest('y')}\n")
    proof.note(tmp_path, ONE, new_secret(), HERE, OURS)
    assert "root" not in file.read_text()
    assert is_listener("x", tmp_path)
    assert not is_listener("y", tmp_path)


def test_a_link_to_another_file_is_not_followed(tmp_path):
    secret = tmp_path / "shadow"
    secret.write_text(f"{digest('x')} {HERE} {OTHER}\n")
    os.symlink(secret, tmp_path / proof.NAME)
    with pytest.raises(OSError, match="symbolic links"):
        proof.note(tmp_path, ONE, new_secret(), HERE, OURS)
    assert secret.read_text() == f"{digest('x')} {HERE} {OTHER}\n"
