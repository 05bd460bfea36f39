"""The registry of brands: each is imported when it is asked for.

A program that has terminals of one brand alone, as the bridge, need not keep the code of all
in memory.
"""

from collections.abc import Iterator, MutableMapping
from importlib import import_module

from .brand import Brand


class Brands(MutableMapping[str, Brand]):
    """Key to brand, in the order in which they are listed."""

    def __init__(self, package: str, *keys: str) -> None:
        """Take the package that has a folder of each key."""
        self._package = package
        self._brands: dict[str, Brand | None] = dict.fromkeys(keys)

    def __getitem__(self, key: str) -> Brand:
        """Return a brand.

        :raises KeyError: there is none of that key.
        """
        brand = self._brands[key]
        if brand is None:
            brand = import_module(f"{self._package}.{key}").BRAND
            self._brands[key] = brand
        return brand

    def __contains__(self, key: object) -> bool:
        """Whether there is a brand, which is not imported for it."""
        return key in self._brands

    def __setitem__(self, key: str, brand: Brand) -> None:
        """Add a brand of somebody else."""
        self._brands[key] = brand

    def __delitem__(self, key: str) -> None:
        """Take a brand away."""
        del self._brands[key]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the keys."""
        return iter(self._brands)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._brands)
