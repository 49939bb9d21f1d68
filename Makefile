# `make chat` and `make test` do all their own set-up: Python 3.11+, git and make are enough.
# Set-up speaks on standard error, so that `make -s chat` prints nothing but the conversation.

PYTHON ?= python3
VENV := .venv
READY := $(VENV)/.ready
PEERS := $(VENV)/peers

.PHONY: help chat test eval bench bench-check bench-growth bench-ingest bench-parse torture fuzz soak picture page clean

help:  ## what can be made
	@sed -n 's/^\([a-z-]*\):.*##/\1 -/p' $(MAKEFILE_LIST)

chat: $(READY)  ## talk to the bot in the terminal
	@$(VENV)/bin/prepbot chat

test: $(READY)  ## formatter check, linter, types, tests
	@$(VENV)/bin/ruff format --check
	@$(VENV)/bin/ruff check
	@$(VENV)/bin/mypy
	@$(VENV)/bin/pytest -n auto --dist worksteal

eval: $(READY)  ## how good the search is, on graded queries
	@$(VENV)/bin/python -m benchmarks.evaluate

picture: $(READY)  ## draw docs/conversation.svg anew, after a change of what the bot says
	@$(VENV)/bin/python scripts/picture

page: $(READY)  ## draw docs/outline.png and docs/minutes.png anew (takes LibreOffice)
	@$(VENV)/bin/python scripts/page

bench: $(PEERS)/.ready  ## how fast it is, beside what one would use instead: benchmarks/RESULTS.md
	@PREPBOT_PEERS=$(CURDIR)/$(PEERS) $(VENV)/bin/python -m benchmarks.bench

bench-check: $(READY)  ## how well the draft check finds planted faults, and what it says of sound drafts
	@$(VENV)/bin/python -m benchmarks.check

bench-ingest: $(READY)  ## how fast documents are added, beside jieba's cutting alone
	@$(VENV)/bin/python -m benchmarks.ingest

bench-growth: $(READY)  ## how a store behaves at 1,000, 10,000 and 100,000 passages (ten minutes)
	@$(VENV)/bin/python -m benchmarks.growth

bench-parse: $(READY)  ## how much of a document's structure is found, on texts of many shapes
	@$(VENV)/bin/python -m benchmarks.parse

torture: $(READY)  ## kill the running bot 200 times and see whether anything got lost (ten minutes)
	@$(VENV)/bin/python -m benchmarks.torture

fuzz: $(READY)  ## send 100,000 hostile updates through the transport (ten minutes)
	@$(VENV)/bin/python -m benchmarks.fuzz

soak: $(READY)  ## let the bot work at 30 updates a second for ten minutes: does it grow, slow down, err?
	@$(VENV)/bin/python -m benchmarks.soak

$(READY): pyproject.toml constraints.txt
	@sh scripts/setup $(PYTHON) $(VENV) >&2
	@touch $@

$(PEERS)/.ready: $(READY) benchmarks/constraints.txt
	@rm -rf $(PEERS)
	@$(VENV)/bin/pip install --quiet --disable-pip-version-check --target $(PEERS) \
		--constraint constraints.txt --constraint benchmarks/constraints.txt --group bench >&2
	@touch $@

clean:  ## remove the virtual environment and caches
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache
