"""The switch that writes the golden files anew, and the sample's export, made once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from exporter import export_report
from exporter.files.resources import bundled_folder

if TYPE_CHECKING:
    from exporter.export import Export


# A busy machine is slow, and not wrong: no test looks at a clock.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch."""
    parser.addoption("--golden", action="store_true", help="write the golden files anew instead of comparing with them")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> bool:
    """Whether the golden files are to be written."""
    return bool(request.config.getoption("--golden"))


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Export:
    """The sample, exported with all judges."""
    return export_report(bundled_folder("samples") / "iij-2003q2", tmp_path_factory.mktemp("sample") / "out")
