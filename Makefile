# The commands of the project; `make` alone lists them. A machine needs python3 (3.11 or newer, with venv and pip) and make.

# The distribution's Python where it will do: it is built with optimisation, and what a version manager compiles usually is
# not, which makes everything here take half as long again.
PYTHON ?= $(firstword $(foreach each,/usr/bin/python3 python3,$(shell \
	$(each) -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(each))) python3)
CASES ?= ../shared/gold/cases
SIZE ?= county,province
# Spark needs Java. Where there is none its tests are left out, and the run says so; `SPARK=` leaves them out anyway.
SPARK ?= $(if $(shell command -v java),yes)

# Test processes of each of the three runs beside each other – the core, the platform on SQLite, on PostgreSQL: more than two
# cores in all, since a part of their time goes by waiting for servers and browsers. Each takes one file after the other, so
# that what a file sets up is set up once, in the order that tests/conftest.py gives, and loads the modules of its run only.
WORKERS ?= 2
PARALLEL := -n $(WORKERS) --dist loadfile --no-loadscope-reorder

# The example county of the tests, built by whichever run needs it first.
EXAMPLE := build/tests

# Each test runs once: the quick ones of the platform and the year of a county on PostgreSQL, which holds the data of a whole
# city, the walks through all pages and roles on SQLite. What databases do differently runs on each; `make databases` runs
# everything on each.
TESTS = KAOJI_TEST_EXAMPLE=$(EXAMPLE) $(BIN)/python -m pytest $(PARALLEL)
CORE := tests src --ignore=tests/web --ignore=src/kaoji/web
PLATFORM := tests/web src/kaoji/web
ON_SQLITE := not database or (slow and not postgresql) or each_database
ON_POSTGRESQL := KAOJI_TEST_DATABASE=postgresql

BIN := .venv/bin
INSTALLED := .venv/.installed
SPARK_INSTALLED := .venv/.installed-spark
CODE := src tests $(wildcard bench) hatch_build.py
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links

# What Python and pytest make of the modules is kept: each of the processes would do it anew.
unexport PYTHONDONTWRITEBYTECODE

# Planning queries asks for small pieces of memory and gives them back by the million; glibc would keep only seven of a size
# at hand. Other libraries of C know nothing of this.
export GLIBC_TUNABLES ?= glibc.malloc.tcache_count=2000:glibc.malloc.tcache_max=4096

.DEFAULT_GOAL := help
.PHONY: help setup .venv browser test checks tests example-away on-sqlite on-postgresql databases core core-tests check fast lint types layers thorough spark demo gold read-bench bench locale web-bench sbom lock format build clean

help: ## list the targets
	@awk -F ':.*## ' '/^[.a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(INSTALLED) ## create .venv with the locked dependencies and the project itself

.venv: setup

$(INSTALLED): pyproject.toml hatch_build.py requirements/runtime.txt requirements/dev.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -qq src
	touch $@

$(SPARK_INSTALLED): $(INSTALLED) requirements/spark.txt
	$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/spark.txt
	touch $@

browser: ## bring a browser and a Chinese font from Debian's packages where the machine has none
	@if ! { command -v chromium-headless-shell || command -v chromium; } >/dev/null || ! fc-list :lang=zh 2>/dev/null | grep -q .; then \
		test "$$(id -u)" = 0 && as= || as=sudo; \
		$$as apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$as apt-get install -y -qq --no-install-recommends \
			chromium-headless-shell fontconfig fonts-noto-cjk >/dev/null; \
	fi

# Types are checked and all tests run at the same time: where one waits, another goes on.
test: locale browser $(if $(SPARK),$(SPARK_INSTALLED)) ## run everything that CI checks
	@$(MAKE) --no-print-directory -j 4 checks tests

checks: lint types layers

tests: core-tests on-sqlite on-postgresql

example-away:
	@rm -rf $(EXAMPLE)

on-sqlite: locale browser example-away
	$(TESTS) -m '$(ON_SQLITE)' $(PLATFORM)

