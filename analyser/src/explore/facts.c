/* See facts.h. */
#include "explore/facts.h"

#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "store/store.h"
#include "walk/dump_index.h"

enum {
	FILE_BYTES = 4096 /* of a path */
};

bool ra_facts_init(
	struct ra_facts *facts, struct ra_snapshot *snapshot, const char *file, struct ra_error *err)
{
	const struct ra_findings none = {0};
	struct ra_process process;

	*facts = (struct ra_facts){.snapshot = snapshot, .file = file};
	ra_index_complete(snapshot);
	if (!ra_answer_make(snapshot, &none, &facts->answer, err)) {
		return false;
	}
	facts->usage_bytes = facts->answer->holders.usage_bytes;
	if (ra_reader_process(&snapshot->reader, &process)) {
		facts->missing_bytes = process.missing_bytes;
	}
	return true;
}

void ra_facts_done(struct ra_facts *facts)
{
	ra_answer_free(facts->answer);
	if (facts->has_findings) {
		ra_findings_done(&facts->findings);
	}
	ra_snapshot_close(facts->walked);
	if (facts->has_packages) {
		ra_packages_done(&facts->packages);
	}
	free(facts->package_of_class);
	*facts = (struct ra_facts){.snapshot = NULL};
}

void ra_facts_busy(const struct ra_facts *facts, const char *what)
{
	if (facts->busy) {
		facts->busy(facts->context, what);
	}
}

/* The same dump by a walk, which findings are made of; the nodes have the same ids. It belongs to the facts. NULL: *err says
 * why. */
static struct ra_snapshot *walked_snapshot(struct ra_facts *facts, struct ra_error *err)
{
	struct ra_snapshot_options options = {.measures = true};
	struct ra_snapshot *walked = NULL;

	if (!facts->snapshot->tables) {
		return facts->snapshot;
	}
	if (facts->walked) {
		return facts->walked;
	}
	if (facts->options) {
		options = *facts->options;
	}
	options.quiet = true; /* the screen is taken */
	options.index_of = NULL;
	ra_facts_busy(facts, "walking the heap, which findings need");
	if (!ra_store_open(facts->file, &options, &walked, err)) {
		return NULL;
	}
	if (walked->graph->node_count != facts->snapshot->graph->node_count ||
		walked->graph->edge_count != facts->snapshot->graph->edge_count) {
		ra_snapshot_close(walked);
		ra_fail(err, RA_ERR_FILE, RA_NOWHERE, "the file is no longer what it was");
		return NULL;
	}
	facts->walked = walked;
	return walked;
}

const struct ra_findings *ra_facts_findings(struct ra_facts *facts, struct ra_error *err)
{
	if (!facts->has_findings) {
		struct ra_snapshot *const walked = walked_snapshot(facts, err);

		if (!walked) {
			return NULL;
		}
		ra_facts_busy(facts, "looking for findings");
		if (!ra_findings_collect(walked, &facts->findings, err)) {
			ra_findings_done(&facts->findings);
			memset(&facts->findings, 0, sizeof(facts->findings));
			return NULL;
		}
		facts->has_findings = true;
	}
	return &facts->findings;
}

/* The row of the package whose file the class stands in; classes without a file are PHP's own. False: no memory. */
static bool find_package(struct ra_facts *facts, uint32_t class_index)
{
	const struct ra_reader *const reader = &facts->snapshot->reader;
	const ra_addr file =
		ra_reader_class_file(reader, facts->snapshot->graph->classes[class_index].entry);
	char bytes[FILE_BYTES];
	const size_t length = file ? ra_reader_head(reader, file, bytes, sizeof(bytes)) : 0;
	char *const clean = length > 0 ? ra_text_clean(bytes, length) : NULL;
	const char *kind;
	char *const name = clean ? ra_package_of_file(clean, &kind) : strdup("PHP");

	free(clean);
	facts->package_of_class[class_index] = RA_NO_CLASS;
	for (uint32_t i = 0; name && i < facts->packages.count; i++) {
		if (strcmp(facts->packages.rows[i].name, name) == 0) {
			facts->package_of_class[class_index] = i;
		}
	}
	free(name);
	return name != NULL;
}

const struct ra_packages *ra_facts_packages(struct ra_facts *facts, struct ra_error *err)
{
	const uint32_t count = facts->snapshot->graph->class_count;

	if (facts->has_packages) {
		return &facts->packages;
	}
	ra_facts_busy(facts, "adding up packages");
	facts->package_of_class = calloc((size_t)count + 1, sizeof(*facts->package_of_class));

	bool good = facts->package_of_class &&
				ra_packages_make(facts->snapshot, facts->usage_bytes, &facts->packages);

	facts->has_packages = good;
	for (uint32_t i = 0; good && i < count; i++) {
		good = find_package(facts, i);
	}
	if (!good) {
		if (facts->has_packages) {
			ra_packages_done(&facts->packages);
		}
		free(facts->package_of_class);
		facts->package_of_class = NULL;
		facts->has_packages = false;
		ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the packages");
		return NULL;
	}
	return &facts->packages;
}
