"""Every sentence that says to somebody that something cannot be done, found in the code and in the phrases.

`python -m tests.error_messages` prints all of them for the eye; `test_error_messages.py` holds them to one manner.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from fluent.syntax import FluentParser
from fluent.syntax.ast import Message, VariableReference
from fluent.syntax.visitor import Visitor

from bot.phrases import LANGUAGES, phrases

ROOT = Path(__file__).resolve().parent.parent
_ROOTS = {"RecordError", "ConfigurationError"}
"""The errors whose text is shown as it is; what is derived from them is found. The others show a phrase."""

_USAGE = {"BadParameter", "UsageError"}
_DEPTH = 8  # calls and constants that are followed for one sentence


@dataclass(frozen=True)
class Hole:
    """A place for a value in a sentence: the code that makes it, or the name of a Fluent variable."""

    code: str


Pieces = tuple[str | Hole, ...]


@dataclass(frozen=True)
class Sentence:
    """What somebody reads. `place` is the module, or the language and the phrase's id."""

    place: str
    pieces: Pieces

    @property
    def holes(self) -> tuple[str, ...]:
        """The code of each value."""
        return tuple(piece.code for piece in self.pieces if isinstance(piece, Hole))

    def __str__(self) -> str:
        """Return the sentence with the code of its values in braces."""
        return "".join(piece if isinstance(piece, str) else f"{{{piece.code}}}" for piece in self.pieces)


@dataclass
class Module:
    """A module's syntax tree, and what is defined at its top."""

    path: Path
    tree: ast.Module
    constants: dict[str, ast.expr] = field(default_factory=dict)
    functions: dict[str, ast.FunctionDef | ast.AsyncFunctionDef] = field(default_factory=dict)
    imports: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The module's path within the project."""
        return str(self.path.relative_to(ROOT))


@cache
def modules() -> dict[str, Module]:
    """Return every module of `bot` and `index` by its dotted name."""
    found = {}
    for path in sorted([*(ROOT / "bot").rglob("*.py"), *(ROOT / "index").rglob("*.py")]):
        module = Module(path, ast.parse(path.read_text(encoding="utf-8")))
        for node in module.tree.body:
            if isinstance(node, ast.Assign):
                module.constants |= {one.id: node.value for one in node.targets if isinstance(one, ast.Name)}
        for inner in ast.walk(module.tree):
            if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef):
                module.functions[inner.name] = inner
            elif isinstance(inner, ast.ImportFrom) and inner.module:
                module.imports |= {one.asname or one.name: (inner.module, one.name) for one in inner.names}
        found[".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")] = module
    return found


@cache
def classes() -> dict[str, ast.ClassDef]:
    """Return every class of `bot` and `index` by its name."""
    nodes = (node for module in modules().values() for node in ast.walk(module.tree))
    return {node.name: node for node in nodes if isinstance(node, ast.ClassDef)}


def descends(name: str, roots: set[str]) -> bool:
    """Return whether the class `name` is one of `roots` or is derived from one."""
    bases = [base.id for base in classes()[name].bases if isinstance(base, ast.Name)] if name in classes() else []
    return name in roots or any(descends(base, roots) for base in bases)


def refusals() -> dict[str, str]:
    """Return the phrase of every refusal (`BotError`) by the name of its class."""
    found = {}
    for name, node in classes().items():
        for line in node.body:
            if (
                descends(name, {"BotError"})
                and isinstance(line, ast.Assign)
                and isinstance(line.value, ast.Constant)
                and [ast.unparse(target) for target in line.targets] == ["phrase"]
            ):
                found[name] = str(line.value.value)
    return found


def sentences_of_the_code() -> list[Sentence]:
    """Return every sentence that an error of the code holds.

    Raises:
        LookupError: the text of an error is made in a way that is not followed here; says where.
    """
    found: dict[Sentence, None] = {}
    for module in modules().values():
        for node, around in _said(module):
            texts = _texts(node, module, around)
            if not texts and not _passed_on(node):
                raise LookupError(f"{module.name}:{node.lineno}: {ast.unparse(node)}")
            found |= dict.fromkeys(Sentence(module.name, text) for text in texts)
    return list(found)


def _said(module: Module) -> Iterator[tuple[ast.expr, tuple[ast.AST, ...]]]:
    """Yield the expression of every sentence, with the nodes that it stands in."""
    for node, around in _walk(module.tree, ()):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
        to_stderr = name == "echo" and any(keyword.arg == "err" for keyword in node.keywords)
        caught = any(isinstance(one, ast.ExceptHandler) for one in around)
        if name in _USAGE or descends(name, _ROOTS) or (to_stderr and caught):
            yield node.args[0], around


def _walk(node: ast.AST, around: tuple[ast.AST, ...]) -> Iterator[tuple[ast.AST, tuple[ast.AST, ...]]]:
    yield node, around
    for child in ast.iter_child_nodes(node):
        yield from _walk(child, (*around, node))


