"""Commands, and what is said in each generation that can be commanded."""

from datetime import date

SPAN = {"since": "2024-09-17", "until": date(2024, 9, 17)}
IN_NAIROBI = {"tz": "Africa/Nairobi"}
CARD = {"Template": "77", "Type": "Card", "AdditionalData1": "", "AdditionalData2": ""}
FINGER = {"pin": "1", "kind": "finger", "slot": 6, "blob": "QUJD"}


def v2(operation, contents="", pin=""):
    return {"Operation": operation, "UserId": pin, "OperationData": contents}


def template_v2(kind, number):
    item = {**CARD, "Template": "QUJD", "Type": kind, "AdditionalData1": number}
    return v2("AddUser", {"Name": "", "Priority": "", "Signature": [item]}, "1")


def template_v3(kind):
    item = {"Type": kind, "UserID": "1", "Data": "QUJD"}
    return {"Add": {"User": {"UserID": "1"}, "Template": [item]}}


#: Kind, payload, and what is said in v2 and v3; ``None``: there are no words for it.
CASES = [
    (
        "set_user",
        {"pin": "007", "name": "Ada de Lo", "privilege": "admin", "card": "77"},
        v2(
            "AddUser",
            {
                "Name": "Ada de Lo",
                "FirstName": "Ada de",
                "LastName": "Lo",
                "Priority": "16",
                "Signature": [CARD],
            },
            "007",
        ),
        {
            "Add": {
                "User": {
                    "UserID": "007",
                    "FirstName": "Ada de",
                    "LastName": "Lo",
                    "UserType": "Admin",
                },
                "Template": [{"Type": "Card", "UserID": "007", "Data": "77"}],
            }
        },
    ),
    (
        "delete_user",
        {"pin": "1"},
        v2("DeleteUser", "", "1"),
        {"Delete": {"User": {"UserID": "1"}}},
    ),
    (
        "set_template",
        FINGER,
        template_v2("Fingerprint", "6"),
        template_v3("Fingerprint"),
    ),
    (
        "set_template",
        {**FINGER, "kind": "face", "slot": 0, "index": 12},
        template_v2("Face", "12"),
        template_v3("Face"),
    ),
    (
        "set_template",
        {**FINGER, "kind": "portrait"},
        template_v2("UserPhoto", ""),
        template_v3("UserPhoto"),
    ),
    (
        "set_template",
        {**FINGER, "kind": "comparison"},
        template_v2("TemplatePhoto", ""),
        template_v3("TemplatePhoto"),
    ),
    ("enroll", {"pin": "1", "kind": "finger"}, v2("EnrollFingerprint", "", "1"), None),
    (
        "query_punches",
        SPAN,
        v2(
            "LoadPunchLog",
            {"StartTime": "1726531200", "EndTime": "1726617599", "OffSet": ""},
        ),
        {
            "Load": {
                "PunchLog": {
                    "Filter": {
                        "StartTime": "2024-09-17 00:00:00 GMT +0300",
                        "EndTime": "2024-09-17 23:59:59 GMT +0300",
                    }
                }
            }
        },
    ),
    ("query_users", {}, v2("TriggerUserDetail"), {"Load": {"UserInfo": []}}),
    ("query_users", {"pin": "1"}, v2("TriggerUserDetail"), {"Load": {"UserInfo": []}}),
    ("information", {}, v2("SendDeviceInfo"), {"Load": {"DeviceInformation": "All"}}),
    ("clear_punches", {}, v2("ClearLog"), None),
    (
        "show_message",
        {"text": "See HR", "pin": "1"},
        v2("EnableMessage", {"Message": "See HR"}, "1"),
        None,
    ),
    ("hide_message", {"pin": "1"}, v2("DisableMessage", "", "1"), None),
    ("send_photo", {"pin": "1"}, v2("SendAttendancePhoto", "", "1"), None),
]
