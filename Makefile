# make alone prints this help. Python 3.11 or newer and make are all that `make demo` and `make test` need.
PYTHON ?= python3
MINUTES ?= 10
VENV := .venv
BIN := $(VENV)/bin
LOCK := requirements.lock
PIP = PIP_CONSTRAINT=$(LOCK) PIP_BUILD_CONSTRAINT=$(LOCK) $(BIN)/python -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help demo test suite lint docs pictures lock bench templates corpus verapdf fuzz fonts clean bundle

help: ## this help
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1	/'

$(VENV)/ready: pyproject.toml $(LOCK)
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "hjforms needs Python 3.11 or newer: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(PIP) --editable '.[dev]'
	$(BIN)/python -m compileall -q src
	touch $@

$(VENV)/bench-ready: $(VENV)/ready
	$(PIP) --editable '.[dev,bench]'
	touch $@

$(VENV)/docs-ready: $(VENV)/ready
	$(PIP) --editable '.[dev,docs]'
	touch $@

demo: $(VENV)/ready ## the main job on a worked case: record, DOCX, PDF, and back again (files in out/)
	$(BIN)/hjforms demo -o out

test: $(VENV)/ready ## lint, types, layers and every test, side by side
	@$(MAKE) --no-print-directory --jobs 2 --keep-going lint suite

suite: $(VENV)/ready
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal

lint: $(VENV)/ready ## ruff, mypy --strict, import-linter, templates against records
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/hjforms template lint

docs: $(VENV)/docs-ready ## the documentation as a site (out/site/index.html), every link of it checked
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet

pictures: $(VENV)/ready ## draw the pictures of README and docs anew (needs Chromium)
	$(BIN)/python -m tools.pictures

bundle: $(VENV)/ready ## zips for office PCs without internet: wheels, install, start (out/bundle; needs the network)
	$(BIN)/python -m tools.bundle

COMPILE = $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --custom-compile-command 'make lock' pyproject.toml
lock: $(VENV)/ready ## lock the newest versions for development, and the lowest ones that are promised (needs the network)
	$(COMPILE) --all-extras --output-file $(LOCK)
	$(COMPILE) --extra dev --resolution lowest-direct --output-file requirements-lowest.lock

bench: $(VENV)/bench-ready ## documents per second against the peers, as ratios
	$(BIN)/python -m compileall -q src
	$(BIN)/python -m bench

templates: $(VENV)/ready ## compile every Word template into its fillable PDF (needs LibreOffice)
	$(BIN)/hjforms template lint
	$(BIN)/hjforms template compile

corpus: $(VENV)/ready ## make the files of other programs anew, and the table of docs/accuracy.md (needs them all)
	$(BIN)/python -m tools.corpus

VERAPDF ?= verapdf
verapdf: $(VENV)/ready ## check the archive of every form with veraPDF, where that is installed (PDF/A-3b, PDF/A-2b, PDF/UA-1)
	$(BIN)/python -m tools.archives out/archives
	$(VERAPDF) --format text --flavour 3b out/archives/3b
	$(VERAPDF) --format text --flavour 2b out/archives/2b
	$(VERAPDF) --format text --flavour ua1 out/archives/3b

fuzz: $(VENV)/ready ## read files with faults put into them, MINUTES of each kind
	$(BIN)/python -m tools.fuzz --minutes $(MINUTES)

fonts: $(VENV)/ready ## build the font files again from their sources (needs npm and apt)
	$(BIN)/python tools/fonts.py

clean: ## remove what the other targets made
	rm -rf $(VENV) out dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
