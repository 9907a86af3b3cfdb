# Two commands: `make demo` and `make test`. Each makes .venv and installs what it needs, pinned with hashes.
# Every suite of `make test` has a budget in seconds; together they stay below 20 minutes, three times what they take alone on two cores.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BUDGET_LINT := 60
BUDGET_TYPES := 150
BUDGET_TESTS := 900
BUDGET_DOCS := 90
LOCK := --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url

.PHONY: demo test lint types tests docs bench bench-ledger bench-api bench-clocks train crossvalidate reckoning-figures bundle lock system clean bench-evidence evidence-figures

demo: $(VENV)/run.stamp
	@$(BIN)/luoshi demo

test: lint types tests docs
	@echo "all suites passed"

lint: $(VENV)/dev.stamp
	timeout $(BUDGET_LINT) sh -c '$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/lint-imports'

types: $(VENV)/dev.stamp
	timeout $(BUDGET_TYPES) $(BIN)/mypy

tests: $(VENV)/dev.stamp system
	timeout $(BUDGET_TESTS) $(BIN)/pytest -n 2

docs: $(VENV)/dev.stamp
	timeout $(BUDGET_DOCS) $(BIN)/sphinx-build -q -W --keep-going docs build/docs

bench: $(VENV)/dev.stamp
	$(BIN)/python bench/run.py

# The ledger at the size of a province, on both databases: about twenty minutes.
bench-ledger: $(VENV)/dev.stamp system
	$(BIN)/python bench/ledger.py -o bench/results/ledger/$$(date +%F).json

# The clocks of 100,000 cases, and the ledger's board of 20,000.
bench-clocks: $(VENV)/dev.stamp
	$(BIN)/python bench/clocks.py -o bench/results/clocks/$$(date +%F).json
# The command of the pre-flight, from the shell: a document of twenty pages, a sheet of fifty thousand rows.
bench-evidence: $(VENV)/dev.stamp
	$(BIN)/python bench/evidence.py -o bench/results/evidence/$$(date +%F).json

# The API's reads at the same size, on PostgreSQL.
bench-api: $(VENV)/dev.stamp system
	$(BIN)/python bench/api.py -o bench/results/api/$$(date +%F).json

train: $(VENV)/dev.stamp
	$(BIN)/python training/train.py
	$(BIN)/python training/train_projects.py
	$(BIN)/python training/train_reckoning.py

# The whole compiler on reports that none of its models saw, and (HELD_OUT=1) on the passages kept for judging.
crossvalidate: $(VENV)/dev.stamp
	$(BIN)/python training/crossvalidate.py $(if $(HELD_OUT),--held-out)

# The reckoning of the annotated pairs of real reports: each by a model that did not see it, and as shipped;
# HELD_OUT=1: of the pairs kept for judging.
reckoning-figures: $(VENV)/dev.stamp
	$(BIN)/python training/train_reckoning.py $(if $(HELD_OUT),--held-out,--figures)

# How often the pre-flight of evidence is right: on the documents its rules were worked out on, and on those held out.
evidence-figures: $(VENV)/dev.stamp
	$(BIN)/python tests/evidence/measure.py

# An offline installation for a closed network: wheels for x86-64 and arm64 with an installer.
bundle: $(VENV)/dev.stamp
	@sh tools/bundle.sh

# What the tests need of the system. As root, missing packages are installed through apt; otherwise they are
# named and the run fails: a check is never skipped because a browser is missing.
system:
	@sh tools/system.sh

# The lock files name no index: pip takes packages from wherever it is configured to.
lock: $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile -q pyproject.toml --extra app --group build $(LOCK) --output-file requirements/run.txt
	$(BIN)/uv pip compile -q pyproject.toml --extra app --group build --group dev $(LOCK) --constraint requirements/run.txt \
	  --output-file requirements/dev.txt

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys, venv, ensurepip; assert sys.version_info >= (3, 11)' 2>/dev/null || { \
	  echo "Python 3.11 or newer with venv is needed (on Debian: apt install python3 python3-venv), found: $$($(PYTHON) --version 2>&1)" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/run.stamp

clean:
	rm -rf $(VENV) build dist
