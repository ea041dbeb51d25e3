"""The isolated process: it answers, keeps to its limits, imports nothing from where it is started, and ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from textwrap import dedent

import pytest

import exporter
from exporter.files.isolated_process import IsolatedProcess, ProcessError
from exporter.files.process_limits import Limits

ROOT = Path(exporter.__file__).parents[1]
_FREE = Limits()


def test_it_answers_in_a_process_of_its_own() -> None:
    """Call after call in the same one, until it is stopped."""
    process = IsolatedProcess()
    first = process.call(os.getpid, limits=_FREE)
    assert first != os.getpid()
    assert process.call(os.getpid, limits=_FREE) == first
    process.stop()
    assert process.call(os.getpid, limits=_FREE) != first
    process.stop()


def test_calls_can_be_begun_without_waiting() -> None:
    """They are answered in order."""
    process = IsolatedProcess()
    futures = [process.begin(abs, -number) for number in range(20)]
    assert [process.result(future) for future in futures] == list(range(20))
    process.stop()


def test_what_goes_wrong_is_told() -> None:
    """An exception by its name and first line, in one line."""
    process = IsolatedProcess()
    with pytest.raises(ProcessError, match=r"^broke down: ValueError: invalid literal for int.*$"):
        process.call(int, "x", limits=_FREE)
    assert process.call(abs, -1, limits=_FREE) == 1
    process.stop()


_held: list[bytearray] = []


def _hold(megabytes: int) -> int:
    """Keep some memory for good, and tell in which process."""
    _held.append(bytearray(b"x") * (megabytes * 1024 * 1024))
    return os.getpid()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell what a process holds")
def test_one_that_holds_too_much_makes_way_for_another() -> None:
    """After the call, whose result is as good as any; whoever waits already is served by the old one."""
    process = IsolatedProcess(megabytes_at_rest=300)
    small = [process.call(_hold, 1, limits=Limits()) for _ in range(2)]
    large = [process.begin(_hold, 300), process.begin(_hold, 1)]
    old = [process.result(future) for future in large]
    new = process.call(_hold, 1, limits=Limits())
    process.stop()
    assert {*small, *old} == {small[0]} != {new}


def test_it_keeps_to_its_limits() -> None:
    """Of time by the clock, of computing, and of memory; each is told apart, and the next call works."""
    process = IsolatedProcess()
    with pytest.raises(ProcessError, match=r"was given up after 0\.2 seconds"):
        process.call(time.sleep, 60, limits=Limits(seconds=0.2))
    endless = "while True: pass"
    with pytest.raises(ProcessError, match="was given up: it computed for longer than it may"):
        process.call(exec, endless, limits=Limits(processor_seconds=1))
    with pytest.raises(ProcessError, match="broke down: MemoryError"):
        process.call(bytearray, 2**30, limits=Limits(megabytes=512))
    assert process.call(abs, -1, limits=_FREE) == 1
    process.stop()


def test_limits_grow_with_the_size() -> None:
    """What is small and takes long will not come to an end; what is large may take its time."""
    small, large = Limits.for_size(1000, 512), Limits.for_size(100 * 1024**2, 512)
    assert (small.processor_seconds, large.processor_seconds) == (40, 1040)
    assert small.seconds is not None
    assert small.seconds > 40
    assert small.megabytes == 512


def test_nothing_in_the_working_folder_is_imported(tmp_path: Path) -> None:
    """Neither a module that is called like one of Python's, nor a folder that is called like our package."""
    for name in ("pickle.py", "queue.py", "filecmp.py", "exporter/__init__.py", "lxml/__init__.py"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"open({str(tmp_path / 'imported')!r}, 'a').write({name!r})", encoding="utf-8")
    script = f"""
        import os, sys
        os.environ["PYTHONPATH"] = "."
        sys.path[:] = [entry for entry in sys.path if entry] + [{str(ROOT)!r}]
        from exporter.files.isolated_process import IsolatedProcess
        from exporter.files.process_limits import Limits
        from exporter.validation.xmlschema_judge import load
        process = IsolatedProcess()
        process.begin(load)
        print(process.call(len, "abc", limits=Limits()))
        process.stop()
        """
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", dedent(script)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "3\n"
    assert not (tmp_path / "imported").exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_it_ends_with_who_started_it(number: int) -> None:
    """However that one ends, and whatever it is doing."""
    script = """
        import os, time
        from exporter.files.isolated_process import IsolatedProcess
        from exporter.files.process_limits import Limits
        process = IsolatedProcess()
        print(process.call(os.getpid, limits=Limits()), flush=True)
        process.call(time.sleep, 600, limits=Limits())
        """
    with subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, "-c", dedent(script)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as starter:
        assert starter.stdout
        pid = int(starter.stdout.readline())
        starter.send_signal(number)
        starter.wait()
        for _ in range(600):
            if not _is_alive(pid):
                break
            time.sleep(0.1)
    assert not _is_alive(pid)


def _is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and that nobody has waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_an_interpreter_that_ends_leaves_none_behind() -> None:
    """Though nobody stopped the process."""
    script = """
        import os
        from exporter.files.isolated_process import IsolatedProcess
        from exporter.files.process_limits import Limits
        print(IsolatedProcess().call(os.getpid, limits=Limits()))
        """
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", dedent(script)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert not _is_alive(int(done.stdout))
    assert done.stderr == ""


def test_nothing_is_left_of_one_that_is_ended_in_the_midst_of_its_work() -> None:
    """Its temporary files lie in a folder that whoever started it removes."""
    process = IsolatedProcess()
    left = Path(process.call(tempfile.mkdtemp, limits=_FREE))
    assert left.is_dir()
    process.stop()
    assert not left.parent.exists()
