"""The layers of multilingual-e5-small, run by ONNX Runtime on the four-bit weights as the file has them.

The file's blocks of 32 weights with one scale are what ONNX Runtime's MatMulNBits multiplies by: the weights are never
unpacked in memory, and the sums are in single precision, so the vectors are those of the unpacked model.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import onnxruntime
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from index.multilingual.weights import PackedWeights

_OURS = "com.microsoft"  # the domain of the operators that only ONNX Runtime has
_OPSET, _IR_VERSION = 20, 10
_SINGLE_PRECISION = 1  # of the sums, in the terms of MatMulNBits; 4 would round what is multiplied to eight bits


class Layers:
    """The model from word embeddings to the tokens' vectors. Safe for several threads."""

    def __init__(self, weights: PackedWeights) -> None:
        """Load the layers of `weights`: 13 MB."""
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            _Graph(weights).model().SerializeToString(), options, providers=["CPUExecutionProvider"]
        )

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


@dataclass
class _Graph:
    """Builds BERT's layers (Devlin et al. 2019) node by node."""

    weights: PackedWeights
    _nodes: list[NodeProto] = field(default_factory=list)
    _constants: list[TensorProto] = field(default_factory=list)

    def model(self) -> ModelProto:
        """Return the model: `words` and `mask` go in, `states` come out."""
        header = self.weights.header
        states = self._embeddings("words")
        for layer in range(header.layers):
            states = self._layer(f"l{layer}.", states)
        self._nodes.append(helper.make_node("Identity", [states], ["states"]))
        shape: list[str | int | None] = ["texts", "tokens", header.dimension]
        graph = helper.make_graph(
            self._nodes,
            "layers",
            [
                helper.make_tensor_value_info("words", TensorProto.FLOAT, shape),
                helper.make_tensor_value_info("mask", TensorProto.INT32, shape[:2]),
            ],
            [helper.make_tensor_value_info("states", TensorProto.FLOAT, shape)],
            self._constants,
        )
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_OURS, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION)

    def _embeddings(self, words: str) -> str:
        """Return words with their positions, normalised."""
        header = self.weights.header
        positions = self.weights.tensor("emb.pos", header.positions, header.dimension)
        first_type = self.weights.tensor("emb.type", header.token_types, header.dimension)[0]
        count = self._node("Shape", [words], start=1, end=2)
        zero = self._constant("zero", np.zeros(1, np.int64))
        placed = self._node("Slice", [self._constant("positions", positions + first_type), zero, count, zero])
        norm = [self._vector(f"emb.ln.{part}") for part in "wb"]
        return self._node(
            "LayerNormalization", [self._node("Add", [words, placed]), *norm], axis=-1, epsilon=header.epsilon
        )

    def _layer(self, layer: str, states: str) -> str:
        dimension, between = self.weights.header.dimension, self.weights.header.feed_forward
        sides = [
            self._node("Add", [self._product(states, f"{layer}{side}", dimension, dimension), self._bias(layer + side)])
            for side in "qkv"
        ]
        attended = self._node("MultiHeadAttention", [*sides, "", "mask"], _OURS, num_heads=self.weights.header.heads)
        attended = self._product(attended, f"{layer}ao", dimension, dimension)
        states = self._added(attended, states, f"{layer}aln", f"{layer}ao")
        inner = self._product(states, f"{layer}fi", between, dimension)
        inner = self._node("BiasGelu", [inner, self._bias(f"{layer}fi")], _OURS)
        return self._added(self._product(inner, f"{layer}fo", dimension, between), states, f"{layer}oln", f"{layer}fo")

    def _added(self, new: str, states: str, norm: str, biased: str) -> str:
        """Return `new`, with the bias of `biased`, added to `states` and normalised by `norm`."""
        scale = [self._vector(f"{norm}.{part}") for part in "wb"]
        epsilon = self.weights.header.epsilon
        return self._node("SkipLayerNormalization", [new, states, *scale, self._bias(biased)], _OURS, epsilon=epsilon)

    def _product(self, states: str, name: str, outputs: int, inputs: int) -> str:
        """Return `states` times the packed matrix `name`, shape (outputs, inputs)."""
        nibbles, scales = self.weights.packed(f"{name}.w", outputs, inputs)
        packed = [self._constant(f"{name}.w", nibbles), self._constant(f"{name}.s", scales)]
        return self._node(
            "MatMulNBits",
            [states, *packed],
            _OURS,
            K=inputs,
            N=outputs,
            bits=4,
            block_size=self.weights.header.block,
            accuracy_level=_SINGLE_PRECISION,
        )

    def _bias(self, name: str) -> str:
        return self._vector(f"{name}.b")

    def _vector(self, name: str) -> str:
        return self._constant(name, self.weights.tensor(name, -1))

    def _constant(self, name: str, values: npt.NDArray[np.generic]) -> str:
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _node(self, operator: str, inputs: list[str], domain: str = "", **attributes: float) -> str:
        output = f"{operator}.{len(self._nodes)}"
        node = helper.make_node(operator, inputs, [output], domain=domain)
        node.attribute.extend(helper.make_attribute(name, value) for name, value in attributes.items())
        self._nodes.append(node)
        return output
