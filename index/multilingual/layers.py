"""The layers of multilingual-e5-small, run by ONNX Runtime on the four-bit weights as the file has them.

The file's blocks of 32 weights with one scale are what ONNX Runtime's MatMulNBits multiplies by: the weights are never
unpacked in memory, and the sums are in single precision, so the vectors are those of the unpacked model.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from onnx import TensorProto, helper

from index.multilingual import session
from index.multilingual.graph import OURS, Graph, Shape
from index.multilingual.weights import PackedWeights

_SINGLE_PRECISION = 1  # of the sums, in the terms of MatMulNBits; 4 would round what is multiplied to eight bits


class Layers:
    """The model from word embeddings to the tokens' vectors. Safe for several threads."""

    def __init__(self, weights: PackedWeights) -> None:
        """Load the layers of `weights`: 13 MB."""
        graph = _InFourBits(weights)
        shape: Shape = ["texts", "tokens", weights.header.dimension]
        inputs = [
            helper.make_tensor_value_info("words", TensorProto.FLOAT, shape),
            helper.make_tensor_value_info("mask", TensorProto.INT32, shape[:2]),
        ]
        model = graph.model(inputs, {"states": (graph.layers("words", "mask"), shape)})
        self._session = session.load(model.SerializeToString())

    def run(self, words: npt.NDArray[np.float32], mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.float32]:
        """Return the vectors of tokens in their context.

        Args:
            words: word embeddings, shape (texts, tokens, dimension).
            mask: True for a token, False for padding, shape (texts, tokens).

        Returns:
            Shape (texts, tokens, dimension); rows of padding hold nothing of use.
        """
        states: npt.NDArray[np.float32] = self._session.run(None, {"words": words, "mask": mask.astype(np.int32)})[0]
        return states


class _InFourBits(Graph):
    """The layers with the matrices as the file packs them."""

    def __init__(self, weights: PackedWeights) -> None:
        super().__init__(weights.header)
        self._weights = weights

    def tensor(self, name: str, *shape: int) -> npt.NDArray[np.float32]:
        return self._weights.tensor(name, *shape)

    def product(self, states: str, name: str, outputs: int, inputs: int) -> str:
        nibbles, scales = self._weights.packed(f"{name}.w", outputs, inputs)
        packed = [self.constant(f"{name}.w", nibbles), self.constant(f"{name}.s", scales)]
        made = self.node(
            "MatMulNBits",
            [states, *packed],
            OURS,
            K=inputs,
            N=outputs,
            bits=4,
            block_size=self.header.block,
            accuracy_level=_SINGLE_PRECISION,
        )
        return self.node("Add", [made, self.vector(f"{name}.b")])
