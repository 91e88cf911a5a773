# Short verbs; everything else is `alereport --help`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# pip tells what it does on a terminal; a log has only what went wrong.
QUIET := $(shell [ -t 2 ] && [ -z "$$CI" ] || echo --quiet)
# Two more than the cores: tests wait for kernels, browsers and limits of time.
WORKERS = $(shell expr $$(getconf _NPROCESSORS_ONLN) + 2)
BY_FILE := --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder
# The tests start hundreds of processes, which would each compile the package again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := report
.PHONY: report check quick test soak bench lint lab docs lock release clean

report: $(READY)  ## Build the combined report: build/site/sv/index.html and build/report-sv.pdf
	$(BIN)/alereport build

check: $(READY)  ## Before a commit, within a minute: lint, and beside it the quick tests
	$(MAKE) --jobs 2 --output-sync=target lint quick

quick: $(READY)  ## Only the quick tests: no kernel, no engine, no browser
	$(BIN)/python -m pytest --quiet --numprocesses logical -m "not slow" tests/unit

test: $(READY)  ## Run the tests, a file of them at a time in each process
	$(BIN)/python -m pytest $(BY_FILE)

soak: $(READY)  ## The long forms of the tests, by hand: see docs/reliability.md
	$(BIN)/python -m pytest $(BY_FILE) --hypothesis-profile soak \
		tests/soak tests/unit/chapters tests/unit/privacy tests/unit/texts
	$(BIN)/python -m pytest $(BY_FILE) --hypothesis-profile soak -m long

bench: $(READY)  ## Say in five minutes what got slower than what is written down; it fails nothing
	-$(BIN)/python -m benchmarks.bench

lint: $(READY)  ## Check style, types, layers and that notebooks carry no output
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/nbstripout --verify notebooks/*.ipynb

lab: $(READY)  ## Open the notebooks in JupyterLab
	$(BIN)/jupyter lab --notebook-dir=notebooks

docs: $(READY)  ## Write the pages made from the program, then the manual as a site: build/docs/en/index.html
	$(BIN)/python -m alereport.publish.open_data.dictionary > docs/datasets.md
	$(BIN)/python -m alereport.cli.reference > docs/commands.md
	$(BIN)/python -m alereport.projects.reference > docs/params.md
	$(BIN)/python -m alereport.gate.reference docs/gate.md
	$(BIN)/python -m alereport.projects.gallery docs
	$(BIN)/python -m alereport.cli.error_reference > docs/errors.md
	$(BIN)/python -m alereport.cli.python_reference > docs/python.md
	$(BIN)/python -m alereport.publish.manual docs build/docs

lock: $(READY)  ## Pin every dependency, with hashes and without index addresses
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
		--generate-hashes --no-annotate --no-header --upgrade --output-file requirements.lock

release: $(READY)  ## What is handed over: the wheel, and what it is made of (CycloneDX), in dist/
	rm -rf dist
	$(BIN)/python -m hatchling build --target wheel
	$(BIN)/cyclonedx-py environment --pyproject pyproject.toml --mc-type application \
		--output-reproducible --spec-version 1.6 --output-file dist/alereport.cdx.json $(BIN)/python

clean:  ## Remove what is built; the virtual environment stays
	rm -rf build

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed")'
	$(PYTHON) -m venv $(VENV)
	# The pinned pip first: those that Python brings say nothing while they unpack.
	sed -n '/^pip==/,/[^\\]$$/p' requirements.lock > $(VENV)/pip.txt
	$(BIN)/python -m pip install --quiet --require-hashes --requirement $(VENV)/pip.txt
	$(BIN)/python -m pip install $(QUIET) --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install $(QUIET) --no-deps --no-build-isolation --editable .
	touch $(READY)
