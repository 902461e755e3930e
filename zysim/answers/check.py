"""Whether the model behaves as models/checks.toml says it must."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zysim.answers.result import Listed, read_lang
from zysim.columns import fold, terminal_width
from zysim.inputs.scenarios import read_scenarios
from zysim.inputs.settings import resolve
from zysim.metrics.check_file import read_checks
from zysim.metrics.checks import Verdict, run_checks
from zysim.metrics.feedback import Feedback, measure_feedback, read_feedback
from zysim.metrics.own_quantity import world_of
from zysim.reading.unit_check import check_units
from zysim.runs.execute import Engine, simulate
from zysim.runs.manifest import python_call
from zysim.runs.project import Project, choose_one, open_project
from zysim.wording import Lang, Pair, pick

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

SHOWN = 5
UNITS_FIT: Pair = (
    "每个方程两边单位一致，每步运算单位相容。",
    "Both sides of every equation have one unit, and every operation inside fits.",
)
MORE: Pair = ("……另有 {count} 处", "… and {count} more")
FEEDBACK: Pair = (
    "反馈环承担“{case}”对{year}年影响的 {level:.1%}、对峰值影响的 {peak:.1%}"
    "（把{links}个联系变量固定在“{base}”路径上测得；要求其一不低于 {least:.0%}）。",
    "Feedback carries {level:.1%} of the effect of '{case}' on {year} and {peak:.1%} of that on "
    "the peak (measured by holding {links} linking variables on their paths in '{base}'; one of "
    "the two must reach {least:.0%}).",
)
TOO_LITTLE: Pair = (
    "影响 {whole:+z.3f}，切断联系后 {direct:+z.3f}（{unit}）",
    "effect {whole:+z.3f}, with the links cut {direct:+z.3f} ({unit})",
)
ALL_HELD: Pair = ("{count} 条全部成立。", "All {count} hold.")
SOME_FAILED: Pair = ("{count} 条中有 {failed} 条不成立。", "{failed} of {count} do not hold.")
HEADS: tuple[Pair, ...] = (("", ""), ("应有的行为", "what must hold"), ("不符之处", "against it"))
TITLE: Pair = (
    "“{case}”的影响中经反馈环传递的份额",
    "Share of the effect of '{case}' that feedback carries",
)
SHARE: Pair = ("份额（虚线：两者之一不得低于）", "Share (dashed: what one of the two must reach)")
ON_YEAR: Pair = ("对 {year} 年", "on {year}")
ON_PEAK: Pair = ("对峰值", "on the peak")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A sentence about the model, and what contradicts it."""

    says: Pair
    problems: tuple[Pair, ...]

    @property
    def held(self) -> bool:
        """Whether nothing contradicts it."""
        return not self.problems


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class CheckResult(Listed[Checked]):
    """One verdict a sentence."""

    feedback: Feedback | None
    """What the feedback test found; None where there is none."""

    NAME = "check"
    LABELS = ("check",)

    @property
    def failed(self) -> int:
        """How many sentences do not hold."""
        return sum(not each.held for each in self.found)

    def record(self, lang: str | None = None) -> dict[str, Any]:
        """Return plain values: what ``--json`` prints."""
        told = read_lang(lang)
        return {
            "checks": [
                {
                    "says_zh": each.says[0],
                    "says_en": each.says[1],
                    "held": each.held,
                    "problems": [pick(problem, told) for problem in each.problems],
                }
                for each in self.found
            ],
            "feedback_share": self.feedback.share if self.feedback else None,
            "feedback": _feedback_record(self.feedback) if self.feedback else None,
        }

    def to_frame(self) -> pd.DataFrame:
        """Return one row a sentence: whether it holds, and how many problems there are."""
        import pandas as pd

        return pd.DataFrame(
            [
                {
                    "check": at,
                    "held": each.held,
                    "problems": len(each.problems),
                    "says_zh": each.says[0],
                    "says_en": each.says[1],
                }
                for at, each in enumerate(self.found)
            ]
        )

    def rows(self, lang: Lang) -> list[list[str]]:
        """Return a mark, the sentence, and the first thing against it."""
        return [
            [pick(head, lang) for head in HEADS],
            *(
                [
                    "✓" if each.held else "✗",
                    pick(each.says, lang),
                    "" if each.held else pick(each.problems[0], lang),
                ]
                for each in self.found
            ),
        ]

    def text(self, lang: str | None = None) -> str:
        """Return the answer as the command line tells it."""
        told = read_lang(lang)
        words = SOME_FAILED if self.failed else ALL_HELD
        last = pick(words, told).format(count=len(self.found), failed=self.failed)
        return "\n".join([*(_text(each, told) for each in self.found), "", last])

    @property
    def has_figure(self) -> bool:
        """Whether there is a test of feedback to draw."""
        return self.feedback is not None

    def _draw(self, lang: Lang) -> Figure:
        from zysim.plots.span_rows import draw_spans

        found = self.feedback
        assert found is not None
        bars = [
            (pick(name, lang).format(year=found.test.year), 0.0, share, f"{share:.1%}")
            for name, share in ((ON_YEAR, found.level.share), (ON_PEAK, found.peak.share))
        ]
        case = choose_one(self.project, found.test.to_case, {})
        title = pick(TITLE, lang).format(case=pick(case.titles, lang))
        return draw_spans(title, bars, pick(SHARE, lang), lang, line=found.test.at_least)

    def _about(self) -> str:
        return f"{len(self.found)} sentences, {self.failed} do not hold"


