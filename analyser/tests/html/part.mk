# The HTML report without a browser: well-formed, loads nothing, tells no content unasked, bounded, the same bytes each
# time. ci/html-browser opens it in one. Needs php and phpize for the dump; skipped by name without them.
CHECKS += check-html

check-html: rdump
	@tests/run-part $(RESULTS) html tests/html/run-html ./rdump $(BUILD)/html

.PHONY: check-html
