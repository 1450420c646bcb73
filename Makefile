# Hongqiao: `make up` opens the Kunshan programme on http://127.0.0.1:8000, `make test` proves that it works.
# Both make their own environment from nothing but python3 (and uv, which is fetched from PyPI when missing).
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
RUN := $(UV) run --frozen --no-sync
PACK ?= kunshan

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

.uv/bin/uv:
	@bash scripts/fetch_uv.sh

up: $(filter .uv/bin/uv,$(UV)) ## open a programme as a web page (PACK=kunshan ONCE=1 WITH=file AS_OF=date PORT=8000)
	@$(UV) sync --frozen --no-default-groups --inexact --quiet
	@$(RUN) hongqiao up $(PACK) $(if $(ONCE),--once) $(if $(WITH),--with $(WITH)) $(if $(AS_OF),--as-of $(AS_OF)) $(if $(PORT),--port $(PORT))

env: $(filter .uv/bin/uv,$(UV)) ## make the development environment in .venv
	@$(UV) sync --frozen --quiet

test: env ## run the tests (SQLite and PostgreSQL, a real browser where there is one)
	@bash scripts/fetch_browser.sh
	@$(RUN) pytest -n 2 --dist load -m "not prove"

prove: env ## the long proofs: kills, load, fuzz, the full browser matrix
	@$(UV) sync --frozen --quiet --group prove
	@bash scripts/fetch_browser.sh
	@$(RUN) pytest -m prove

lint: env ## format, lint, types and the import contracts
	@$(RUN) ruff format --check .
	@$(RUN) ruff check .
	@$(RUN) mypy
	@$(RUN) lint-imports

bench: $(filter .uv/bin/uv,$(UV)) ## ours beside the peers, in one run, printed as ratios
	@$(UV) sync --frozen --quiet --group bench
	@for part in bench/*/run.py; do echo "== $$part"; $(RUN) python $$part; done

docs: $(filter .uv/bin/uv,$(UV)) ## build the documentation into site/
	@$(UV) sync --frozen --quiet --group docs
	@$(RUN) zensical build

clean: ## remove everything that the targets made
	rm -rf .venv .uv dist site .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

.PHONY: help up env test prove lint bench docs clean
