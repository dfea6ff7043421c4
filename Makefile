# Switchboard. `make help` lists what can be asked for.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
HOST ?= 127.0.0.1

.DEFAULT_GOAL := help
SAM = SAM_CLI_TELEMETRY=0 .venv-sam/bin/sam
ARCHITECTURE ?= arm64
# sam local runs on this machine's own processor.
HERE = $(if $(filter aarch64 arm64,$(shell uname -m)),arm64,x86_64)

.PHONY: openapi contract build sam-local test-sam-local help run test check chaos bench lint types template check-rules publish-rules rollback-rules show-rules redrive doctor deploy rotate-hook-secret scan schemas clean

# Rules go to the deployed stack STACK with your own AWS credentials, or with LOCAL=1 to the one of `make run`.
STACK ?= switchboard
KIND ?= screen_pop
LOCAL_AWS = $(if $(LOCAL),AWS_ENDPOINT_URL=http://127.0.0.1:$$(( $(PORT) + 3 )) AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local AWS_DEFAULT_REGION=eu-west-1)
RULES = $(LOCAL_AWS) PYTHONPATH=layers/shared $(BIN)/python -m switchboard.admin.rules
RULES_TO = --kind $(KIND) --stack $(STACK) $(if $(LOCAL),--table switchboard-RulesTable) $(if $(ORG),--org) $(if $(CA_FILE),--ca-file $(CA_FILE))

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

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

.venv-contract/done: tests/contract-requirements.txt
	@test -x .venv-contract/bin/python || $(PYTHON) -m venv .venv-contract
	@echo "Installing Schemathesis into .venv-contract ..."
	@.venv-contract/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r tests/contract-requirements.txt
	@touch $@

run: $(VENV)/local.done ## the whole system on this machine, with a sample call
	@PORT=$(PORT) HOST=$(HOST) PYTHONPATH=layers/shared:. exec $(BIN)/python -m local.stack

test: check ## what CI runs: the same as check

check: lint types template scan ## lint, types, template, checkov and all tests
	@$(BIN)/python -m pytest -n 2 --dist loadfile

lint: $(VENV)/dev.done ## ruff
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/dev.done ## mypy, strict
	@$(BIN)/mypy

template: .venv-sam/done ## sam validate --lint
	@$(SAM) validate --lint --region eu-west-1

.venv-checkov/done: tests/checkov-requirements.txt
	@test -x .venv-checkov/bin/python || $(PYTHON) -m venv .venv-checkov
	@echo "Installing checkov into .venv-checkov ..."
	@.venv-checkov/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r tests/checkov-requirements.txt
	@touch $@

scan: .venv-checkov/done ## checkov over the template; what it passes over is explained in .checkov.yaml and there
	@.venv-checkov/bin/checkov --config-file .checkov.yaml

# Without bytecode every cold start would compile everything: the code folders are read-only there.
define built
	@python3.13 -c "" 2> /dev/null || { echo "SAM builds with the functions' own version: put python3.13 on the PATH."; exit 1; }
	@mkdir -p .aws-sam && $(SAM) build $(1) > .aws-sam/build.log 2>&1 || { cat .aws-sam/build.log; exit 1; }
	@find $(2) -type d \( -name tests -o -name __pycache__ \) -prune -exec rm -rf {} +
	@python3.13 -m compileall -q --invalidation-mode unchecked-hash $(2)
	@PYTHONPATH=. $(BIN)/python -m local.sam.built $(2)
endef

build: .venv-sam/done $(VENV)/local.done ## what is deployed, with bytecode: ARCHITECTURE=arm64 or x86_64
	$(call built,--parameter-overrides Architecture=$(ARCHITECTURE),.aws-sam/build)

# SAM publishes versions of what changed in the template, and a parameter's value does not stand there.
deploy: build ## build and deploy to STACK, every function as a new version (GUIDED=1 asks for parameters)
	@sed -i.before 's/SWITCHBOARD_RELEASE: .*/SWITCHBOARD_RELEASE: '"$$(date -u +%Y%m%dT%H%M%SZ)"'/' .aws-sam/build/template.yaml
	@$(SAM) deploy --stack-name $(STACK) $(if $(GUIDED),--guided)

build-here: .venv-sam/done $(VENV)/local.done
	$(call built,--parameter-overrides Architecture=$(HERE) --build-dir .aws-sam/local,.aws-sam/local)

sam-local: build-here ## the local stack, and the same functions in containers behind SAM's own server
	@PORT=$(PORT) PYTHONPATH=layers/shared:. exec $(BIN)/python -m local.sam

test-sam-local: build-here $(VENV)/dev.done ## SAM's own server answers as the local stack does
	@SAM_LOCAL=1 $(BIN)/python -m pytest tests/sam_local -p no:cacheprovider

# Contacts with about four events each, and the numbers of the runs; a run goes the same way every time.
CONTACTS ?= 2000
SEEDS ?= 1,2

chaos: $(VENV)/dev.done ## the large test of "once, whatever happens": some minutes (CONTACTS=2000 SEEDS=1,2)
	@SWITCHBOARD_CHAOS_CONTACTS=$(CONTACTS) SWITCHBOARD_CHAOS_SEEDS=$(SEEDS) \
		$(BIN)/python -m pytest tests/functional/test_activity_chaos.py --log-cli-level=INFO

bench: $(VENV)/dev.done ## measure: own time, requests, connections, start-up
	@PYTHONPATH=layers/shared:. $(BIN)/python -m tests.benchmarks

check-rules: $(VENV)/local.done ## check a rules document: FILE=… (ORG=1 also against the org)
	@$(RULES) check $(FILE) $(RULES_TO)

publish-rules: $(VENV)/local.done ## check and put in force: FILE=… (STACK=…, LOCAL=1 for make run)
	@$(RULES) publish $(FILE) $(RULES_TO)

rollback-rules: $(VENV)/local.done ## put the version before in force again
	@$(RULES) rollback $(RULES_TO)

show-rules: $(VENV)/local.done ## print the rules in force
	@$(RULES) show $(RULES_TO)

redrive: $(VENV)/local.done ## move dead letters back: QUEUE=activities or callers (STACK=…, LOCAL=1)
	@$(LOCAL_AWS) PYTHONPATH=layers/shared $(BIN)/python -m switchboard.admin.redrive $(QUEUE) --stack $(STACK)

STEP ?= add

rotate-hook-secret: $(VENV)/local.done ## change a hook's secret: SECRET=read or events, STEP=add, then Studio, then STEP=retire
	@$(LOCAL_AWS) PYTHONPATH=layers/shared $(BIN)/python -m switchboard.admin.hook_secrets $(STEP) $(SECRET) --stack $(STACK)

doctor: $(VENV)/local.done ## is a stack well, and what is to be done if not (STACK=…, LOCAL=1)
	@$(LOCAL_AWS) PYTHONPATH=layers/shared $(BIN)/python -m switchboard.admin.doctor --stack $(STACK) \
		$(if $(LOCAL),--api-url http://127.0.0.1:$(PORT))

schemas: $(VENV)/local.done ## write the JSON Schemas of rules for editors
	@mkdir -p docs/rules
	@for kind in activity dialing help screen_pop; do $(RULES) schema --kind $$kind > docs/rules/$$kind.schema.json; done

openapi: $(VENV)/local.done ## write salesforce/openapi*.json from the functions; ACCEPT=1 though it breaks callers
	@PYTHONPATH=layers/shared:. $(BIN)/python -m local.openapi $(if $(ACCEPT),--accept)

contract: $(VENV)/local.done .venv-contract/done ## the functions do what openapi.json says: about two minutes (ARGS="--seed 7")
	@PYTHONPATH=layers/shared:. $(BIN)/python -m tests.contract $(ARGS)

clean: ## remove everything that was made here
	rm -rf $(VENV) .venv-sam .venv-checkov .venv-contract .schemathesis .aws-sam .local .mypy_cache .pytest_cache .ruff_cache .hypothesis
