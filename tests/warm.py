"""A plugin of pytest for `tests.mutants`: what every try needs is loaded before the tries are forked off.

Articles are attributed in the process of the test itself. In a process of its own no fault would be active, and each
try would load the parser anew.
"""

from __future__ import annotations

from index.attribution import attribute
from index.attribution.document import load_model
from index.attribution.pool import POOL
from index.multilingual import PackedWeights

vars(POOL)["attribute"] = attribute
load_model()("Nobody speaks here.")
PackedWeights.installed().tokenizer.tokens("query: who?")
