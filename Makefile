# Every command of the project. Needs make and Python 3.11+; the rest is installed into .venv, as uv.lock pins it.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.synced

.DEFAULT_GOAL := help
.PHONY: help up down demo test lint exam bench schema

help: ## what there is
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile

up: $(READY) ## start the service on this machine, until Ctrl-C
	@$(BIN)/python -m local.up

down: $(READY) ## end a service that `make demo` started
	@$(BIN)/python -m local.down

demo: $(READY) ## diff a house and its revision, or: make demo OLD=a.ifc NEW=b.ifc
	@PYTHONPATH=ifcdiff $(BIN)/python -m demo $(if $(OLD),"$$OLD") $(if $(NEW),"$$NEW")

test: $(READY) ## all tests that this machine can run
	@$(BIN)/python -m pytest

lint: $(READY) ## formatting, ruff, mypy --strict, import rules
	@$(BIN)/ruff format --check --no-cache .
	@$(BIN)/ruff check --no-cache .
	@$(BIN)/mypy local demo dashboard/dashboard.py bench tests
	@cd contract && ../$(BIN)/mypy --config-file ../pyproject.toml contract
	@cd api-gateway && ../$(BIN)/mypy --config-file ../pyproject.toml gateway api-gateway.py
	@cd ifcdiff && ../$(BIN)/mypy --config-file ../pyproject.toml .
	@PYTHONPATH=api-gateway:ifcdiff $(BIN)/lint-imports --no-logo

exam: $(READY) ## the engine's exam, with many seeds; SEEDS=8
	@PYTHONPATH=.:ifcdiff $(BIN)/python -m tests.engine.exam --seeds $(or $(SEEDS),8) --engines delta,ifcopenshell

bench: $(READY) ## measure; prints both sides of each comparison
	@PYTHONPATH=.:api-gateway:ifcdiff $(BIN)/python -m bench

schema: $(READY) ## write docs/result.schema.json from contract/
	@$(BIN)/python -m contract.schema docs/result.schema.json

$(READY): uv.lock pyproject.toml contract/pyproject.toml api-gateway/pyproject.toml ifcdiff/pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed; for example: make PYTHON=python3.12 demo")'
	@$(PYTHON) local/bootstrap.py
