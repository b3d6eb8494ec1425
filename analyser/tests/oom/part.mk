# Out of memory is never silent: each allocation fails in turn, of some commands every OOM_STEP-th (1 takes four
# minutes). Nor is a file that cannot be read any more: each read fails in turn, and a mapped file becomes shorter at each
# page. And outputs never destroy an input or an old file. Needs php and phpize for the dump; skipped by name
# without them.
CHECKS += check-oom check-safe-outputs

OOM_STEP ?= 29

$(BUILD)/oom_trial: tests/oom/oom_trial.c
	$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $<

$(BUILD)/fail_%.so: tests/oom/fail_%.c
	$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -fPIC -fvisibility=default $(LDFLAGS) -shared -o $@ $< -ldl

check-oom: rdump $(BUILD)/oom_trial $(BUILD)/fail_alloc.so $(BUILD)/fail_read.so $(BUILD)/fail_map.so
	@tests/run-part $(RESULTS) oom tests/oom/run-oom ./rdump $(BUILD) $(OOM_STEP)

check-safe-outputs: rdump
	@tests/run-part $(RESULTS) safe-outputs tests/oom/run-safe-outputs ./rdump $(BUILD)/safe-outputs

.PHONY: check-oom check-safe-outputs
