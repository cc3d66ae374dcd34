# WhoKnows: two set-up commands are enough. `make demo` shows it, `make test` tests it. `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
STORE ?= sqlite
DEMO ?= $(if $(filter neo4j,$(STORE)),demo-neo4j,demo)
DEMO_SERVE ?= 1
PORT ?= 8000
export WHOKNOWS_CORPORA ?= ../shared/corpora
export WHOKNOWS_LANGUAGE ?= ../shared/language

.PHONY: help demo test check format serve corpora insight-report bench fuzz language language-report ci-parts clean

help: ## list what can be made
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "WhoKnows needs Python 3.11 or newer; set PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing WhoKnows and its parts into $(VENV) (about a minute) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,encoder]'
	@touch $(STAMP)

demo: $(STAMP) ## make a sample organisation, sync it, ask three questions, serve the site (DEMO_SERVE=0: do not serve; STORE=neo4j)
	@$(BIN)/python -m $(if $(filter neo4j,$(STORE)),tests.neo4j_demo,whoknows.demo) --folder $(DEMO) --serve $(DEMO_SERVE) --port $(PORT)

serve: $(STAMP) ## serve the sample organisation of make demo again
	@$(BIN)/whoknows serve --settings $(DEMO) --port $(PORT)

test: $(STAMP) ## run all tests; a part that is not there is skipped by name
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder --durations 40

check: $(STAMP) ## format, lint, types, import rules and fast tests, in about two minutes
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --verbose | tail -n 14
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not slow and not browser and not server and not neo4j and not corpora"
	@$(BIN)/python -m bench.code

format: $(STAMP) ## format the code
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

corpora: $(STAMP) ## sync every corpus of WHOKNOWS_CORPORA from its original files and print the table of quality
	@$(BIN)/python -m bench.corpora --corpora $(WHOKNOWS_CORPORA)

insight-report: $(STAMP) ## figures over whole organisations that make corpora synced: colleagues against published methods
	@$(BIN)/python -m bench.insight_report

bench: $(STAMP) ## speed and memory as ratios of one run (FULL=1 extracts all messages)
	@$(BIN)/python -m bench --corpora $(WHOKNOWS_CORPORA)

fuzz: $(STAMP) ## random and extreme input (NUMBER=6000 cases of each kind, SEED=1)
	@$(BIN)/python -m bench.fuzz --number $(or $(NUMBER),6000) --seed $(or $(SEED),1)

language: $(STAMP) ## train the Dutch and English pipelines from WHOKNOWS_LANGUAGE (about 20 minutes)
	@$(BIN)/python -m ingest.extract.training --treebanks $(WHOKNOWS_LANGUAGE)

language-report: $(STAMP) ## figures on language over the synced corpora (PARTS="topics tags", WORK=folder of synced sites)
	@$(BIN)/python -m bench.language_report $(PARTS) $(if $(WORK),--work $(WORK))

ci-parts: ## install the parts that need root: a browser, a MediaWiki with PHP, two web proxies (Debian)
	@echo "Installing chromium, git, caddy, nginx and mediawiki with PHP by apt-get (needs root) ..."
	@apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
	  caddy chromium git nginx-light mediawiki php-cli php-sqlite3 php-xml php-mbstring php-intl

clean: ## remove what was made, the environment included
	@rm -rf $(VENV) demo demo-neo4j $(DEMO) .cache
