"""Builds the layers of BERT (Devlin et al. 2019) as ONNX Runtime computes them fastest, node by node.

The sums and the normalisation after them stay apart: ONNX Runtime's operator that does both takes three times as long
as the two do, which is a fifth of the whole. `session.load` keeps it from joining them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from onnx import ModelProto, NodeProto, TensorProto, ValueInfoProto, helper, numpy_helper

from index.multilingual.weights import Header

OURS = "com.microsoft"
"""The domain of the operators that only ONNX Runtime has."""
_OPSET, _IR_VERSION = 20, 10

Shape = list[str | int | None]


@dataclass
class Graph(ABC):
    """A graph that grows by what is called on it. Parts of a model are named as the file of packed weights does."""

    header: Header
    _nodes: list[NodeProto] = field(default_factory=list)
    _constants: list[TensorProto] = field(default_factory=list)

    @abstractmethod
    def tensor(self, name: str, *shape: int) -> npt.NDArray[np.float32]:
        """Return the tensor called `name`, in single precision."""

    @abstractmethod
    def product(self, states: str, name: str, outputs: int, inputs: int) -> str:
        """Return `states` times the matrix of the part `name`, of shape (outputs, inputs), plus its bias."""

    def layers(self, words: str, mask: str) -> str:
        """Return the vectors of tokens in their context.

        Args:
            words: word embeddings, shape (texts, tokens, dimension).
            mask: above 0 for a token, 0 for padding; 32 bits, shape (texts, tokens).
        """
        states = self._embeddings(words)
        for layer in range(self.header.layers):
            states = self._layer(f"l{layer}.", states, mask)
        return states

    def node(self, operator: str, inputs: list[str], domain: str = "", **attributes: float) -> str:
        """Add a node and return its one output."""
        output = f"{operator}_{len(self._nodes)}"
        made = helper.make_node(operator, inputs, [output], domain=domain)
        made.attribute.extend(helper.make_attribute(name, value) for name, value in attributes.items())
        self._nodes.append(made)
        return output

    def constant(self, name: str, values: npt.NDArray[np.generic]) -> str:
        """Add values that stay, and return `name`."""
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def vector(self, name: str) -> str:
        """Add the tensor called `name`, which has one axis."""
        return self.constant(name, self.tensor(name, -1))

    def model(self, inputs: list[ValueInfoProto], outputs: dict[str, tuple[str, Shape]]) -> ModelProto:
        """Return the model.

        Args:
            inputs: what goes in.
            outputs: what comes out, by its name: the node's output that it is, and its shape, in single precision.
        """
        named = [helper.make_node("Identity", [made], [name]) for name, (made, _) in outputs.items()]
        described = [helper.make_tensor_value_info(n, TensorProto.FLOAT, shape) for n, (_, shape) in outputs.items()]
        graph = helper.make_graph([*self._nodes, *named], "layers", inputs, described, self._constants)
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(OURS, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION)

    def _embeddings(self, words: str) -> str:
        """Return words with their positions, normalised."""
        header = self.header
        positions = self.tensor("emb.pos", header.positions, header.dimension)
        first_type = self.tensor("emb.type", header.token_types, header.dimension)[0]
        count = self.node("Shape", [words], start=1, end=2)
        zero = self.constant("zero", np.zeros(1, np.int64))
        placed = self.node("Slice", [self.constant("positions", positions + first_type), zero, count, zero])
        return self._sum(words, placed, "emb.ln")

    def _layer(self, layer: str, states: str, mask: str) -> str:
        dimension, between = self.header.dimension, self.header.feed_forward
        sides = [self.product(states, layer + side, dimension, dimension) for side in "qkv"]
        attended = self.node("MultiHeadAttention", [*sides, "", mask], OURS, num_heads=self.header.heads)
        states = self._sum(self.product(attended, f"{layer}ao", dimension, dimension), states, f"{layer}aln")
        inner = self.node("Gelu", [self.product(states, f"{layer}fi", between, dimension)])
        return self._sum(self.product(inner, f"{layer}fo", dimension, between), states, f"{layer}oln")

    def _sum(self, one: str, other: str, norm: str) -> str:
        """Return the sum of two states, normalised by the part `norm`."""
        scale = [self.vector(f"{norm}.{part}") for part in "wb"]
        added = self.node("Add", [one, other])
        return self.node("LayerNormalization", [added, *scale], axis=-1, epsilon=self.header.epsilon)
