"""Makers and programs people ask for that no brand here connects, and what to do instead."""

from dataclasses import dataclass

from .reasons import _


@dataclass(frozen=True, slots=True)
class NotYet:
    """Something that cannot be connected.

    :param name: of the maker or program.
    :param models: names people search by.
    :param instead: what can be done today.
    :param is_program: it is software or a database, no terminal.
    """

    name: str
    models: tuple[str, ...]
    instead: str
    is_program: bool = False


_FILE = _(
    "Not yet. Save its punches as a CSV file with columns for PIN and time, and import "
    "that: nothing is counted twice."
)
_FILE_OR_GATEWAY = _(
    "Not yet. Save its punches as a CSV file and import that; or let CAMS connect it, if "
    "CAMS knows the model."
)
_PROGRAM = _(
    "Not yet: this one is not read. Connect its terminals themselves, if their "
    "maker is among the cards; or export the punches as a CSV file and import that."
)

NOT_YET = (
    NotYet("FingerTec", ("TA200", "Face ID 5", "Ingress"), _FILE),
    NotYet("Mantra", ("BioFace", "mBIO"), _FILE_OR_GATEWAY),
    NotYet("Matrix", ("COSEC",), _FILE),
    NotYet("Nitgen", ("NGAC",), _FILE),
    NotYet("Suprema", ("BioStation", "BioLite", "FaceStation"), _FILE_OR_GATEWAY),
    NotYet("Timmy", ("AiFace", "TM-AI", "Topdata", "websocket, port 7788"), _FILE),
    NotYet("WDMS", ("ZKTeco WDMS",), _PROGRAM, is_program=True),
    NotYet("BioStar X", ("BioStar 1",), _PROGRAM, is_program=True),
    NotYet("CrossChex", ("CrossChex Cloud",), _PROGRAM, is_program=True),
)
