"""Click, made to speak two languages and to load a command only when it is called."""

from __future__ import annotations

import gc
import os
import shlex
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

import click

from zysim.cli.anywhere import take_city, take_language
from zysim.cli.start import INTERRUPTED, STOPPED
from zysim.cli.terminal import PLAIN
from zysim.columns import fold, pad, terminal_width, width
from zysim.errors import Alarm, InputError, ZysimError, reason_of, unknown_name
from zysim.paths import CITY
from zysim.wording import Lang, Pair, pick

if TYPE_CHECKING:
    from zysim.inputs.problems import Problem

USAGE: Pair = ("用法：", "Usage: ")
OPTIONS_PLACE: Pair = ("[选项]", "[OPTIONS]")
COMMAND_PLACE: Pair = ("命令", "COMMAND")
OPTIONS: Pair = ("选项：", "Options:")
COMMANDS: Pair = ("命令：", "Commands:")
ARGUMENTS: Pair = ("参数：", "Arguments:")
SHOW_HELP: Pair = ("显示本说明", "show this help")
MORE_HELP: Pair = ("查看用法：{path} --help", "For help: {path} --help")
UNSAID: Pair = (
    "输出无法写出（{reason}）。请清理空间，或换一个位置存放输出。",
    "The output cannot be written ({reason}). Free some space, or put it in another place.",
)
TYPED = "zysim.typed"
FAILED, MISUSED, NOT_HELD = 1, 2, 3
CONTEXT = {"help_option_names": ["-h", "--help"], "terminal_width": 80}
"""Help is laid out here, whatever width click is told; if it is told none it looks for it."""
NARROW = 40
"""Fewer places beside a name leave no room for what it means: it then gets the next line."""
MANY_OBJECTS = 100_000
"""A model has tens of thousands of records that stay: looking for dead ones each 700 is wasted."""


