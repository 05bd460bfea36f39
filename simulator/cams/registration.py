"""The registration of one device in API Monitor."""

from dataclasses import dataclass, field

GENERATIONS = ("v1", "v2", "v3")
#: Where the vendor's own module for Odoo listens.
USUAL_PATH = "/cams/biometric-api3.0/"


@dataclass(slots=True)
class Registration:
    """May be changed at any time, as by somebody who is logged in there.

    :param generation: ``v1``, ``v2`` or ``v3``.
    :param token: the AuthToken of both ways.
    :param key: the security key, 32 characters; ``""``: nothing is encrypted.
    :param path: of the callback URL, from ``/`` on; may have a query.
    :param addresses: from where REST calls may come, ``None``: from anywhere.
    :param manages: whether the management API has been bought.
    :param loads_punches: whether punches may be loaded (extended settings).
    :param loads_users: whether users may be loaded.
    :param unsent_only: loading finds only what no callback has delivered.
    :param photographs: each punch is followed by a photo (second generation).
    :param measures: faces come with temperature and mask.
    :param doubles_tag: the query is appended twice, ``?stgid=X?stgid=X``.
    :param encrypts_answers: a plain acknowledgement is not taken where a key is set.
    """

    generation: str = "v3"
    token: str = field(default="", repr=False)
    key: str = field(default="", repr=False)
    path: str = field(default=USUAL_PATH, repr=False)
    label: str = "Head Office"
    model: str = "F38+"
    addresses: frozenset[str] | None = None
    manages: bool = True
    loads_punches: bool = True
    loads_users: bool = True
    unsent_only: bool = False
    photographs: bool = False
    measures: bool = False
    doubles_tag: bool = False
    encrypts_answers: bool = False

    def __post_init__(self):
        if self.generation not in GENERATIONS:
            raise ValueError(f"There is no generation {self.generation}.")
        if self.key and len(self.key.encode()) != 32:
            raise ValueError("A security key has 32 characters.")
        if not self.path.startswith("/"):
            raise ValueError("The path of a callback starts with a slash.")
