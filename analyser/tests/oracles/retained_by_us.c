/* Prints what each node of an exported heap snapshot retains by our measures, in the order of its nodes: a number per
 * line, beginning with the two nodes above the graph. Reads the dump. */
#include <inttypes.h>
#include <stdio.h>

#include "walk/snapshot.h"

int main(int argc, char **argv)
{
	const struct ra_snapshot_options options = {.measures = true, .quiet = true};
	struct ra_snapshot *snapshot = NULL;
	struct ra_error err = {0};

	if (argc != 2 || !ra_snapshot_open(argv[1], &options, &snapshot, &err)) {
		fprintf(stderr, "%s\n", argc == 2 ? err.message : "usage: retained_by_us DUMP");
		return 1;
	}
	printf("%" PRIu64 "\n", snapshot->measures->total_bytes);
	for (ra_node node = 0; node < snapshot->graph->node_count; node++) {
		printf("%" PRIu64 "\n", ra_node_dominated_bytes(snapshot->measures, node));
	}
	ra_snapshot_close(snapshot);
	return ferror(stdout) || fclose(stdout) != 0;
}