def _texts(node: ast.expr, module: Module, around: Sequence[ast.AST] = (), depth: int = 0) -> list[Pieces]:
    """Return what the expression of a sentence can be, with holes for values; nothing where it cannot be told."""
    if depth > _DEPTH:
        return []
    match node:
        case ast.Constant(value=str(text)):
            return [(text,)]
        case ast.JoinedStr(values=parts):
            return _joined([_texts(part, module, around, depth + 1) for part in parts])
        case ast.FormattedValue(value=value):
            return _texts(value, module, (), depth + 1) or [(Hole(ast.unparse(value)),)]
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _joined([_texts(side, module, around, depth + 1) for side in (left, right)])
        case ast.IfExp(body=body, orelse=other):
            return [text for side in (body, other) for text in _texts(side, module, around, depth + 1)]
        case ast.Dict(values=values):
            return [text for value in values for text in _texts(value, module, around, depth + 1)]
        case ast.Subscript(value=ast.Name(id=name)) if isinstance(module.constants.get(name), ast.Dict):
            return _texts(module.constants[name], module, around, depth + 1)
        case ast.Subscript(slice=ast.Constant(value=key)):
            return _under(key, depth)
        case ast.Call(func=ast.Attribute(value=base, attr="format"), args=given):
            return [_formatted(text, given) for text in _texts(base, module, around, depth + 1)]
        case ast.Call(func=ast.Name(id=name)):
            return _returned(name, module, depth)
        case ast.Name(id=name):
            return _named(name, module, around, depth)
    return []


def _joined(parts: list[list[Pieces]]) -> list[Pieces]:
    return [tuple(itertools.chain.from_iterable(chosen)) for chosen in itertools.product(*parts)]


def _formatted(text: Pieces, given: Sequence[ast.expr]) -> Pieces:
    """Return `text` with the first of `given` in the place of its braces."""
    filled: list[str | Hole] = []
    for piece in text:
        before, braces, after = piece.partition("{}") if isinstance(piece, str) else (piece, "", "")
        filled += [before, Hole(ast.unparse(given[0])), after] if braces else [piece]
    return tuple(filled)


def _returned(name: str, module: Module, depth: int) -> list[Pieces]:
    """Return what a function of the project that makes sentences can return."""
    module, name = _where(name, module)
    function = module.functions.get(name)
    if function is None or ast.unparse(function.returns or ast.Constant(None)) != "str":
        return []
    results = [node.value for node in ast.walk(function) if isinstance(node, ast.Return) and node.value]
    return [text for result in results for text in _texts(result, module, (), depth + 1)]


def _named(name: str, module: Module, around: Sequence[ast.AST], depth: int) -> list[Pieces]:
    """Return the text of a constant or variable; of a parameter, as all callers give it."""
    for function in around:
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            parameters = [one.arg for one in function.args.args if one.arg != "self"]
            if name in parameters:
                return _given(function.name, parameters.index(name), depth)
            for node in ast.walk(function):
                if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == [name]:
                    return _texts(node.value, module, around, depth + 1)
    module, name = _where(name, module)
    constant = module.constants.get(name)
    return _texts(constant, module, (), depth + 1) if constant else []


def _given(function: str, place: int, depth: int) -> list[Pieces]:
    texts = []
    for module in modules().values():
        for node, around in _walk(module.tree, ()):
            if isinstance(node, ast.Call) and ast.unparse(node.func).removeprefix("self.") == function:
                texts += _texts(node.args[place], module, around, depth + 1) if len(node.args) > place else []
    return texts


def _under(key: object, depth: int) -> list[Pieces]:
    """Return the texts that stand under a key in any dictionary that is written out."""
    texts = []
    for module in modules().values():
        for node in (one for one in ast.walk(module.tree) if isinstance(one, ast.Dict)):
            for one, value in zip(node.keys, node.values, strict=True):
                if isinstance(one, ast.Constant) and one.value == key:
                    texts += _texts(value, module, (), depth + 1)
    return texts


def _passed_on(node: ast.expr) -> bool:
    """Return whether an expression is another error's sentence, or what a process answered that held one."""
    return ast.unparse(node).startswith(("str(", "fields["))


def _where(name: str, module: Module) -> tuple[Module, str]:
    """Return the module of the project that defines `name`, and what it is called there."""
    origin, original = module.imports.get(name, ("", ""))
    return (modules()[origin], original) if origin in modules() else (module, name)


def phrases_of_refusals(language: str) -> list[Sentence]:
    """Return the phrases that stand in `errors.ftl`, the place for all that say what cannot be done."""
    file = ROOT / "prompts" / language / "errors.ftl"
    entries = FluentParser().parse(file.read_text(encoding="utf-8")).body
    found = []
    for message in entries:
        if isinstance(message, Message):
            names = variables(message)
            text = phrases(language)(message.id.name, **{name: _MARKED.format(name) for name in names})
            parts = re.split(_MARKED.format("(.+?)"), text)
            pieces = tuple(Hole(f"${part}") if odd % 2 else part for odd, part in enumerate(parts) if part)
            found.append(Sentence(f"{language}: {message.id.name}", pieces))
    return found


_MARKED = "\u27e8{}\u27e9"


def variables(message: Message) -> list[str]:
    """Return the names of the variables of a phrase."""
    found: list[str] = []

    class Collector(Visitor):
        def visit_VariableReference(self, node: VariableReference) -> None:  # noqa: N802 - fluent.syntax's name
            found.append(node.id.name)

    Collector().visit(message)
    return found


def _print_all() -> None:
    for place, group in itertools.groupby(sentences_of_the_code(), key=lambda one: one.place):
        print(f"\n{place}", *(f"  {one}" for one in group), sep="\n")
    for beside in zip(*(phrases_of_refusals(language) for language in LANGUAGES), strict=True):
        print(f"\n{beside[0].place}", *(f"  {one}" for one in beside), sep="\n")


if __name__ == "__main__":
    _print_all()
