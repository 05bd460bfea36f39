"""What goes wrong between the bridge and Odoo."""


class BridgeError(Exception):
    """One clear sentence for the person at the keyboard."""


class OdooAway(Exception):
    """Odoo cannot be reached, has no time, or something else answers in its place.

    :ivar retry_after: seconds it asked to wait, ``None`` where it named none.
    """

    def __init__(self, text: str, retry_after: float | None = None):
        super().__init__(text)
        self.retry_after = retry_after


class OdooRefused(Exception):
    """Odoo answered that it does not take this.

    :ivar code: of the API, ``""`` where the answer had none.
    """

    def __init__(self, status: int, code: str, message: str):
        super().__init__(f"{message or 'no reason given'} ({status} {code})".strip())
        self.status, self.code, self.message = status, code, message

    @property
    def is_lease(self) -> bool:
        """Whether another computer works with this bridge's token."""
        return self.status == 403 and self.code == "lease"

    @property
    def is_final(self) -> bool:
        """Whether a person has to act before anything is sent again."""
        return self.status in (401, 403, 426) and not self.is_lease
