"""The formats of files of terminals, and the tests that guard each."""

from ..runner import Format

FORMATS = (
    Format(
        "files",
        "columns of USB sticks",
        "files/choice_state.py",
        ("_choose_by_place",),
        (
            "files/test_decode_file.py",
            "files/test_pushed_rows.py",
            "files/test_silent_errors.py",
        ),
    ),
    Format(
        "files",
        "PINs",
        "files/pins.py",
        ("read_pin", "with_zeros", "zero_widths"),
        ("files/test_pins.py",),
    ),
)