class Command(click.Command):
    """A command whose help is in the language of the reader."""

    def __init__(
        self, name: str, *, about: Pair, details: Pair | None = None, **settings: Any
    ) -> None:
        settings.setdefault("context_settings", CONTEXT)
        super().__init__(name, **settings)
        self.about = about
        self.details = details

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write usage, meaning, arguments and options."""
        lang = spoken(ctx)
        pieces = " ".join(self.collect_usage_pieces(ctx))
        pieces = pieces.replace("[OPTIONS]", pick(OPTIONS_PLACE, lang))
        lines = [
            f"{pick(USAGE, lang)}{ctx.command_path} {pieces}",
            "",
            "  " + fold(pick(self.about, lang), terminal_width() - 2, "  "),
        ]
        if self.details:
            lines += ["", *("  " + line for line in filled(self.details, lang).splitlines())]
        for heading, kind in ((ARGUMENTS, Argument), (OPTIONS, click.Option)):
            rows = [
                _record(ctx, param) for param in self.get_params(ctx) if isinstance(param, kind)
            ]
            if rows:
                lines += ["", pick(heading, lang), *listed(rows)]
        formatter.write("\n".join(lines) + "\n")


class Option(click.Option):
    """An option with its meaning in two languages."""

    def __init__(self, *names: Any, about: Pair = ("", ""), **settings: Any) -> None:
        super().__init__(*names, **settings)
        self.about = about


class Argument(click.Argument):
    """An argument with its meaning in two languages."""

    def __init__(self, *names: Any, about: Pair = ("", ""), **settings: Any) -> None:
        super().__init__(*names, **settings)
        self.about = about


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports the one that is called."""

    def __init__(
        self, name: str, homes: Mapping[str, tuple[str, Pair]], *, about: Pair, **settings: Any
    ) -> None:
        settings.setdefault("context_settings", CONTEXT)
        super().__init__(name, no_args_is_help=False, invoke_without_command=True, **settings)
        self.homes = homes
        self.about = about

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """Return the names in the order they are declared."""
        return list(self.homes)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the module of one command and return the command."""
        if cmd_name not in self.homes:
            return None
        module, _about = self.homes[cmd_name]
        found: click.Command = getattr(import_module(module), cmd_name.replace("-", "_"))
        return found

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Make the context and keep in it what was typed, ``typed`` if given."""
        typed = extra.pop("typed", None) or list(args)
        context = super().make_context(info_name, args, parent, **extra)
        context.meta.setdefault(TYPED, typed)
        return context

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; answer a wrong name with the nearest ones."""
        if args and args[0] not in self.homes and not args[0].startswith("-"):
            raise unknown_name("command", args[0], self.homes, "")
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write usage, meaning and the commands, without importing any of them."""
        lang = spoken(ctx)
        rows = [(name, pick(about, lang)) for name, (_module, about) in self.homes.items()]
        lines = [
            f"{pick(USAGE, lang)}{ctx.command_path} {pick(COMMAND_PLACE, lang)} …",
            "",
            "  " + fold(pick(self.about, lang), terminal_width() - 2, "  "),
        ]
        lines += ["", pick(COMMANDS, lang), *listed(rows), "", pick(OPTIONS, lang)]
        lines += listed([_record(ctx, param) for param in self.get_params(ctx)])
        formatter.write("\n".join(lines) + "\n")

    def main(self, args: Sequence[str] | None = None, *_: Any, **__: Any) -> NoReturn:
        """Run the command line and leave with its exit code; nothing else leaves the program."""
        typed = sys.argv[1:] if args is None else list(args)
        words, lang = take_language(typed)
        words, city = take_city(words)
        before = os.environ.get(CITY)
        if city is not None:
            os.environ[CITY] = city
        try:
            run = self._signalled if args is None else self._guarded
            sys.exit(run(words, lang, typed))
        finally:
            # A caller in the same process gets its own city back.
            if city is not None:
                os.environ.pop(CITY)
                os.environ.update({} if before is None else {CITY: before})

    def _signalled(self, words: list[str], lang: Lang, typed: list[str]) -> int:
        """Run the words of the console with SIGTERM taken, and give it back.

        A caller in Python keeps his own handler, so that a ``timeout`` round it still ends it.
        Only the main thread may take a signal.
        """
        often = gc.get_threshold()
        gc.set_threshold(MANY_OBJECTS)
        try:
            if threading.current_thread() is not threading.main_thread():
                return self._guarded(words, lang, typed)
            before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
            try:
                return self._guarded(words, lang, typed)
            finally:
                signal.signal(signal.SIGTERM, before)
        finally:
            gc.set_threshold(*often)
            gc.freeze()  # the program ends: what is left is not looked through once more

    def _guarded(self, words: list[str], lang: Lang, typed: list[str]) -> int:
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors=PLAIN)
        colour = False if os.environ.get("NO_COLOR") else None
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("always", Alarm)
                warnings.showwarning = partial(_say_alarm, lang, set(), warnings.showwarning)
                code = super().main(
                    words, self.name, standalone_mode=False, obj=lang, color=colour, typed=typed
                )
            if sys.stdout is not None:  # as where a program without a console started it
                sys.stdout.flush()
        except InputError as error:
            return complain(error, lang, MISUSED)
        except ZysimError as error:
            return complain(error, lang, FAILED)
        except click.UsageError as error:
            from zysim.cli.misuse import misuse_text  # a start loads no more than it needs

            path = error.ctx.command_path if error.ctx else self.name
            say_error(misuse_text(error, lang), lang)
            click.echo(pick(MORE_HELP, lang).format(path=path), err=True)
            return MISUSED
        except (KeyboardInterrupt, click.Abort):
            say_error(pick(INTERRUPTED, lang), lang)
            return STOPPED
        except OSError as error:
            if error.filename is not None:  # not what is printed, but a file: a fault of the code
                raise
            return _unsaid(error, lang)
        return code if isinstance(code, int) else 0


