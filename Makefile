# What can be done here; `make` alone lists it.
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev setup-ocr setup-mcp setup-charts run test test-slow lint check check-all bench lock clean

PYTHON ?= python3
BIN := .venv/bin
DB := data/nianbao.db
CODE := bot index loaders scripts bench tests
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq

# Stamps inside .venv: set up anew only when a lock or pyproject.toml has changed since.
READY := .venv/.ready
READY_DEV := .venv/.ready-dev
READY_OCR := .venv/.ready-ocr
READY_MCP := .venv/.ready-mcp
READY_CHARTS := .venv/.ready-charts
INPUTS := requirements.lock pyproject.toml

help:
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1 · \2/p' Makefile | column -t -s·

define venv
@$(BIN)/python -m pip --version >/dev/null 2>&1 || { \
    $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
        || { echo "make: Python 3.11 or later is needed as $(PYTHON) (another one: make PYTHON=python3.12 ...)" >&2; exit 1; }; \
    $(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
        || { echo "make: $(PYTHON) has no venv module (on Debian: apt-get install python3-venv)" >&2; exit 1; }; \
    echo "Setting up .venv, once"; $(PYTHON) -m venv .venv; }
endef
# The builder comes from the lock too, so that the checkout is installed without fetching anything unpinned.
editable = $(PIP) install --no-deps --no-build-isolation --editable .

$(READY): $(INPUTS)
	$(venv)
	@$(PIP) install --require-hashes --requirement requirements.lock
	@$(editable)
	@touch $@

$(READY_DEV): $(INPUTS) requirements-dev.lock
	$(venv)
	@$(PIP) install --require-hashes --requirement requirements-dev.lock
	@$(editable)
	@touch $(READY) $@

$(READY_OCR): $(READY) requirements-ocr.lock
	@$(PIP) install --require-hashes --requirement requirements-ocr.lock
	@touch $@

$(READY_MCP): $(READY) requirements-mcp.lock
	@$(PIP) install --require-hashes --requirement requirements-mcp.lock
	@touch $@

$(READY_CHARTS): $(READY) requirements-charts.lock
	@$(PIP) install --require-hashes --requirement requirements-charts.lock
	@touch $@

setup: $(READY) ## .venv with the locked packages and the command .venv/bin/nianbao

setup-dev: $(READY_DEV) ## the same, with what tests and checks need

setup-ocr: $(READY_OCR) ## setup, and what reads scans (about 340 MB)

setup-mcp: $(READY_MCP) ## setup, and what answers assistants (`nianbao mcp`)

setup-charts: $(READY_CHARTS) ## setup, and what draws charts as pictures (`nianbao ask --chart`, Telegram)

run: setup ## index samples/, show three questions and answers, then open the page that takes yours
	@mkdir -p $(dir $(DB))
	@$(BIN)/nianbao index samples --db $(DB)
	@$(BIN)/nianbao chat --demo --db $(DB) </dev/null
	@$(BIN)/nianbao serve --db $(DB)

test: setup-dev ## the quick tests
	@$(BIN)/python -m pytest -q -n auto --dist worksteal

# What is promised in seconds is kept by a machine that does nothing else.
ALONE := tests/test_promises.py

test-slow: setup-dev ## the slow tests
	@$(BIN)/python -m pytest -q -m slow -n auto --dist worksteal --ignore $(ALONE)
	@$(BIN)/python -m pytest -q -m slow $(ALONE)

lint: setup-dev ## style, types, and documentation that is written out from code
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet . || { echo "make: run '$(BIN)/ruff format .'" >&2; exit 1; }
	@$(BIN)/mypy --strict $(CODE)
	@$(BIN)/python scripts/docs.py --check

check: lint test ## what must hold before a commit

check-all: lint test test-slow ## the same with the slow tests

bench: setup-dev ## speed and memory of indexing, answering and serving, beside others
	@for each in index documents ask serve attack; do $(BIN)/python bench/$$each.py || exit 1; done

lock: ## requirements*.lock anew from pyproject.toml (needs uv)
	@scripts/lock.sh

clean: ## remove what was made here, .venv and data/ too
	rm -rf .venv data build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +
