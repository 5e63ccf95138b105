# Each target sets up what it needs by itself and is quick when that is there already.

PYTHON ?= python3
export PYTHON

bin := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help demo test golden docs bench lock clean

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST)

demo: ## Build the pages of the example store into output/
	@tools/system-packages pdf
	@tools/environment run
	@rm -f examples/*.lock.json  # the example is no store: nobody was promised what an earlier demo built
	@$(bin)/policy-gen build examples/aliexpress-home.yaml --output output

test: ## Check everything that CI checks
	@tools/system-packages pdf tests
	@tools/system-packages checks || [ -z "$$CI" ]  # without these, some tests say that they could not run
	@tools/environment dev
	$(bin)/ruff check --quiet
	$(bin)/ruff format --check --quiet
	$(bin)/mypy --no-error-summary
	$(bin)/lint-imports --no-logo
	$(bin)/pytest -n 2 --cov

bench: ## Measure the speed; more rounds: make bench ROUNDS=31
	@tools/system-packages pdf
	@tools/environment dev
	@$(bin)/python tools/bench.py $(ROUNDS)

golden: ## Write the expected files of tests/golden, tests/playbooks and tests/wrong anew, to be read before they are committed
	@tools/environment dev
	$(bin)/pytest -n 2 tests/test_golden.py tests/test_playbook.py tests/test_wrong.py --rewrite-golden

docs: ## Write docs/questionnaire.md, docs/laws.md and the JSON Schemas anew, from models and data
	@tools/environment dev
	$(bin)/python -m tools.reference

lock: ## Pin the dependencies of pyproject.toml; newer ones too: make lock UPGRADE=--upgrade
	@tools/environment dev
	$(lock) --group build --output-file requirements/run.txt
	$(lock) --group dev --constraint requirements/run.txt --output-file requirements/dev.txt
	npm --prefix requirements/npm $(if $(UPGRADE),update,install) --package-lock-only --loglevel=error

# For every Python and system that the project supports, and without the address that the packages came from.
lock = $(bin)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-annotate --custom-compile-command "make lock" $(UPGRADE) pyproject.toml

clean: ## Remove everything that can be made again, built pages excepted
	rm -rf .venv build dist .coverage* .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
