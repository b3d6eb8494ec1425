# What the report promises that gc_collect_cycles() frees, done (needs php and phpize; skipped by name
# without them). PHP_OPTIONS="-d extension=ds" adds kinds of cycles through extensions that are not loaded.
CHECKS += check-promises

check-promises: rdump
	@tests/run-part $(RESULTS) promises tests/promises/run-promises ./rdump $(BUILD)/golden

.PHONY: check-promises
