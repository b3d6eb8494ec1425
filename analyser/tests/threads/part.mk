# The result is the same whatever the number of threads, and they leave each other's data alone: with the compiler's thread
# sanitizer where it is there. Needs php and phpize for the dump; skipped by name without them.
CHECKS += check-threads

TSAN := $(BUILD)/tsan
TSAN_FLAGS = $(ALL_CPPFLAGS) $(ALL_CFLAGS) -O1 -fsanitize=thread

$(TSAN)/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(TSAN_FLAGS) -MMD -MP -c -o $@ $<

$(TSAN)/rdump: $(SOURCES:src/%.c=$(TSAN)/%.o)
	$(CC) $(TSAN_FLAGS) $(WATCHED:%=-Wl,--wrap=%) -o $@ $^ $(LIBS)

-include $(wildcard $(TSAN)/*/*.d $(TSAN)/*/*/*.d)

check-threads: rdump
	@$(MAKE) -s $(TSAN)/rdump >/dev/null 2>&1 || rm -f $(TSAN)/rdump
	@tests/run-part $(RESULTS) threads tests/threads/run-threads ./rdump $(TSAN)/rdump $(BUILD)

.PHONY: check-threads
