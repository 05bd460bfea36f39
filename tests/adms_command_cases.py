"""Every kind of command with its line in either dialect."""

from datetime import date, datetime

FINGER = {"pin": "1", "kind": "finger", "slot": 6, "blob": "AAAA"}
FACE = {"pin": "1", "kind": "visible_face", "slot": 0, "major": 39, "blob": "AAAA"}
DAYS = {"since": date(2026, 1, 1), "until": "2026-01-31"}
MEMBER = {"pin": "1", "valid_from": "2026-01-01", "valid_until": date(2026, 1, 31)}
NOON = datetime(2018, 2, 22, 14, 54, 54)

#: Kind, payload, and the line in either dialect (``|`` stands for TAB).
CASES = [
    (
        "set_user",
        {"pin": "1", "name": "Ada L", "privilege": "admin", "card": "[15CD5B07]"},
        "DATA UPDATE USERINFO PIN=1|Name=Ada L|Pri=14|Card=123456789",
        "DATA UPDATE user CardNo=123456789|Pin=1|Name=Ada L|Privilege=14",
    ),
    (
        "set_user",
        {"pin": "00017", "password": "12", "group": "2", "card": ""},
        "DATA UPDATE USERINFO PIN=00017|Passwd=12|Card=|Grp=2",
        "DATA UPDATE user CardNo=|Pin=00017|Password=12|Group=2",
    ),
    (
        "set_user",
        MEMBER,
        "DATA UPDATE USERINFO PIN=1|StartDatetime=2026-01-01T00:00:00"
        "|EndDatetime=2026-01-31T23:59:59|Expires=1",
        "DATA UPDATE user Pin=1|StartTime=20260101|EndTime=20260131",
    ),
    (
        "set_user",
        {"pin": "1", "valid_from": "", "valid_until": ""},
        "DATA UPDATE USERINFO PIN=1|StartDatetime=0|EndDatetime=0|Expires=0",
        "DATA UPDATE user Pin=1|StartTime=0|EndTime=0",
    ),
    (
        "set_user",
        {"pin": "1", "valid_from": date(2026, 1, 1), "valid_until": ""},
        "DATA UPDATE USERINFO PIN=1|StartDatetime=2026-01-01T00:00:00"
        "|EndDatetime=2099-12-31T23:59:59|Expires=1",
        "DATA UPDATE user Pin=1|StartTime=20260101|EndTime=0",
    ),
    (
        "set_user",
        {"pin": "1", "valid_until": datetime(2026, 1, 31, 18)},
        "DATA UPDATE USERINFO PIN=1|EndDatetime=2026-01-31T18:00:00|Expires=1",
        "DATA UPDATE user Pin=1|EndTime=20260131",
    ),
    (
        "delete_user",
        {"pin": "1"},
        "DATA DELETE USERINFO PIN=1",
        "DATA DELETE user Pin=1",
    ),
    (
        "grant_access",
        {"pin": "1", "doors": 3},
        None,
        "DATA UPDATE userauthorize Pin=1|AuthorizeTimezoneId=1|AuthorizeDoorId=3",
    ),
    ("deny_access", {"pin": "1"}, None, "DATA DELETE userauthorize Pin=1"),
    (
        "set_template",
        FINGER | {"major": 10, "size": 1452},
        "DATA UPDATE FINGERTMP PIN=1|FID=6|Size=1452|Valid=1|TMP=AAAA",
        "DATA UPDATE templatev10 Size=1452|Pin=1|FingerID=6|Valid=1|Template=AAAA",
    ),
    (
        "set_template",
        FINGER | {"duress": True},
        "DATA UPDATE FINGERTMP PIN=1|FID=6|Size=4|Valid=3|TMP=AAAA",
        "DATA UPDATE templatev10 Size=4|Pin=1|FingerID=6|Valid=3|Template=AAAA",
    ),
    (
        "set_template",
        FINGER | {"major": 13, "valid": False},
        "DATA UPDATE BIODATA Pin=1|No=6|Index=0|Valid=0|Duress=0|Type=1|MajorVer=13"
        "|MinorVer=0|Format=0|Tmp=AAAA",
        "DATA UPDATE biodata Pin=1|No=6|Index=0|Valid=0|Duress=0|Type=1|MajorVer=13"
        "|MinorVer=0|Format=0|Tmp=AAAA",
    ),
    (
        "set_template",
        FINGER | {"major": 10, "format": 1},
        "DATA UPDATE BIODATA Pin=1|No=6|Index=0|Valid=1|Duress=0|Type=1|MajorVer=10"
        "|MinorVer=0|Format=1|Tmp=AAAA",
        "DATA UPDATE biodata Pin=1|No=6|Index=0|Valid=1|Duress=0|Type=1|MajorVer=10"
        "|MinorVer=0|Format=1|Tmp=AAAA",
    ),
    (
        "set_template",
        FACE | {"minor": 3, "duress": True},
        "DATA UPDATE BIODATA Pin=1|No=0|Index=0|Valid=1|Duress=1|Type=9|MajorVer=39"
        "|MinorVer=3|Format=0|Tmp=AAAA",
        "DATA UPDATE biodata Pin=1|No=0|Index=0|Valid=1|Duress=1|Type=9|MajorVer=39"
        "|MinorVer=3|Format=0|Tmp=AAAA",
    ),
    (
        "set_template",
        FINGER | {"kind": "face", "slot": 0, "size": 1648},
        "DATA UPDATE FACE PIN=1|FID=0|Size=1648|Valid=1|TMP=AAAA",
        "DATA UPDATE biodata Pin=1|No=0|Index=0|Valid=1|Duress=0|Type=2|MajorVer=0"
        "|MinorVer=0|Format=0|Tmp=AAAA",
    ),
    (
        "set_template",
        FINGER | {"kind": "vein", "index": 2},
        "DATA UPDATE FVEIN Pin=1|FID=6|Index=2|Size=4|Valid=1|Tmp=AAAA",
        "DATA UPDATE biodata Pin=1|No=6|Index=2|Valid=1|Duress=0|Type=7|MajorVer=0"
        "|MinorVer=0|Format=0|Tmp=AAAA",
    ),
    (
        "set_template",
        FINGER | {"kind": "portrait", "slot": 0},
        "DATA UPDATE USERPIC PIN=1|Size=4|Content=AAAA",
        "DATA UPDATE userpic PIN=1|Size=4|Content=AAAA",
    ),
    (
        "set_template",
        FINGER | {"kind": "comparison", "slot": 0},
        "DATA UPDATE BIOPHOTO PIN=1|Type=9|Size=4|Content=AAAA",
        "DATA UPDATE biophoto PIN=1|Type=9|Size=4|Content=AAAA",
    ),
    (
        "delete_template",
        {"pin": "1", "kind": "finger", "slot": 6},
        "DATA DELETE FINGERTMP PIN=1|FID=6",
        "DATA DELETE templatev10 Pin=1|FingerID=6",
    ),
    (
        "delete_template",
        {"pin": "1", "kind": "finger"},
        "DATA DELETE FINGERTMP PIN=1",
        "DATA DELETE templatev10 Pin=1",
    ),
    (
        "delete_template",
        {"pin": "1", "kind": "face", "slot": 3},
        "DATA DELETE FACE PIN=1",
        "DATA DELETE biodata Type=2|Pin=1|No=3",
    ),
    (
        "delete_template",
        {"pin": "1", "kind": "visible_palm"},
        "DATA DELETE BIODATA Pin=1|Type=10",
        "DATA DELETE biodata Type=10|Pin=1",
    ),
    (
        "delete_template",
        {"pin": "1", "kind": "portrait"},
        "DATA DELETE USERPIC PIN=1",
        "DATA DELETE userpic PIN=1",
    ),
    (
        "query_users",
        {},
        "DATA QUERY USERINFO",
        "DATA QUERY tablename=user,fielddesc=*,filter=*",
    ),
    (
        "query_users",
        {"pin": "1"},
        "DATA QUERY USERINFO PIN=1",
        "DATA QUERY tablename=user,fielddesc=*,filter=Pin=1",
    ),
    (
        "query_punches",
        DAYS,
        "DATA QUERY ATTLOG StartTime=2026-01-01 00:00:00|EndTime=2026-01-31 23:59:59",
        "DATA QUERY tablename=transaction,fielddesc=*,filter="
        "starttime=2026-01-01 00:00:00|endtime=2026-01-31 23:59:59",
    ),
    (
        "enroll",
        {"pin": "1", "kind": "finger", "slot": 6, "overwrite": True},
        "ENROLL_FP PIN=1|FID=6|RETRY=3|OVERWRITE=1",
        "ENROLL_BIO TYPE=1|NO=6|PIN=1|RETRY=3|OVERWRITE=1|MODE=1",
    ),
    (
        "enroll",
        {"pin": "1", "kind": "visible_face"},
        "ENROLL_BIO TYPE=9|PIN=1|RETRY=3|OVERWRITE=0",
        "ENROLL_BIO TYPE=9|NO=0|PIN=1|RETRY=3|OVERWRITE=0|MODE=1",
    ),
    (
        "enroll",
        {"pin": "1", "kind": "card"},
        "ENROLL_MF PIN=1|RETRY=3",
        "ENROLL_INFO TYPE=0|PIN=1|RETRY=3|MODE=1",
    ),
    ("clear_punches", {}, "CLEAR LOG", "DATA DELETE transaction *"),
    (
        "set_clock",
        {"time": NOON},
        "SET OPTION DateTime=2018-02-22 14:54:54",
        "SET OPTIONS DateTime=583080894",
    ),
    ("introduce", {}, "CHECK", None),
    ("restart", {}, "REBOOT", "CONTROL DEVICE 03000000"),
    ("unlock", {}, "AC_UNLOCK", "CONTROL DEVICE 01010105"),
    ("unlock", {"door": 1, "seconds": 30}, "AC_UNLOCK", "CONTROL DEVICE 0101011E"),
    (
        "information",
        {},
        "INFO",
        "GET OPTIONS ~SerialNumber,FirmVer,~DeviceName,PushVersion,~Platform,IPAddress,"
        "MAC,LockCount,UserCount,FPCount,FaceCount,TransactionCount,~MaxUserCount,"
        "~MaxFingerCount,~MaxFaceCount,~MaxAttLogCount,~ZKFPVersion,FingerFunOn,"
        "FaceFunOn,DateFmtFunOn,MultiBioDataSupport,MultiBioPhotoSupport,"
        "MultiBioVersion",
    ),
    (
        "show_message",
        {"text": "Lunch is ready", "minutes": 30, "time": NOON},
        "DATA UPDATE SMS MSG=Lunch is ready|TAG=253|UID=3503|MIN=30"
        "|StartTime=2018-02-22 14:54:54",
        None,
    ),
    (
        "show_message",
        {"text": "Lunch is ready", "pin": "1"},
        "DATA UPDATE SMS MSG=Lunch is ready|TAG=254|UID=3503|MIN=1440",
        None,
    ),
    (
        "address_message",
        {"text": "Lunch is ready", "pin": "1"},
        "DATA UPDATE USER_SMS PIN=1|UID=3503",
        None,
    ),
]
