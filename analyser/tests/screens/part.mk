# What the first screen says of small programs whose fault is known.

CHECKS += check-screens

check-screens: rdump
	@tests/run-part $(RESULTS) screens tests/screens/run-screens ./rdump $(BUILD)/screens

.PHONY: check-screens
