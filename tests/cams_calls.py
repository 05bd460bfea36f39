"""Callbacks made for a test, of all three generations."""

import json
from urllib.parse import urlencode

TOKEN = "t0ken-of-the-gateway"


def v1(**fields):
    sent = {
        "stgid": "ST-1",
        "userid": "852",
        "att_time": "1556637142",
        "att_type": "i",
        "auth_token": TOKEN,
    }
    return urlencode({**sent, **fields}).encode()


def whole_v2(operation, contents, pin="852", **info):
    sent = {
        "AuthToken": TOKEN,
        "Operation": operation,
        "UserId": pin,
        "OperationTime": "1556637142",
        "OperationReferenceId": "",
        "OperationData": contents,
        **info,
    }
    return {"ServiceTagId": "ST-1", "ApiRequestInfo": sent}


def v2(operation, contents, pin="852", **info):
    whole = whole_v2(operation, contents, pin, **info)
    return urlencode({"request_data": json.dumps(whole)}).encode()


def v3(kind, sent):
    common = {"OperationID": "x1", "SerialNumber": "Z1", "AuthToken": TOKEN}
    return json.dumps({"RealTime": {**common, kind: sent}}).encode()


def punch_v3(**row):
    sent = {
        "Type": "CheckIn",
        "InputType": "Face",
        "UserId": "7",
        "LogTime": "2024-09-17 07:48:22 GMT +0300",
    }
    return v3("PunchLog", {**sent, **row})


def item(kind, text, number=""):
    return {"Template": text, "Type": kind, "AdditionalData1": number}