on-postgresql: locale browser example-away
	$(ON_POSTGRESQL) $(TESTS) -m 'database and (not slow or postgresql or each_database)' tests/web

databases: locale browser example-away ## run every test of the platform on SQLite and on PostgreSQL
	$(TESTS) $(PLATFORM)
	$(ON_POSTGRESQL) $(TESTS) -m database tests/web

core: locale $(if $(SPARK),$(SPARK_INSTALLED)) ## check everything but the platform: language, reading, scoring, command line
	@$(MAKE) --no-print-directory -j 2 checks core-tests

core-tests: locale $(if $(SPARK),$(SPARK_INSTALLED))
	$(if $(SPARK),,@echo 'No Java here (or SPARK is empty): the tests on Spark are left out.')
	$(BIN)/python -m pytest $(PARALLEL) $(CORE) $(if $(SPARK),,-m 'not spark')

check: test ## the same as test

fast: locale ## run the quick tests only
	$(BIN)/python -m pytest -m 'not slow and not spark'

lint: $(INSTALLED) ## check style and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

# Notes for the next check of types take a fifth of its time; on a machine of CI there is no next one.
types: $(INSTALLED) ## check types
	$(BIN)/mypy $(if $(CI),--cache-dir=/dev/null) $(CODE)

layers: $(INSTALLED) ## check who imports whom
	$(BIN)/lint-imports

thorough: locale ## try the properties on ten times as many random examples
	KAOJI_THOROUGH=10 $(BIN)/python -m pytest $(PARALLEL) tests/properties tests/grading tests/scoring/test_session.py tests/scoring/test_explaining.py tests/reading/test_documents_hostile.py

spark: locale $(SPARK_INSTALLED) ## run the tests on Spark only
	$(BIN)/python -m pytest -m spark

demo: locale ## show assessments from scheme to ranking, then open an invented county in the browser
	$(BIN)/kaoji demo
	$(BIN)/kaoji example

gold: locale ## measure against the cases of real notices in CASES
	$(BIN)/python -m bench.gold $(CASES)

read-bench: $(INSTALLED) ## measure the readers of notices against the readings in ../shared/gold, where they are
	$(BIN)/python -m bench.read_clauses ../shared/gold
	$(BIN)/python -m bench.read_tables ../shared/gold ../shared/documents
	$(BIN)/python -m bench.read_schemes ../shared/gold
	$(BIN)/python -m bench.read_lint ../shared/gold

bench: locale ## measure speed and memory at each SIZE
	$(BIN)/python -m bench.run --size $(SIZE)

web-bench: locale ## measure every page of the platform for every role, with a city's data
	$(BIN)/python -m bench.platform

sbom: $(INSTALLED) ## write the bill of materials of the release (CycloneDX)
	$(BIN)/kaoji sbom --to dist/kaoji-$$($(BIN)/python -c 'from kaoji.version import VERSION; print(VERSION)').cdx.json

locale: $(INSTALLED) ## compile the translations and modules that changed
	@$(BIN)/python hatch_build.py
	@$(BIN)/python -m compileall -qq src

lock: $(INSTALLED) ## resolve the dependencies anew
	$(LOCK) --upgrade pyproject.toml -o requirements/runtime.txt
	$(LOCK) --upgrade pyproject.toml --extra web -c requirements/runtime.txt -o requirements/web.txt
	$(LOCK) --upgrade pyproject.toml --extra web --group dev -c requirements/web.txt -o requirements/dev.txt
	$(LOCK) --upgrade pyproject.toml --extra spark -c requirements/runtime.txt -o requirements/spark.txt

format: $(INSTALLED) ## put the code into its format, with the safe fixes of the linter
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

build: $(INSTALLED) ## build the wheel
	$(BIN)/python -m hatchling build -t wheel

clean: ## remove everything that can be made again
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find src tests $(wildcard bench) -name __pycache__ -prune -exec rm -rf {} +
	find src -name '*.mo' -delete
