"""Whether a command was given a study instead of scenarios, and what goes with one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from zysim.errors import InputError
from zysim.paths import studies_path

if TYPE_CHECKING:
    from zysim.inputs.study import Study


def study_asked(words: Sequence[str], allowed: Collection[str]) -> Study | None:
    """Return the study that the words of the running command name, None if they name none.

    Parameters
    ----------
    words
        Its positional words.
    allowed
        Parameters that go with a study, by name.

    Raises
    ------
    InputError
        If a study stands among other words, or an option does not go with it.
    """
    if not any(word.endswith(".toml") for word in words):
        return None
    # Only here: a run of scenarios by name can spare what reads studies.
    from zysim.inputs.study_file import is_study, read_study

    named = [word for word in words if is_study(word)]
    if not named:
        return None
    if len(words) > 1:
        msg = f"{named[0]}: a study stands alone; leave out {', '.join(_others(words, named))}."
        zh = f"{named[0]}：研究须单独给出，请去掉 {'、'.join(_others(words, named))}。"
        raise InputError(msg, zh=zh)
    context = click.get_current_context()
    flags = [
        param.opts[0]
        for param in context.command.params
        if isinstance(param, click.Option)
        and param.name not in allowed
        and context.get_parameter_source(param.name or "") is ParameterSource.COMMANDLINE
    ]
    if flags:
        msg = f"{', '.join(flags)}: not with a study; write it in {named[0]}."
        raise InputError(msg, zh=f"{'、'.join(flags)} 不能与研究同用，请写在 {named[0]} 中。")
    return read_study(named[0], studies_path())


def _others(words: Sequence[str], named: Sequence[str]) -> list[str]:
    return [word for word in words if word != named[0]] or list(named[1:])


def asked_draws(members: int, seed: int) -> tuple[int | None, int | None]:
    """Return rows and seed where they were typed, None where the study's count."""
    context = click.get_current_context()

    def typed(name: str) -> bool:
        return context.get_parameter_source(name) is ParameterSource.COMMANDLINE

    return members if typed("members") else None, seed if typed("seed") else None
