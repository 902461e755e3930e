"""One table of a TOML file: each key is asked for once, and what is left over is unknown."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from zysim.inputs.declared import Declared, Names, Record, declared, named, problems_of
from zysim.inputs.problems import Problem, not_known
from zysim.inputs.toml_text import as_toml

NOT_READ = -(1 << 62)
EMPTY: Mapping[str, Any] = {
    "text": "",
    "choice": "",
    "number": math.nan,
    "whole": NOT_READ,
    "list": (),
    "numbers": (),
    "records": (),
    "by name": {},
}
"""What stands for a field that is missing or wrong, so that the rest can be checked."""


def was_read(made: Any) -> bool:
    """Return whether no number of a record was missing or wrong."""
    values = (getattr(made, each.attribute) for each in declared(type(made)))
    return not any(each == NOT_READ or each != each for each in values)


HEADINGS = {"records": "[[{}]]", "record": "[{}]", "by name": "[{}]"}
"""How what is missing is begun."""


class TomlTable:
    """A table, the place it stands in, and the problems noted so far.

    Parameters
    ----------
    data
        What the file holds there.
    place
        Such as ``[factors.birth_rate]``; "" for the top of the file.
    problems
        Takes every problem noted.
    """

    def __init__(self, data: Mapping[str, Any], place: str, problems: list[Problem]) -> None:
        self.data = data
        self.place = place
        self.problems = problems
        self.asked: set[str] = set()

    def note(self, en: str, zh: str) -> None:
        """Keep one more problem of this table."""
        problem = Problem(en, zh)
        self.problems.append(problem.under(self.place, self.place) if self.place else problem)

    def get(self, key: str) -> Any:
        """Return what stands under a key, None if nothing does."""
        self.asked.add(key)
        return self.data.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; without a default it must be there."""
        value = self.get(key)
        if value is None and default is not None:
            return default
        if isinstance(value, str) and value.strip():
            return value.strip()
        if value is None:
            self.note(f"{key} is missing", f"缺少 {key}")
        else:
            self.note(
                f"{key} must be a text in quotation marks, got {as_toml(value)}",
                f"{key} 应为引号内的文字，现为 {as_toml(value)}",
            )
        return ""

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty where there is none."""
        value = self.get(key)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(each, str) and each for each in value):
            return tuple(value)
        self.note(
            f'{key} must be a list of texts, such as ["a", "b"], got {as_toml(value)}',
            f'{key} 应为文字列表，如 ["a", "b"]，现为 {as_toml(value)}',
        )
        return ()

    def choice(self, key: str, allowed: Collection[str], default: str | None = None) -> str:
        """Return a text that must be one of a few words."""
        value = self.text(key, default)
        if value and value not in allowed:
            words = ", ".join(allowed)
            self.note(
                f"{key} {as_toml(value)} must be one of {words}",
                f"{key} {as_toml(value)} 应为 {words} 之一",
            )
        return value

    def number(self, key: str) -> float | None:
        """Return a finite number, None where there is none."""
        value = self.get(key)
        if value is None or _finite(value):
            return None if value is None else float(value)
        self.note(
            f"{key} must be a number, got {as_toml(value)}", f"{key} 应为数，现为 {as_toml(value)}"
        )
        return None

    def numbers(self, key: str) -> tuple[float, ...]:
        """Return a list of finite numbers, empty where there is none."""
        value = self.get(key)
        if value is None:
            return ()
        if isinstance(value, list) and value and all(map(_finite, value)):
            return tuple(map(float, value))
        self.note(
            f"{key} must be a list of numbers, such as [1, 2], got {as_toml(value)}",
            f"{key} 应为数的列表，如 [1, 2]，现为 {as_toml(value)}",
        )
        return ()

    def whole(self, key: str, low: int, high: int, default: int) -> int:
        """Return a whole number within bounds."""
        value = self.get(key)
        if value is None:
            return default
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        self.note(
            f"{key} must be a whole number from {low} to {high}, it is {as_toml(value)}",
            f"{key} 应为 {low} 至 {high} 的整数，现为 {as_toml(value)}",
        )
        return default

    def table(self, key: str) -> TomlTable:
        """Return the table under a key, an empty one where there is none."""
        value = self.get(key)
        inside = f"{self.place} {key}"
        if not self.place.startswith("[["):
            inside = f"[{self.place.strip('[]')}.{key}]" if self.place else f"[{key}]"
        if value is not None and not isinstance(value, dict):
            self.note(f"{key} must be a table, written {inside}", f"{key} 应写成表 {inside}")
            value = None
        return TomlTable(value or {}, inside, self.problems)

    def tables(self) -> dict[str, TomlTable]:
        """Return every table in this one, by name."""
        return {name: self.table(name) for name in self.data}

    def mapping(self, key: str) -> dict[str, float]:
        """Return names and finite numbers."""
        inside = self.table(key)
        found = {name: inside.number(name) for name in inside.data}
        return {name: value for name, value in found.items() if value is not None}

    def record(
        self,
        record: type[Record],
        names: Names | None = None,
        *,
        check: Callable[[Record], Iterable[Problem]] | None = None,
        **given: Any,
    ) -> Record:
        """Return the record that this table fills.

        Parameters
        ----------
        record
            Declares the keys.
        names
            Names that texts may be held to, by the list that a field is ``of``.
        check
            Returns what is wrong beyond the fields; one that was wrong holds a value of ``EMPTY``.
        given
            Fields of the record that do not stand in the file.
        """
        before = len(self.problems)
        values = {each.attribute: self._value(each, names or {}) for each in declared(record)}
        self.finish()
        made = record(**{**given, **values})
        right = len(self.problems) == before
        for wrong in [*(problems_of(made) if right else ()), *(check(made) if check else ())]:
            self._wrong(wrong)
        return made

    def _value(self, each: Declared, names: Names) -> Any:
        """Return what one field holds, its default where there is nothing."""
        if each.kind == "pair":
            given = any(name in self.data for name in each.names)
            if not given and not each.needed:
                return each.default
            default = None if each.needed else ""
            return tuple(self.text(name, default) for name in each.names)
        value = self.get(each.name)
        if value is None or (value in ([], {}) and each.needed):
            if each.needed:
                heading = HEADINGS.get(each.kind, "").format(each.name)
                way = f": write {heading}" if heading else ""
                way_zh = f"：请写 {heading}" if heading else ""
                wrong = each.meant(f"{each.name} is missing{way}", f"缺少 {each.name}{way_zh}")
                self.note(wrong.en, wrong.zh)
            return EMPTY.get(each.kind) if each.needed else each.default
        return self._read(each, each.name, value, names)

    def _read(self, each: Declared, key: str, value: Any, names: Names) -> Any:
        """Return what stands under a key; after noting what is wrong, something of its kind."""
        if each.kind in ("number", "whole"):
            kinds = int if each.kind == "whole" else int | float
            if isinstance(value, kinds) and _finite(value) and each.about.holds(value):
                return value if each.kind == "whole" else float(value)
            self._wrong(each.misfit(key, value))
            return EMPTY[each.kind]
        if each.kind in ("text", "choice"):
            return self._word(each, key, value, names)
        if each.kind == "true":
            if not isinstance(value, bool):
                self.note(
                    f"{key} must be true or false, got {as_toml(value)}",
                    f"{key} 应为 true 或 false",
                )
            return value is True
        if each.kind in ("list", "numbers"):
            return self._listed(each, key, value, names)
        if each.kind == "record" and each.record:
            return self.table(key).record(each.record, names)
        if each.kind == "records":
            return tuple(self._entries(each, key, value, names))
        return self._named(each, key, names) if each.kind == "by name" else value

    def _word(self, each: Declared, key: str, value: Any, names: Names) -> str:
        if not isinstance(value, str) or not value.strip():
            self.note(
                f"{key} must be a text in quotation marks, got {as_toml(value)}",
                f"{key} 应为引号内的文字，现为 {as_toml(value)}",
            )
            return ""
        text = value.strip()
        if each.words and text not in each.words:
            words = ", ".join(each.words)
            self.note(f"{key} {text!r} must be one of {words}", f"{key} {text!r} 应为 {words} 之一")
        for wrong in each.problems(key, text, names):
            self._wrong(wrong)
        return text

    def _listed(self, each: Declared, key: str, value: Any, names: Names) -> tuple[Any, ...]:
        """Return a list of texts, of which one may stand alone, or of numbers."""
        listed = [value] if isinstance(value, str) and each.kind == "list" else value
        kinds = str if each.kind == "list" else int | float
        right = isinstance(listed, list) and all(
            isinstance(one, kinds) and one != "" for one in listed
        )
        if not right or (each.count and len(listed) != each.count):
            what = (
                ("texts", "文字", '["a", "b"]')
                if each.kind == "list"
                else ("numbers", "数", "[1, 2]")
            )
            size, seen = f"{each.count} " if each.count else "", as_toml(value)
            self._wrong(
                each.meant(
                    f"{key} must be a list of {size}{what[0]}, such as {what[2]}, got {seen}",
                    f"{key} 应为 {size}{what[1]}的列表，如 {what[2]}，现为 {seen}",
                )
            )
            return ()
        if each.kind == "list":
            for one in listed:
                for wrong in each.problems(key, one, names):
                    self._wrong(wrong)
            return tuple(listed)
        return tuple(self._read(each.item, key, one, names) for one in listed) if each.item else ()

    def _entries(self, each: Declared, key: str, value: Any, names: Names) -> Iterable[Any]:
        """Return the records of a list of tables; those that cannot be told are left out."""
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.note(f"{key}: write [[{key}]] before each entry", f"{key}：每条之前请写 [[{key}]]")
            return
        for at, one in enumerate(value, start=1):
            place = f"{self.place} {key} {at}" if self.place else f"[[{key}]] {at}"
            entry = TomlTable(one, place, self.problems)
            record = each.record or entry.variant(each.variants)
            if record is not None:
                yield entry.record(record, names)

    def variant(self, variants: tuple[type, ...]) -> type | None:
        """Return the record of which this table is, told by its first field; None if by none."""
        first = {record: declared(record)[0] for record in variants}
        tags = [word for each in first.values() for word in each.words]
        if tags:
            name = first[variants[0]].name
            tag = self.data.get(name)
            if tag in tags:
                return next(record for record, each in first.items() if tag in each.words)
            wrong = not_known((name, name), str(tag), tags)
            self._wrong(wrong)
            return None
        found = [record for record, each in first.items() if each.name in self.data]
        if len(found) == 1:
            return found[0]
        keys = [each.name for each in first.values()]
        self.note(f"write one of {', '.join(keys)}", f"请写 {'、'.join(keys)} 之一")
        return None

    def _named(self, each: Declared, key: str, names: Names) -> dict[str, Any]:
        """Return what stands under each name of a table."""
        inside, item = self.table(key), each.item
        found: dict[str, Any] = {}
        for name, value in inside.data.items():
            if item is None:
                found[name] = value
            elif item.kind == "pair" or item.record is not None:
                before = len(self.problems)
                entry = inside.table(name)
                if len(self.problems) > before:
                    continue
                if item.record is not None:
                    found[name] = entry.record(item.record, names, **named(item.record, name))
                else:
                    found[name] = (entry.text("zh"), entry.text("en"))
                    entry.finish()
            else:
                before = len(self.problems)
                made = inside._read(item, name, value, names)
                found |= {name: made} if len(self.problems) == before else {}
        return found

    def _wrong(self, problem: Problem) -> None:
        self.note(problem.en, problem.zh)

    def finish(self) -> None:
        """Note every key that nobody asked for."""
        for key in self.data:
            if key not in self.asked:
                found = not_known(("key", "键"), key, self.asked)
                self.note(found.en, found.zh)


def _finite(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
