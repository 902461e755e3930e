"""What must not reach the parser, and what a reader is told instead."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from zysim.errors import ModelFileError
from zysim.reading import model_text, read_model, translate

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
        read_model(path, cache=False)
    assert not (tmp_path / "hacked").exists()


def test_the_parser_itself_runs_no_code(
    write: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = write(f"x = WITH LOOKUP(Time, ([(0,{HOSTILE}),(1,1)],(0,0),(1,1)))")
    with pytest.raises(ModelFileError, match="malformed node"):
        translate.translate(path)
    assert not (tmp_path / "hacked").exists()


def test_code_hidden_by_an_encoding_is_refused(write: Callable[..., Path]) -> None:
    path = write("y = 1")
    path.write_text(path.read_text("utf-8").replace("{UTF-8}", "{UTF-7}"), "utf-8")
    with pytest.raises(ModelFileError, match=r"names the encoding 'UTF-7'; only \{UTF-8\} is read"):
        read_model(path, cache=False)


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
        ("x = 1 ~ dmnl ~ 人口 |".encode("gbk"), "not UTF-8 at byte 15. Save the model as UTF-8"),
        (b"just some words", "no equation found"),
        (b"{UTF-8}\nx = 1 ~ dmnl ~ |\ny = INTEG(x,", "ends inside an entry: 'y = INTEG(x,'"),
        (
            b"{UTF-8}\ny = 1 ~ dmnl ~ |\nx = " + b"(" * 61 + b"1" + b")" * 61 + b" ~ dmnl ~ |",
            "line 3: brackets nested deeper than 60 in 'x = ",
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
    assert told.value.zh


def test_all_problems_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "bad.mdl"
    path.write_bytes(b"{GBK}\nx([f()],(0,0)) ~ dmnl ~ |\ny([g()],(0,0)) ~ dmnl ~ |")
    with pytest.raises(ModelFileError, match="3 problem"):
        read_model(path, cache=False)


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
    with pytest.raises(ModelFileError, match="not a Vensim model that can be parsed"):
        read_model(write("y = 1 +* 2"), cache=False)
