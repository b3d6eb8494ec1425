# Exports: sound, complete, the same twice, and without values where that is asked for.
CHECKS += check-export

check-export: rdump
	@tests/run-part $(RESULTS) export tests/export/run-export ./rdump $(BUILD)/export

# Prints what each node of an exported snapshot retains; for ci/oracles.
$(BUILD)/retained_by_us: tests/oracles/retained_by_us.c $(LIBRARY)
	$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $< $(LIBRARY) $(LIBS)

.PHONY: check-export
