# A core file, a dump from outside and a dump of the process's own tell the same. Needs php, phpize for the extension, and
# gcore for the core; skipped by name without them.
CHECKS += check-core check-process check-apache

check-core: rdump
	@tests/run-part $(RESULTS) core tests/core/run-core ./rdump $(BUILD)/core

check-process: rdump
	@tests/run-part $(RESULTS) process tests/core/run-process ./rdump $(BUILD)/process

# An Apache with mod_php, where it is installed.
check-apache: rdump
	@tests/run-part $(RESULTS) apache tests/core/run-apache ./rdump $(BUILD)/apache

.PHONY: check-core check-process check-apache
