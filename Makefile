# One word per habit. `make demo` and `make test` are all a newcomer needs.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=

.PHONY: demo test test-all test-browser check fix bench bench-load test-postgresql docs new-measure lock clean help
.DEFAULT_GOAL := help

help:  ## show the habits
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 16

$(VENV)/.run: requirements/run.txt requirements/site.txt pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is not installed; set PYTHON=... to a Python 3.11 or newer."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/build.txt -r requirements/run.txt -r requirements/site.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

demo: $(VENV)/.run  ## a made-up region from raw files to a dashboard in the browser; ARGS="--people 5000 --no-serve"
	$(BIN)/firstcontact demo $(ARGS)

test: $(VENV)/.dev  ## lint and the tests; ARGS are passed to pytest
	$(MAKE) --no-print-directory check
	$(BIN)/python -m pytest -n auto --dist loadfile -m "not slow and not browser" $(ARGS)

test-all: $(VENV)/.dev  ## every test but the browser's, with coverage
	$(MAKE) --no-print-directory check
	$(BIN)/python -m pytest --cov --cov-report=term -m "not browser" $(ARGS)

test-browser: $(VENV)/.dev  ## the whole site in Chromium: journeys by keyboard, every page in three languages
	$(BIN)/python -m pytest tests/browser $(ARGS)

check: $(VENV)/.dev  ## formatter, linter, import layers, measure definitions
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/lint-imports
	$(BIN)/firstcontact measures lint

fix: $(VENV)/.dev  ## let the formatter and linter correct what they can
	$(BIN)/ruff format src tests benchmarks
	$(BIN)/ruff check --fix src tests benchmarks

bench: $(VENV)/.dev  ## figures on this machine; ARGS="--lines 10000000"
	$(BIN)/python benchmarks/bench.py $(ARGS)

bench-load: $(VENV)/.dev  ## requests a second behind nginx; ARGS="-w my-region --seconds 30"; needs nginx and wrk
	$(BIN)/python benchmarks/site_load.py $(ARGS)

test-postgresql: $(VENV)/.dev  ## the site's tests on a PostgreSQL of their own
	$(BIN)/python tests/support/postgres.py -- $(BIN)/python -m pytest tests/web tests/attack $(ARGS)

docs: $(VENV)/.run  ## write docs/reference from the code and the definitions
	$(BIN)/python -m firstcontact.reference docs/reference

new-measure: $(VENV)/.run  ## ARGS="finance my_measure"
	$(BIN)/firstcontact measures new $(ARGS)

lock: ## pin the requirements again (needs uv)
	for f in build run site dev; do uv pip compile -q --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11 requirements/$$f.in -o requirements/$$f.txt; done

clean:  ## remove what the habits made
	rm -rf $(VENV) build dist demo docs/reference
