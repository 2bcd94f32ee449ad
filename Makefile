# Everything this project can be asked, each in one word. Needs Python ≥ 3.11 with pip, make and git, nothing else:
# uv is installed beside the project (.uv), then everything uv.lock says into .venv.

PYTHON ?= python3
UV_VERSION := 0.13.9
UV := .uv/bin/uv
BIN := .venv/bin
UV_READY := .uv/.version-$(UV_VERSION)
READY := .venv/.synced

# The interpreter at hand, never one downloaded.
export UV_PYTHON_DOWNLOADS := never
# Each command starts twice as fast once libraries are compiled.
export UV_COMPILE_BYTECODE := 1

# The reference data and samples that some checkouts have beside them; without them, the tests that read them say so.
ifneq ($(wildcard ../shared/data/.),)
export CLAUSES_REFERENCE_DIR ?= $(abspath ../shared/data)
endif
ifneq ($(wildcard ../shared/samples/.),)
export CLAUSES_SAMPLES_DIR ?= $(abspath ../shared/samples)
endif

# The demonstration keeps to its own embedded database on this machine, whatever the settings around it say.
DEMO := CLAUSES_HOME=var CLAUSES_DATABASE_URL= CLAUSES_HOST=127.0.0.1 CLAUSES_ENVIRONMENT=demonstration $(BIN)/clauses

# What is proven to the last branch; `coverage` holds them to it.
PROVEN := clauses/*/rules.py,clauses/dates.py,clauses/quantities.py,clauses/words.py,imports/values.py,imports/checks.py,imports/*/checks.py,imports/*/plan.py,clauses/reports/bilan.py

.PHONY: help install demo test check coverage fix migrate snapshots bench stress fuzz mutate

help: ## cette liste
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

install: $(READY) ## installe tout dans .venv, à l'identique de uv.lock

demo: install ## la démonstration : base, fichiers importés, bilan 2023, page sur http://127.0.0.1:8000
	$(DEMO) migrate
	$(DEMO) seed
	$(DEMO) report bilan --from 2023-01-01 --to 2023-12-31
	$(DEMO) serve

test: install ## toute la suite, sur SQLite et PostgreSQL
	$(BIN)/pytest -q -n logical -rs $(if $(COVERED),--cov --cov-report=)

check: install ## style, types, sens des imports, verrou des dépendances
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(UV) lock --check --offline

coverage: install ## après « make test COVERED=1 » : branches couvertes, toutes celles des règles
	$(BIN)/coverage report --fail-under=95
	$(BIN)/coverage report --fail-under=100 --include='$(PROVEN)'

fix: install ## corrige ce qui peut l'être : style et mise en forme
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

migrate: install ## crée la base, ou la met à la version du programme
	$(BIN)/clauses migrate

snapshots: install ## réécrit les textes déposés que la suite compare
	SNAPSHOTS=write $(BIN)/pytest -q -m snapshot

bench: install ## mesure les promesses contre leur plancher, dans bench/results.json
	$(BIN)/python -m bench

stress: install ## longues preuves : arrêts brutaux et courses, sur les deux bases
	$(BIN)/pytest -q -m stress

fuzz: export CLAUSES_FUZZ_EXAMPLES ?= 2000
fuzz: install ## propriétés, avec beaucoup plus d'exemples
	$(BIN)/python -m pytest -q -n logical -p tests.fuzzing -m hypothesis

# The tests that see a wrong right soonest: those of the rights, then of the pages that lean on each of them.
RIGHTS := tests/clauses/access tests/clauses/accounts/test_matrix.py $(addprefix tests/clauses/web/test_, \
	company_pages.py corrections_pages.py deposit_pages.py doubts_pages.py events_api.py exchanges_pages.py \
	home_pages.py lists.py proof_pages.py reminders_pages.py sites_api.py validation_pages.py)

mutate: install ## fausse les droits faute par faute (MUTANTS=60 de chaque sorte) : 90 % au moins sont vues
	$(BIN)/python -m pytest -q -s -p tests.mutation -k "not postgresql and not is_a_condition_that_runs" $(RIGHTS)

$(READY): $(UV_READY) pyproject.toml uv.lock
	@echo "Installation des dépendances dans .venv…"
	$(UV) sync --quiet --frozen --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')"
	@touch $@

# `--target` leaves the system alone, so a Python marked as externally managed accepts it, and needs neither ensurepip
# nor venv. PIP_USER=0: the machine's own pip settings may ask for --user, which excludes --target.
$(UV_READY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Il faut Python 3.11 ou plus récent : $$($(PYTHON) --version 2>&1). Essayez « make PYTHON=python3.12 … »."; exit 1; }
	@$(PYTHON) -m pip --version > /dev/null 2>&1 \
		|| { echo "pip manque à $(PYTHON). Sur Debian ou Ubuntu : apt install python3-pip."; exit 1; }
	@rm -rf .uv
	PIP_USER=0 $(PYTHON) -m pip install --quiet --disable-pip-version-check --root-user-action=ignore \
		--no-deps --only-binary :all: --target .uv uv==$(UV_VERSION)
	@touch $@
