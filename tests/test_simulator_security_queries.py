"""Questions about the tables of a terminal of the security dialect."""

from datetime import datetime, timedelta, timezone

from simulator import SECURITY, Place, SecurityEndpoint, Template, Terminal, User, drive
from tests.fake_security_server import FakeSecurityServer

NOW = datetime(2024, 7, 1, 12, tzinfo=timezone.utc)
ADA = User("7", "Ada", "4711", 14, "secret", "2")


def endpoint_of(*users, firmware=SECURITY, **rest):
    known = Terminal("T1", users=users or [ADA], needs_rights=True, **rest)
    return SecurityEndpoint(known, firmware)


def obey(endpoint, *texts, polls=1, server=None):
    server = server or FakeSecurityServer(time="")
    server.queue_commands(*texts)
    drive(endpoint, server.send, now=NOW, polls=polls)
    return server


def test_a_query_is_answered_in_packs_before_its_result():
    endpoint = endpoint_of(*(User(str(n)) for n in range(1, 121)))
    server = obey(endpoint, "DATA QUERY tablename=user,fielddesc=*,filter=*")
    received = [
        (q["cmdid"], q["count"], q["packidx"], q["packcnt"]) for q, _ in server.queried
    ]
    assert received == [
        ("1", "50", "1", "3"),
        ("1", "50", "2", "3"),
        ("1", "20", "3", "3"),
    ]
    assert len({line for _, lines in server.queried for line in lines}) == 120
    assert server.returned == [("1", 120)]
    scripts = [path.rsplit("/", 1)[1] for _, path, *_ in server.requests]
    assert scripts.index("devicecmd") > scripts.index("querydata")


def test_rows_the_server_does_not_take_fail_the_query():
    server = FakeSecurityServer(time="")
    server._post_querydata = lambda query, body: (503, "later")
    text = "DATA QUERY tablename=user,fielddesc=*,filter=*"
    assert obey(endpoint_of(), text, server=server).returned == [("1", -731)]


def test_punches_between_two_moments_can_be_asked_for():
    endpoint = endpoint_of()
    for minute in range(10):
        endpoint.terminal.punch("7", NOW + timedelta(minutes=minute), 1, 4)
    span = "starttime=2024-07-01 12:02:00\tendtime=2024-07-01 12:04:00"
    server = obey(
        endpoint, f"DATA QUERY tablename=transaction,fielddesc=*,filter={span}"
    )
    ((_, lines),) = server.queried
    assert len(lines) == 3
    assert lines[0] == (
        "transaction cardno=0\tpin=7\tverified=4\tdoorid=1\teventtype=0\tinoutstate=1\t"
        "time_second=787492920\tindex=3\tsitecode=0\tlinkid=0"
    )


def test_templates_go_by_their_table():
    endpoint = endpoint_of()
    for kind in ("finger", "palm", "portrait"):
        endpoint.terminal.set_template(Template(Place("7", kind), b"x"))
    tables = ("templatev10", "biodata", "userpic", "biophoto", "userauthorize")
    server = obey(
        endpoint, *(f"DATA QUERY tablename={t},fielddesc=*,filter=*" for t in tables)
    )
    assert [code for _, code in server.returned] == [1, 1, 1, 0, 0]


def test_options_come_as_a_query_s_answer():
    server = obey(endpoint_of(), "GET OPTIONS ~SerialNumber,UserCount,Nonsense")
    ((query, lines),) = server.queried
    assert (query["type"], query["tablename"]) == ("options", "options")
    assert lines == ["~SerialNumber=T1,UserCount=1,Nonsense="]
