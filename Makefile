# Every command of the project. Needs make and Python 3.11+; the rest is installed into .venv and the page's folder, as
# uv.lock and package-lock.json pin it.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.synced
PAGE := api-gateway/gateway/page
PAGE_BUILT := $(PAGE)/dist/index.html
# Two lanes of tests: those that compute, one process a core; then those of a running service, which wait for it mostly.
PYTEST := $(BIN)/python -m pytest --dist loadgroup --no-loadscope-reorder
RUNNING := tests/compose tests/service tests/browser
PAGE_SOURCES := $(wildcard $(PAGE)/*.*) $(shell find $(PAGE)/src -type f)

.DEFAULT_GOAL := help
.PHONY: help up down demo page test lint exam bench schema

help: ## what there is
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile

up: $(READY) $(PAGE_BUILT) ## start the service on this machine, until Ctrl-C
	@$(BIN)/python -m local.up

down: $(READY) ## end a service that `make up` or `make demo` started
	@$(BIN)/python -m local.down

demo: $(READY) $(PAGE_BUILT) ## diff a house and its revision, or: make demo OLD=a.ifc NEW=b.ifc
	@PYTHONPATH=ifcdiff $(BIN)/python -m demo $(if $(OLD),"$$OLD") $(if $(NEW),"$$NEW")

page: $(PAGE_BUILT) ## build the web page

test: $(READY) $(PAGE_BUILT) ## all tests that this machine can run
	@$(PYTEST) -n 2 $(addprefix --ignore=,$(RUNNING)); engine=$$?; $(PYTEST) -n 3 $(RUNNING) && exit $$engine

lint: $(READY) ## formatting, ruff, mypy --strict, import rules; the page's types
	@$(BIN)/ruff format --check --no-cache .
	@$(BIN)/ruff check --no-cache .
	@$(BIN)/mypy local demo bench tests
	@cd contract && ../$(BIN)/mypy --config-file ../pyproject.toml contract
	@cd stepfile && ../$(BIN)/mypy --config-file ../pyproject.toml stepfile
	@cd api-gateway && ../$(BIN)/mypy --config-file ../pyproject.toml gateway api-gateway.py
	@cd dashboard && ../$(BIN)/mypy --config-file ../pyproject.toml .
	@cd ifcdelta && ../$(BIN)/mypy --config-file ../pyproject.toml ifcdelta
	@cd ifcdiff && ../$(BIN)/mypy --config-file ../pyproject.toml .
	@PYTHONPATH=api-gateway:ifcdiff $(BIN)/lint-imports --no-logo
	@$(BIN)/python -m local.page check

exam: $(READY) ## the engine's exams, with many seeds and of many models; SEEDS=8 EDITS=50 SEED=0
	@PYTHONPATH=.:ifcdiff $(BIN)/python -m tests.engine.exam --seeds $(or $(SEEDS),8) --engines delta,ifcopenshell
	@PYTHONPATH=.:ifcdiff $(BIN)/python -m tests.engine.random_edits --edits $(or $(EDITS),50) --seed $(or $(SEED),0)

bench: $(READY) $(PAGE_BUILT) ## measure; prints both sides of each comparison
	@PYTHONPATH=.:api-gateway:ifcdiff $(BIN)/python -m bench

schema: $(READY) ## write docs/result.schema.json from contract/
	@$(BIN)/python -m contract.schema docs/result.schema.json

$(READY): uv.lock pyproject.toml contract/pyproject.toml stepfile/pyproject.toml api-gateway/pyproject.toml ifcdelta/pyproject.toml ifcdiff/pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed; for example: make PYTHON=python3.12 demo")'
	@$(PYTHON) -m local.bootstrap

$(PAGE_BUILT): $(PAGE_SOURCES) | $(READY)
	@$(BIN)/python -m local.page build
