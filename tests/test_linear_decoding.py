"""Decoding time grows linearly with the bytes, whatever they are."""

from time import process_time

import pytest

from terminals import BRANDS

PIECES = [
    b"_", b"a", b"=", b"\t", b",", b"[", b'{"a":', b"%25", b"TMP=\n", b"TMP=A\nA\n", b"_template_",
    b"a" * 159 + b" ", b"_passwd", b"PIN=\t", b"USER PIN=1\n", b"1\t2026-03-02 08:00:00\t0\t1\n",
    b"\xff", b"a=b&", b'"data":"', b"AAAA",
]  # fmt: skip
TABLES = {
    "adms": ["ATTLOG", "OPERLOG", "OPTIONS", "ATTPHOTO", "NEWTABLE"],
    "ebkn": ["realtime_glog", "realtime_enroll_data", "realtime_new"],
}
BYTES = 2**14
#: Eight times the bytes in that many times the time; quadratic would be 64.
MAX_TIME_RATIO = 32
#: Shorter than this, a clock says nothing.
LEAST_SECONDS = 0.005


def seconds(brand, table, body):
    times = []
    for _attempt in range(2):
        started = process_time()
        BRANDS[brand].decode(table, body)
        times.append(process_time() - started)
    return min(times)


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("brand", [key for key, brand in BRANDS.items() if brand.push])
def test_time_grows_with_the_bytes_and_no_faster(brand, piece):
    body = piece * (BYTES // len(piece))
    for table in TABLES.get(brand, [""]):
        once = max(seconds(brand, table, body), LEAST_SECONDS)
        assert seconds(brand, table, body * 8) < once * MAX_TIME_RATIO
