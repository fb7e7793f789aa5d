PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

.PHONY: demo test check format bench pictures clean

demo: $(INSTALLED)  ## the whole tour on the shipped examples, without questions
	$(BIN)/comms demo

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
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/lint.py
	$(BIN)/python benchmarks/prompts.py
	$(BIN)/python benchmarks/letters.py
	$(BIN)/python benchmarks/batch.py

pictures: $(INSTALLED)  ## the pictures of the README (needs LibreOffice and poppler)
	$(BIN)/python docs/pictures.py

$(INSTALLED): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $(INSTALLED)

clean:
	rm -rf $(VENV) demo
