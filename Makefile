# Fengsui: `make run` and `make test` are all a newcomer needs. `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.ONESHELL:

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_STAMP := $(VENV)/.installed-run
DEV_STAMP := $(VENV)/.installed-dev
CONSOLE := api/console_static/index.html
CONSOLE_FILES := $(shell find console -type f -not -path '*/node_modules/*' -not -path '*/e2e/*')
PYTEST_ARGS ?=

.PHONY: help
help:  ## What can be made here
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

$(VENV)/bin/python:
	@deploy/system-packages.sh python
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Fengsui needs Python 3.11 or newer; $(PYTHON) is older. Set PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUN_STAMP): requirements/run.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing Fengsui into $(VENV) (once)"
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/run.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(DEV_STAMP): requirements/dev.lock $(RUN_STAMP)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.lock
	touch $@

$(CONSOLE): $(CONSOLE_FILES) docs/reference/openapi.json | $(RUN_STAMP)
	@deploy/build-console.sh $(VENV)
	touch $@

.PHONY: install
install: $(RUN_STAMP) $(CONSOLE)  ## A working `fengsui` in .venv/bin, with the console
	@$(BIN)/fengsui version

.PHONY: run
run: $(RUN_STAMP)  ## Start here: everything on one port, with the bundled recordings replayed once
	@$(MAKE) --no-print-directory $(CONSOLE) || echo "The console was not built (see above); the HTTP interface and the command line work without it."
	exec $(BIN)/fengsui serve --bundled

.PHONY: test
test: $(DEV_STAMP) lint types imports stale console  ## Everything: lint, types, import contract, generated files, console, tests
	@deploy/system-packages.sh test
	deploy/test-console.sh
	$(BIN)/python -m pytest -n 2 --dist loadfile --reruns 1 -rfER $(PYTEST_ARGS)

.PHONY: console
console: $(RUN_STAMP) $(CONSOLE)  ## Build the console

.PHONY: check
check: $(DEV_STAMP) lint types imports stale  ## The fast part of `make test`

.PHONY: lint
lint: $(DEV_STAMP)
	@$(BIN)/ruff check .
	$(BIN)/ruff format --check .

.PHONY: types
types: $(DEV_STAMP)
	@$(BIN)/mypy

.PHONY: imports
imports: $(DEV_STAMP)
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports

.PHONY: stale
stale: $(DEV_STAMP)
	@$(BIN)/python docs/generate.py --check

.PHONY: docs
docs: $(DEV_STAMP)  ## Regenerate docs/reference
	@$(BIN)/python docs/generate.py

.PHONY: content
content: $(DEV_STAMP)  ## Rebuild the ATT&CK pack from the packages that carry it
	@$(BIN)/python -m model.build_attack

.PHONY: captures
captures: $(DEV_STAMP)  ## Record the example district again (root, Debian, network namespaces; about 20 minutes)
	@deploy/system-packages.sh captures
	$(BIN)/python -m tests.captures.make
	$(BIN)/python -m tests.captures.make.public_data

.PHONY: bench
bench: $(DEV_STAMP)  ## Figures, each beside a yardstick measured in the same run
	@for script in $$(grep -l __main__ benchmarks/[a-z]*.py); do echo "== $$script"; $(BIN)/python -m benchmarks.$$(basename $$script .py); done

FUZZ_SECONDS ?= 60
.PHONY: fuzz
fuzz: $(DEV_STAMP)  ## Every parser of untrusted bytes against what coverage finds, FUZZ_SECONDS each
	@$(BIN)/python -m tests.fuzz --seconds $(FUZZ_SECONDS)

.PHONY: lock
lock: $(DEV_STAMP)  ## Resolve the dependencies again and pin them with hashes
	@$(BIN)/python -m pip install -q uv==0.13.9
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --no-emit-index-url --generate-hashes --no-header --extra build pyproject.toml -o requirements/run.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --no-emit-index-url --generate-hashes --no-header --extra dev pyproject.toml -c requirements/run.lock -o requirements/dev.lock
