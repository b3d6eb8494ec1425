# rdump explore in a real terminal: keys are sent to a pane of tmux, and what stands on it is compared. Skipped by name
# without tmux, or in a build without ncursesw.
CHECKS += check-explore

$(BUILD)/explore/make_dump: tests/explore/make_dump.c tests/lib/heap_builder.c tests/lib/dump_builder.c $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(ALL_CPPFLAGS) -Itests/lib $(ALL_CFLAGS) $(LDFLAGS) -o $@ $(filter %.c,$^) $(LIBRARY) $(LIBS)

check-explore: rdump $(BUILD)/explore/make_dump
	@tests/run-part $(RESULTS) explore tests/explore/run-explore ./rdump $(BUILD)/explore

# The screens that are compared, written anew; the difference is read like code.
explore-update: rdump $(BUILD)/explore/make_dump
	@tests/explore/run-explore ./rdump $(BUILD)/explore update

.PHONY: check-explore explore-update
