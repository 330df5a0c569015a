"""Imports run one way: platforms to bot to index; no platform imports another; only `__main__` imports one."""

import ast
from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted([*(ROOT / "bot").rglob("*.py"), *(ROOT / "index").rglob("*.py")])


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(nodes: Iterable[ast.AST]) -> set[str]:
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def platform_of(module: str) -> str | None:
    """Return "discord" for bot.platforms.discord and bot.platforms.discord_view alike."""
    parts = module.split(".")
    return parts[2].split("_")[0] if parts[:2] == ["bot", "platforms"] and len(parts) > 2 else None


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_one_way(path: Path) -> None:
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    names = imported(ast.walk(parsed(path)))
    assert not [n for n in names if n.split(".")[0] in {"tests", "prompts"}]
    if module.startswith("index."):
        assert not [n for n in names if n.split(".")[0] == "bot"]
    own = platform_of(module)
    others = {platform_of(n) for n in names} - {None, own}
    assert not others or module == "bot.__main__"


def test_the_top_level_holds_what_the_design_names() -> None:
    allowed = {"bot", "index", "prompts", "tests", "pyproject.toml", "README.md", "LICENSE", "Makefile"}
    made = {"build", "on_the_record.egg-info"}
    assert {p.name for p in ROOT.iterdir() if not p.name.startswith(".")} <= allowed | made


def test_no_process_of_the_suite_imports_pytorch_to_read_the_tests() -> None:
    slow, found = {"torch", "transformers", "sentence_transformers", "spacy"}, list[tuple[str, str]]()
    waiting = [ROOT / "tests" / "conftest.py", *(ROOT / "tests").rglob("test_*.py")]
    seen = set(waiting)
    while waiting:
        path = waiting.pop()
        names = imported(parsed(path).body)
        found += [(str(path.relative_to(ROOT)), name) for name in names if name.split(".")[0] in slow]
        ours = {(ROOT / name.replace(".", "/")).with_suffix(".py") for name in names if name.startswith("tests.")}
        new = {one for one in ours if one.is_file()} - seen
        seen |= new
        waiting += new
    assert found == []
    assert len(seen) > 200
