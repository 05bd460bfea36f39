"""The addon leaves without a trace; what people worked stays."""

from datetime import datetime, timedelta, timezone

from devkit import databases
from devkit.stack import Stack

# A day two days ago, pushed and paired, and a line nobody understands.
WORK = """
person = env["hr.employee"].create({{"name": "Zoe"}})
device = env["biometric.device"].create(
    {{"name": "Gate", "serial": "GATE1", "tz": "UTC"}}
)
device.action_approve()
env["biometric.device.user"].create(
    {{"device_id": device.id, "pin": "1", "employee_id": person.id}}
)
device._receive("ATTLOG", {body!r})
env.cr.commit()
env["biometric.pairing"]._cron_pair()
env["biometric.alert"]._cron_watch()
env.cr.commit()
"""
UNINSTALL = """
env.ref("base.module_biometric_attendance").button_immediate_uninstall()
env.cr.commit()
"""
ROWS = """
SELECT a.check_in, a.check_out, a.in_mode, a.out_mode
  FROM hr_attendance a JOIN hr_employee e ON e.id = a.employee_id
 WHERE e.name = 'Zoe'
"""
LEFT_OVER = """
SELECT 'table ' || relname FROM pg_class WHERE relname LIKE 'biometric%'
 UNION SELECT 'column ' || column_name FROM information_schema.columns
        WHERE column_name LIKE '%biometric%' OR table_name LIKE 'biometric%'
 UNION SELECT 'record ' || name FROM ir_model_data
        WHERE module = 'biometric_attendance'
 UNION SELECT 'user ' || login FROM res_users WHERE login LIKE '%biometric%'
 UNION SELECT 'parameter ' || key FROM ir_config_parameter WHERE key LIKE 'biometric%'
"""
STATE = "SELECT state FROM ir_module_module WHERE name = 'biometric_attendance'"


def test_attendances_outlive_the_addon_and_nothing_else_does(stack: Stack):
    database = stack.database("leaving")

    def sql(statement: str) -> str:
        return databases.sql(stack.postgres(), statement, database)

    day = datetime.now(timezone.utc).date() - timedelta(days=2)
    body = f"1\t{day} 08:00:00\t0\t1\n1\t{day} 16:00:00\t1\t1\nnonsense\n".encode()
    stack.odoo_shell(database, WORK.format(body=body))
    worked = f"{day} 08:00:00|{day} 16:00:00"
    assert sql(ROWS) == f"{worked}|biometric|biometric"
    assert sql("SELECT count(*) FROM biometric_message") == "1"
    assert sql("SELECT count(*) FROM biometric_alert WHERE activity_id > 0") == "1"
    assert sql(LEFT_OVER)

    stack.odoo_shell(database, UNINSTALL)

    assert sql(STATE) == "uninstalled"
    assert sql(ROWS) == f"{worked}|manual|manual"
    assert sql(LEFT_OVER) == ""

    log = stack.folder / "again.log"
    again = ("biometric_attendance",)
    databases.install(stack.postgres(), database, again, demo=False, log=log)
    assert sql(STATE) == "installed"
