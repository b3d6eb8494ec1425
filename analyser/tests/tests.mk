# Tests. Each tests/unit/NAME_test.c is a program of its own (cmocka), built with sanitizers.

SANITIZE   ?= -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
SAN        := $(BUILD)/san
SAN_FLAGS   = $(ALL_CPPFLAGS) -Itests/lib $(ALL_CFLAGS) -O1 -Werror -Wshadow -Wconversion $(SANITIZE)
SAN_LIBRARY := $(SAN)/librdump.a

UNIT_SOURCES := $(sort $(wildcard tests/unit/*_test.c))
UNIT_TESTS   := $(UNIT_SOURCES:tests/unit/%.c=$(SAN)/unit/%)
TEST_LIB     := $(patsubst tests/lib/%.c,$(SAN)/lib/%.o,$(sort $(wildcard tests/lib/*.c)))

$(SAN_LIBRARY): $(LIBRARY_SOURCES:src/%.c=$(SAN)/%.o)
	rm -f $@
	$(AR) rcs $@ $^

$(SAN)/rdump: $(SAN)/cli/main.o $(SAN_LIBRARY)
	$(CC) $(SAN_FLAGS) -o $@ $^ $(LIBS)

$(SAN)/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(SAN_FLAGS) -MMD -MP -c -o $@ $<

$(SAN)/lib/%.o: tests/lib/%.c
	@mkdir -p $(@D)
	$(CC) $(SAN_FLAGS) -MMD -MP -c -o $@ $<

$(SAN)/unit/%: tests/unit/%.c $(TEST_LIB) $(SAN_LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(SAN_FLAGS) -MMD -MP -o $@ $< $(TEST_LIB) $(SAN_LIBRARY) -lcmocka $(LIBS)

-include $(wildcard $(SAN)/*.d $(SAN)/*/*.d $(SAN)/*/*/*.d)

RESULTS := $(BUILD)/results

# All checks. Parts are targets of their own (check-PART) and run through tests/run-part, which counts.
CHECKS := check-unit check-large

include tests/fuzz/fuzz.mk
include tests/bad/bad.mk
-include $(wildcard tests/*/part.mk)

check:
	@rm -rf $(RESULTS)
	@$(MAKE) -k --no-print-directory $(CHECKS); tests/sum-parts $(RESULTS) $$?

# Built here, to be run elsewhere (ci/arm64).
unit-programs: $(UNIT_TESTS)

check-unit: $(UNIT_TESTS)
	@tests/run-part $(RESULTS) unit tests/run-programs $(UNIT_TESTS)

# The widest graphs, full size, without the sanitizers.
check-large: $(BUILD)/measures_large_test
	@tests/run-part $(RESULTS) large tests/run-programs $<

$(BUILD)/measures_large_test: tests/unit/measures_large_test.c $(LIBRARY)
	$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $< $(LIBRARY) -lcmocka $(LIBS)

.PHONY: check unit-programs check-unit check-large
.SECONDARY:
