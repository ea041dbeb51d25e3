"""The page that says what a whole register would take: every figure is measured, simulated, or reckoned from these."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from benchmarks.limits import limits
from benchmarks.plans import KINDS, NIGHT, measured_work, replayed
from benchmarks.simulation import DAY, HOUR, Profile

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["scale_page"]

_HEAD = """\
# Toward the whole register, on paper

Five million companies file once a year: some 66 facts each over the base taxonomy, as [batch.md](batch.md) does
them. Nobody has run this. What it needs is simulated and reckoned here from what a few hundred filings took.
`python -m benchmarks.scale measure` measures, and `make scale` simulates and writes this page; nothing on it is
written by hand but the text between the figures, which the module holds."""
_ASSUMED = """\
These are assumptions, and nothing that was measured:

- {filings:,} filings a year of {weeks} weeks, one each; all are such as the made-up companies of the tests, of
  which three in a hundred have a mistake.
- They come from Monday to Friday, in {hours:.0f} hours of the day, evenly within these. Two thirds come evenly over
  {quiet} days. {share:.0%} come in the last {season} working days before the deadline that all have, each day with
  as many more than the day before: {least:,} on a quiet day, {most:,} on the last one.
- A worker has one core, and does one filing at a time. One queue holds what has come, and the first that came is
  the first that is done.
- A worker dies once in {life:.0f} days, at random. What it had in hand is done again, before all that came later.
  It is back after {absence:.0f} seconds, cold.
- Durations are drawn from the measured ones, scaled so that their mean is the processor time of a filing."""
_COSTS = """\
Processor time is what one filing more takes in all processes: a small batch is taken from a large one, so that the
start does not count. The clock's time is the journal's, with two workers on a machine that others used, too,
without the first item of each worker."""
_TRUST = """\
- The time of a filing was measured on one machine of two cores that others used, too. Cores of servers that are
  full are slower than cores that have a machine for themselves; another processor is slower or faster. All cores on
  this page grow with it.
- Filings alike cost alike. A register whose filings have notes, extensions or published taxonomies costs more: see
  [performance.md](performance.md).
- The network, disks that are shared, and stores were not measured. What they must take in is told above, not
  whether some would.
- Lost: the simulation knows deaths of workers alone, and neither those of machines, of the scheduler or of the
  starting process. After these the same command goes on.
