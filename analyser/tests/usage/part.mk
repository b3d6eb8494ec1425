# Help, man page, completions, installation, colours.
CHECKS += check-usage

check-usage: rdump $(BUILD)/make_bad
	@tests/run-part $(RESULTS) usage tests/usage/run-usage ./rdump $(BUILD)/usage $(BUILD)/make_bad

.PHONY: check-usage
