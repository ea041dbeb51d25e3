"""The page that shows what was measured: targets, tables, plots with the fitted exponents, and profiles."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["FEW_AND_MORE", "KEPT", "LARGE", "SAMPLE", "write_page"]

NOTES = Path(__file__).with_name("notes.md")
#: What an earlier version took, in turn with this one, when that was last measured.
KEPT = Path(__file__).with_name("before.json")
NAMES = {
    "line_items": "exporter: map line items",
    "line_items_distinct": "exporter: map line items, figures distinct",
    "write": "exporter: write",
    "write_mapped": "exporter: write what was mapped",
    "read": "exporter: read",
    "judge": "exporter: own judge",
    "round_trip": "exporter: full round trip",
    "export": "exporter: whole export without Arelle",
    "journal": "exporter: add up and file a journal in Parquet",
    "journal_postgresql": "exporter: add up and file a journal in PostgreSQL",
    "cold": "exporter: the sample, cold, without Arelle",
    **{
        f"{work}_{syntax}": f"exporter: {work} {title}"
        for syntax, title in {"json": "xBRL-JSON", "csv": "xBRL-CSV", "inline": "Inline XBRL"}.items()
        for work in ("write", "read")
    },
    "sink": "polars: stream ready lines",
    "copy": "plain copy of the instance",
    "copy_synced": "plain copy, forced to the disk",
    "xmlfile": "lxml.etree.xmlfile: write",
    "fstrings": "pandas and f-strings: write",
    "forge": "xBRL-Forge: write",
    "arelle_convert": "Arelle: xBRL-JSON to xBRL-XML",
    "arelle_load": "Arelle: load",
    "arelle_load_inline": "Arelle: load Inline XBRL",
    "arelle_validate": "Arelle: load and validate",
}
#: What is done with published taxonomies; the numbers of these stages are concepts.
TAXONOMIES = {
    "taxonomy_import": "exporter: import a taxonomy",
    "taxonomy_open": "exporter: open it, and make all concepts",
    "taxonomy_search": "exporter: search it",
    "judge_published": "exporter: judge a million facts by it",
    "filing_published": "exporter: validate a filing of it, without Arelle",
    "filings_published": "exporter: validate a hundred",
    "arelle_taxonomy": "Arelle: load it, and resolve all relationships",
}
#: What is done with many filings; the numbers of these stages are filings.
MANY = {
    "batch": "exporter: a batch of small companies, in two processes, without Arelle",
    "batch_arelle": "exporter: the same with Arelle",
    "companies": "exporter: a command for each, without Arelle",
    "arelle_companies": "Arelle: load and validate their filings, in one process",
    "samples": "exporter: a batch of copies of the sample, in one process, without Arelle",
    "samples_arelle": "exporter: the same with Arelle",
    "arelle_samples": "Arelle: load and validate the sample's filing, in one process",
}
_FILINGS = (
    "Made-up companies with 66 facts over the base taxonomy alone, of which three in a hundred have a mistake; and the "
    "sample, as xBRL-XML. A command counts from its start to its end, with all processes that it starts. Each further "
    "sample is a tenth of what eleven take more than one."
)
_HOW = (
    "Each stage ran in a process of its own, all in turn. Times are medians of the work alone, without imports; "
    "memory is the peak of the whole process. Only ratios travel from machine to machine."
)
_CONCEPTS = (
    "A made-up taxonomy of so many concepts, with a linkbase a hundred concepts and kind: outlines, sums, hypercubes, "
    "labels in two languages, documentation and references. Arelle's process is warm, as it is after the first call."
)
_IN_TURN = (
    "The version before that and this one, run in turn (`make bench BEFORE=checkout`); these figures are kept from the "
    "last such run."
)
_PROFILED = (
    "The functions of `exporter` with the most time in them and in what they call, for a million facts, under a "
    "profiler, which slows Python down and leaves the columnar engine as it is."
)
MILLION = 1_000_000
#: The number of concepts of which there are targets, and these.
LARGE, _RATIO, _OPEN_SECONDS, _JUDGE_RATE, _LINEAR = 20_000, 2.5, 0.15, 400_000, 1.05
#: What each further filing of a taxonomy may take, as a part of the first.
_FURTHER = 0.1
#: So many facts has the sample.
SAMPLE = 459
#: How often the sample is filed, so that what each further one takes can be told.
FEW_AND_MORE = (1, 11)
#: What a thousand small filings may take, and each further sample: by the clock, and of processors in all processes.
_BATCH_SECONDS, _SAMPLE_SECONDS, _SAMPLE_CPU, _ARELLE_RATIO = 60, 0.45, 0.6, 1.2
#: Exponents are fitted from this size on, where constant costs no longer count.
FITTED_FROM = 100_000


def write_page(results: dict[str, Any], page: Path) -> None:
    """Write the page, and the plots into a folder of its name beside it."""
    rows = {(row["stage"], row["facts"]): row for row in results["rows"]}
    plots = page.with_suffix("")
    plots.mkdir(parents=True, exist_ok=True)
    of_facts = [row for row in results["rows"] if row["stage"] in NAMES]
    _plot(of_facts, "seconds", "seconds", plots / "time.svg")
    _plot(of_facts, "peak", "bytes of memory", plots / "memory.svg")
    machine = ", ".join(f"{name} {value}" for name, value in results["machine"].items())
    parts = [
        "# Performance",
        "`make bench` measures, and writes this page; nothing on it is written by hand but the notes.",
        f"Measured on: {machine}.",
        _HOW,
        "## Targets",
        _markdown_table(("work", "target", "measured", ""), _targets(rows)),
        "## Growth",
        f"![Time against the number of facts]({plots.name}/time.svg)",
        f"![Memory against the number of facts]({plots.name}/memory.svg)",
        _markdown_table(("stage", "time grows with the power", "memory"), _exponents(results["rows"])),
        "## All figures",
        _markdown_table(
            ("stage", "facts", "runs", "seconds", "least to most", "CPU s", "facts/s", "MB/s", "peak MB"),
            [_cells(row) for row in results["rows"] if row["stage"] in NAMES],
        ),
        "## Published taxonomies",
        _CONCEPTS,
        _markdown_table(("work", "target", "measured", ""), _taxonomy_targets(rows)),
        _markdown_table(
            ("stage", "concepts", "seconds", "CPU s", "peak MB"),
            [
                (name, f"{row['facts']:,}", f"{row['seconds']:.3f}", f"{row['cpu']:.2f}", f"{row['peak'] / 1e6:,.0f}")
                for stage, name in TAXONOMIES.items()
                for row in results["rows"]
                if row["stage"] == stage
            ],
        ),
        "## Many filings",
        _FILINGS,
        _markdown_table(("work", "target", "measured", ""), _filing_targets(rows)),
        _markdown_table(
            ("stage", "filings", "seconds", "CPU s", "CPU s a filing", "filings/s"),
            [
                (
                    name,
                    f"{row['facts']:,}",
                    f"{row['seconds']:.2f}",
                    f"{row['cpu']:.2f}",
                    f"{row['cpu'] / row['facts']:.3f}",
                    f"{row['facts'] / row['seconds']:.2f}",
                )
                for stage, name in MANY.items()
                for row in results["rows"]
                if row["stage"] == stage
            ],
        ),
        *_before(),
        "## Where the time goes",
        _PROFILED,
        *(_profile(stage, hot) for stage, hot in results["profiles"].items()),
        NOTES.read_text(encoding="utf-8").strip(),
    ]
    page.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _before() -> list[str]:
    """Show what an earlier version took, if that was ever measured."""
    if not KEPT.is_file():
        return []
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    heading = ("stage", "facts", "CPU s before", "now", "ratio", "peak MB before", "now")
    lines = [
        (
            NAMES[pair["now"]["stage"]],
            f"{pair['now']['facts']:,}",
            *(f"{pair[when]['cpu']:.2f}" for when in ("before", "now")),
            f"{pair['now']['cpu'] / pair['before']['cpu']:.2f}",
            *(f"{pair[when]['peak'] / 1e6:,.0f}" for when in ("before", "now")),
        )
        for pair in kept["rows"]
    ]
    return ["## Before recurring texts were codes", _IN_TURN, _markdown_table(heading, lines)]


def _targets(rows: dict[tuple[str, int], dict[str, Any]]) -> list[tuple[str, ...]]:
    def rate(stage: str, count: int = MILLION) -> float:
        row = rows[stage, count]
        return float(row["facts"] / row["seconds"])

    def line(
        work: str, target: str, value: float, text: str, *, least: float | None = None, most: float | None = None
    ) -> tuple[str, ...]:
        met = (least is None or value >= least) and (most is None or value <= most)
        return work, target, text, "met" if met else "missed"

    peer_count = 100_000
    copy_ratio = rows["write", MILLION]["seconds"] / rows["copy", MILLION]["seconds"]
    arelle_ratio = rate("write") / rate("arelle_convert", peer_count)
    load_ratio = rate("read") / rate("arelle_load", peer_count)
    largest_write, largest_read = rows["write", 10 * MILLION], rows["read", 10 * MILLION]
    memory_ratio = largest_read["peak"] / largest_read["columns"]
    lines = [
        line("write 1 M facts", "1.0 M facts/s", rate("write"), f"{rate('write') / 1e6:.2f} M facts/s", least=1e6),
        line("", "at most 4 times a plain copy", copy_ratio, f"{copy_ratio:.1f} times", most=4),
        line("", "100 times Arelle's rate", arelle_ratio, f"{arelle_ratio:.0f} times", least=100),
    ]
    if ("forge", peer_count) in rows:
        forge_ratio = rate("write") / rate("forge", peer_count)
        lines.append(line("", "20 times xBRL-Forge's rate", forge_ratio, f"{forge_ratio:.0f} times", least=20))
    seconds = rows["round_trip", MILLION]["seconds"]
    lines += [
        line("read 1 M facts", "0.8 M facts/s", rate("read"), f"{rate('read') / 1e6:.2f} M facts/s", least=0.8e6),
        line("", "50 times Arelle's rate", load_ratio, f"{load_ratio:.0f} times", least=50),
        line(
            "own validation of 1 M facts",
            "0.5 M facts/s",
            rate("judge"),
            f"{rate('judge') / 1e6:.2f} M facts/s",
            least=0.5e6,
        ),
        line("full round trip of 1 M facts", "under 5 s", seconds, f"{seconds:.1f} s", most=5),
        line(
            "memory for writing 10 M facts",
            "under 1.5 GB",
            largest_write["peak"],
            f"{largest_write['peak'] / 1e9:.2f} GB",
            most=1.5e9,
        ),
        line(
            "memory for reading 10 M facts",
            "3 times the columns read",
            memory_ratio,
            f"{memory_ratio:.1f} times",
            most=3,
        ),
    ]
    for stage in ("journal", "journal_postgresql"):
        if (stage, 10 * MILLION) in rows:
            seconds = rows[stage, 10 * MILLION]["seconds"]
            lines.append(
                line(
                    f"{NAMES[stage].partition(': ')[2]}, 10 M postings",
                    "under 20 s",
                    seconds,
                    f"{seconds:.1f} s",
                    most=20,
                )
            )
    sample = rows["cold", SAMPLE]["seconds"]
    lines.append(line(NAMES["cold"].partition(": ")[2], "0.80 s", sample, f"{sample:.2f} s", most=0.8))
    for work in ("write", "read"):
        for syntax in ("json", "csv"):
            ratio = rate(f"{work}_{syntax}") / rate(work)
            name = NAMES[f"{work}_{syntax}"].partition(": ")[2]
            lines.append(line(f"{name}, 1 M facts", "half the rate of xBRL-XML", ratio, f"{ratio:.2f}", least=0.5))
        inline = rate(f"{work}_inline")
        lines.append(
            line(
                f"{work} Inline XBRL, 1 M elements",
                "0.2 M elements/s",
                inline,
                f"{inline / 1e6:.2f} M elements/s",
                least=0.2e6,
            )
        )
    for stage in ("write", "read", "judge", "round_trip"):
        exponent = _exponent([row for row in rows.values() if row["stage"] == stage], "seconds")
        lines.append(
            line(
                f"growth of {NAMES[stage].partition(': ')[2]}",
                "exponent at most 1.05",
                exponent,
                f"{exponent:.2f}",
                most=1.05,
            )
        )
    return lines


def _taxonomy_targets(rows: dict[tuple[str, int], dict[str, Any]]) -> list[tuple[str, ...]]:
    """Hold what is done with a taxonomy of 20,000 concepts against what it should take, and its growth."""
    import_ratio = rows["taxonomy_import", LARGE]["seconds"] / rows["arelle_taxonomy", LARGE]["seconds"]
    opened = rows["taxonomy_open", LARGE]["seconds"]
    rate = MILLION / rows["judge_published", LARGE]["seconds"]
    first, hundred = (rows[stage, LARGE]["seconds"] for stage in ("filing_published", "filings_published"))
    further = (hundred - first) / 99
    lines = [
        (
            "import, against Arelle's load with relationships",
            "at most 2.5 times",
            f"{import_ratio:.2f} times",
            import_ratio <= _RATIO,
        ),
        (f"open {LARGE:,} concepts", "at most 0.15 s", f"{opened:.3f} s", opened <= _OPEN_SECONDS),
        (
            "validate each further of a hundred filings, against the first",
            "at most a tenth",
            f"{further / first:.3f}, {further:.2f} s",
            further / first <= _FURTHER,
        ),
        ("judge facts by them", "at least 0.4 M/s", f"{rate / MILLION:.2f} M/s", rate >= _JUDGE_RATE),
    ]
    for stage in ("taxonomy_import", "taxonomy_open"):
        counts = sorted(count for name, count in rows if name == stage)
        least, most = (rows[stage, counts[place]]["seconds"] for place in (0, -1))
        exponent = math.log(most / least) / math.log(counts[-1] / counts[0])
        work = f"{TAXONOMIES[stage].removeprefix('exporter: ')}: growth with concepts"
        lines.append((work, "linear: at most the power 1.05", f"{exponent:.2f}", exponent <= _LINEAR))
    return [(*line, "met" if is_met else "missed") for *line, is_met in lines]


def _filing_targets(rows: dict[tuple[str, int], dict[str, Any]]) -> list[tuple[str, ...]]:
    """Hold what filings take against what they may, and against Arelle and single commands."""
    few, more = FEW_AND_MORE

    def further(stage: str, column: str) -> float:
        return float(rows[stage, more][column] - rows[stage, few][column]) / (more - few)

    def each(stage: str, count: int) -> float:
        return float(rows[stage, count]["cpu"]) / count

    batch = rows["batch", 1_000]["seconds"]
    ratio = further("samples_arelle", "cpu") / further("arelle_samples", "cpu")
    lines = [
        ("1,000 small filings, without Arelle", f"under {_BATCH_SECONDS} s", f"{batch:.0f} s", batch < _BATCH_SECONDS),
        (
            "each further sample, without Arelle",
            f"at most {_SAMPLE_SECONDS} s by the clock",
            f"{further('samples', 'seconds'):.2f} s",
            further("samples", "seconds") <= _SAMPLE_SECONDS,
        ),
        (
            "",
            f"at most {_SAMPLE_CPU} s of processors",
            f"{further('samples', 'cpu'):.2f} s",
            further("samples", "cpu") <= _SAMPLE_CPU,
        ),
        (
            "each further sample, with Arelle, against Arelle alone",
            f"at most {_ARELLE_RATIO} times its processors",
            f"{ratio:.2f} times",
            ratio <= _ARELLE_RATIO,
        ),
    ]
    told = [(*line, "met" if is_met else "missed") for *line, is_met in lines]
    for name, stage in (("a command for each", "companies"), ("Arelle's load and validation", "arelle_companies")):
        times = each(stage, 20) / each("batch", 1_000)
        told.append((f"a small filing in a batch, against {name}", "", f"{times:.1f} times less of processors", ""))
    return told


def _exponents(rows: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    return [
        (name, *(f"{_exponent(stage_rows, column):.2f}" for column in ("seconds", "peak")))
        for stage, name in NAMES.items()
        if len(stage_rows := [row for row in rows if row["stage"] == stage and row["facts"] >= FITTED_FROM]) > 1
    ]


def _exponent(rows: list[dict[str, Any]], column: str) -> float:
    """Fit a straight line through the logarithms by least squares, and give its slope."""
    points = [(math.log(row["facts"]), math.log(row[column])) for row in rows if row["facts"] >= FITTED_FROM]
    mean_x, mean_y = (sum(values) / len(points) for values in zip(*points, strict=True))
    return float(sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points))


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    return (
        NAMES[row["stage"]],
        f"{row['facts']:,}",
        str(row["runs"]),
        f"{row['seconds']:.3f}",
        f"{row['least']:.3f} to {row['most']:.3f}",
        f"{row['cpu']:.2f}",
        f"{row['facts'] / row['seconds']:,.0f}",
        f"{row['bytes'] / row['seconds'] / 1e6:,.0f}",
        f"{row['peak'] / 1e6:,.0f}",
    )


def _profile(stage: str, hot: list[tuple[str, int, float]]) -> str:
    rows = [(f"`{name}`", f"{calls:,}", f"{seconds:.2f}") for name, calls, seconds in hot]
    return f"### {NAMES[stage]}\n\n" + _markdown_table(("function", "calls", "seconds"), rows)


def _markdown_table(heading: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [heading, tuple("---" for _ in heading), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _plot(rows: list[dict[str, Any]], column: str, label: str, path: Path) -> None:
    import matplotlib as mpl  # noqa: PLC0415 - a run without a page does without it

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = path.stem  # so that the same figures give the same file
    from matplotlib import pyplot as plt  # noqa: PLC0415 - must come after the settings

    figure, axes = plt.subplots(figsize=(8, 5.5))
    for stage, name in NAMES.items():
        stage_rows = [row for row in rows if row["stage"] == stage]
        if stage_rows:
            exponent_text = (
                f", power {_exponent(stage_rows, column):.2f}"
                if sum(row["facts"] >= FITTED_FROM for row in stage_rows) > 1
                else ""
            )
            style = "-o" if name.startswith("exporter") else "--s"
            axes.plot(
                [row["facts"] for row in stage_rows],
                [row[column] for row in stage_rows],
                style,
                markersize=4,
                label=name + exponent_text,
            )
    axes.set(xscale="log", yscale="log", xlabel="facts", ylabel=label)
    axes.grid(visible=True, which="major", alpha=0.3)
    axes.legend(fontsize=7)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)