- A day that is busier than assumed needs as many more cores. So does a deadline with more than a third before it.
- The same seed and the same figures give the same page."""


def scale_page(results: dict[str, Any]) -> str:
    """Write the page.

    Args:
        results: what was measured, and what was simulated with it.
    """
    measured, simulated = results["measured"], results["simulated"]
    profile = Profile(simulated["filings"])
    parts = [
        _HEAD,
        f"Measured on: {measured['machine']}.",
        *("## In short", _in_short(measured, simulated)),
        *("## What is assumed", _assumed(profile, measured)),
        *("## What a filing costs", _COSTS, _costs(measured)),
        *("## A year", _year_text(measured, simulated)),
        *(part for kind in KINDS for part in (f"### {_capital(kind)}", _year(simulated[kind]["year"]))),
        *("## All in one night", _night(measured, simulated)),
        *("## What it leaves on disks", _storage(measured, simulated)),
        *("## Where it breaks first", _at_once(measured, simulated["filings"])),
        *(part for kind in KINDS for part in (f"### More cores, {kind}", _limits(measured, simulated, kind))),
        *("## What exists, and what does not", _exists(measured, simulated)),
        *("## How far to trust it", _TRUST, _replay(measured), *_both_times(results)),
    ]
    return "\n\n".join(parts) + "\n"


def _in_short(measured: dict[str, Any], simulated: dict[str, Any]) -> str:
    filings = simulated["filings"]
    lines = [
        f"- {_capital(kind)}: {_cores(simulated[kind]['year']['least'])} for the year, "
        f"{_cores(simulated[kind]['night']['cores'])} for all in one night; "
        f"{filings * measured[kind]['cpu'] / HOUR:,.0f} hours of processors in all."
        for kind in KINDS
    ]
    without, with_arelle = (measured[kind]["cpu"] for kind in KINDS)
    costs, starter = measured[KINDS[0]], measured["starter"]
    return "\n".join(
        [
            *lines,
            f"- Where Arelle judges, too, it takes {1 - without / with_arelle:.0%} of the processor time.",
            (
                "- The processors are not what breaks first. One batch of all would hold "
                f"{_gigabytes(filings * starter['bytes of an item'])} in its starting process, and at least "
                f"{_gigabytes(filings * starter['bytes of an item at the end'])} at its end; the output would be "
                f"{_files(filings, costs):,.0f} files and folders, {filings:,} of them in one folder; and "
                f"{_share_of_package(costs):.0%} of its bytes would be copies of one package."
            ),
        ]
    )


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _cores(count: int) -> str:
    return f"{count:,} core{'s' if count > 1 else ''}"


def _gigabytes(size: float) -> str:
    return f"{size / 1e12:,.2f} TB" if size >= 1e12 else f"{size / 1e9:,.1f} GB"


def _files(filings: int, costs: dict[str, Any]) -> float:
    return filings * float(costs["files"] + costs["folders"])


def _share_of_package(costs: dict[str, Any]) -> float:
    return float(costs["bytes of the package"] / (costs["bytes of the package"] + costs["bytes"]))


def _assumed(profile: Profile, measured: dict[str, Any]) -> str:
    work = measured_work(measured[KINDS[0]])
    assert work.life  # noqa: S101 - as assumed
    return _ASSUMED.format(
        filings=profile.filings,
        weeks=profile.weeks,
        hours=profile.hours,
        quiet=len(profile.counts) - profile.season,
        share=profile.share,
        season=profile.season,
        least=min(profile.counts),
        most=max(profile.counts),
        life=work.life / DAY,
        absence=work.absence,
    )


def _costs(measured: dict[str, Any]) -> str:
    def row(name: str, key: str, form: str, scale: float = 1) -> tuple[str, ...]:
        return (name, *(format(measured[kind][key] * scale, form) for kind in KINDS))

    def quantile(name: str, place: int) -> tuple[str, ...]:
        return (name, *(f"{measured[kind]['quantiles'][place]:.3f} s" for kind in KINDS))

    rows = [
        row("filings measured", "items", ",.0f"),
        row("processor time of a filing, s", "cpu", ".3f"),
        row("processor time of the start, for each worker, s", "cpu of a start", ".1f"),
        *(quantile("by the clock: half", 50), quantile("of a hundred, 99", 99), quantile("longest", 100)),
        row("by the clock: first of a worker, s", "first", ".2f"),
        row("memory of a worker with its judges, MB", "megabytes of a worker", ",.0f"),
        row("files of a filing, on average", "files", ".2f"),
        row("folders", "folders", ".2f"),
        row("kB, without the package", "bytes", ",.1f", 1e-3),
        row("kB in blocks of the disk, without the package", "bytes on disk", ",.1f", 1e-3),
        row("kB of the package's copy", "bytes of the package", ",.1f", 1e-3),
    ]
    starter, journal, cluster = (measured[name] for name in ("starter", "journal", "cluster"))
    others = [
        ("give it to a worker, and take what came of it", f"{starter['cpu'] * 1e3:.2f} ms"),
        ("memory of an item and its entry in the starting process", f"{starter['bytes of an item']:,.0f} B"),
        (
            "hash of an entity's file, and then of its inputs",
            _two(starter["hash of a file"], starter["hash of an item"]),
        ),
        ("look at an item in hand while others are waited for", f"{starter['wait'] * 1e6:.1f} µs"),
        ("journal: the two writes of an item, by the clock", f"{journal['seconds'] * 1e6:,.0f} µs"),
        ("journal: an item among all that are written first", f"{journal['cpu at first'] * 1e6:,.0f} µs"),
        ("journal: bytes of an item", f"{journal['bytes']:,.0f} B"),
        ("Dask: a task, in the scheduler", f"{cluster['cpu of the scheduler'] * 1e3:.2f} ms"),
        ("Dask: a task, in the process that asks", f"{cluster['cpu of the starter'] * 1e3:.2f} ms"),
    ]
    return f"{_table(('', *KINDS), rows)}\n\n{_table(('what a batch spends on each item', ''), others)}"


def _two(first: float, second: float) -> str:
    return f"{first * 1e6:,.0f} µs, {second * 1e6:,.0f} µs"


def _year_text(measured: dict[str, Any], simulated: dict[str, Any]) -> str:
    needs = [
        f"{_cores(simulated[kind]['year']['least'])} and "
        f"{simulated[kind]['year']['least'] * measured[kind]['megabytes of a worker'] / 1e3:,.1f} GB for workers {kind}"
        for kind in KINDS
    ]
    return (
        "The fewest cores with which 99 of 100 filings of the busiest day wait less than an hour: "
        f"{needs[0]}, {needs[1]}. Waiting ends when somebody begins the filing. Of the busiest day its "
        "hours alone count. The second figure of a pair of percentages is the closed form, arrivals times processor "
        "time by cores, which can pass 100 %. Where it does not, both agree but for what is lost, what comes over from "
        "the day before, and what is left for the evening: so few cores are enough since an hour may pass. "
        f"{_with_one_more(simulated)}"
    )


def _with_one_more(simulated: dict[str, Any]) -> str:
    told = []
    for kind in KINDS:
        plan = simulated[kind]["year"]
        (row,) = (row for row in plan["rows"] if row["cores"] == plan["least"] + 1)
        told.append(f"{_time(row['waits of the day'][1])} {kind}")
    return f"With one core more 99 of 100 wait at most {' and '.join(told)}."


def _year(plan: dict[str, Any]) -> str:
    rows = [
        (
            f"**{row['cores']:,}**" if row["cores"] == plan["least"] else f"{row['cores']:,}",
            f"{row['year']:.1%} / {row['year by closed form']:.1%}",
            f"{row['day']:.0%} / {row['day by closed form']:.0%}",
            *(_time(*waits) for waits in zip(row["waits of the year"][:2], row["waits of the day"][:2], strict=True)),
            _time(row["waits of the year"][2]),
            f"{row['longest']:,}",
            f"{row['deaths']:,}",
        )
        for row in plan["rows"]
    ]
    heading = ("cores", "busy in the year", "on the busiest day", "wait: half, of the year / that day", "99 of 100")
    return _table((*heading, "longest wait", "most waiting", "filings lost and done again"), rows)


def _time(*seconds: float) -> str:
    return " / ".join(
        f"{each:.1f} s" if each < 60 else f"{each / 60:.0f} min" if each < HOUR else f"{each / HOUR:.1f} h"
        for each in seconds
    )


def _night(measured: dict[str, Any], simulated: dict[str, Any]) -> str:
    rows = []
    for kind in KINDS:
        plan, costs = simulated[kind]["night"], measured[kind]
        size = costs["bytes"] + costs["bytes of the package"]
        rate = simulated["filings"] / plan["seconds"]
        rows.append(
            (
                kind,
                f"{plan['cores by closed form']:,}",
                f"{plan['cores']:,}",
                _time(plan["seconds"]),
                f"{plan['cores'] * costs['megabytes of a worker'] / 1e3:,.0f} GB",
                f"{rate:,.0f}",
                f"{rate * (costs['files'] + costs['folders']):,.0f}",
                f"{rate * size / 1e6:,.0f} / {rate * costs['bytes'] / 1e6:,.1f} MB",
            )
        )
    text = (
        f"All {simulated['filings']:,} are there in the evening, and done {NIGHT / HOUR:.0f} hours later. "
        "The closed form is filings times processor time, by the seconds of the night without a worker's start."
    )
    heading = ("", "cores by closed form", "by simulation", "takes", "memory of workers", "filings a second")
    return f"{text}\n\n{_table((*heading, 'files and folders a second', 'a second, with / without copies'), rows)}"


def _storage(measured: dict[str, Any], simulated: dict[str, Any]) -> str:
    filings, costs = simulated["filings"], measured[KINDS[0]]
    whole = costs["bytes"] + costs["bytes of the package"]
    rows = [
        ("files", f"{costs['files']:.2f}", f"{filings * costs['files']:,.0f}"),
        ("folders", f"{costs['folders']:.2f}", f"{filings * costs['folders']:,.0f}"),
        ("as it is, with the package's copy", f"{whole / 1e3:,.0f} kB", _gigabytes(filings * whole)),
        ("without the copy", f"{costs['bytes'] / 1e3:,.0f} kB", _gigabytes(filings * costs["bytes"])),
        (
            "without it, in whole blocks of the disk",
            f"{costs['bytes on disk'] / 1e3:,.0f} kB",
            _gigabytes(filings * costs["bytes on disk"]),
        ),
        ("journal", f"{measured['journal']['bytes']:,.0f} B", _gigabytes(filings * measured["journal"]["bytes"])),
    ]
    text = (
        "A filing holds the package of the base taxonomy, so that it can be read anywhere; that is "
        f"{_share_of_package(costs):.0%} of its bytes. In a store each file is an object, and there is one more, "
        "`current.json`, for each filing."
    )
    return f"{text}\n\n{_table(('', 'a filing', f'{filings:,} filings'), rows)}"


def _at_once(measured: dict[str, Any], filings: int) -> str:
    starter, journal = measured["starter"], measured["journal"]
    first = filings * (starter["hash of a file"] + starter["hash of an item"] + journal["cpu at first"])
    per_day = max(Profile(filings).counts)
    memory, at_the_end = starter["bytes of an item"], starter["bytes of an item at the end"]
    share = _share_of_package(measured[KINDS[0]])
    return f"""\
