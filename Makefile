# The front door. Whatever is longer than a line lives in `xtask`, typed and tested.
XTASK := cargo run --quiet --locked --package xtask --

.PHONY: help run build test lint tidy bench browser shots postgres clean-demo

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

clean-demo: ## forget the demonstration's data
	rm -rf var