def _unsaid(error: OSError, lang: Lang) -> int:
    """Say that what was printed went nowhere, and return the exit code."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        return 0  # the reader closed the pipe (`| head`): not our failure, and nothing to say
    english, chinese = reason_of(error)
    say_error(pick(UNSAID, lang).format(reason=chinese if lang == "zh" else english), lang)
    return FAILED


def _say_alarm(
    lang: Lang,
    said: set[str],
    show: Callable[..., None],
    message: Warning | str,
    *place: Any,
    **more: Any,
) -> None:
    """Print an alarm on stderr, once a command; leave other warnings to Python."""
    if not isinstance(message, Alarm):
        show(message, *place, **more)
        return
    text = message.zh if lang == "zh" else str(message)
    if text not in said:
        said.add(text)
        say_error(text, lang)


@click.pass_context
def show_help(ctx: click.Context) -> None:
    """Print a group's help when no command of it is named."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def spoken(ctx: click.Context | None = None) -> Lang:
    """Return the language of the running command."""
    ctx = ctx or click.get_current_context()
    found = ctx.find_object(str)
    return "en" if found == "en" else "zh"


def typed_command() -> str:
    """Return the command that is running as one would type it, however it was started.

    Folders of the machine are nobody else's business: paths are cut to their last name.
    """
    # Only here: the help of all commands can spare what this loads.
    from zysim.runs.manifest import without_folders

    root = click.get_current_context().find_root()
    return without_folders(shlex.join(["zysim", *root.meta.get(TYPED, [])]))


def say_notes(notes: Sequence[Problem]) -> None:
    """Print what the reader should know of the words typed, on stderr."""
    for note in notes:
        say_error(note.zh if spoken() == "zh" else note.en, spoken())


def say(pair: Pair, **values: object) -> str:
    """Return a text in the running command's language, with ``values`` put in."""
    return pick(pair, spoken()).format(**values)


def option(*names: str, about: Pair, **settings: Any) -> Callable[[Any], Any]:
    """Declare an option with its meaning in two languages."""
    return click.option(*names, cls=Option, about=about, **settings)


def argument(*names: str, about: Pair, **settings: Any) -> Callable[[Any], Any]:
    """Declare an argument with its meaning in two languages."""
    return click.argument(*names, cls=Argument, about=about, **settings)


def command(name: str, *, about: Pair, details: Pair | None = None) -> Callable[[Any], Command]:
    """Declare a command with its meaning in two languages."""
    return click.command(name, cls=Command, about=about, details=details)


def complain(error: ZysimError, lang: Lang, code: int) -> int:
    """Print an error on stderr in the reader's language and return the exit code."""
    say_error(error.zh if lang == "zh" and error.zh else str(error), lang)
    return code


def say_error(text: str, lang: Lang) -> None:
    """Print one message on stderr, with the name of the program before it."""
    click.echo(f"zysim: {text}" if lang == "en" else f"zysim：{text}", err=True)


def filled(details: Pair, lang: Lang) -> str:
    """Return the details of a command with the names of the city in their examples.

    Where the city's record cannot be read, help is still given, with what each name means.
    """
    # Only here: the help of all commands can spare what this loads.
    from zysim.inputs.read_city import read_city

    try:
        city = read_city()
    except InputError:
        return pick(details, lang).replace("{", "").replace("}", "")
    return pick(details, lang).format(
        reference=city.reference,
        main=city.main,
        goal=city.goal,
        territorial=city.territorial,
        gdp=city.variables["gdp"],
        lever=next(iter(city.groups.values())).levers[0],
    )


def listed(rows: Sequence[tuple[str, str]]) -> list[str]:
    """Return names and what each means as two aligned columns.

    A name that is too long gets a line of its own, in a narrow terminal all of them.
    """
    left, wide = min(30, max(width(name) for name, _meaning in rows)), min(100, terminal_width())
    if wide - left < NARROW:
        left = 4
    lines = []
    for name, meaning in rows:
        indent = " " * (left + 4)
        text = fold(meaning, wide, indent)
        if width(name) > left:
            lines += [f"  {name}", indent + text]
        else:
            lines.append(f"  {pad(name, left)}  {text}")
    return lines


def _record(ctx: click.Context, param: click.Parameter) -> tuple[str, str]:
    """Return how a parameter is written, and what it means."""
    lang = spoken(ctx)
    if isinstance(param, Argument):
        return param.make_metavar(ctx), pick(param.about, lang)
    written = (param.get_help_record(ctx) or ("", ""))[0]
    if isinstance(param, Option):
        return written, pick(param.about, lang)
    return written, pick(SHOW_HELP, lang)
