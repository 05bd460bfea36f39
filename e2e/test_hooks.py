"""Another module and automation rules are told of what terminals send to a real server."""

from datetime import datetime, timedelta, timezone
from functools import partial

import pytest
import requests

from devkit import databases
from devkit.paths import ADDON
from devkit.stack import Stack
from e2e.committed import Committed

MODULES = (ADDON.name, "base_automation", "biometric_follower")
SERIAL = "FOLLOWED1"
# A person at a terminal, and rules on punches as somebody makes them in the web client.
SETTING = """
person = env["hr.employee"].create({{"name": "Zoe"}})
device = env["biometric.device"].create(
    {{"name": "Gate", "serial": "{serial}", "tz": "UTC"}}
)
device.action_approve()
env["biometric.device.user"].create(
    {{"device_id": device.id, "pin": "1", "employee_id": person.id}}
)
model = env["ir.model"]._get("biometric.punch")

def rule(name, trigger, code, **values):
    action = env["ir.actions.server"].create(
        {{"name": name, "model_id": model.id, "state": "code", "usage": "base_automation",
          "code": "env['res.partner'].create({{'name': " + code + "}})"}}
    )
    env["base.automation"].create(
        {{"name": name, "model_id": model.id, "trigger": trigger,
          "action_server_ids": [(6, 0, action.ids)], **values}}
    )

outcome = env["ir.model.fields"]._get("biometric.punch", "outcome")
rule("new", "on_create_or_write", "'rule: saved ' + record.pin",
     filter_domain="[('outcome', '=', 'unmapped')]")
rule("paired", "on_write", "'rule: now ' + record.outcome",
     trigger_field_ids=[(6, 0, outcome.ids)],
     filter_pre_domain="[('outcome', '=', 'waiting')]",
     filter_domain="[('outcome', '=', 'checked_in')]")
rule("never", "on_write", "'rule: never'",
     filter_pre_domain="[('outcome', '=', 'checked_in')]")
env.cr.commit()
"""
FAILING_RULE = """
env["base.automation"].search([("name", "=", "new")]).action_server_ids.code = "1 / 0"
env.cr.commit()
"""
NAMES = """
SELECT name FROM res_partner
 WHERE name LIKE 'stored %' OR name LIKE 'was %' OR name LIKE 'rule: %' ORDER BY id
"""


@pytest.fixture(scope="module")
def database(stack: Stack) -> str:
    name = stack.database("followed", modules=MODULES)
    stack.odoo_shell(name, SETTING.format(serial=SERIAL))
    return name


@pytest.fixture(scope="module")
def server(stack: Stack, database: str):
    return stack.server(database, workers=2, cron=1)


@pytest.fixture
def sql(stack: Stack, database: str):
    return partial(databases.sql, stack.postgres(), database=database)


def send(server, *rows):
    answer = requests.post(
        f"{server.url}/iclock/cdata?SN={SERIAL}&table=ATTLOG&Stamp=1",
        data="".join(f"{row}\t1\t0\t0\t0\n" for row in rows),
        timeout=60,
    )
    assert answer.text == f"OK: {len(rows)}"


def test_other_modules_and_rules_follow_and_none_of_them_refuses_a_punch(
    stack, server, database, sql
):
    day = datetime.now(timezone.utc).date() - timedelta(days=2)
    send(
        server,
        f"1\t{day} 08:00:00\t0",
        f"1\t{day} 16:00:00\t1",
        f"9\t{day} 09:00:00\t0",
    )
    Committed(sql).wait_paired()
    assert sql(NAMES).splitlines() == [
        "stored 1",
        "stored 1",
        "stored 9",
        "rule: saved 9",
        "was waiting, is checked_in",
        "was waiting, is checked_out",
        "rule: now checked_in",
    ]
    assert sql("SELECT count(*) FROM biometric_message") == "0"

    send(server, f"13\t{day} 09:00:00\t0")
    assert sql("SELECT outcome FROM biometric_punch WHERE pin = '13'") == "unmapped"
    assert "stored 13" not in sql(NAMES)
    stack.odoo_shell(database, FAILING_RULE)
    send(server, f"14\t{day} 09:00:00\t0")
    assert sql("SELECT outcome FROM biometric_punch WHERE pin = '14'") == "unmapped"
    assert "stored 14" not in sql(NAMES)
    kept = (
        "SELECT reason_code, reason_values->>'error' FROM biometric_message ORDER BY id"
    )
    luck, division = sql(kept).splitlines()
    assert luck == "hook_failed|ValueError: 13 brings bad luck"
    assert division.startswith("hook_failed|") and "division by zero" in division
