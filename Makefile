# Switchboard. `make help` lists what can be asked for.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
HOST ?= 127.0.0.1

.DEFAULT_GOAL := help
.PHONY: help run test check bench lint types template clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/local.done: local/requirements.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what the local stack needs into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r local/requirements.txt
	@touch $@

$(VENV)/dev.done: tests/requirements.txt $(VENV)/local.done
	@echo "Installing what the tests need into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r tests/requirements.txt
	@touch $@

.venv-sam/done: tests/sam-requirements.txt
	@test -x .venv-sam/bin/python || $(PYTHON) -m venv .venv-sam
	@echo "Installing SAM CLI into .venv-sam ..."
	@.venv-sam/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r tests/sam-requirements.txt
	@touch $@

run: $(VENV)/local.done ## the whole system on this machine, with a sample call
	@PORT=$(PORT) HOST=$(HOST) PYTHONPATH=layers/shared:. exec $(BIN)/python -m local.stack

test: check ## what CI runs: the same as check

check: lint types template ## lint, types, template and all tests
	@$(BIN)/python -m pytest -n 2 --dist loadfile

lint: $(VENV)/dev.done ## ruff
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/dev.done ## mypy, strict
	@$(BIN)/mypy

template: .venv-sam/done ## sam validate --lint
	@SAM_CLI_TELEMETRY=0 .venv-sam/bin/sam validate --lint --region eu-west-1

bench: $(VENV)/dev.done ## measure: own time, requests, connections, start-up
	@PYTHONPATH=layers/shared:. $(BIN)/python -m tests.benchmarks

clean: ## remove everything that was made here
	rm -rf $(VENV) .venv-sam .aws-sam .local .mypy_cache .pytest_cache .ruff_cache .hypothesis
