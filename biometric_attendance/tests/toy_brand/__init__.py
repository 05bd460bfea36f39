"""A whole brand in one file, made up for tests: its terminals push, and can be polled.

In `terminals/` it would have a file for each part, and import from ``..`` instead of
``...terminals``.

POST /toy/rows?sn=T1      17 2025-03-03T08:00:00 0      ->  stored 1
GET  /toy/next?sn=T1                                    ->  5 query_users
POST /toy/done?sn=T1      5 0                           ->  stored
"""

from datetime import datetime

from ...terminals.brand import Brand, Commands, Guide
from ...terminals.calls import Call, Done, Handover, Rejected, Response, Unfinished
from ...terminals.errors import Misaddressed, ProtocolError
from ...terminals.poll import ConnectionField
from ...terminals.push import ListenerRules, Path, Push
from ...terminals.reasons import Reason
from ...terminals.records import CommandResult, DeviceInfo, Punch, Refused, Upload
from ...terminals.session import CommandDone, Connected, Diagnosis, RowsRead
from ...terminals.text import number, redacted, split_lines

KINDS = {"rows": "upload", "next": "command_request", "done": "result"}
#: What a terminal that is polled has stored: host to rows.
MEMORY = {}


class ToyPush(Push):
    patterns = (
        "/toy/<string:action>",
        "/biometric/<string:path_token>/toy/<string:action>",
    )
    paths = (Path(patterns, ("GET", "POST"), 2**16),)
    listener = ListenerRules(path="/toy", locations=("toy/.+",), serial="arg_sn")

    def read_call(self, path, query, method, *, headers, body):
        if not query.get("sn"):
            raise ProtocolError("toy_serial_missing")
        kind = KINDS.get(path.rpartition("/")[2], "unknown")
        return Call(kind, query["sn"], "rows", method, key=query.get("key"))

    def read_results(self, call, body, kind, *, known, pins):
        try:
            number, code = body.decode().split()
            code = int(code)
        except ValueError:
            return [], None
        return [CommandResult(number, code, kind, {}, "")], None

    def answer(self, call, outcome):
        status, text = 200, "stored"
        match outcome:
            case Rejected(reason):
                status, text = 403, reason
            case Unfinished():
                status, text = 503, "send it again"
            case Done(upload=upload) if upload:
                text = f"stored {upload.lines}"
            case Handover(commands=commands):
                text = "".join(f"{number} {order}\n" for number, order in commands)
        return Response(status, {"Content-Type": "text/plain"}, text.encode())


class ToyPoll:
    fields = (ConnectionField("host", "Where the Toy Is", "address"),)
    address_field = "host"
    scheduled = True
    can_listen = False
    questions = frozenset({"query_users"})
    stops_after = frozenset[str]()

    def check(self, values):
        if " " in values["host"]:
            raise Misaddressed("toy_host_invalid")

    def describe(self, values):
        return values["host"]

    def session(self, values, plan, limits):
        memory = MEMORY[values["host"]]
        start = 0 if plan.read_whole_log else (plan.position or {}).get("rows", 0)
        rows = memory[start:]
        info = DeviceInfo(punches=len(memory))
        for command in (yield Connected(info, bool(rows), values["serial"])) or ():
            yield CommandDone(
                command, CommandResult(command.id, 0, command.kind, {}, "")
            )
        upload = decode("rows", "\n".join(rows).encode())
        yield RowsRead(upload, "rows", {"rows": len(memory)}, complete=True)

    def diagnose(self, values, limits):
        return Diagnosis(answer=Reason("toy_answers"))


def decode(table, body, *, name=""):
    lines = split_lines(body)
    upload = Upload(lines=len(lines))
    for line in lines:
        try:
            pin, time, status = line.split()
            moment = datetime.strptime(time, "%Y-%m-%dT%H:%M:%S")
            state = number(status)
            if state is None or not pin.isprintable():
                raise ValueError(line)
            upload.add(Punch(pin, moment, state, None, "", line))
        except ValueError:
            text = redacted(line)
            upload.add(Refused(text, Reason("toy_row", {"row": text})))
    return upload


BRAND = Brand(
    key="toy",
    label="Toy",
    dialects={"attendance": "Attendance"},
    decode=decode,
    directions={0: "in", 1: "out"},
    push=ToyPush(),
    poll=ToyPoll(),
    commands=Commands(
        capabilities={"attendance": frozenset({"query_users"})},
        encode=lambda kind, payload, dialect, *, known=None: "{}",
        explain=lambda code, kind, dialect: (code == 0, Reason("toy_done")),
        pending_code=-1,
        answer_bytes=0,
        command_bytes=1000,
    ),
    guide=Guide(
        menu="Turn the key at its back.", entries=("host", "port"), secret_path="/toy"
    ),
    messages={
        "toy_answers": "The toy answers.",
        "toy_done": "The toy did it.",
        "toy_host_invalid": "No toy lives at such an address.",
        "toy_row": "No row of a toy: %(row)s.",
        "toy_serial_missing": "The toy has no name.",
    },
)
