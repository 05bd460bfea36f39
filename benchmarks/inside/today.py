"""Read the screen Today of a company of many people, as an administrator does."""

import time
from datetime import datetime, timedelta
from statistics import median

ROUNDS = 7
CHANGED = 50  # people of one message, at fifty punches a second


def run(env, people: int) -> dict:
    """Fill the company up, and return the seconds of reading all of them, and some.

    Half of the people are in, and everybody has fixed working times.
    """
    employees = _fill(env, people)
    env.cr.commit()
    today = env(user=env.ref("base.user_admin"))["biometric.today"]
    ids = employees[:CHANGED].ids
    found = today.read_today()
    assert len(found["people"]) == people, len(found["people"])
    assert sum(each["status"] == "in" for each in found["people"]) == people // 2
    return {
        "all": _seconds(env, today.read_today),
        "some": _seconds(env, lambda: today.read_changes(ids)),
    }


def _fill(env, people: int):
    employees = env["hr.employee"].search([])
    missing = people - len(employees)
    employees |= env["hr.employee"].create(
        [{"name": f"Extra {number}"} for number in range(missing)]
    )
    employees = employees[:people]
    came = datetime.now().replace(microsecond=0) - timedelta(hours=1)
    env["hr.attendance"].create(
        [
            {"employee_id": employee.id, "check_in": came}
            for employee in employees[: people // 2]
        ]
    )
    return employees


def _seconds(env, read) -> float:
    took = []
    for _ in range(ROUNDS):
        env.invalidate_all()
        start = time.perf_counter()
        read()
        took.append(time.perf_counter() - start)
    return median(took)
