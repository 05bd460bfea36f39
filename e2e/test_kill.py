"""kill -9 at the worst moments: what was acknowledged is there, and only once."""

import json
import time
from datetime import datetime, timezone
from random import Random

from demo.attendances import compare
from demo.company import add_devices, add_employees
from e2e.pushing import Push, body, is_success, push
from e2e.workers import cron_worker, kill, serving
from simulator import Workforce, attlog_bodies, build

LINES = 1000
KILLS = 20
ZONE = "Europe/Paris"
# A new cron worker must listen before the push calls it, and calls are a second apart.
CRON_STARTS = 1.2


def push_until_taken(server, serial: str, rows: bytes, lines: int) -> None:
    """Push again and again like a terminal, which gives up on nothing."""
    for _ in range(10):
        if is_success(push(server, serial, rows), lines):
            return
        time.sleep(0.3)
    raise AssertionError(f"{serial} was not heard in ten tries.")


def test_a_worker_killed_inside_a_push_loses_and_doubles_nothing(
    server, api, committed
):
    add_devices(api, {"KILL1": "Kill 1"}, "UTC")
    rng = Random(20)
    unanswered = 0
    for turn in range(KILLS):
        rows = body("KILL1", LINES, skip=turn * LINES)
        # Every second moment lies in the body, the others in the work on it.
        inside = turn % 2 == 0
        with Push(server, "KILL1", rows) as cut:
            cut.send(rng.randrange(len(rows)) if inside else None)
            worker = serving(server, cut.port)
            time.sleep(rng.uniform(0, 0.05 if inside else 0.15))
            kill(worker)
            answer = cut.answer()
        acknowledged = is_success(answer, LINES)
        assert not (inside and acknowledged)
        stored = committed.count("KILL1") - turn * LINES
        assert stored in ((LINES,) if acknowledged else (0, LINES))
        assert not (inside and stored)
        unanswered += not acknowledged
        push_until_taken(server, "KILL1", rows, LINES)
        keys = committed.punches(["KILL1"])
        assert len(keys) == len(set(keys)) == (turn + 1) * LINES
    assert unanswered >= KILLS // 2


def test_an_answer_lost_after_the_commit_doubles_nothing(server, api, committed):
    add_devices(api, {"KILL2": "Kill 2"}, "UTC")
    for turn in range(5):
        rows = body("KILL2", LINES, skip=turn * LINES)
        with Push(server, "KILL2", rows) as deaf:
            deaf.send()
            worker = serving(server, deaf.port)
            deadline = time.monotonic() + 30
            while committed.count("KILL2") == turn * LINES:
                assert time.monotonic() < deadline, "The push was never committed."
            kill(worker)
        push_until_taken(server, "KILL2", rows, LINES)
        keys = committed.punches(["KILL2"])
        assert len(keys) == len(set(keys)) == (turn + 1) * LINES


def test_a_killed_pairing_goes_on_by_itself(server, api, committed):
    workforce = Workforce(60, 3, ZONE)
    employees = add_employees(
        api, workforce, add_devices(api, {"KILL3": "Kill 3"}, ZONE)
    )
    scene = build(["KILL3"], workforce, until=datetime.now(timezone.utc), days=6)
    scene.record()
    rng = Random(3)
    punches = list(scene.endpoints[0].terminal.punches.entries.values())
    interrupted = 0
    for turn, rows in enumerate(attlog_bodies(punches, 300)):
        worker = cron_worker(server)
        time.sleep(CRON_STARTS)
        push_until_taken(server, "KILL3", rows, rows.count(b"\n"))
        committed.wait_pairing()
        # Odoo puts a job off for its whole interval once it was killed three times in a
        # row, so every third run may end.
        if turn % 3 == 2:
            committed.wait_idle()
        else:
            time.sleep(rng.uniform(0, 0.1))
            kill(worker)
            interrupted += committed.queued() > 0

    committed.wait_paired()

    assert interrupted >= 2
    outcome = compare(json.loads(scene.ground_truth.as_json()), api, employees)
    assert not outcome.missing
    assert not outcome.wrong
    assert outcome.right
    committed.check_attendances(employees.values())
