"""Which version of each algorithm a terminal has, as far as it says.

Names of the options: the vendor's attendance and security push documents.
"""

import pytest

from terminals.adms.device_info import decode_info
from terminals.adms.uploads import decode_upload


@pytest.mark.parametrize(
    ("options", "algorithms"),
    [
        ("FPVersion=10,FaceVersion=7", {"finger": 10, "face": 7}),
        ("~ZKFPVersion=10", {"finger": 10}),
        (
            "MultiBioVersion=0:10.0:7.0:0:0:0:0:0:0:39.3:0",
            {"finger": 10, "face": 7, "visible_face": 39},
        ),
        ("FPVersion=,FaceVersion=0", {}),
        ("FPVersion=ten", {}),
        ("MultiBioVersion=", {}),
        ("MultiBioVersion=0:-1:²:0", {}),
    ],
)
def test_options_tell_the_versions_they_name(options, algorithms):
    (info,) = [decode_upload("options", options.encode()).info]
    assert info.algorithms == algorithms


def test_a_poll_tells_the_versions_of_fingers_and_infrared_faces():
    info = decode_info("Ver 8.0.4.3,10,20,30,192.0.2.9,10,7,5,2,111")
    assert info.algorithms == {"finger": 10, "face": 7}


def test_a_poll_without_versions_tells_none():
    assert decode_info("Ver 6.60").algorithms == {}
