"""Odoo believes a listener by its secret, and nobody else."""

import os

import pytest

from listener import is_listener, proof
from listener.configuration import digest, new_secret

HERE = "http://192.168.1.10:8998"
ONE, OTHER = "/etc/nginx/conf.d/one.conf", "/srv/a folder/other.conf"


def test_without_a_listener_nobody_is_one(tmp_path):
    assert not is_listener("", tmp_path)
    assert not is_listener(new_secret(), tmp_path)
    assert not is_listener("", tmp_path / "missing")


def test_each_listener_is_believed_until_it_is_forgotten(tmp_path):
    first, second = new_secret(), new_secret()
    proof.note(tmp_path, ONE, first, HERE)
    proof.note(tmp_path, OTHER, second, HERE)
    assert is_listener(first, tmp_path)
    assert is_listener(second, tmp_path)
    assert not is_listener("", tmp_path)
    assert not is_listener(first[:-1], tmp_path)
    assert not is_listener(digest(first), tmp_path)
    proof.forget(tmp_path, ONE)
    assert not is_listener(first, tmp_path)
    assert is_listener(second, tmp_path)


def test_it_is_known_where_terminals_call(tmp_path):
    assert proof.addresses(tmp_path) == []
    proof.note(tmp_path, ONE, new_secret(), HERE)
    proof.note(tmp_path, OTHER, new_secret(), "https://[fd00::1]:9000")
    assert set(proof.addresses(tmp_path)) == {HERE, "https://[fd00::1]:9000"}
    proof.forget(tmp_path, OTHER)
    assert proof.addresses(str(tmp_path)) == [HERE]


def test_a_new_secret_replaces_the_old_one(tmp_path):
    first, second = new_secret(), new_secret()
    proof.note(tmp_path, ONE, first, HERE)
    assert is_listener(first, tmp_path)
    proof.note(tmp_path, ONE, second, HERE)
    assert not is_listener(first, tmp_path)
    assert is_listener(second, tmp_path)


def test_only_digests_are_kept(tmp_path):
    secret = new_secret()
    proof.note(tmp_path, ONE, secret, HERE)
    [file] = tmp_path.iterdir()
    assert file.read_text() == f"{digest(secret)} {HERE} {ONE}\n"
    assert file.stat().st_mode & 0o777 == 0o644


def test_nothing_but_digests_is_taken_over(tmp_path):
    file = tmp_path / proof.NAME
    file.write_text(f"root:x:0\n{digest('x')} {HERE} {OTHER}\n{digest('y')}\n")
    proof.note(tmp_path, ONE, new_secret(), HERE)
    assert "root" not in file.read_text()
    assert is_listener("x", tmp_path)
    assert not is_listener("y", tmp_path)


def test_a_link_to_another_file_is_not_followed(tmp_path):
    secret = tmp_path / "shadow"
    secret.write_text(f"{digest('x')} {HERE} {OTHER}\n")
    os.symlink(secret, tmp_path / proof.NAME)
    with pytest.raises(OSError, match="symbolic links"):
        proof.note(tmp_path, ONE, new_secret(), HERE)
    assert secret.read_text() == f"{digest('x')} {HERE} {OTHER}\n"
