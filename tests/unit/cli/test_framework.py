"""The frame of the command line: languages, help, wrong words, exit codes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from zysim.cli import framework
from zysim.cli.anywhere import take_language
from zysim.cli.framework import typed_command
from zysim.cli.main import main
from zysim.errors import InputError, ResultError
from zysim.paths import CITY

HARBOUR = Path(__file__).parents[2] / "data" / "harbour"


def call(*words: str, lang: str = "") -> Result:
    return CliRunner().invoke(main, list(words), env={"ZYSIM_LANG": lang, "LANG": "", "LC_ALL": ""})


@pytest.mark.parametrize(("lang", "word"), [("zh", "用法："), ("en", "Usage: ")])
def test_help_is_in_the_language_of_the_reader(lang: str, word: str) -> None:
    for words in ([], ["--help"], ["-h"], ["--lang", lang]):
        result = call(*words, lang=lang)
        assert result.exit_code == 0
        assert result.stdout.startswith(word)


@pytest.mark.parametrize("name", main.list_commands(click.Context(main)))
@pytest.mark.parametrize(("lang", "other"), [("zh", "show this help"), ("en", "显示")])
def test_every_command_has_help_in_both_languages(name: str, lang: str, other: str) -> None:
    result = call(name, "--help", lang=lang)
    assert result.exit_code == 0, result.stderr
    assert other not in result.stdout
    assert f"zysim {name}" in result.stdout


@pytest.mark.parametrize(
    "words", [["--lang", "en", "frobnicate"], ["frobnicate", "--lang=en"], ["--lang=en", "runn"]]
)
def test_unknown_command_is_misuse_with_the_nearest_name(words: list[str]) -> None:
    result = call(*words)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("zysim: unknown command")


def test_nearest_command_is_offered_in_both_languages() -> None:
    assert "Did you mean 'levers'?" in call("lever", lang="en").stderr
    assert "是否指 levers？" in call("lever", lang="zh").stderr


@pytest.mark.parametrize(
    ("words", "lang", "said"),
    [
        (["run", "--utnil", "2050"], "en", "No such option"),
        (["run", "--utnil", "2050"], "zh", "没有选项 --utnil。是否指 --until"),
        (["run", "--boundary", "E"], "en", "no account 'E': city.toml has A, B, C, D"),
        (["run", "--boundary", "E"], "zh", "--boundary 的值不对"),
        (["explain"], "en", "Missing argument"),
        (["explain"], "zh", "缺少参数 VARIABLE"),
        (["levers", "--json=3"], "zh", "选项 --json 之后不带值"),
        (["run", "-o", "x", "--until"], "zh", "没有选项 -o"),
        (["run", "--until"], "zh", "选项 --until 之后须有值"),
        (["run", "--until", "x"], "zh", "'x' 不是整数"),
        (["cost", "--rate", "nan"], "zh", "--rate 的值不对：'nan' 不是数"),
        (["seek", "--probability", "inf"], "en", "'inf' is not a valid float"),
        (["fan", "--percentiles", "nan,50"], "zh", "'nan,50' 应写作 10,50,90"),
        (["run", "--out", __file__], "zh", "是文件，这里须是文件夹"),
        (["slides", "--out", str(Path(__file__).parent)], "zh", "是文件夹，这里须是文件"),
        (["slides", "--pages", "3"], "zh", "'3' 应为以下之一"),
        (["explain", "a", "b"], "zh", "多出的词：b"),
        (["--lang", "fr"], "en", "'fr' is not one of 'zh', 'en'"),
    ],
)
def test_misuse_exits_with_2_and_names_the_word(words: list[str], lang: str, said: str) -> None:
    result = call(*words, lang=lang)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "--help" in result.stderr
    assert result.stdout == ""


def test_version() -> None:
    assert call("--version").stdout.startswith("zysim ")


@click.command("boom", cls=framework.Command, about=("爆", "boom"))
@click.argument("how")
def boom(how: str) -> int:
    errors = {
        "input": InputError("bad row {3}", zh="第 {3} 行有误"),
        "result": ResultError("no peak"),
        "interrupt": KeyboardInterrupt(),
        "pipe": BrokenPipeError(),
    }
    if how in errors:
        raise errors[how]
    click.echo("fine")
    return 3


@pytest.mark.parametrize(
    ("how", "lang", "code", "said"),
    [
        ("input", "en", 2, "zysim: bad row {3}\n"),
        ("input", "zh", 2, "zysim：第 {3} 行有误\n"),
        ("result", "en", 1, "zysim: no peak\n"),
        ("result", "zh", 1, "zysim：no peak\n"),
        ("interrupt", "en", 130, "zysim: Interrupted; no half-written file was left.\n"),
        ("nothing", "en", 3, ""),
    ],
)
def test_errors_become_one_line_and_an_exit_code(
    monkeypatch: pytest.MonkeyPatch, how: str, lang: str, code: int, said: str
) -> None:
    monkeypatch.setitem(main.homes, "boom", (__name__, ("爆", "boom")))
    monkeypatch.setitem(sys.modules, __name__, sys.modules[boom.callback.__module__])
    result = call("boom", how, lang=lang)
    assert (result.exit_code, result.stderr.lstrip()) == (code, said)


def test_language_falls_back_to_the_locale_and_then_to_chinese(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("ZYSIM_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert take_language([])[1] == "en"
    monkeypatch.setenv("LANG", "C.UTF-8")
    assert take_language([])[1] == "zh"
    monkeypatch.setenv("ZYSIM_LANG", "en")
    assert take_language([])[1] == "en"
    assert take_language(["run", "--lang", "zh"]) == (["run"], "zh")


def test_words_after_two_dashes_are_left_alone() -> None:
    assert take_language(["run", "--", "--lang", "en"])[0] == [
        "run",
        "--",
        "--lang",
        "en",
    ]


LOADED = """
import contextlib, sys
from zysim.cli.main import main
sys.argv = ["zysim", *sys.argv[1:]]
with contextlib.suppress(SystemExit): main()
names = {name.partition(".")[0] for name in sys.modules} - sys.stdlib_module_names
print(sorted(name for name in names if not name.startswith("_")))
print(sorted({name for name in sys.modules if name.startswith("zysim.")}))
print(sorted({"lzma", "shutil", "subprocess", "tempfile"} & {*sys.modules}))
"""
FRAME = {
    "cli",
    "cli.anywhere",
    "cli.framework",
    "cli.main",
    "cli.start",
    "cli.terminal",
    "columns",
    "errors",
    "paths",
    "wording",
}


@pytest.mark.slow
def test_what_a_start_loads(tmp_path: Path) -> None:
    def loaded(*words: str) -> tuple[set[str], set[str], set[str]]:
        said = subprocess.run(
            [sys.executable, "-c", LOADED, *words],
            capture_output=True,
            check=True,
            encoding="utf-8",
            env=os.environ | {"ZYSIM_CACHE": str(tmp_path), "PYTHONIOENCODING": "utf-8"},
        ).stdout
        outside, own, slow = (set(eval(line)) for line in said.splitlines()[-3:])  # noqa: S307 - ours
        return outside, {name.removeprefix("zysim.") for name in own}, slow

    assert loaded("--help") == ({"click", "zysim"}, FRAME, set())
    outside, own, _ = loaded("run", "-n", "1")
    assert outside == {"click", "numpy", "zysim"}
    assert not {name for name in own if name.split(".")[0] in ("plots", "report", "sweeps", "page")}
    readers = {"inputs.read_tables", "inputs.city_file", "reading.translate", "kernel.llvm"}
    asked = ("--city", str(HARBOUR), "run", "-n", "16")
    _, own, _ = loaded(*asked)
    assert readers <= own, "a first answer reads the city and makes its kernel"
    outside, own, slow = loaded(*asked)
    assert outside == {"click", "numpy", "zysim"}
    assert not readers & own
    assert not slow, "a warm start reads and writes nothing that needs them"


INTERRUPTED = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # runs in the background ignore it
class Interrupted:
    def find_spec(self, name, *_):
        if name == "click":
            sys.meta_path.remove(self)
            {how}
sys.meta_path.insert(0, Interrupted())
sys.argv = ["zysim", "--lang", "{lang}", "--help"]
from zysim.cli.start import main
sys.exit(main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
@pytest.mark.parametrize(
    ("how", "lang", "said"),
    [
        ("os.kill(os.getpid(), signal.SIGINT)", "zh", "zysim：已中断，未留下半截文件。\n"),
        # as inside the text that a dataclass is made of: Python would die by the signal
        (
            "exec('raise KeyboardInterrupt')",
            "en",
            "zysim: Interrupted; no half-written file was left.\n",
        ),
    ],
)
def test_an_interrupt_while_the_program_loads_is_told_in_a_line(
    how: str, lang: str, said: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED.format(how=how, lang=lang)],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", said)


ONE_THREAD = """
import contextlib, os, sys
sys.argv = ["zysim", "levers", "--json"]
from zysim.cli.start import main
with contextlib.suppress(SystemExit), contextlib.redirect_stdout(None): main()
print(os.environ["OPENBLAS_NUM_THREADS"])
"""


@pytest.mark.parametrize(("asked", "taken"), [({}, "1"), ({"OPENBLAS_NUM_THREADS": "3"}, "3")])
def test_matrix_products_take_one_thread_unless_told(asked: dict[str, str], taken: str) -> None:
    plain = {name: each for name, each in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    command = [sys.executable, "-c", ONE_THREAD]
    said = subprocess.run(command, capture_output=True, check=True, text=True, env=plain | asked)
    assert said.stdout.split() == [taken]


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of Unix")
def test_closed_pipe_is_no_failure() -> None:
    command = f"{sys.executable} -m zysim levers --json | head -c 1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "[", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk of Linux")
def test_an_output_that_cannot_be_written_is_told_in_a_line() -> None:
    command = f"{sys.executable} -m zysim --lang en levers"
    for target, code, said in (
        ("> /dev/full", 1, "zysim: The output cannot be written (No space left on device)."),
        (">&-", 0, ""),
    ):
        line = ["bash", "-c", f"{command} {target}"]
        done = subprocess.run(line, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stderr
        assert done.stderr.startswith(said)
        assert len(done.stderr.splitlines()) <= 2


def test_no_color_and_pipes_get_plain_text() -> None:
    assert "\x1b[" not in call("levers").stdout


def test_a_city_named_by_one_command_is_not_the_next_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for before in (None, "elsewhere"):
        if before is None:
            monkeypatch.delenv(CITY, raising=False)
        else:
            monkeypatch.setenv(CITY, before)
        CliRunner().invoke(main, ["--city", str(tmp_path), "levers"])
        assert os.environ.get(CITY) == before


@pytest.mark.parametrize(("args", "taken"), [(["doctor"], False), (None, True)])
def test_only_the_console_takes_sigterm_and_gives_it_back(
    args: list[str] | None, taken: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, seen = signal.getsignal(signal.SIGTERM), []

    def look(*_: object) -> int:
        seen.append(signal.getsignal(signal.SIGTERM))
        return 0

    monkeypatch.setattr(main, "_guarded", look)
    with pytest.raises(SystemExit):
        main.main(args)
    assert (seen[0] is not before) == taken
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_command_is_kept_as_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[str] = []
    monkeypatch.setattr("zysim.cli.levers.print_json", lambda _: kept.append(typed_command()))
    CliRunner().invoke(main, ["--lang", "en", "levers", "--json"])
    assert kept == ["zysim --lang en levers --json"]