def _text(each: Checked, lang: Lang) -> str:
    words = fold(pick(each.says, lang), terminal_width() - 2, "  ")
    lines = [f"{'✓' if each.held else '✗'} {words}"]
    lines += [f"    {pick(problem, lang)}" for problem in each.problems[:SHOWN]]
    if len(each.problems) > SHOWN:
        lines.append("    " + pick(MORE, lang).format(count=len(each.problems) - SHOWN))
    return "\n".join(lines)


def _feedback_record(found: Feedback) -> dict[str, Any]:
    test = found.test
    return {
        "from_case": test.from_case,
        "to_case": test.to_case,
        "variable": test.variable,
        "year": test.year,
        "links": list(test.links),
        "at_least": test.at_least,
        "level": {"whole": found.level.whole, "direct": found.level.direct},
        "level_share": found.level.share,
        "peak": {"whole": found.peak.whole, "direct": found.peak.direct},
        "peak_share": found.peak.share,
    }


def check(file: str | Path | None = None, *, engine: Engine = "auto") -> CheckResult:
    """Test each sentence about the model.

    Parameters
    ----------
    file
        Another file of checks; that of the city if None.
    engine
        As for :func:`zysim.run`.

    Raises
    ------
    InputError
        Listing everything wrong with the file.
    """
    path = None if file is None else Path(file)
    named = [file] if file else []
    call = python_call("check", *named, engine=None if engine == "auto" else engine)
    return answer_check(open_project(), path, engine=engine, command=call)


def answer_check(
    project: Project, path: Path | None = None, *, engine: Engine = "auto", command: str = ""
) -> CheckResult:
    """Test an open city; as :func:`check`."""
    path = path or project.root / "models" / "checks.toml"
    verdicts = judge(project, path, engine)
    found = feedback_of(project, path)
    units = tuple((each.zh or str(each), str(each)) for each in check_units(project.graph))
    checked = [Checked(says=UNITS_FIT, problems=units)]
    checked += [
        Checked(says=each.check.says, problems=tuple((text, text) for text in each.problems))
        for each in verdicts
    ]
    checked += [_fed_back(project, found)] if found else []
    return CheckResult(project=project, found=tuple(checked), command=command, feedback=found)


def judge(project: Project, path: Path, engine: Engine = "auto") -> list[Verdict]:
    """Run the checks of a file on a project's model.

    Raises
    ------
    InputError
        Listing everything wrong with the file.
    """
    world = world_of(project)
    checks = read_checks(path, world, tuple(project.graph.constants))
    return run_checks(
        checks,
        world,
        lambda batch, outputs: simulate(project, batch, engine=engine, outputs=outputs),
    )


def feedback_of(project: Project, path: Path) -> Feedback | None:
    """Return what the feedback test of a file of checks finds; None where it has none.

    Raises
    ------
    InputError
        Listing everything wrong with the test.
    """
    cases = {
        each.id: resolve(each, project.tables).constants for each in read_scenarios(project.tables)
    }
    acting = project.city.history + 1, project.city.last
    test = read_feedback(path, cases, project.graph.variables, acting)
    return measure_feedback(project.graph, test, cases) if test else None


def _fed_back(project: Project, found: Feedback) -> Checked:
    test = found.test
    titles = {each.id: (each.title_zh, each.title_en) for each in read_scenarios(project.tables)}
    unit = project.graph.variables[test.variable.partition("[")[0]].unit
    says, small = [], []
    langs: tuple[Lang, ...] = ("zh", "en")
    for lang in langs:
        says.append(
            pick(FEEDBACK, lang).format(
                case=pick(titles[test.to_case], lang),
                base=pick(titles[test.from_case], lang),
                year=test.year,
                level=found.level.share,
                peak=found.peak.share,
                links=len(test.links),
                least=test.at_least,
            )
        )
        small.append(
            [
                pick(TOO_LITTLE, lang).format(whole=each.whole, direct=each.direct, unit=unit)
                for each in (found.level, found.peak)
            ]
        )
    problems = () if found.held else tuple(zip(*small, strict=True))
    return Checked(says=(says[0], says[1]), problems=problems)
