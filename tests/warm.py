"""A plugin of pytest for `tests.mutants`: what every try needs is loaded before the tries are forked off.

Sources are read and articles attributed in the process of the test itself. In a process of its own no fault would be
active, and each try would start Python and load the parser anew.
"""

from __future__ import annotations

import pytest

from index.multilingual import PackedWeights
from index.sources import parsing, reading
from tests.attributing import attribute_here, load_parser

vars(reading)["parse_in_worker"] = parsing.parse
attribute_here()
load_parser()
PackedWeights.installed().tokenizer.tokens("query: who?")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out tests that need PostgreSQL: a server would be started for each try."""
    without = [item for item in items if "postgres" not in item.name]
    items[:] = [item for item in without if "postgres" not in getattr(item, "fixturenames", ())]
