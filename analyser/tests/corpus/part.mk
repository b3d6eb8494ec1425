# Every dump of the corpus against the facts that its script wrote down. Skipped where the corpus is
# absent. CORPUS_ONLY=PATTERN picks dumps: make check-corpus CORPUS_ONLY=8.4-nts/engine
CHECKS += check-corpus

CORPUS_CHECK := $(BUILD)/corpus_check
CORPUS_TABLE := $(BUILD)/corpus-table.txt
CORPUS_ONLY  ?= .

$(CORPUS_CHECK): $(wildcard tests/corpus/*.c tests/corpus/*.h) $(LIBRARY)
	$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $(filter %.c,$^) $(LIBRARY) $(LIBS)

check-corpus: $(CORPUS_CHECK)
	@tests/run-part $(RESULTS) corpus tests/corpus/check.sh $(CORPUS_CHECK) $(CORPUS_TABLE) \
		'$(CORPUS_ONLY)'; status=$$?; cat $(CORPUS_TABLE); exit $$status

.PHONY: check-corpus
