"""What must not reach the parser, and what a reader is told instead."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pysd.translators.vensim.vensim_file import VensimFile

from zysim.errors import ModelFileError
from zysim.kernel.pysd_guard import guard_parser, refuse_code
from zysim.reading import model_text, read_model

CLOCK = "".join(
    f"{name} = {value} ~ Year ~~|\n"
    for name, value in (("INITIAL TIME", 0), ("FINAL TIME", 9), ("TIME STEP", 1), ("SAVEPER", 1))
)
HOSTILE = '__import__("os").system("touch hacked")'


@pytest.mark.parametrize(
    "equation",
    [
        f"x = WITH LOOKUP(Time, ([(0,{HOSTILE}),(1,1)],(0,0),(1,1)))",
        f"x = WITH LOOKUP(Time, ([{HOSTILE}],(0,0),(1,1)))",
        f"x = WITH LOOKUP(Time, ([\\(0,{HOSTILE}),(1,1)],(0,0),(1,1)))",
        f"x([(0,{HOSTILE}),(1,1)],(0,0),(1,1))",
        f'"a~b"([(0,{HOSTILE}),(1,1)],(0,0),(1,1))',
        f'"a|b"([(0,{HOSTILE}),(1,1)],(0,0),(1,1))',
        "x([9**9**9**9],(0,0),(1,1))",
        "x([1<<99999999999],(0,0),(1,1))",
    ],
)
def test_code_in_lookup_limits_is_refused_and_not_run(
    write: Callable[..., Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    equation: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    path = write("y = 1")
    path.write_text("{UTF-8}\n" + equation + "~dmnl~|" + path.read_text("utf-8"), "utf-8")
    with pytest.raises(ModelFileError, match=r"line \d+: square brackets must hold names or num"):
        refuse_code(path, path.read_text("utf-8"))
    with contextlib.suppress(ModelFileError):
        read_model(
            path, cache=False
        )  # what it makes of the file is its own matter: it runs nothing
    assert not (tmp_path / "hacked").exists()


def test_the_parser_of_pysd_runs_no_code(
    write: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = write(f"x = WITH LOOKUP(Time, ([(0,{HOSTILE}),(1,1)],(0,0),(1,1)))")
    guard_parser()
    with pytest.raises(Exception, match="malformed node"):
        VensimFile(path, encoding="utf-8").parse()
    assert not (tmp_path / "hacked").exists()


def test_code_hidden_by_an_encoding_is_refused(write: Callable[..., Path]) -> None:
    path = write("y = 1")
    text = path.read_text("utf-8").replace("{UTF-8}", "{UTF-7}")
    with pytest.raises(ModelFileError, match=r"names the encoding 'UTF-7'; PySD reads only"):
        refuse_code(path, text)


def test_limits_that_are_numbers_pass_the_guard(write: Callable[..., Path]) -> None:
    path = write("x = WITH LOOKUP(Time, ([(0,0)-(10,10),(1,.5)],(0,0),(1,1)))")
    assert model_text.read_text(path)[1]
    assert "x" in read_model(path, cache=False).auxiliaries


def test_three_quotes_in_a_comment_are_only_text(write: Callable[..., Path]) -> None:
    path = write("y = 1")
    path.write_text(path.read_text("utf-8").replace("Text.", 'A """ quote.'), "utf-8")
    assert read_model(path, cache=False).variables["y"].comment == 'A """ quote.'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the file is empty"),
        (b" \n\n", "the file is empty"),
        (b"{UTF-8}\nx = 1 ~ dmnl ~ \0 |", "NUL byte at character 23: not a text file"),
        (b"just some words", "no equation found"),
        (b"{UTF-8}\nx = 1 ~ dmnl ~ |\ny = INTEG(x,", "ends inside an entry: 'y = INTEG(x,'"),
        (
            b"{UTF-8}\ny = 1 ~ dmnl ~ |\nx = " + b"(" * 1001 + b"1" + b")" * 1001 + b" ~ dmnl ~ |",
            "line 3, x: brackets nested deeper than 1,000; split the equation",
        ),
    ],
)
def test_damaged_files_are_told_what_is_wrong(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "bad.mdl"
    path.write_bytes(data)
    with pytest.raises(ModelFileError) as told:
        read_model(path, cache=False)
    assert message in str(told.value)
    assert str(path) in str(told.value)
    lines = str(told.value.zh).splitlines()
    assert re.search("[\u4e00-\u9fff]{2}", lines[1])


def test_all_problems_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "bad.mdl"
    path.write_bytes(b"{UTF-8}\nx([f()],(0,0,1)) ~ dmnl ~ |\ny = 1 + ~ dmnl ~ |")
    with pytest.raises(ModelFileError, match="2 equation") as told:
        read_model(path, cache=False)
    assert "line 2, x: ',' stands where ')' is wanted" in str(told.value)
    assert "line 3, y: the equation ends where a number or a name is wanted" in str(told.value)
    assert "第 3 行，y：方程在此处中断：应为数字或名称" in (told.value.zh or "")


@pytest.mark.parametrize(
    ("coding", "word"), [("gbk", "人口总数"), ("cp1252", "été"), ("utf-8", "人口")]
)
def test_other_codings_are_recognised(tmp_path: Path, coding: str, word: str) -> None:
    path = tmp_path / "model.MDL"
    text = (
        f"{word} = 3 ~ dmnl ~ {word}，|\nb = {word}*2 ~~|\n"
        if coding != "cp1252"
        else (f"{word} = 3 ~ dmnl ~ {word}|\nb = {word}*2 ~~|\n")
    )
    path.write_bytes((text + CLOCK).encode(coding))
    graph = read_model(path, cache=False)
    assert graph.constants[word] == 3
    assert graph.variables[word].comment.startswith(word)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match=r"no such model file\. Give the path of a Vensim"):
        read_model(tmp_path / "none.mdl")


def test_a_huge_file(write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_text, "LARGEST_FILE", 100)
    with pytest.raises(ModelFileError, match="bytes; model files above 100 bytes are refused"):
        read_model(write("y = 1"))


def test_a_byte_order_mark_and_windows_line_ends_do_not_matter(
    write: Callable[..., Path], tmp_path: Path
) -> None:
    path = write("y = 1 + Time ~ year", "z = 2")
    plain = read_model(path, cache=False)
    other = tmp_path / "windows.mdl"
    other.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    again = read_model(other, cache=False)
    assert again.auxiliaries == plain.auxiliaries
    assert again.variables == plain.variables


def test_text_that_is_no_model(write: Callable[..., Path]) -> None:
    with pytest.raises(ModelFileError, match="stands where a number or a name is wanted"):
        read_model(write("y = 1 +* 2"), cache=False)
