"""One option for the whole suite: goldens and generated pages are written anew with ``--refresh``.

Laws are tried on a fixed choice of texts; with ``PUBLISH_DEEP=1`` in the environment on many more,
other ones each time, and on every sample.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)
settings.register_profile(
    "normal", max_examples=120, deadline=None, derandomize=True, suppress_health_check=SLOW
)
settings.register_profile("deep", max_examples=2000, deadline=None, suppress_health_check=SLOW)
settings.load_profile("deep" if os.environ.get("PUBLISH_DEEP") else "normal")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--refresh", action="store_true", help="write golden files and pages anew")


@pytest.fixture
def refresh(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written instead of compared."""
    return bool(request.config.getoption("--refresh"))
