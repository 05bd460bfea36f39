"""What the next session with a device is to do, and when it is due."""

import hashlib
import json
import time
from dataclasses import dataclass, field

from terminals.session import DeviceCommand, RowsRead, SessionPlan

from .config import DeviceConfig
from .session import SessionResult
from .spool import Spool

WHOLE_LOG_SECONDS = 20 * 3600.0  # once a day, whenever there is time
MIN_REST_SECONDS, MAX_REST_SECONDS = 60.0, 3600.0
#: Between two sessions of a terminal that is listened to.
LIVE_PAUSE_SECONDS = 1.0


@dataclass
class Planner:
    """Plans the sessions of one device.

    :ivar failures: in a row.
    """

    spool: Spool
    device_id: int
    failures: int = 0
    _asked_for: str = field(default="", repr=False)

    def plan(
        self, device: DeviceConfig, etag: str, has_commands: bool, listen: bool
    ) -> tuple[SessionPlan, list[DeviceCommand]]:
        """Return the plan of the next session, and the host's own questions.

        :param etag: of the configuration; its questions are asked once.
        """
        whole = self._wants_whole_log(device, etag)
        questions = [] if self._asked_for == etag else list(device.questions)
        self._asked_for = etag
        plan = SessionPlan(
            position=self.spool.position(self.device_id) or device.position,
            read_whole_log=whole,
            will_send_commands=bool(
                has_commands or questions or device.will_send_commands
            ),
            listen=listen,
        )
        return plan, [DeviceCommand("", kind, {}) for kind in questions]

    def is_refused(self, device: DeviceConfig) -> bool:
        """Whether the terminal refused this login, so that it is not called with it again."""
        refused = self.spool.notes(self.device_id).get("refused")
        return bool(refused) and refused == _digest(device)

    def record_refusal(self, device: DeviceConfig) -> None:
        """Note that the terminal refused the login it was called with."""
        self.spool.note(self.device_id, refused=_digest(device))

    def record(self, result: SessionResult, plan: SessionPlan, etag: str) -> None:
        """Note what became of a session."""
        self.failures = self.failures + 1 if result.error else 0
        if result.error:
            self._asked_for = ""
        if result.whole_log_read:
            self.spool.note(
                self.device_id,
                whole_at=time.time(),
                whole_etag=etag,
                whole_running=False,
            )
        elif plan.read_whole_log and not self.spool.notes(self.device_id).get(
            "whole_running"
        ):
            self.spool.note(self.device_id, whole_running=True)

    def rest(
        self, device: DeviceConfig, result: SessionResult, has_commands: bool
    ) -> float:
        """Return the seconds until the next session."""
        if result.error:
            first = MIN_REST_SECONDS if device.live else device.poll_minutes * 60
            rest = first * 2.0 ** min(self.failures - 1, 10)
            return max(min(rest, MAX_REST_SECONDS), MIN_REST_SECONDS)
        if has_commands or not result.complete:
            return 0.0
        return LIVE_PAUSE_SECONDS if device.live else device.poll_minutes * 60

    def _wants_whole_log(self, device: DeviceConfig, etag: str) -> bool:
        notes = self.spool.notes(self.device_id)
        if "whole_at" not in notes:
            # As far as Odoo knows: from now on the bridge counts by itself.
            notes = {"whole_at": time.time()}
            self.spool.note(self.device_id, **notes)
        if notes.get("whole_running"):
            return True
        if not device.read_whole_log:
            if notes.get("whole_etag"):
                self.spool.note(self.device_id, whole_etag="")
        elif notes.get("whole_etag") != etag and not self.spool.waiting(
            self.device_id, RowsRead.name
        ):
            return True
        return not 0 <= time.time() - notes["whole_at"] < WHOLE_LOG_SECONDS


def _digest(device: DeviceConfig) -> str:
    """Return what two logins with the same values have in common."""
    values = json.dumps(device.values, sort_keys=True, default=str)
    return hashlib.sha256(values.encode()).hexdigest()
