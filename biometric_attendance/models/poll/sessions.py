"""Sessions with devices: how they begin, are run, and end."""

import logging
from contextlib import contextmanager
from dataclasses import dataclass, field

from psycopg2 import OperationalError

from odoo import models

from ...terminals.errors import (
    DeviceRefused,
    Misaddressed,
    TransportError,
    Unreachable,
)
from ...terminals.poll import Limits
from ...terminals.reasons import Reason
from ...terminals.session import SessionPlan
from .. import locks
from ..push.biometric_message import MessagesFull
from ..retry import retry_on_serialization_failure
from .session_runner import SessionRunner

_logger = logging.getLogger(__name__)

# Odoo gives a job ten seconds at a time, and ends its worker after a hundred and twenty.
POLL_DEADLINE_SECONDS = 45.0
# After the connection something is done or read.
MIN_STEPS = 2


@dataclass
class DeviceSession:
    """One session with one device.

    :ivar leased: commands taken along and not done yet, in order.
    :ivar recorded: success is recorded already, because the session goes on.
    :ivar cut_short: there was no time for the rest.
    """

    device: models.Model
    plan: SessionPlan
    leased: list[int] = field(default_factory=list)
    recorded: bool = False
    cut_short: bool = False


def begin_sessions(devices, commit, *, listen=False):
    """Lock each device when its turn comes, and give (session, its steps).

    A device no session can be made for is left out, and notes that.

    :param listen: receive live events after reading.
    """
    env = devices.env
    for device in devices:
        if not locks.try_lock(env, locks.CONNECTION, device.id):
            device._postpone_poll()
            continue
        try:
            begun = _begin(device, commit, listen)
        except OperationalError:
            raise
        except Exception as error:  # noqa: BLE001 - logged, and recorded on the device
            begun = None
            _record_failure(device, error)
            commit()
        if begun:
            yield begun
        else:
            locks.unlock(env, locks.CONNECTION, device.id)


def _begin(device, commit, listen):
    """Return (session, its steps) of a locked device; ``None`` if it is gone."""
    env = device.env
    # Somebody may have had it in between: look at it again in a new transaction.
    retry_on_serialization_failure(env, device._record_session_begin)
    commit()
    env.invalidate_all()
    if not device.exists():
        return None
    plan = device._get_session_plan(listen)
    limits = Limits(deadline=POLL_DEADLINE_SECONDS)
    steps = device._get_poll().session(device._get_connection_values(), plan, limits)
    return DeviceSession(device, plan), steps


def run_sessions(env, waiting, commit, time_left, **limits):
    """Run sessions at the same time, and process their steps.

    :param waiting: as :func:`begin_sessions` gives them.
    :param commit: called after each step, with 1 after the last of a session.
    :param time_left: whether to go on.
    :param limits: of :class:`.session_runner.SessionRunner`.
    """

    def process(session, step):
        answer = retry_on_serialization_failure(
            env, lambda: session.device._process_step(step, session)
        )
        commit()
        return answer

    def finish(session, error, cut_short):
        session.cut_short = cut_short
        _end(session, error)
        commit(1)

    with _unlocking(env):
        SessionRunner(process, finish, time_left, **limits).run(waiting)


def _end(session, error):
    """Record the result of a session, and unlock its device.

    :param error: what ended the session early, ``None`` for nothing.
    """
    device, env = session.device, session.device.env
    env.cr.rollback()
    # A person may have changed the device meanwhile, or deleted it.
    if device.exists():
        try:
            retry_on_serialization_failure(
                env, lambda: device._record_session_end(session, error)
            )
        except OperationalError:
            raise
        except Exception as failure:  # noqa: BLE001 - logged, and recorded
            _record_failure(device, failure)
    locks.unlock(env, locks.CONNECTION, device.id)


def _record_failure(device, error):
    """Undo what was begun, and record on the device why it has no session."""
    device.env.cr.rollback()
    device.env.transaction.reset()
    reason = get_failure_reason(device, error)
    retry_on_serialization_failure(device.env, lambda: device._record_failure(reason))


@contextmanager
def _unlocking(env):
    """Hold no device any more after an error inside: the database connection may live on."""
    try:
        yield
    except BaseException:
        env.cr.rollback()
        locks.unlock_all(env, locks.CONNECTION)
        raise


def get_failure_reason(device, error):
    """Why a session failed; what is no failure of a terminal is logged."""
    if isinstance(error, TransportError):
        return error.reason
    if isinstance(error, MessagesFull):
        return Reason("messages_full")
    _logger.error("Session with device %s failed", device.id, exc_info=error)
    return Reason("server_error")


def release_commands(session, error):
    """Queue again what was leased and came to no end, unless it may have been done."""
    leased = session.device.env["biometric.command"].browse(session.leased)
    if session.device._get_poll().scheduled:
        # Where it was broken off, nobody knows about the command that was next.
        leased[0 if error is None else 1 :]._unlease()
        return
    # Else nobody knows whether it was done.
    sure = error is None or isinstance(error, Misaddressed | DeviceRefused)
    tried = not (sure or isinstance(error, Unreachable))
    reason = error.reason if isinstance(error, TransportError) else None
    leased.exists()._requeue_unfinished(sure, tried, reason)
