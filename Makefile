# Raccordo's commands. `make help` lists them; each sets up what it needs by itself.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.PHONY: help run logs stop reset test check outdated bench campaign package deploy secret corpus browser

PORT ?= 4566
STAGE ?=
NAME ?=
DIR ?=
ARGS ?=

# Every test: a worker for each core, each file on one of them. A part: in one process.
ALL := -n auto --dist loadscope --no-loadscope-reorder
BIN := .venv/bin
PYTHON := $(BIN)/python
READY := .venv/.ready-$(shell cat requirements.txt requirements-dev.txt constraints.txt .python-version | sha256sum | cut -c1-16)
OURS := app.py chalicelib infra local bench tests

help: ## list the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | awk -F'\t' '{printf "  make %-9s %s\n", $$1, $$2}'

run: $(READY) ## everything up, deployed, and the main job done once in front of you (PORT=4566)
	@$(PYTHON) -m local.run --port $(PORT)

logs: $(READY) ## what went wrong in the deployed functions; all of one number (ARGS=…); as it comes (ARGS=--follow)
	@$(PYTHON) -m local.logs $(ARGS)

stop: $(READY) ## stop what runs in the background, its state kept
	@$(PYTHON) -m local.stop

reset: $(READY) ## stop, and forget the local state
	@$(PYTHON) -m local.reset

test: $(READY) browser ## every test, on a local cloud of its own (ARGS="tests/operators -k csv")
	@$(PYTHON) -m pytest $(if $(ARGS),$(ARGS),$(ALL))

check: $(READY) ## linters, types, architecture, dead code, templates, the packaged stack
	@$(PYTHON) -m infra.check

outdated: $(READY) ## what is behind its newest release, and what has a known advisory
	@$(PYTHON) -m infra.outdated

bench: $(READY) ## measure against the bars, and write docs/performance.md (needs valgrind)
	@$(PYTHON) -m bench $(ARGS)

campaign: $(READY) ## try every promise thousands of times, and write docs/reliability.md (ARGS="dossiers --seed 7")
	@$(PYTHON) -m bench.campaign $(ARGS)

package: $(READY) ## leave the zip and the template in out/
	@$(PYTHON) -m infra.package

deploy: $(READY) ## create or update a stage's stack where the environment points (STAGE=…)
	@$(PYTHON) -m infra.deploy --stage "$(STAGE)"

secret: $(READY) ## put a stage's secret, read from the input, or make its signing secret anew (STAGE=… NAME=operators/<code>)
	@$(PYTHON) -m infra.secrets --stage "$(STAGE)" --name "$(NAME)"

corpus: $(READY) ## judge a folder of files by the documents' verdict (DIR=…)
	@$(PYTHON) -m local.corpus "$(DIR)"

# Debian's chromium, and the letters of papers: installed where we may, else said in one line.
browser:
	@infra/find_chromium.sh

$(READY): requirements.txt requirements-dev.txt constraints.txt .python-version
	@infra/set_up.sh "$@"
