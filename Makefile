# Two commands on a fresh machine: `make demo` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test lint types tests slow wheel taxonomy findings golden bench bench-quick conformance test-foreign mutations hostile kills soak scale fuzz laws screenshots clean

demo: $(READY)
	$(BIN)/exporter export samples/iij-2003q2
	@echo
	@echo "The first rows of the ledger, one row per source cell:"
	@head -n 4 samples/iij-2003q2/out/ledger.csv

# Side by side: the tests take longest, and leave a core free at times. Each step prints when it is done.
test: lint
	$(MAKE) --jobs=2 --output-sync=target tests types wheel bench-quick

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

tests: $(READY)
	$(BIN)/pytest --numprocesses auto --dist worksteal -m 'not slow'

# The tests that take many seconds each; some minutes.
slow: $(READY)
	$(BIN)/pytest --numprocesses auto --dist worksteal -m slow

# The wheel, built from the source distribution, alone in an environment of its own, runs the sample.
wheel: $(READY)
	rm -rf build/wheel && mkdir -p build/wheel
	$(BIN)/python -m build --outdir build/wheel .
	$(PYTHON) -m venv build/wheel/venv
	build/wheel/venv/bin/python -m pip install --quiet --no-compile --constraint constraints.txt build/wheel/*.whl
	cd build/wheel && venv/bin/exporter demo --out demo

# Measure everything, here and at others, and write docs/performance.md; takes a quarter of an hour.
bench: $(READY)
	$(PYTHON) -m venv build/forge
	build/forge/bin/python -m pip install --quiet xbrl-forge==1.0.0
	$(BIN)/python -m benchmarks --forge build/forge/bin/python --page docs/performance.md $(if $(BEFORE),--before $(BEFORE))

# The same with small sizes, to see that it works.
bench-quick: $(READY)
	$(BIN)/python -m benchmarks --quick --folder build/bench-quick

# Have the judges look at the official suites in DATA/suites, and write docs/conformance.md; takes some minutes.
conformance: $(READY)
	$(BIN)/python -m conformance --data $(DATA) --page docs/conformance.md

# Read the filings in DATA/filings, write them in every syntax, and read them back; writes docs/foreign.md. Some minutes.
test-foreign mutations: DATA ?= ../shared/data
test-foreign: $(READY)
	$(BIN)/python -m foreign --data $(DATA) --page docs/foreign.md

# Change a small filing over IFRS in one way at a time, and compare the judges; writes docs/mutations.md. Some minutes.
mutations: $(READY)
	$(BIN)/python -m foreign.mutations --data $(DATA) --page docs/mutations.md

# Give hostile inputs to the command line, and see that it ends in order; takes a quarter of an hour.
hostile: $(READY)
	$(BIN)/python -m hostile

# Kill a batch of a thousand companies at thirty random moments, and lose a worker of a cluster; some ten minutes.
kills: $(READY)
	$(BIN)/python -m nights kills

# Run a batch of ten thousand companies, and see that nothing grows; a quarter of an hour.
soak: $(READY)
	$(BIN)/python -m nights soak

# Simulate a register of five million companies with what was measured, and write docs/scale.md; some minutes.
scale: $(READY)
	$(BIN)/python -m benchmarks.scale

# Try random inputs in readers, numbers, workbooks, projects and taxonomy tables; takes some minutes.
fuzz: $(READY)
	$(BIN)/python -m fuzz

# Try the properties that the tests state with two thousand examples each; takes an hour or two.
laws: $(READY)
	$(BIN)/pytest --numprocesses auto --dist worksteal --hypothesis-profile thorough $$(grep -rl '^@given' tests)

# Take pictures of the samples' documents, on screens and on paper, into build/screenshots; needs Chromium.
screenshots: $(READY)
	$(BIN)/python -m screenshots

# Compile the base taxonomy from its tables.
taxonomy: $(READY)
	$(BIN)/exporter taxonomy build taxonomy/source/gaap-2026 --out taxonomy

# Write the page of findings from the rules.
findings: $(READY)
	mkdir -p build
	$(BIN)/exporter rules > build/findings.md && mv build/findings.md docs/findings.md

# Write the golden files anew; look at the difference before you commit it.
golden: $(READY)
	$(BIN)/pytest --golden

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $(READY)

clean:
	rm -rf $(VENV) build dist
