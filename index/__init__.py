"""The record: from a source to a searchable snapshot. Knows nothing of any chat."""

import os

# ONNX Runtime would otherwise keep what it does in a database of the user's cache, which processes wait for each other
# to write, and send it to its makers. Set before anything imports it: whatever does is in this package.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
