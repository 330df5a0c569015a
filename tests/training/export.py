"""From the trained model to the file that the bot loads: ONNX, its matrices in eight bits."""

from __future__ import annotations

import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from tests.training.model import TrainedReader


def export(model: TrainedReader, path: Path) -> None:
    """Write `model` to `path`; inputs and outputs are named as `index.reading.reader` uses them."""
    model.eval()
    embeddings, mask = torch.zeros(2, 8, model.layers.config.hidden_size), torch.ones(2, 8, dtype=torch.long)
    free = {0: torch.export.Dim("pairs", min=1, max=1024), 1: torch.export.Dim("tokens", min=2, max=512)}
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            model,
            (embeddings, mask),
            whole,
            input_names=["embeddings", "mask"],
            output_names=["place", "answers"],
            dynamic_shapes={"embeddings": free, "mask": free},
            dynamo=True,
            external_data=False,
        )
        quantize_dynamic(whole, path, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul"])
