# The front door. `make` prints what it can do.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
export PORT
export NO_MKDOCS_2_WARNING := 1
export PLAYWRIGHT_BROWSERS_PATH := $(CURDIR)/.cache/browsers
# Many processes read the same modules; each would compile them anew.
unexport PYTHONDONTWRITEBYTECODE

PIP := $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes
HAS_BROWSER := for name in chromium-headless-shell chromium chromium-browser google-chrome; do command -v $$name >/dev/null && break; done
BY_APT := [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null
# One after the other, since make may run several of these rules at once.
install = echo "installing $(1) with apt (once)" >&2 && flock /run/lock/docker-field-notes-apt sh -c \
  "apt-get update -qq && apt-get install -qq --yes --no-install-recommends $(1) >/dev/null"

.DEFAULT_GOAL := help
.PHONY: help serve test check bench speed report build record new engine lab lab-pin lab-check clean lock ready machine tools browser lab-tools

help:  ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: .venv/ready node_modules/ready  ## Set up, build, and serve the site on this machine; shows an edit within a second (PORT=8000)
	@$(BIN)/python -m tests.start macros serve "$$PORT"

test:  ## Set up all that is missing, then run every check and every example (half an hour)
	@$(MAKE) --no-print-directory --jobs=2 ready machine
	@$(MAKE) --no-print-directory browser
	@$(BIN)/python -m tests.lanes all

check: .venv/ready node_modules/ready  ## The quick checks: all that needs neither an engine nor a browser
	@$(BIN)/python -m tests.lanes quick

bench: ready browser  ## What macros add to a build, how long an edit takes to be seen, how fast the lab is if it is built (some minutes)
	@$(BIN)/python -m tests.bench

speed: ready machine browser  ## Lighthouse's score for speed, five times each page (half an hour; PAGE=run/networks/ for one)
	@$(BIN)/python -m tests.site.speed $$PAGE

report: .venv/ready  ## Write what test, speed and bench measured last into the report of the site
	@$(BIN)/python -m tests.report

build: .venv/ready node_modules/ready  ## Build the site into site/
	@$(BIN)/python -m tests.start macros build

record: .venv/ready tools  ## Run examples and truth tables and write down their outputs: all, or EXAMPLE=page/name
	@$(BIN)/python -m tests.start tests.record $$EXAMPLE

new: .venv/ready  ## Make a new example: EXAMPLE=page/name
	@$(BIN)/python -m tests.start tests.examples.new $${EXAMPLE:+"$$EXAMPLE"}

engine: .venv/ready  ## Start a Docker Engine and print the line that points a shell at it; Ctrl-C ends it
	@$(BIN)/python -m tests.start tests.engine

lab: .venv/ready lab-tools  ## Build the lab, the engine that runs in a reader's browser, into .cache/lab/dist/ (Debian, root; about 20 minutes)
	@$(BIN)/python -m tests.start lab build

lab-pin: .venv/ready lab-tools  ## Pin the newest versions of what the lab is made of
	@$(BIN)/python -m tests.start lab pin

lab-check: .venv/ready  ## Run examples in the built lab and write down which ran: all not known yet, or EXAMPLE=page/name or a page
	@$(BIN)/python -m tests.start lab check $$EXAMPLE

clean:  ## Remove all that was built, fetched or cached: site/, .venv/, .cache/, node_modules/
	@if [ -e .cache/engine/lock ] && command -v flock >/dev/null && ! flock -n .cache/engine/lock true; then \
	  echo "An engine of this project runs (process $$(cat .cache/engine/lock)). End it first." >&2; exit 1; fi
	rm -rf site .venv node_modules .cache .mypy_cache .pytest_cache .ruff_cache .rumdl_cache
	find . -name __pycache__ -prune -exec rm -rf {} +

lock: .venv/ready  ## Pin the newest versions that pyproject.toml allows, with hashes
	$(BIN)/uv pip compile pyproject.toml --group check --group test --group lock --universal \
	  --python-version 3.11.2 --generate-hashes --no-header --no-emit-index-url --upgrade --quiet -o requirements.txt

# A machine may have Python without its venv module (Debian); as root it is fetched. uv takes a fifth of pip's time; pip is
# asked where uv can't reach what pip's own settings name.
.venv/ready: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11, 2))' 2>/dev/null \
	  || { echo 'Python 3.11.2 or newer is needed. Install it, or name it: make PYTHON=python3.12 ...' >&2; exit 1; }
	@rm -rf .venv
	@echo 'setting up Python packages in .venv (once, about half a minute)' >&2
	@$(PYTHON) -m venv .venv >/dev/null 2>&1 \
	  || { rm -rf .venv; $(BY_APT) && $(call install,python3-venv) && $(PYTHON) -m venv .venv; } \
	  || { echo 'Python lacks its venv module. Install it (Debian: apt install python3-venv) and try again.' >&2; exit 1; }
	@awk '/^uv==/ { uv = 1 } uv { print } uv && !/\\$$/ { exit }' requirements.txt > .venv/uv.txt
	@{ $(PIP) -r .venv/uv.txt \
	  && $(BIN)/uv pip install --quiet --no-cache --python $(BIN)/python --require-hashes -r requirements.txt 2>/dev/null; } \
	  || $(PIP) -r requirements.txt \
	  || { echo 'The Python packages were not fetched. Is there a network? Then run it again.' >&2; exit 1; }
	@touch $@

# The recipe is empty, or make would say that there is nothing to be done.
ready: .venv/ready node_modules/ready
	@:

# Node comes with the Python packages.
node_modules/ready: package-lock.json .venv/ready
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent --no-audit --no-fund --ignore-scripts
	@touch $@

# What tests and examples need of the machine: as root on Debian it is fetched, all at once. Some transcripts run curl. The
# Nu HTML checker is written in Java; without it its tests are left out, and say so. The lab, where it is built, is tested in
# Firefox, too.
machine tools:
	@need=; [ $@ = tools ] || { $(HAS_BROWSER) || need=chromium-headless-shell; \
	  java -version >/dev/null 2>&1 || need="$$need default-jre-headless"; \
	  [ ! -e .cache/lab/dist/lab.json ] || command -v firefox-esr >/dev/null || command -v firefox >/dev/null \
	    || need="$$need firefox-esr"; }; \
	command -v curl >/dev/null || need="$$need curl"; \
	if [ -z "$$need" ]; then exit 0; fi; \
	if $(BY_APT); then $(call install,$$need); exit; fi; \
	case "$$need" in *jre*) echo 'There is no Java, so the HTML of the pages is not checked.' >&2;; esac; \
	case "$$need" in *curl*) echo 'There is no curl, which some examples run. Install it and try again.' >&2; exit 1;; esac

browser: .venv/ready
	@$(HAS_BROWSER) || $(BIN)/playwright install chromium

# What the lab is built with besides Python: file systems, kernel modules, compression.
lab-tools:
	@command -v mkfs.erofs >/dev/null && command -v depmod >/dev/null && command -v zstd >/dev/null && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  $(call install,erofs-utils kmod zstd); \
	else echo 'The lab is built on Debian, as root. Install erofs-utils, kmod and zstd and try again.' >&2; exit 1; fi
