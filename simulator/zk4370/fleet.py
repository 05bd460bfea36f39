"""Terminals on port 4370, each at an address of its own."""

from ..called_fleet import CalledFleet


class ZkFleet(CalledFleet):
    """Terminals that wait to be called."""

    @property
    def summary(self) -> str:
        """How it went so far, in one line."""
        stored = sum(len(server.terminal.punches) for server in self.endpoints)
        calls = sum(server.connections.accepted for server in self.endpoints)
        return (
            f"{len(self.endpoints)} terminals, {stored} punches stored, {calls} TCP "
            f"connections, {self.count_requests()} requests"
        )
