# Needs Python 3.11 or later, git and make. uv is used where it is present; nothing depends on it.
#
#   make run       install, convert data/raw to data/processed, show what came out
#   make test      install what the tests need (as root on Debian, programs too), run all of them
#   make faults    the long series of crashes, kills and full disks
#   make lint      ruff and mypy
#   make quality   measure against the gold beside the repository, write the pages
#   make site      build the documentation into build/site
#   make notebooks execute the notebooks on data/processed and keep what they show
#   make samples   write data/raw anew (python -m generator --samples)
#   make lock      resolve the locks anew (needs uv)
#   make clean     remove the environment and everything generated

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
UV ?= $(shell command -v uv 2>/dev/null)
NEW_ENOUGH := -c 'import sys; sys.exit(sys.version_info < (3, 11))'
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$python $(NEW_ENOUGH) 2>/dev/null && { echo $$python; break; }; done)
GOLD ?= ../shared/formats/dev
NOTE ?=
TEST_JOBS ?= auto

.PHONY: help run test faults lint quality site notebooks samples lock clean

help:
	@sed -n 's/^#   //p' Makefile

run: $(VENV)/installed
	$(BIN)/gijiroku convert data/raw --out data/processed
	$(BIN)/gijiroku show $(firstword $(sort $(wildcard data/raw/*.txt)))

test: $(VENV)/installed-dev
	@sh .ci/programs
	$(BIN)/python -m pytest -n $(TEST_JOBS)

faults: $(VENV)/installed-dev
	$(BIN)/python -m pytest -m heavy

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

quality: $(VENV)/installed-dev
	$(BIN)/python -m quality --gold $(GOLD) --note "$(NOTE)"

site: $(VENV)/installed-dev
	$(BIN)/mkdocs build --strict

notebooks: $(VENV)/installed-dev run
	$(BIN)/jupyter execute --inplace notebooks/*.ipynb

samples: $(VENV)/installed-dev
	$(BIN)/python -m generator --samples data/raw

# The three locks agree: the larger one is resolved first and binds the smaller.
lock:
	@test -n "$(UV)" || { echo "make lock needs uv: pip install uv" >&2; exit 1; }
	$(UV) pip compile $(LOCK) --upgrade --extra dev pyproject.toml -o requirements-dev.lock
	$(UV) pip compile $(LOCK) -c requirements-dev.lock pyproject.toml -o requirements.lock
	$(UV) pip compile $(LOCK) -c requirements-dev.lock requirements-build.in -o requirements-build.lock
LOCK := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-header --no-annotate

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find data/processed -mindepth 1 ! -name .gitkeep -delete

# -- the environment ---------------------------------------------------------------------------
# Each stamp is younger than what was installed from, so that a second run installs nothing.
# Build tools come from a lock as well: --no-build-isolation keeps pip from fetching others.

$(VENV)/installed: requirements.lock requirements-build.lock pyproject.toml | $(BIN)/python
	$(call install,--require-hashes -r requirements-build.lock)
	$(call install,--require-hashes --no-build-isolation -r requirements.lock)
	$(call install,--no-deps --no-build-isolation -e .)
	@touch $@

$(VENV)/installed-dev: requirements-dev.lock $(VENV)/installed
	$(call install,--require-hashes --no-build-isolation -r requirements-dev.lock)
	@touch $@

$(BIN)/python:
	@test -n "$(PYTHON)" && $(PYTHON) $(NEW_ENOUGH) || { \
		echo "Python 3.11 or later is needed and was not found." >&2; \
		echo "If it is installed, name it: make $(MAKECMDGOALS) PYTHON=/path/to/python3" >&2; \
		exit 1; }
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		test -n "$(UV)" && $(UV) venv --quiet --python $(PYTHON) $(VENV); } || { \
		echo "$(PYTHON) cannot make a virtual environment: its part ensurepip is missing." >&2; \
		echo "Debian, Ubuntu: sudo apt install python3-venv. Elsewhere: install uv." >&2; \
		exit 1; }

# uv takes a sixth of pip's time. Should it fail (it has its own settings for proxies and
# mirrors), pip goes on.
define install
@echo "installing $(1)"
@{ test -n "$(UV)" && $(UV) pip install --quiet --python $(BIN)/python $(1); } || \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(1)
endef
