"""The description of the API: the file is current, and says what OpenAPI demands."""

import json
import re

from devkit import openapi
from rules.api_errors import ERRORS
from rules.openapi import ROUTES, describe


def test_file_is_what_the_code_says():
    assert openapi.FILE.read_text() == openapi.text(), "run ./dev api"


def test_every_operation_is_named_once():
    found = [
        operation["operationId"]
        for methods in describe()["paths"].values()
        for operation in methods.values()
    ]
    assert len(found) == len(set(found)) == len(ROUTES)


def test_references_lead_somewhere():
    described = describe()
    for path in re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(described)):
        place = described
        for part in path.split("/"):
            place = place[part]


def test_required_properties_are_described():
    def walk(value):
        if isinstance(value, dict):
            if "required" in value and value.get("type") == "object":
                assert set(value["required"]) <= set(value["properties"])
            for each in value.values():
                walk(each)
        elif isinstance(value, list):
            for each in value:
                walk(each)

    walk(describe())


def test_every_error_is_of_some_address():
    text = json.dumps(describe(), ensure_ascii=False)
    anywhere = {"not_found"}
    assert {code for code in ERRORS if f"`{code}`" not in text} == anywhere
