"""From the trained model to the file that the bot loads: ONNX, the matrices of its layers in eight bits."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from onnx import TensorProto, helper

from index.multilingual.graph import OURS, Graph, Shape
from index.multilingual.weights import Header
from tests.training.layers import WORDS, packed_name
from tests.training.model import TrainedReader

_LARGEST = 127  # of eight bits; -128 is left out, so that the scale is the same on both sides


def export(model: TrainedReader, path: Path) -> None:
    """Write `model` to `path`; inputs and outputs are named as `index.reading.reader` uses them."""
    config = model.layers.config
    header = Header(
        dimension=config.hidden_size,
        layers=config.num_hidden_layers,
        heads=config.num_attention_heads,
        feed_forward=config.intermediate_size,
        vocabulary=0,
        positions=config.max_position_embeddings,
        token_types=config.type_vocab_size,
        epsilon=config.layer_norm_eps,
        block=0,
    )
    graph = _InEightBits(header, model)
    states = graph.layers("embeddings", graph.node("Cast", ["mask"], to=TensorProto.INT32))
    first = graph.node("Gather", [states, graph.constant("first", np.array([0]))], axis=1)
    answers = graph.node("Squeeze", [graph.head(first, "answers"), graph.constant("inner", np.array([1, 2]))])
    inputs = [
        helper.make_tensor_value_info("embeddings", TensorProto.FLOAT, ["pairs", "tokens", header.dimension]),
        helper.make_tensor_value_info("mask", TensorProto.INT64, ["pairs", "tokens"]),
    ]
    outputs: dict[str, tuple[str, Shape]] = {
        "place": (graph.head(states, "place"), ["pairs", "tokens", 2]),
        "answers": (answers, ["pairs"]),
    }
    path.write_bytes(graph.model(inputs, outputs).SerializeToString())


class _InEightBits(Graph):
    """The layers with eight bits a weight, and a scale an output; what they are multiplied by gets a scale a matrix."""

    def __init__(self, header: Header, model: TrainedReader) -> None:
        super().__init__(header)
        self._model = model
        self._layers = {
            packed_name(name): parameter.detach().numpy()
            for name, parameter in model.layers.named_parameters()
            if name != WORDS
        }

    def tensor(self, name: str, *shape: int) -> npt.NDArray[np.float32]:
        return self._layers[name].reshape(shape)

    def product(self, states: str, name: str, outputs: int, inputs: int) -> str:
        weights = self.tensor(f"{name}.w", outputs, inputs)
        scales = np.maximum(np.abs(weights).max(axis=1), np.finfo(np.float32).tiny) / _LARGEST
        quantised = np.round(weights / scales[:, None]).astype(np.int8)
        constants = {f"{name}.w": quantised.T, f"{name}.s": scales, f"{name}.z": np.zeros(outputs, np.int8)}
        packed = [self.constant(part, values) for part, values in constants.items()]
        return self.node("DynamicQuantizeMatMul", [states, *packed, self.vector(f"{name}.b")], OURS)

    def head(self, states: str, name: str) -> str:
        """Return what the head of the model called `name` makes of states; it is small, and stays as it was learned."""
        head: torch.nn.Linear = getattr(self._model, name)
        made = self.node("MatMul", [states, self.constant(f"{name}.w", head.weight.detach().numpy().T)])
        return self.node("Add", [made, self.constant(f"{name}.b", head.bias.detach().numpy())])
