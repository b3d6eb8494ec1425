# A core file and a dump of the same process tell the same. Needs php, phpize for the extension, and gcore; skipped by
# name without them.
CHECKS += check-core

check-core: rdump
	@tests/run-part $(RESULTS) core tests/core/run-core ./rdump $(BUILD)/core

.PHONY: check-core
