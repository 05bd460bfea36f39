"""Set up a listener (write its configuration, load it into nginx) and remove it."""

import time
from pathlib import Path

from . import files, private, proof
from .address import require_free
from .asking import read_running_fingerprint
from .configuration import (
    ListenerError,
    Settings,
    base,
    fingerprint_in,
    main_text,
    new_secret,
    secret_in,
    server_text,
    settings_in,
)
from .place import Place
from .target import Target

TIMEOUT_SECONDS = 10  # until nginx answers with the new configuration


def set_up(place: Place, settings: Settings, data_dir: Path) -> bool:
    """Write the configuration, check and load it with nginx, and wait until it answers.

    :param data_dir: Odoo's data folder.
    :return: whether anything had to be changed.
    :raises ListenerError: it failed; unless the message says otherwise, nothing was changed.
    """
    old = files.read(place.file)
    text = server_text(settings, secret_in(old) or new_secret())
    if place.nginx and text == old and answers(text):
        _note(place, text, data_dir)
        return False
    if place.nginx:
        place.nginx.path()
        _require_free(settings, old)
    _write_checked(place, text, old)
    _note(place, text, data_dir)
    if place.nginx:
        _take(place)
        _wait(text)
    return place.nginx is not None or text != old


def prepare(place: Place, settings: Settings, data_dir: Path) -> None:
    """Set up a listener with an nginx of its own, without starting that nginx.

    The caller then replaces its own process by it (``Nginx.become``).

    :raises ListenerError: as ``set_up``; or that nginx runs already.
    """
    if place.nginx.is_running(place.pid):
        raise ListenerError(f"The nginx of {place.folder} runs already.")
    old = files.read(place.file)
    text = server_text(settings, secret_in(old) or new_secret())
    require_free(settings.interface, settings.port)
    _write_checked(place, text, old)
    _note(place, text, data_dir)


def remove(place: Place, data_dir: Path) -> bool:
    """Remove the listener: its configuration, and its line in Odoo's data folder.

    :return: whether there was one.
    :raises ListenerError: the file is not a listener's, or nginx refuses its configuration
        without it.
    """
    old = files.read(place.file)
    if old and not secret_in(old):
        raise ListenerError(f"{place.file} was not written by this command: it stays.")
    if place.folder:
        private.remove(place)
    elif old:
        place.file.unlink()
        if place.nginx:
            _check_or(place, lambda: files.write(place.file, old, 0o600))
    proof.forget(data_dir, place.file)
    if old and place.nginx and not place.folder:
        place.nginx.signal("reload")
    return bool(old)


def answers(text: str) -> bool:
    """Return whether a listener with exactly this configuration answers."""
    return read_running_fingerprint(settings_in(text)) == fingerprint_in(text)


def _note(place: Place, text: str, data_dir: Path) -> None:
    """Write this configuration to the file of ``listener.proof``, its secret as a digest."""
    settings = settings_in(text)
    target = Target(settings.upstreams, settings.database, place.nginx is not None)
    proof.note(data_dir, place.file, secret_in(text), base(settings), target)


def _require_free(settings: Settings, old: str) -> None:
    """Refuse a port another program uses; the listener configured so far may use it.

    :raises ListenerError: the port is in use.
    """
    if old:
        before = settings_in(old)
        if before.port == settings.port and answers(old):
            return
    require_free(settings.interface, settings.port)


def _write_checked(place: Place, text: str, old: str) -> None:
    def undo():
        if old:
            files.write(place.file, old, 0o600)
        elif place.folder:
            private.remove(place)
        else:
            place.file.unlink()

    if place.folder:
        private.make(place)
        files.write(place.main, main_text(str(place.folder), place.file.name), 0o600)
    files.write(place.file, text, 0o600)
    if place.nginx:
        _check_or(place, undo)


def _check_or(place: Place, undo) -> None:
    try:
        place.nginx.check()
    except ListenerError:
        undo()
        raise


def _take(place: Place) -> None:
    if place.folder and not place.nginx.is_running(place.pid):
        place.nginx.start()
    else:
        place.nginx.signal("reload")


def _wait(text: str) -> None:
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while not answers(text):
        if time.monotonic() > deadline:
            settings = settings_in(text)
            raise ListenerError(
                f"The configuration is written and correct, but nobody answers with it at "
                f"{settings.reached_at}:{settings.port}: see that nginx.conf includes the "
                "file, and restart nginx."
            )
        time.sleep(0.1)
