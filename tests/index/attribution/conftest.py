"""What the tests of attribution share: the parser."""

import pytest

from tests.attributing import load_parser


@pytest.fixture(scope="session", autouse=True)
def parser() -> None:
    """Load the parser as the other tests do, so that PyTorch is not imported for it."""
    load_parser()
