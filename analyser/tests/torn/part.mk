# Pages that are missing: each set to zero in turn (every TORN_STEP-th; 1 takes half a minute). Needs php and
# phpize; skipped by name without them.
CHECKS += check-torn check-sparse

TORN_CHECK := $(BUILD)/torn_check
TORN_STEP  ?= 5

$(TORN_CHECK): $(wildcard tests/torn/*.c) $(LIBRARY)
	$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $(filter %.c,$^) $(LIBRARY) $(LIBS)

check-torn: $(TORN_CHECK)
	@tests/run-part $(RESULTS) torn tests/torn/run-torn $(TORN_CHECK) $(BUILD)/golden $(TORN_STEP)

check-sparse: rdump
	@tests/run-part $(RESULTS) sparse tests/torn/run-sparse ./rdump $(BUILD)/sparse

.PHONY: check-torn check-sparse
