# Fuzzing. Each tests/fuzz/fuzz_NAME.c is a target.
#
#   make check-fuzz-replay     every target over its seeds and tests/fuzz/regressions/NAME (in `check`)
#   make fuzz-libfuzzer TARGET=dump SECONDS=1800
#   make fuzz-afl TARGET=dump SECONDS=1800      needs afl-clang-fast
#
# Found inputs collect in $(FUZZ)/corpus-NAME. A crash that was repaired goes to
# tests/fuzz/regressions/NAME.

FUZZ         := $(BUILD)/fuzz
FUZZ_TARGETS := $(sort $(patsubst tests/fuzz/fuzz_%.c,%,$(filter-out %/fuzz_replay.c,$(wildcard tests/fuzz/fuzz_*.c))))
FUZZ_CC      ?= clang
AFL_CC       ?= afl-clang-fast
SECONDS      ?= 1800
TARGET       ?= dump

FUZZ_INCLUDES = $(ALL_CPPFLAGS) -Itests/lib -Itests/fuzz
FUZZ_LIBS     = $(LIBS)
SEED_SOURCES  = tests/fuzz/make_seeds.c $(wildcard tests/lib/*.c)

# The library once more per compiler, instrumented.
FUZZ_FLAGS    = -std=gnu11 -g -O1 -fno-omit-frame-pointer
FUZZ_SANITIZE = -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined
FUZZ_OBJECTS  = $(LIBRARY_SOURCES:src/%.c=%.o) $(patsubst tests/lib/%.c,lib/%.o,$(wildcard tests/lib/*.c))

$(FUZZ)/libfuzzer/%.o: src/%.c $(wildcard src/*/*.h)
	@mkdir -p $(@D)
	$(FUZZ_CC) $(FUZZ_INCLUDES) $(FUZZ_FLAGS) $(FUZZ_SANITIZE) -c -o $@ $<

$(FUZZ)/libfuzzer/lib/%.o: tests/lib/%.c $(wildcard tests/lib/*.h)
	@mkdir -p $(@D)
	$(FUZZ_CC) $(FUZZ_INCLUDES) $(FUZZ_FLAGS) $(FUZZ_SANITIZE) -c -o $@ $<

$(FUZZ)/libfuzzer/library.a: $(FUZZ_OBJECTS:%=$(FUZZ)/libfuzzer/%)
	rm -f $@
	$(AR) rcs $@ $^

$(FUZZ)/libfuzzer-%: tests/fuzz/fuzz_%.c $(FUZZ)/libfuzzer/library.a
	$(FUZZ_CC) $(FUZZ_INCLUDES) $(FUZZ_FLAGS) $(FUZZ_SANITIZE) -o $@ $^ $(FUZZ_LIBS)

$(FUZZ)/afl/%.o: src/%.c $(wildcard src/*/*.h)
	@mkdir -p $(@D)
	AFL_USE_UBSAN=1 $(AFL_CC) $(FUZZ_INCLUDES) $(FUZZ_FLAGS) -c -o $@ $<

$(FUZZ)/afl/lib/%.o: tests/lib/%.c $(wildcard tests/lib/*.h)
	@mkdir -p $(@D)
	AFL_USE_UBSAN=1 $(AFL_CC) $(FUZZ_INCLUDES) $(FUZZ_FLAGS) -c -o $@ $<

$(FUZZ)/afl/library.a: $(FUZZ_OBJECTS:%=$(FUZZ)/afl/%)
	rm -f $@
	$(AR) rcs $@ $^

$(FUZZ)/afl-%: tests/fuzz/fuzz_%.c $(FUZZ)/afl/library.a
	AFL_USE_UBSAN=1 $(AFL_CC) $(FUZZ_INCLUDES) $(FUZZ_FLAGS) -fsanitize=fuzzer -o $@ $^ $(FUZZ_LIBS)

$(FUZZ)/replay-%: tests/fuzz/fuzz_%.c tests/fuzz/fuzz_replay.c $(TEST_LIB) $(SAN_LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(SAN_FLAGS) -Itests/fuzz -o $@ $< tests/fuzz/fuzz_replay.c $(TEST_LIB) $(SAN_LIBRARY) $(FUZZ_LIBS)

$(FUZZ)/make_seeds: tests/fuzz/make_seeds.c $(TEST_LIB) $(SAN_LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(SAN_FLAGS) -o $@ $< $(TEST_LIB) $(SAN_LIBRARY) $(FUZZ_LIBS)

$(FUZZ)/seeds: $(FUZZ)/make_seeds
	rm -rf $@
	mkdir -p $@/dump $@/walk $@/core $@/rmem $@/sqlite $@/patch $@/index $@/search
	$< $@

check-fuzz-replay: $(FUZZ_TARGETS:%=$(FUZZ)/replay-%) $(FUZZ)/seeds
	@tests/run-part $(RESULTS) fuzz-replay tests/fuzz/replay $(FUZZ) $(FUZZ_TARGETS)

fuzz-libfuzzer: $(FUZZ)/libfuzzer-$(TARGET) $(FUZZ)/seeds
	mkdir -p $(FUZZ)/corpus-$(TARGET) $(FUZZ)/crashes-$(TARGET)
	$< -max_total_time=$(SECONDS) -timeout=20 -rss_limit_mb=2048 -malloc_limit_mb=512 -print_final_stats=1 \
		-artifact_prefix=$(FUZZ)/crashes-$(TARGET)/ $(FUZZ)/corpus-$(TARGET) $(FUZZ)/seeds/$(TARGET)

fuzz-afl: $(FUZZ)/afl-$(TARGET) $(FUZZ)/seeds
	AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_UI=1 AFL_NO_AFFINITY=1 \
		afl-fuzz -V $(SECONDS) -t 5000 -i $(FUZZ)/seeds/$(TARGET) -o $(FUZZ)/afl-out-$(TARGET) $<

CHECKS += check-fuzz-replay

.PHONY: check-fuzz-replay fuzz-libfuzzer fuzz-afl
