"""The command line: commands, exit codes, and what is printed where."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from exporter import __version__
from exporter.cli import build_parser, main, rules_command
from exporter.files.resources import bundled_folder
from tests.projects import write_project, write_taxonomy

if TYPE_CHECKING:
    from pathlib import Path

BAD_CELL = {"statement.csv": (('"1,200"', '"1,23,4"'),)}


def test_export_prints_a_short_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A clean export exits with 0 and says what was done."""
    assert main(["export", str(write_project(tmp_path)), "--no-arelle"]) == 0
    out = capsys.readouterr().out
    assert "18: 10 facts, 0 derived, 8 excluded with reason" in out
    assert "10 of 10 cells equal as read by the own reader\n" in out
    assert "arelle" in out
    assert "not run: left out on request" in out


def test_errors_exit_with_1_and_name_the_cell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Findings go to stderr."""
    assert main(["export", str(write_project(tmp_path, BAD_CELL)), "--no-arelle"]) == 1
    captured = capsys.readouterr()
    assert "error: statement.csv:3 B \"FY2020\": '1,23,4' is not a number" in captured.err
    assert "no filing was written" in captured.out


@pytest.mark.slow
def test_the_verdict_comes_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whether the filing is valid, what is proven, and what to open."""
    folder = write_project(tmp_path)
    main(["export", str(folder), "--no-arelle"])
    first, second = capsys.readouterr().out.splitlines()[:2]
    page = folder / "out" / "findings.md"
    assert first == f"acme-20201231 is a valid filing, judged without arelle; 10 of 10 cells proven; open {page}"
    assert second == ""
    instance = folder / "out" / "filing" / "acme-20201231.xml"
    instance.write_text(instance.read_text(encoding="utf-8").replace(">1200000<", ">1200001<"), encoding="utf-8")
    main(["round-trip", str(folder), "--no-arelle"])
    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith("acme-20201231 is NOT a valid filing, judged without arelle; 2 errors; 9 of 10 cells")