First, with however few cores, one batch of all {filings:,}, in this order:

1. **Memory of the starting process**: {_gigabytes(filings * memory)} for items and entries, which it holds from its
   beginning to its end, without the hashes of the project's files; and at least {_gigabytes(filings * at_the_end)} at
   its end, when it writes the summary, a JSON file of {_gigabytes(filings * starter["bytes of an item in JSON"])}. All
   filings are done by then, and the journal says so. The busiest day alone: {_gigabytes(per_day * memory)}, and
   {_gigabytes(per_day * at_the_end)} at the end.
2. **Its beginning**: {_time(first)} until the first worker has anything to do. Meanwhile it hashes all files and all
   inputs, and writes the journal; so it does whenever the command is given again. The busiest day alone:
   {_time(first * per_day / filings)}, if the project folder holds the files of that day alone: whatever lies in it is
   hashed, wanted or not.
3. **One folder**: `--out` would have {filings:,} folders in it, and the project a folder of as many files. To list,
   copy and save such folders takes long; that was not measured.
4. **Storage**: see above; {share:.0%} of it are copies.

Then, as cores are added, one batch can feed so many. Local workers are those of one machine; what needs more cores than
it has takes a cluster, or a batch on each machine."""


def _limits(measured: dict[str, Any], simulated: dict[str, Any], kind: str) -> str:
    plans, cpu = simulated[kind], measured[kind]["cpu"]
    rows = [
        (f"{limit.cores:,.0f}", f"{limit.cores / cpu:,.0f}", limit.what, limit.remedy)
        for limit in limits(measured, kind)
    ]
    table = _table(("cores", "filings a second", "what breaks", "what one would do"), rows)
    fewest = limits(measured, kind)[0].cores
    needs = (
        f"{name} needs {plan[key]:,}: {_batches(math.ceil(plan[key] / fewest))}"
        for name, key, plan in (("The year", "least", plans["year"]), ("The night", "cores", plans["night"]))
    )
    return f"{table}\n\nThe first of these feeds {fewest:,.0f} cores. {'. '.join(needs)}."


def _batches(count: int) -> str:
    return f"{count:,} batches side by side" if count > 1 else "one batch feeds them, if it has the memory above"


def _exists(measured: dict[str, Any], simulated: dict[str, Any]) -> str:
    size = measured[KINDS[0]]["bytes"] * simulated["filings"]
    rows = [
        (
            "a batch for each day, or each hour, with a table of entities and a folder of its own",
            "exists: a command each",
        ),
        (
            "several starting processes, each with its own journal and `--out`, on one cluster or on several machines",
            "exists; who gets which entities is for whoever starts them to say",
        ),
        ("one data set of all of them (`--facts`)", "exists, if ids differ; but it is listed whole at each start"),
        ("what is killed goes on with the same command", "exists"),
        (
            "a queue that takes filings as they come, as it is simulated here",
            "does not exist; a batch each quarter of an hour comes near it, and adds that and a worker's start",
        ),
        ("one journal for several starting processes", "does not exist: one batch has a journal at a time"),
        ("a page or a status over several journals", "does not exist; each is SQLite, and can be asked by SQL"),
        (
            "a package named once, and not copied with each filing",
            f"does not exist; it would leave {_gigabytes(size)} of the whole",
        ),
        ("outputs in folders of folders (`ab/cd/…`)", "does not exist; several `--out` do the same"),
        ("several filings in a task of a cluster", "does not exist"),
        ("Arelle for a sample of the filings alone", "exists: one batch with it, and one with `--no-arelle`"),
    ]
    return _table(("what one would want", "is it there?"), rows)


def _replay(measured: dict[str, Any]) -> str:
    """Show the batches that were measured beside what the simulation makes of their durations."""
    rows = []
    for kind in KINDS:
        costs = measured[kind]
        least, middle, most = replayed(costs)
        told = f"{middle:.1f} s ({least:.1f} to {most:.1f})"
        rows.append(
            (kind, f"{costs['items']:,}", f"{costs['seconds']:.1f} s", told, f"{costs['seconds'] / middle:.2f}")
        )
    text = (
        "The simulation was tried on the batches that were measured: with their durations by the clock, drawn anew a "
        "hundred times, it should take as long as they took, from the beginning of the first item to the end of the "
        "last one. What they took longer is what workers wait for the starting process, which it does not know:"
    )
    return f"{text}\n\n{_table(('', 'items', 'took', 'simulated', 'times'), rows)}"


def _both_times(results: dict[str, Any]) -> list[str]:
    """Show how far two measurements lie apart, if there are two."""
    if not results.get("earlier"):
        return []
    names = [
        ("a filing without Arelle", KINDS[0], "cpu"),
        ("a filing with Arelle", KINDS[1], "cpu"),
        ("start of a worker without Arelle", KINDS[0], "cpu of a start"),
        ("start of a worker with Arelle", KINDS[1], "cpu of a start"),
        ("hash of a file", "starter", "hash of a file"),
        ("the journal's two writes of an item", "journal", "seconds"),
        ("a task in Dask's scheduler", "cluster", "cpu of the scheduler"),
    ]
    pairs = [(name, results["measured"][part][key], results["earlier"][part][key]) for name, part, key in names]
    rows = [(name, f"{now * 1e3:,.2f}", f"{then * 1e3:,.2f}", f"{then / now:.2f}") for name, now, then in pairs]
    text = (
        "So far apart were two measurements on that machine, which others used more at one time than at the other. "
        "The page reckons with the last one:"
    )
    return [text, _table(("ms", "last", "the one before", "times"), rows)]


def _table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
