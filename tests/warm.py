"""A plugin of pytest for `tests.mutants`: what every try needs is loaded before the tries are forked off.

Articles are attributed in the process of the test itself. In a process of its own no fault would be active, and each
try would load the parser anew.
"""

from __future__ import annotations

from index.multilingual import PackedWeights
from tests.attributing import attribute_here

attribute_here()
PackedWeights.installed().tokenizer.tokens("query: who?")
