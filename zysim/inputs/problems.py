"""What is wrong with a file, in both languages, and the one error that lists it all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from zysim.errors import InputError, unknown_words

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right, said in English and in Chinese."""

    en: str
    zh: str

    def under(self, en: str, zh: str) -> Problem:
        """Return the problem with the place where it is put in front.

        >>> Problem("unit is empty", "单位为空").under("row 3 (cars)", "第 3 行（cars）").en
        'row 3 (cars): unit is empty'
        """
        return Problem(f"{en}: {self.en}", f"{zh}：{self.zh}")


def refuse(place: Path | str, problems: Sequence[Problem]) -> InputError:
    """Build the error that lists everything wrong with one file or argument.

    >>> print(refuse(Path("levers.csv"), [Problem("row 3 (ev): unit is empty", "…")]))
    levers.csv: 1 problem(s)
      - row 3 (ev): unit is empty
    """
    english = "".join(f"\n  - {problem.en}" for problem in problems)
    chinese = "".join(f"\n  - {problem.zh}" for problem in problems)
    return InputError(
        f"{place}: {len(problems)} problem(s){english}",
        zh=f"{place}：{len(problems)} 处错误{chinese}",
    )


def joined(errors: Sequence[InputError]) -> InputError:
    """Return one error that says what several say."""
    return InputError(
        "\n".join(str(error) for error in errors),
        zh="\n".join(error.zh or str(error) for error in errors),
    )


def attempt(errors: list[InputError], make: Callable[[], Made]) -> Made | None:
    """Return what ``make`` gives; on an InputError keep it in ``errors`` and return None."""
    try:
        return make()
    except InputError as error:
        errors.append(error)
        return None


def not_known(what: tuple[str, str], name: str, known: Collection[str]) -> Problem:
    """Say that a name is not in a closed list, with the nearest names or a short list.

    >>> not_known(("quality", "质量等级"), "litrature", ["literature", "plan"]).en
    "unknown quality 'litrature'. Did you mean 'literature'?"
    """
    return Problem(*unknown_words(what, name, known))
