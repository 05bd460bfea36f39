"""Places in a terminal's list of users."""


class Slots:
    """Numbers from 1 on; a place that becomes free is given to the next who comes."""

    def __init__(self):
        self._by_pin: dict[str, int] = {}
        self._by_slot: dict[int, str] = {}
        self._lowest = 1

    def of(self, pin: str) -> int:
        """The place of ``pin``, the lowest free one where there was none yet."""
        if pin not in self._by_pin:
            while self._lowest in self._by_slot:
                self._lowest += 1
            self.put(pin, self._lowest)
        return self._by_pin[pin]

    def pin(self, slot: int) -> str | None:
        """Who is at a place."""
        return self._by_slot.get(slot)

    def put(self, pin: str, slot: int) -> None:
        """Give ``pin`` this place, and nobody else."""
        self.free(pin)
        self._by_pin.pop(self._by_slot.get(slot), None)
        self._by_pin[pin], self._by_slot[slot] = slot, pin

    def free(self, pin: str) -> None:
        """Somebody is gone."""
        slot = self._by_pin.pop(pin, None)
        if slot is not None:
            del self._by_slot[slot]
            self._lowest = min(self._lowest, slot)

    def clear(self) -> None:
        self.__init__()
