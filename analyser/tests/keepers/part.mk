# That each row of the known keepers is found, on classes of the same names. With the real packages: ci/keepers.

CHECKS += check-keepers

check-keepers: rdump
	@tests/run-part $(RESULTS) keepers tests/keepers/run-stand-ins ./rdump $(BUILD)/keepers

.PHONY: check-keepers
