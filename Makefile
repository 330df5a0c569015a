# The set-up and what a newcomer does with it. Everything is installed into .venv; nothing else is touched.

PYTHON ?= python3
TORCH := torch==2.13.0
# PyTorch's own index of builds for the processor alone; the ordinary index gives Linux several GB for graphics cards.
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu

BIN := .venv/bin
READY := .venv/.ready

# Bytecode is kept even where the environment says otherwise: the tests start hundreds of processes.
PYTEST := OMP_NUM_THREADS=1 PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --numprocesses=4 --dist=worksteal

.PHONY: chat test coverage mutants setup check audit format image clean

chat: $(READY)
	@$(BIN)/python -m bot

test: $(READY)
	$(PYTEST)

coverage: $(READY)
	$(PYTEST) --cov --cov-report=term

# One group alone: make mutants GROUP=permissions
mutants: $(BIN)/mutmut
	@OMP_NUM_THREADS=1 $(BIN)/python -m tests.mutants $(GROUP)

setup: $(READY)
	@echo "Ready. Next: make chat"

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/bandit --quiet --recursive --configfile pyproject.toml bot index
	$(BIN)/mypy

# Asks PyPI for known vulnerabilities of every package that is installed in .venv.
audit: $(READY)
	$(BIN)/pip install --quiet -e '.[audit]'
	$(BIN)/pip-audit --local --skip-editable

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# As root, on Debian or Ubuntu with buildah and debootstrap; see bot/deploy/README.md.
image:
	bot/deploy/check-image

clean:
	rm -rf .venv .data build *.egg-info

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' \
		|| { echo "Python 3.11 to 3.14 is needed; $(PYTHON) is another. Try: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
		echo "Python's venv module is missing. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }

$(BIN)/mutmut: $(READY)
	@$(BIN)/pip install --quiet -e '.[mutants]'

$(READY): $(BIN)/python pyproject.toml
	@echo "Installing into .venv: about 560 MB to download once, 2 to 4 minutes."
	@$(BIN)/pip install --quiet --no-index --no-deps '$(TORCH)' 2>/dev/null \
		|| $(BIN)/pip install --no-deps --index-url '$(TORCH_INDEX)' '$(TORCH)' \
		|| $(BIN)/pip install '$(TORCH)'
	@$(BIN)/pip install --quiet -e '.[test]'
	@touch $(READY)
