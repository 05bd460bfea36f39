"""Reading ahead: the next rows are fetched while those before them are stored."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def read_ahead(pages: Iterator[T]) -> Iterator[T]:
    """Yield each page; the one after it is fetched in a thread meanwhile.

    Nothing else may be asked over the connection of ``pages`` until this is over.
    """
    with ThreadPoolExecutor(1) as pool:
        following = pool.submit(next, pages, None)
        while (page := following.result()) is not None:
            following = pool.submit(next, pages, None)
            yield page
