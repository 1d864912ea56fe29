# Every target sets up .venv by itself, from requirements.lock. Another interpreter: make test PYTHON=python3.13
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready
# Folders to check the published cases against, and of labelled contracts; nothing outside the repository is read by the
# other targets.
CASES ?=
DATA ?=

.PHONY: help setup demo test check bench bench-reading docs conformance mutate soak lock clean
.DEFAULT_GOAL := help

help:
	@echo "make setup         set up .venv; then .venv/bin/duly is the command"
	@echo "make demo          a contract from its PDF to the journal, and a company of sixty with two years of closes; where to look"
	@echo "make demo PDF=FILE take a contract of yours from its PDF to the journal and back; DRAFT=FILE with its draft as you mended it"
	@echo "make test          all tests"
	@echo "make check         format, lint, types, floors"
	@echo "make bench         price and close 100,000 contracts, a ledger of them, its API under load, a bulk import; ratios, memory"
	@echo "make bench-reading DATA=FOLDER   how well contracts are read, on labelled ones"
	@echo "make docs          write the generated pages under docs/ anew"
	@echo "make conformance CASES=FOLDER   compare tests/cases with the published cases they come from"
	@echo "make mutate        change the rules one by one and list what no case or law notices; MUTATE='--sample 200'"
	@echo "make soak          hours of what make test does for a minute: kills, crashes, crowds, altered bytes, requests; SOAK='--tenth'"
	@echo "make lock          resolve the dependencies anew and write requirements.lock"

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "duly needs Python 3.11 or later; try: make PYTHON=python3.11")'
	$(PYTHON) -m venv --clear $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

setup: $(READY)

ifdef PDF
demo: $(READY)
	PATH="$(abspath $(VENV))/bin:$$PATH" sh examples/paper/walk.sh "$(PDF)" $(if $(DRAFT),"$(DRAFT)")
else
demo: $(READY)
	PATH="$(abspath $(VENV))/bin:$$PATH" sh examples/paper/walk.sh
	@rm -rf demo-company
	$(VENV)/bin/duly demo --data demo-company
endif

test: $(READY)
	$(PY) -m pytest -q --durations=10 -n 2

check: $(READY)
	$(PY) -m ruff format --check --quiet .
	$(PY) -m ruff check --quiet .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports
	$(PY) -m pytest -q tests/floors

bench: $(READY)
	$(PY) -m bench.close
	$(PY) -m bench.simulating
	$(PY) -m bench.ledger
	$(PY) -m bench.api
	$(PY) -m bench.bulk

bench-reading: $(READY)
	@test -n "$(DATA)" || { echo "name the folder of labelled contracts: make bench-reading DATA=FOLDER"; exit 1; }
	$(PY) -m bench.reading_terms $(DATA) --threshold 0.4
	$(PY) -m bench.reading_contradictions $(DATA) --each 5
	$(PY) -m bench.reading_ocr $(DATA)/pdf --pages 6
	$(PY) -m bench.reading_clauses $(DATA)

docs: $(READY)
	@for page in docs/make*.py; do echo "$(PY) $$page"; PYTHONPATH=. $(PY) $$page || exit 1; done

conformance: $(READY)
	@test -n "$(CASES)" || { echo "name the folder of the published cases: make conformance CASES=FOLDER"; exit 1; }
	$(PY) -m tests.conformance_check $(CASES)

mutate: $(READY)
	$(PY) -m tests.mutation $(MUTATE)

soak: $(READY)
	$(PY) -m tests.soak.ledger $(SOAK)
	$(PY) -m tests.soak.workbook
	$(PY) -m tests.soak.api $(SOAK)
	$(PY) -m tests.soak.demo
	$(PY) -m tests.soak.simulations
	$(PY) -m tests.soak.proofs

lock:
	$(PYTHON) -m venv --clear $(VENV)
	$(PY) -m pip install --quiet --upgrade pip
	$(PY) -m pip install --quiet ".[app,ocr,pages,parquet]" --group dev
	$(PY) -m pip freeze --all --exclude pip --exclude duly > requirements.lock
	@rm -f $(READY)

clean:
	rm -rf $(VENV) build duly.egg-info demo-company
