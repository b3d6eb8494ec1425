# Inputs that must be refused: exact messages and exit statuses, in tests/bad/cases.

$(BUILD)/make_bad: tests/bad/make_bad.c tests/lib/dump_builder.c tests/lib/dump_builder.h
	@mkdir -p $(@D)
	$(CC) $(ALL_CPPFLAGS) -Itests/lib $(ALL_CFLAGS) -o $@ $(filter %.c,$^)

check-bad: $(BUILD)/make_bad $(SAN)/rdump
	@tests/run-part $(RESULTS) bad tests/bad/run_bad $(abspath $(SAN)/rdump) $(abspath $(BUILD)/make_bad) \
		$(abspath $(BUILD)/bad)

CHECKS += check-bad
.PHONY: check-bad
