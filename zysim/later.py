"""Mappings that are made when they are first looked into."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TypeVar

Value = TypeVar("Value")


class Later(Mapping[str, Value]):
    """A mapping that most callers pass on without looking, and that takes time to make.

    Parameters
    ----------
    make
        Returns the mapping; called once at most.

    Examples
    --------
    >>> squares = Later(lambda: {str(at): at * at for at in range(4)})
    >>> squares["3"], squares == {"0": 0, "1": 1, "2": 4, "3": 9}
    (9, True)
    """

    def __init__(self, make: Callable[[], Mapping[str, Value]]) -> None:
        self._make = make

    @cached_property
    def _made(self) -> Mapping[str, Value]:
        return self._make()

    def __getitem__(self, name: str) -> Value:
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)

    def __contains__(self, name: object) -> bool:
        return name in self._made

    def __repr__(self) -> str:
        """Be written as the mapping is: hashes of what was asked rest on it."""
        return repr(self._made)

    def __reduce__(self) -> tuple[type[dict[str, Value]], tuple[dict[str, Value]]]:
        """Go to other processes, and into copies, as a plain dictionary."""
        return dict, (dict(self._made),)
