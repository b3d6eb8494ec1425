# Golden tests: findings provoked by PHP scripts (needs php, phpize; skipped by name without them), and
# the exact characters of the outputs.

CHECKS += check-golden

check-golden: rdump
	@tests/run-part $(RESULTS) golden tests/golden/run-cases ./rdump $(BUILD)/golden
	@tests/run-part $(RESULTS) trend tests/golden/run-trend ./rdump $(BUILD)/trend
	@tests/run-part $(RESULTS) query tests/golden/run-query ./rdump $(BUILD)/query
	@tests/run-part $(RESULTS) packages tests/golden/run-packages ./rdump $(BUILD)/packages
	@tests/run-part $(RESULTS) list tests/golden/run-list ./rdump $(BUILD)/list
	@tests/run-part $(RESULTS) redact tests/golden/run-redact ./rdump $(BUILD)/redact
	@tests/run-part $(RESULTS) docs tests/golden/run-docs ./rdump $(BUILD)/docs
	@tests/run-part $(RESULTS) outputs tests/golden/run-outputs ./rdump $(BUILD)/golden

# Rewrites the expected outputs; read the difference like code.
golden-update: rdump
	UPDATE=1 tests/golden/run-outputs ./rdump $(BUILD)/golden

.PHONY: check-golden golden-update
