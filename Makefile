PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TOOLS := .venv-tools
UV := uv==0.13.9
BUILD := hatchling editables
PROGRAM := $(VENV)/.program
INSTALLED := $(VENV)/.installed

# Whatever is installed here has the versions of constraints.txt, the build's own needs too.
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check install --constraint constraints.txt
OURS := $(PIP) --no-build-isolation --editable

# What a user reads before there is a program that could say it.
ifneq (,$(filter zh%,$(firstword $(LC_ALL) $(LC_MESSAGES) $(LANG))))
SAY_VENV := 正在建立独立环境 $(VENV)（$(PYTHON)）…
SAY_PROGRAM := 正在安装 comms 和它需要的包（约一分钟）…
SAY_TOUR := 开始演示……
SAY_OLD := comms 需要 Python 3.11 或更高版本，这里的 $(PYTHON) 不是；请指定另一个，例如：make demo PYTHON=python3.13
else
SAY_VENV := Making an environment of its own in $(VENV), with $(PYTHON) ...
SAY_PROGRAM := Installing comms and the packages that it needs (about a minute) ...
SAY_TOUR := Starting the tour ...
SAY_OLD := comms needs Python 3.11 or newer, and $(PYTHON) is none; name another one: make demo PYTHON=python3.13
endif

.PHONY: demo test check format bench pictures docs lock clean

demo: $(PROGRAM)  ## the whole tour on the shipped examples, without questions
	@echo "$(SAY_TOUR)"
	@$(BIN)/comms demo

test: $(INSTALLED)  ## the tests
	$(BIN)/python -m pytest -n 3

check: $(INSTALLED)  ## formatting, lint and strict types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(INSTALLED)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(INSTALLED)  ## ratios against named competitors, in one run
	$(OURS) '.[bench]'
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/lint.py
	$(BIN)/python benchmarks/listing.py
	$(BIN)/python benchmarks/prompts.py
	$(BIN)/python benchmarks/letters.py
	$(BIN)/python benchmarks/batch.py

pictures: $(INSTALLED)  ## the pictures of the documentation (needs LibreOffice and poppler)
	$(BIN)/python docs/pictures.py

lock: $(TOOLS)/bin/uv  ## the newest versions that fit together, for every Python and system, into constraints.txt
	printf '%s\n' $(BUILD) | $(TOOLS)/bin/uv pip compile --quiet --universal --upgrade --all-extras \
	  --no-annotate --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' \
	  --output-file constraints.txt pyproject.toml -

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(SAY_OLD)" >&2; exit 1; }
	@echo "$(SAY_VENV)"
	@$(PYTHON) -m venv $(VENV)

$(PROGRAM): pyproject.toml constraints.txt | $(BIN)/python
	@echo "$(SAY_PROGRAM)"
	@$(PIP) $(BUILD)
	@$(OURS) .
	@touch $@

$(INSTALLED): $(PROGRAM)
	@echo "Installing the tools of developers ..."
	@$(OURS) '.[dev]'
	@touch $@

$(TOOLS)/bin/uv: Makefile
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/python -m pip --quiet --disable-pip-version-check install $(UV)
	touch $@

docs: $(INSTALLED)  ## the documentation as a site, in build/docs/site
	$(OURS) '.[docs]'
	$(BIN)/python docs/website.py

clean:
	rm -rf $(VENV) $(TOOLS) build demo
