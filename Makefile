# The front door. Whatever is longer than a line lives in `xtask`, typed and tested.
XTASK := cargo run --quiet --locked --package xtask --

.PHONY: help run build test lint tidy bench browser shots postgres fuzz clean-demo

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

run: ## start the demonstration on an embedded database under var/
	@$(XTASK) run $(ARGS)

build: ## optimised release at target/release/motcua
	@$(XTASK) build

test: ## everything that must hold before a change is done
	@$(XTASK) test

lint: ## formatting, tidy, clippy
	@$(XTASK) lint

tidy: ## the house rules alone (seconds)
	@$(XTASK) tidy

bench: ## measure, print machine and load
	@$(XTASK) bench $(ARGS)

browser: ## the browser tests alone
	@$(XTASK) browser

shots: ## the browser tests, renewing docs/screenshots
	@$(XTASK) browser --shots

postgres: ## a throw-away PostgreSQL until Ctrl-C
	@$(XTASK) postgres

# A minute for each target; what is found lands in fuzz/artifacts. `--sanitizer none` and the variable let the
# pinned stable compiler do it: safe Rust needs no address sanitizer to be seen failing.
FUZZ_TARGETS := calendar_csv cel package plan_reader
FUZZ_SECONDS := 60

fuzz: ## throw bad input at the readers (needs cargo-fuzz)
	@for target in $(FUZZ_TARGETS); do \
		mkdir -p fuzz/corpus/$$target && \
		RUSTC_BOOTSTRAP=1 cargo fuzz run --fuzz-dir fuzz --sanitizer none $$target fuzz/corpus/$$target \
			fuzz/seeds/$$target -- -max_total_time=$(FUZZ_SECONDS) -timeout=10 || exit 1; \
	done

clean-demo: ## forget the demonstration's data
	rm -rf var