def test_findings_with_one_cause_are_one_entry(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """How many there are, what they mean, an example, and of errors the other places."""
    changes = {"statement.csv": (('"1,200"', '"1,23,4"'), ('"1,000"', '"1,00,0"'), ("(900)", "9e9"))}
    assert main(["export", str(write_project(tmp_path, changes)), "--no-arelle"]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert lines[:4] == [
        "error: 3 times lineItems.notANumber: A cell that should hold a number does not. For example",
        "    statement.csv:3 B \"FY2020\": '1,23,4' is not a number: its commas do not group digits by three",
        '    correct it, or exclude the cell: in report.toml, at the file "statement.csv", exclude = { B3 = "why" }',
        '    also at statement.csv:3 C "FY2019", statement.csv:4 B "FY2020"',
    ]


def test_a_round_trip_that_wrote_nothing_sends_nobody_to_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An earlier page of findings is not this run's, so each error is printed."""
    folder = write_project(tmp_path)
    main(["export", str(folder), "--no-arelle", "--quiet"])
    statement = folder / "statement.csv"
    text = statement.read_text(encoding="utf-8").replace('"1,200"', "1a").replace('"1,000"', "2b")
    statement.write_text(text, encoding="utf-8")
    assert main(["round-trip", str(folder), "--no-arelle"]) == 1
    printed = capsys.readouterr()
    assert printed.out.splitlines()[0].endswith("the source has 2 errors, so no filing was written or compared")
    assert "'1a'" in printed.err
    assert "'2b'" in printed.err


def test_a_filing_that_is_none_is_unreadable(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """There is nothing to compare."""
    folder = write_project(tmp_path)
    main(["export", str(folder), "--no-arelle", "--quiet"])
    (folder / "out" / "filing" / "acme-20201231.xml").write_text("<a/>", encoding="utf-8")
    assert main(["round-trip", str(folder), "--no-arelle"]) == 2
    assert "is not an xBRL-XML instance" in capsys.readouterr().err


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """As the package has it."""
    with pytest.raises(SystemExit) as stopped:
        main(["--version"])
    assert stopped.value.code == 0
    assert capsys.readouterr().out == f"exporter {__version__}\n"


def test_the_rules_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """As a page, or for programs."""
    assert main(["rules"]) == 0
    assert "| `mapping.unknownConcept` | error | " in capsys.readouterr().out
    assert main(["rules", "--json"]) == 0
    rules = json.loads(capsys.readouterr().out)
    assert rules["mapping.labelRole"]["severity"] == "warning"
    assert rules["own:calculation"]["clause"] == "Calculations 1.1"


@pytest.mark.parametrize(
    "arguments",
    [
        ["export", "absent"],
        ["round-trip", "absent"],
        ["validate", "absent.xml"],
        ["read", "absent.xml", "--to", "facts.csv"],
        ["read", "absent.docx", "--to", "facts.csv"],
        ["taxonomy", "build", "absent", "--out", "out"],
        ["taxonomy", "check", "absent"],
    ],
)
def test_unreadable_input_exits_with_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    """One line on stderr, no traceback, no output."""
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert error.startswith("exporter: absent")
    assert "Traceback" not in error
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [[], ["exprot"], ["export"], ["read"], ["taxonomy"], ["export", "a", "--odd"]])
def test_misuse_exits_with_2(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    """So do commands and arguments that do not exist; with `--json` it has the shape of a result."""
    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("exporter: ")
    assert "usage: exporter" in printed.err
    assert main([*arguments, "--json"]) == 2
    printed_again = capsys.readouterr()
    result = json.loads(printed_again.out)
    assert (result["ok"], result["findings"]) == (False, [])
    assert result["error"] in printed_again.err


def test_quiet_prints_errors_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing at all if there are none."""
    assert main(["export", str(write_project(tmp_path / "good")), "--no-arelle", "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")
    assert main(["export", str(write_project(tmp_path / "bad", BAD_CELL)), "--no-arelle", "--quiet"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "statement.csv:3" in captured.err


def test_json_prints_one_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For programs: counts, verdicts and findings."""
    assert main(["export", str(write_project(tmp_path)), "--no-arelle", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["cells"]["equal"] == 10
    assert result["judges"]["libxml2"] == "clean"
    assert result["ok"] is True
    assert main(["export", "absent", "--json"]) == 2
    assert "absent" in json.loads(capsys.readouterr().out)["error"]


def test_round_trip_catches_a_changed_filing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The verdict, the cell and where the ledger is."""
    folder = write_project(tmp_path)
    assert main(["round-trip", str(folder), "--no-arelle"]) == 0
    instance = folder / "out" / "filing" / "acme-20201231.xml"
    instance.write_text(instance.read_text(encoding="utf-8").replace(">1200000<", ">1200001<"), encoding="utf-8")
    assert main(["round-trip", str(folder), "--no-arelle"]) == 1
    captured = capsys.readouterr()
    assert 'statement.csv:3 B "FY2020"' in captured.err
    assert "1 of 10 cells DIFFER" in captured.out
    assert "ledger.csv" in captured.out


def test_validate_reports_each_judge(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file, or the whole output folder."""
    folder = write_project(tmp_path)
    assert main(["export", str(folder), "--no-arelle", "--quiet"]) == 0
    capsys.readouterr()
    assert main(["validate", str(folder / "out"), "--no-arelle"]) == 0
    assert "xmlschema  clean" in capsys.readouterr().out
    instance = folder / "out" / "filing" / "acme-20201231.xml"
    instance.write_text(instance.read_text(encoding="utf-8").replace(">1200000<", ">12 00<"), encoding="utf-8")
    assert main(["validate", str(instance), "--no-arelle", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["judges"]["libxml2"] != "clean"


def test_validate_takes_several_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What cannot be judged keeps none from being judged; the exit code is that of the worst."""
    folder = write_project(tmp_path)
    main(["export", str(folder), "--no-arelle", "--quiet"])
    filing = folder / "out" / "filing"
    faulty = shutil.copytree(filing, tmp_path / "faulty")
    instance = faulty / "acme-20201231.xml"
    instance.write_text(instance.read_text(encoding="utf-8").replace(">1200000<", ">12 00<"), encoding="utf-8")
    capsys.readouterr()
    command = ["validate", str(filing), str(tmp_path / "gone"), str(faulty), "--no-arelle"]
    assert main(command) == 2
    captured = capsys.readouterr()
    assert captured.out.count("validated") == 2
    assert captured.out.endswith("files  3: 1 without errors, 1 with errors, 1 not judged\n")
    assert "gone does not exist" in captured.err
    assert main([*command, "--json"]) == 2
    told = json.loads(capsys.readouterr().out)["files"]
    assert [each["path"] for each in told] == command[1:4]
    assert ["error" in each for each in told] == [False, True, False]
    assert main(["validate", str(filing), str(faulty), "--no-arelle", "--quiet"]) == 1


@pytest.mark.slow
def test_validate_takes_packages_from_elsewhere_and_other_rules(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--packages` may be given again; `--calc` says by which rules totals are judged, and the verdict what is not."""
    folder = write_project(tmp_path)
    main(["export", str(folder), "--no-arelle", "--quiet"])
    filing = folder / "out" / "filing"
    package = (filing / "mini-2020.zip").rename(tmp_path / "mini-2020.zip")
    capsys.readouterr()
    command = ["validate", str(filing), "--no-arelle"]
    assert main(command) == 1
    assert "--packages" in capsys.readouterr().err
    assert main([*command, "--packages", str(package), "--packages", str(package)]) == 0
    assert "own        clean\n" in capsys.readouterr().out
    assert main([*command, "--packages", str(package), "--calc", "2.1"]) == 0
    assert "own        clean; not judged: totals of Calculations 1.1\n" in capsys.readouterr().out


def test_the_signal_that_asks_to_end_is_taken_as_the_keyboards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Everything is put in order, and nothing is left behind; afterwards the signal means what it meant."""

    def end(*_: object, **__: object) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(60)

    monkeypatch.setattr("exporter.validation.panel.Panel.judge", end)
    earlier = signal.getsignal(signal.SIGTERM)
    assert main(["validate", str(tmp_path)]) == 2
    assert "stopped" in capsys.readouterr().err
    assert signal.getsignal(signal.SIGTERM) == earlier


def test_read_writes_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The facts of an instance, for a spreadsheet or a notebook."""
    folder = write_project(tmp_path)
    main(["export", str(folder), "--no-arelle", "--quiet"])
    target = tmp_path / "facts.csv"
    assert main(["read", str(folder / "out" / "filing" / "acme-20201231.xml"), "--to", str(target)]) == 0
    printed = capsys.readouterr().out
    assert "facts     9" in printed
    assert "not kept  entry points, " in printed
    assert target.read_text(encoding="utf-8").count("\n") == 10


def test_read_prints_the_facts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line each, or as JSON; what a terminal would obey is shown as a mark."""
    folder = write_project(tmp_path)
    main(["export", str(folder), "--no-arelle", "--quiet"])
    instance = folder / "out" / "filing" / "acme-20201231.xml"
    text = instance.read_text(encoding="utf-8")
    name = '<m:CompanyName contextRef="I20201231">A\u009bcme\u202e</m:CompanyName></xbrli:xbrl>'
    instance.write_text(text.replace("</xbrli:xbrl>", name), encoding="utf-8")
    assert main(["read", str(instance)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 10
    line = "m:Revenues = 1200000  iso4217:JPY  decimals -3  2020-01-01 to 2020-12-31  entity:4711"
    assert any(each.startswith(line) for each in lines)
    assert any("A\ufffdcme\ufffd" in each for each in lines)
    assert main(["read", str(instance), "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["facts"]) == 10


def test_read_does_not_write_over_what_it_reads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is refused before anything is read."""
    folder = write_project(tmp_path)
    main(["export", str(folder), "--no-arelle", "--quiet"])
    instance = folder / "out" / "filing" / "acme-20201231.xml"
    content = instance.read_bytes()
    assert main(["read", str(instance), "--to", str(instance.parent / ".." / "filing" / instance.name)]) == 2
    assert "is the file that was read" in capsys.readouterr().err
    assert instance.read_bytes() == content


def test_a_format_can_be_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where neither content nor ending tells it."""
    folder = write_project(tmp_path)
    main(["export", str(folder), "--no-arelle", "--quiet"])
    instance = folder / "out" / "filing" / "acme-20201231.xml"
    assert main(["read", str(instance), "--to", str(tmp_path / "facts"), "--to-format", "parquet"]) == 0
    assert main(["read", str(tmp_path / "facts"), "--to", str(tmp_path / "again.xml")]) == 0
    assert (tmp_path / "again.xml").read_bytes() == instance.read_bytes()
    assert main(["read", str(instance), "--to", str(tmp_path / "facts"), "--to-format", "xls"]) == 2
    assert "known are xml" in capsys.readouterr().err


def test_taxonomy_build_and_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A clean taxonomy is written as a folder and a zip; one with errors is refused with the row."""
    folder = write_taxonomy(tmp_path / "mini")
    assert main(["taxonomy", "check", str(folder)]) == 0
    assert main(["taxonomy", "build", str(folder), "--out", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out" / "mini-2020.zip").is_file()
    broken = write_taxonomy(tmp_path / "broken", {"calculation.csv": (("Costs,-1", "Costs,1"),)})
    assert main(["taxonomy", "check", str(broken)]) == 1
    assert "calculation.csv:3" in capsys.readouterr().err


@pytest.mark.slow
def test_the_demo_runs_from_anywhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The sample that comes with the package is exported to a folder of the user's."""
    assert main(["demo", "--out", str(tmp_path / "demo"), "--no-arelle"]) == 0
    assert "1,117 of 1,117 cells equal" in capsys.readouterr().out


@pytest.mark.parametrize(("change", "code"), [((), 0), (("scale = 3", "scales = 3"), 1)])
def test_a_closed_pipe_changes_no_exit_code(tmp_path: Path, change: tuple[str, str], code: int) -> None:
    """`exporter … | head` ends quietly, and says with its exit code what it found."""
    folder = write_project(tmp_path, {"report.toml": (change,)} if change else {})
    command = f"({sys.executable} -m exporter export {folder} --no-arelle --json; echo $? >&3) | head -c 1"
    run = subprocess.run(  # noqa: S603 - our own code
        ["sh", "-c", f"{{ {command}; }} 3>{tmp_path}/code"],  # noqa: S607 - any shell
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in run.stderr
    assert "BrokenPipe" not in run.stderr
    assert (tmp_path / "code").read_text(encoding="utf-8").strip() == str(code)


def test_a_fault_of_ours_is_one_line_that_can_be_reported(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With exit code 2, and a traceback for whoever asks for it."""

    def break_down(_: object) -> int:
        raise ZeroDivisionError("by\nzero")

    monkeypatch.setattr(rules_command, "_rules", break_down)
    assert main(["rules"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("exporter: broke down: ZeroDivisionError: by. Nothing was written.")
    assert line.endswith("please report it with what EXPORTER_TRACEBACK=1 prints")
    monkeypatch.setenv("EXPORTER_TRACEBACK", "1")
    assert main(["rules", "--json"]) == 2
    output = capsys.readouterr()
    assert "Traceback" in output.err
    assert json.loads(output.out)["ok"] is False


def test_a_terminal_less_run_prints_no_progress(tmp_path: Path) -> None:
    """A log gets the result alone, in UTF-8 whatever the locale."""
    folder = write_project(tmp_path)
    run = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-m", "exporter", "export", str(folder), "--no-arelle"],
        capture_output=True,
        check=True,
        env={**os.environ, "LC_ALL": "C"},
    )
    assert b"\xe2\x80\xa6" not in run.stderr
    assert b"as xml" in run.stdout


@pytest.mark.slow
def test_a_locale_without_letters_does_no_harm(tmp_path: Path) -> None:
    """All judges find a folder whose name the locale cannot spell, and the facts are written in there as any table."""
    write_project(tmp_path / "決算 é")
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}

    def run(*arguments: str) -> str:
        command = [sys.executable, "-m", "exporter", *arguments]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)  # noqa: S603 - our own code
        assert done.returncode == 0, done.stderr
        return done.stdout.decode()

    assert "10 of 10 cells equal as read by the own reader and Arelle" in run("export", "決算 é")
    instance = "out/filing/acme-20201231.xml"
    for source, target in ((instance, "facts.csv"), (instance, "facts.parquet"), ("facts.parquet", "again.xml")):
        assert "facts  " in run("read", f"決算 é/{source}", "--to", f"決算 é/{target}")
    assert (tmp_path / "決算 é" / "again.xml").read_bytes() == (tmp_path / "決算 é" / instance).read_bytes()


def test_concepts_are_listed_by_words(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Of a taxonomy that comes with the package, or of a folder; all words must be there, in any language."""
    assert main(["taxonomy", "concepts", str(write_taxonomy(tmp_path / "mini")), "profit", "share"]) == 0
    assert capsys.readouterr().out == "m:ProfitPerShare  perShareItemType duration; Profit per share\n"
    assert main(["taxonomy", "concepts", "gaap-2026", "営業収益", "--json"]) == 0
    names = [row["concept"] for row in json.loads(capsys.readouterr().out)["concepts"]]
    assert "gaap:Revenues" in names
    assert main(["taxonomy", "concepts", "us-gaap-2024"]) == 2
    assert "one that others publish is named so: taxonomy = { packages = " in capsys.readouterr().err


def test_every_command_is_documented() -> None:
    """The README names each command."""
    readme = (bundled_folder("samples").parent / "README.md").read_text(encoding="utf-8")
    help_text = build_parser().format_help()
    for command in ("export", "validate", "read", "round-trip", "demo", "taxonomy", "rules"):
        assert command in help_text
        assert f"exporter {command}" in readme
