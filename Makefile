# Every target sets up what it needs on its first run; .ci/setup says how.
FORMATS := html pdf epub docx pptx
PYTHON_HERE := .venv/bin/python
PUBLISH := $(PYTHON_HERE) -m publish
READY := .venv/.ready
READY_TO_TEST := .venv/.ready-to-test

# Homebrew's libraries are not where macOS looks for them.
ifeq ($(shell uname),Darwin)
PUBLISH := DYLD_FALLBACK_LIBRARY_PATH="$$(brew --prefix)/lib" $(PUBLISH)
endif

.DEFAULT_GOAL := help
.PHONY: help $(FORMATS) all check test bench conformance fuzz lock clean

help:
	@echo "make pdf | html | epub | docx | pptx | all   build the documents of publish.toml into build/"
	@echo "make check                                   find faults in the posts"
	@echo "make test | bench | conformance              test, measure, validate the product"
	@echo "make fuzz MINUTES=30                         tear posts, manifests and layouts apart, and look what happens"
	@echo "make lock                                    pin the dependencies of pyproject.toml anew"
	@echo "make clean                                   remove what was built"

$(READY): requirements.txt .ci/setup
	@.ci/setup
	@touch $@

$(READY_TO_TEST): $(READY) requirements-test.txt
	@echo "setup: dependencies of requirements-test.txt"
	@$(PYTHON_HERE) -m pip --disable-pip-version-check --quiet install --require-hashes --no-deps -r requirements-test.txt
	@touch $@

$(FORMATS): $(READY)
	@$(PUBLISH) build -f $@

all: $(READY)
	@$(PUBLISH) build

check: $(READY)
	@$(PUBLISH) check

test: $(READY_TO_TEST)
	$(PYTHON_HERE) -m ruff check publish tests
	$(PYTHON_HERE) -m ruff format --check publish tests
	$(PYTHON_HERE) -m mypy
	$(PYTHON_HERE) -m compileall -q publish
	$(PYTHON_HERE) -m pytest -n auto -m "not conformance"

bench: $(READY)
	@$(PYTHON_HERE) tests/bench/bench.py $(POSTS)

conformance: $(READY_TO_TEST)
	@$(PYTHON_HERE) -m pytest -m conformance -rs

fuzz: $(READY_TO_TEST)
	@PYTHONPATH=.:tests $(PYTHON_HERE) tests/trust/fuzz.py --minutes $(or $(MINUTES),30)

lock: $(READY)
	@.ci/lock

clean: $(READY)
	@$(PUBLISH) clean
