"""The flag that writes expected files anew, to be read before they are committed."""

import os

import pytest
from hypothesis import settings

# A machine that judges a change tries the same examples every time; everybody else's search goes on.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-golden", action="store_true", help="write the expected files of tests/golden and tests/wrong anew"
    )


@pytest.fixture
def rewrite(request: pytest.FixtureRequest) -> bool:
    """Whether expected files are to be written instead of compared."""
    return bool(request.config.getoption("--rewrite-golden"))
