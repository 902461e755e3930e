"""Mappings and lists that are made when they are first looked into."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeVar, overload

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


class LaterRows(Sequence[Value]):
    """A list that most callers pass on without looking, as :class:`Later`.

    Examples
    --------
    >>> rows = LaterRows(lambda: ("a", "b"))
    >>> rows[1], len(rows), rows == ("a", "b")
    ('b', 2, True)
    """

    def __init__(self, make: Callable[[], tuple[Value, ...]]) -> None:
        self._make = make

    @cached_property
    def _made(self) -> tuple[Value, ...]:
        return self._make()

    @overload
    def __getitem__(self, at: int) -> Value: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Value, ...]: ...
    def __getitem__(self, at: int | slice) -> Value | tuple[Value, ...]:
        return self._made[at]

    def __len__(self) -> int:
        return len(self._made)

    def __eq__(self, other: object) -> bool:
        """Be equal to what holds the same, made later or not."""
        return self._made == (tuple(other) if isinstance(other, LaterRows) else other)

    def __hash__(self) -> int:
        return hash(self._made)

    def __repr__(self) -> str:
        """Be written as the tuple is, for the same reason as :class:`Later`."""
        return repr(self._made)

    def __reduce__(self) -> tuple[type[tuple[Value, ...]], tuple[tuple[Value, ...]]]:
        """Go to other processes, and into copies, as a plain tuple."""
        return tuple, (self._made,)
