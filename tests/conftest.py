"""The switch that writes the golden files anew, and exports of the sample and of the small project, each made once."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from exporter import export_report
from exporter.cli.options import PACKAGES_VARIABLE
from exporter.dts.cache import CACHE_VARIABLE
from exporter.files.resources import bundled_folder
from exporter.formats.package_kinds import FILE_SYNTAXES
from exporter.frames import engine
from tests.projects import write_project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter.export import Export


# A busy machine is slow, and not wrong: no test looks at a clock. Each run tries the same few examples, so that it says
# something about a change and not about luck; `make laws` tries many others.
settings.register_profile(
    "quick",
    deadline=None,
    # A fixture such as `few_or_many` holds for all examples of a test.
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    max_examples=25,
    derandomize=True,
)
settings.register_profile("thorough", settings.get_profile("quick"), max_examples=2_000, derandomize=False)
settings.load_profile("quick")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch."""
    parser.addoption("--golden", action="store_true", help="write the golden files anew instead of comparing with them")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> bool:
    """Whether the golden files are to be written."""
    return bool(request.config.getoption("--golden"))


@pytest.fixture(params=["few", "many"])
def few_or_many(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Go the way of few rows, and with the same rows that of many; both must come to the same."""
    if request.param == "many":
        monkeypatch.setattr(engine, "_FEW", -1)


@pytest.fixture(scope="session", autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep indexes of taxonomies where no other run finds them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(CACHE_VARIABLE, str(tmp_path_factory.mktemp("cache")))
        patch.delenv(PACKAGES_VARIABLE, raising=False)
        yield


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Export:
    """The sample, exported in every syntax with all judges."""
    project, out = bundled_folder("samples") / "iij-2003q2", tmp_path_factory.mktemp("sample") / "out"
    return export_report(project, out, formats=FILE_SYNTAXES)


@pytest.fixture(scope="session")
def _small_export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_project(tmp_path_factory.mktemp("small"))
    export_report(folder, arelle=False)
    return folder


@pytest.fixture
def exported(_small_export: Path, tmp_path: Path) -> Path:
    """The small project with its output, as it was exported without Arelle: a copy, in the test's own folder."""
    return Path(shutil.copytree(_small_export, tmp_path, dirs_exist_ok=True))
