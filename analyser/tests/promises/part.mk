# What the report promises that gc_collect_cycles() frees, done (needs php and phpize; skipped by name
# without them). PHP_OPTIONS="-d extension=ds" adds kinds of cycles through extensions that are not loaded.
CHECKS += check-promises

check-promises: rdump
	@tests/run-part $(RESULTS) promises tests/promises/run-promises ./rdump $(BUILD)/golden

# What the first screen advises, done: 29 scripts, some 115 promises. check-answers-all: the shared cases as well.
CHECKS += check-answers

check-answers: rdump
	@tests/run-part $(RESULTS) answers tests/promises/run-answers ./rdump $(BUILD)/answers

check-answers-all: rdump
	@tests/promises/run-answers ./rdump $(BUILD)/answers tests/promises/answers/*.php \
		$$(tests/promises/shared-answers "$(RDUMP_SHARED)/cases" $(BUILD)/shared-answers)

.PHONY: check-promises check-answers check-answers-all
