"""How the models run: ONNX Runtime's sessions, set up alike."""

from __future__ import annotations

from pathlib import Path

import onnxruntime


def load(model: Path | bytes, threads: int = 0) -> onnxruntime.InferenceSession:
    """Load a model, from its file or its bytes; `threads` compute it, 0: one a processor. Safe for several threads."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = threads
    # Threads that wait for more by spinning take the processor from other sessions' that have something to do.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # What it would join into one operator takes three times as long in that.
    return onnxruntime.InferenceSession(
        model, options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
    )
