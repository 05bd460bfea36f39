"""A source in one file, made up for tests: a list of rows that anybody may read.

Rows are ``number;terminal;PIN;YYYY-MM-DD HH:MM:SS;state``; the position is the last number.
"""

import json
from datetime import datetime

from ...terminals.brand import Brand, Commands
from ...terminals.errors import Misaddressed, Unreachable
from ...terminals.poll import ConnectionField
from ...terminals.reasons import Reason
from ...terminals.records import (
    CommandResult,
    DeviceInfo,
    DeviceUser,
    Punch,
    Refused,
    Upload,
)
from ...terminals.session import CommandDone, Connected, Diagnosis
from ...terminals.source import CommandUnanswered, SourceRead, SourceTerminal

ROWS_A_STEP = 2


class ToySource:
    """``memory`` is the source: rows, terminals, people, and whether it answers.

    ``given`` are the commands it got. What becomes of one is in ``outcomes`` by its PIN:
    ``failed``, ``unanswered``, ``left`` with those behind it, or ``broken``, which ends the
    session; else it is done.
    """

    fields = (
        ConnectionField("host", "Where the Toys Are", "address"),
        ConnectionField("password", "Password", "secret"),
    )

    def __init__(self):
        self.rows, self.terminals, self.users = [], [], []
        self.answers, self.notice, self.fingerprint = True, None, ""
        self.columns = {}
        self.plans = []
        self.given, self.outcomes = [], {}

    def needs(self, values):
        return [field.name for field in self.fields]

    def check(self, values):
        if " " in (values["host"] or ""):
            raise Misaddressed("toys_host_invalid")

    def describe(self, values):
        return values["host"]

    def session(self, values, plan, limits):
        self.plans.append(plan)
        if not self.answers:
            raise Unreachable("toys_away")
        if plan.will_send_commands:
            taken = yield Connected(DeviceInfo(), has_new_punches=True)
            yield from self.carry_out(taken)
        last = (plan.position or {}).get("last", 0)
        if plan.read_whole_log:
            last = 0
        since = values["since"].strftime("%Y-%m-%d")
        new = [
            row
            for row in self.rows
            if int(row.split(";")[0]) > last and row.split(";")[3] >= since
        ]
        steps = [new[at : at + ROWS_A_STEP] for at in range(0, len(new), ROWS_A_STEP)]
        for number, rows in enumerate(steps or [[]], 1):
            uploads = {}
            for row in rows:
                terminal, record = decode_row(row)
                uploads.setdefault(terminal, Upload()).add(record)
                last = max(last, int(row.split(";")[0]))
            complete = number >= len(steps)
            notice, self.notice = self.notice, None
            yield SourceRead(
                uploads,
                {"last": last},
                complete,
                tuple(self.terminals),
                tuple(self.users),
                notice,
            )

    def carry_out(self, taken):
        for terminal, command in taken:
            pin = command.payload.get("pin", "")
            outcome = self.outcomes.get(pin)
            if outcome == "left":
                return
            self.given.append((terminal, command.kind, pin))
            if outcome == "broken":
                raise Unreachable("toys_away")
            if outcome == "unanswered":
                yield CommandUnanswered(command, Reason("toys_away"))
                continue
            problem = Reason("toys_row") if outcome == "failed" else None
            code = None if problem else 0
            result = CommandResult(command.id, code, command.kind, {}, "")
            found = None
            if command.kind == "query_users":
                found = Upload(users=list(self.users), lines=len(self.users))
            yield CommandDone(command, result, found, problem)

    def diagnose(self, values, limits):
        if self.answers:
            return Diagnosis(answer=Reason("toys_answer"))
        return Diagnosis(problem=Reason("toys_away"), fingerprint=self.fingerprint)

    def list_columns(self, values, limits):
        if not self.answers:
            raise Unreachable("toys_away")
        return self.columns


def decode_row(row):
    number, terminal, pin, moment, state = row.split(";")
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return terminal, Refused(row, Reason("toys_row"))
    return terminal, Punch(pin, at, int(state), None, "", row, number=number)


COMMANDS = Commands(
    capabilities={"toys": frozenset({"set_user", "delete_user", "query_users"})},
    encode=lambda kind, payload, dialect, *, known=None: json.dumps(payload),
    explain=lambda code, kind, dialect: (code == 0, Reason("toys_answer")),
    pending_code=-1,
    answer_bytes=4096,
    command_bytes=4096,
    max_attempts=2,
    keeps_users=True,
)


def make_brand(commands=None):
    return Brand(
        key="toys",
        label="Toys",
        dialects={"toys": "Toys"},
        decode=lambda table, body, *, name="": Upload(),
        directions={0: "in", 1: "out"},
        source=ToySource(),
        commands=commands,
        messages={
            "toys_answer": "The toys answer.",
            "toys_away": "The toys are away.",
            "toys_host_invalid": "No toys live at such an address.",
            "toys_set_back": "The toys were set back.",
            "toys_row": "No row of the toys.",
        },
    )


__all__ = ["COMMANDS", "DeviceUser", "SourceTerminal", "make_brand"]
