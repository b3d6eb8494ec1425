/* torn_check DUMP [STEP]: sets every page (every STEP-th) of the dump to zero in turn, as a page that was
 * torn or has vanished, and looks at the report. What is missing must take nothing else with it: no object is
 * lost but those on the page, nobody is accused, and where something is lost the report says so. Prints a
 * line for each page that does worse, then the counts. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "graph/measures.h"
#include "graph/tally.h"
#include "report/report.h"
#include "walk/snapshot.h"

enum {
	PAGE = 4096,
	SHOWN = 40
};

struct seen {         /* of one report */
	ra_addr *objects; /* sorted */
	uint32_t object_count;
	uint64_t accused; /* objects called garbage, values with a surplus */
	double analysed;
	uint32_t warnings;
	bool made;
};

static int by_address(const void *left, const void *right)
{
	const ra_addr a = *(const ra_addr *)left, b = *(const ra_addr *)right;

	return (a > b) - (a < b);
}

static uint64_t fact(const struct ra_finding *finding, const char *name)
{
	return (uint64_t)json_integer_value(json_object_get(finding->facts, name));
}

static void look(struct ra_snapshot *snapshot, const struct ra_report *report, struct seen *seen)
{
	const struct ra_graph *const graph = snapshot->graph;

	seen->objects = malloc((graph->node_count + 1) * sizeof(*seen->objects));
	for (ra_node node = 0; node < graph->node_count; node++) {
		if (graph->kind[node] == RA_NODE_OBJECT) {
			seen->objects[seen->object_count++] = ra_node_address(graph, node);
		}
	}
	qsort(seen->objects, seen->object_count, sizeof(*seen->objects), by_address);
	for (uint32_t i = 0; i < report->findings.count; i++) {
		const struct ra_finding *const finding = &report->findings.items[i];

		if (strcmp(finding->kind, "gc_pending") == 0 || strcmp(finding->kind, "stuck_cycle") == 0) {
			seen->accused += fact(finding, "total_count");
		} else if (strcmp(finding->kind, "refcount_surplus") == 0) {
			seen->accused += fact(finding, "count");
		}
	}
	seen->analysed = snapshot->tally->live_bytes ? 100.0 * (double)snapshot->tally->analysed_bytes /
													   (double)snapshot->tally->live_bytes
												 : 0;
	seen->warnings = report->warning_count;
	seen->made = true;
}

static struct seen examine(const uint8_t *bytes, uint64_t length)
{
	const struct ra_snapshot_options options = {
		.space.no_files = true, .measures = true, .quiet = true};
	struct ra_snapshot *snapshot = NULL;
	struct ra_report *report = NULL;
	struct seen seen = {0};

	if (ra_snapshot_parse(bytes, length, &options, &snapshot, NULL) &&
		ra_report_make(snapshot, &report, NULL)) {
		look(snapshot, report, &seen);
	}
	ra_report_free(report);
	ra_snapshot_close(snapshot);
	return seen;
}

/* Objects that are gone and did not lie on the page; *all: those that did as well. */
static uint32_t count_lost(
	const struct seen *whole, const struct seen *torn, ra_addr page, uint32_t *all)
{
	uint32_t lost = 0;

	*all = 0;

	for (uint32_t i = 0; i < whole->object_count; i++) {
		const ra_addr at = whole->objects[i];

		if (!bsearch(&at, torn->objects, torn->object_count, sizeof(at), by_address)) {
			/* a header may begin on the page before and end on this one */
			lost += at - (page - 256) >= PAGE + 256;
			(*all)++;
		}
	}
	return lost;
}

struct trial {
	uint64_t pages, worse, refused, silent;
	uint32_t worst_lost;
	uint64_t worst_accused;
};

static void try_page(uint8_t *bytes, uint64_t length, uint64_t offset, ra_addr page,
	const struct seen *whole, struct trial *trial)
{
	static const uint8_t zeros[PAGE];
	uint8_t before[PAGE];
	struct seen torn;
	uint32_t lost, all;
	uint64_t accused;

	if (memcmp(bytes + offset, zeros, PAGE) == 0) {
		return;
	}
	memcpy(before, bytes + offset, PAGE);
	memset(bytes + offset, 0, PAGE);
	torn = examine(bytes, length);
	memcpy(bytes + offset, before, PAGE);
	trial->pages++;
	if (!torn.made) { /* an error that says what is missing */
		trial->refused++;
		return;
	}
	lost = count_lost(whole, &torn, page, &all);
	accused = torn.accused > whole->accused ? torn.accused - whole->accused : 0;
	trial->worst_lost = lost > trial->worst_lost ? lost : trial->worst_lost;
	trial->worst_accused = accused > trial->worst_accused ? accused : trial->worst_accused;
	if (all > 0 && torn.warnings == whole->warnings) {
		trial->silent++;
	}
	if ((lost > 0 || accused > 0) && trial->worse++ < SHOWN) {
		printf("# page 0x%llx: %u objects lost elsewhere, %llu accused, %.1f %% analysed, %u "
			   "warnings\n",
			(unsigned long long)page, lost, (unsigned long long)accused, torn.analysed,
			torn.warnings - whole->warnings);
	}
	free(torn.objects);
}

int main(int argc, char **argv)
{
	const uint64_t step = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	const int file = argc > 1 ? open(argv[1], O_RDONLY) : -1;
	struct ra_dump *dump = NULL;
	struct trial trial = {0};
	struct seen whole;
	struct stat status;
	uint8_t *bytes;
	uint64_t number = 0;

	if (file < 0 || fstat(file, &status) != 0 ||
		(bytes = mmap(NULL, (size_t)status.st_size, PROT_READ | PROT_WRITE, MAP_PRIVATE, file,
			 0)) == MAP_FAILED ||
		!ra_dump_parse(
			bytes, (uint64_t)status.st_size, &(struct ra_dump_options){0}, &dump, NULL)) {
		fprintf(stderr, "usage: torn_check DUMP [STEP]\n");
		return 2;
	}
	whole = examine(bytes, (uint64_t)status.st_size);
	if (!whole.made) {
		fprintf(stderr, "no report of the whole dump\n");
		return 2;
	}
	for (uint32_t r = 0; r < dump->region_count; r++) {
		const struct ra_region *const region = &dump->regions[r];

		for (uint64_t at = 0; at + PAGE <= region->size_bytes; at += PAGE) {
			if (number++ % step == 0) {
				try_page(bytes, (uint64_t)status.st_size, region->body_offset + at,
					region->address + at, &whole, &trial);
			}
		}
	}
	printf("%llu pages: %llu do worse, %llu lose objects and say nothing, %llu refused; at most %u "
		   "objects lost, %llu accused of %u\n",
		(unsigned long long)trial.pages, (unsigned long long)trial.worse,
		(unsigned long long)trial.silent, (unsigned long long)trial.refused, trial.worst_lost,
		(unsigned long long)trial.worst_accused, whole.object_count);
	ra_dump_close(dump);
	return trial.worse > 0 || trial.silent > 0;
}
