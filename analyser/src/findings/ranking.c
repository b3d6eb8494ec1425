/* See ranking.h. */
#include "findings/ranking.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/format.h"
#include "graph/class_sums.h"

struct class_row { /* all that the order needs, so that qsort needs no context */
	const char *name;
	uint64_t bytes;
	uint32_t instance_count;
	uint32_t index;
};

static int compare_classes(const void *a, const void *b)
{
	const struct class_row *left = a;
	const struct class_row *right = b;

	if (left->bytes != right->bytes) {
		return left->bytes > right->bytes ? -1 : 1;
	}
	if (left->instance_count != right->instance_count) {
		return left->instance_count > right->instance_count ? -1 : 1;
	}
	const int names = strcmp(left->name, right->name);

	return names ? names : left->index < right->index ? -1 : left->index > right->index;
}

bool ra_class_ranking_make(const struct ra_graph *graph, struct ra_class_ranking *out)
{
	struct class_row *rows = reallocarray(NULL, (size_t)graph->class_count + 1, sizeof(*rows));

	memset(out, 0, sizeof(*out));
	out->order = reallocarray(NULL, (size_t)graph->class_count + 1, sizeof(*out->order));
	if (!rows || !out->order) {
		free(rows);
		ra_class_ranking_done(out);
		return false;
	}
	for (uint32_t i = 0; i < graph->class_count; i++) {
		const struct ra_class *cls = &graph->classes[i];

		if (cls->instance_count > 0) {
			rows[out->count++] = (struct class_row){
				ra_graph_name(graph, cls->name, NULL), ra_class_bytes(cls), cls->instance_count, i};
			out->bytes += ra_class_bytes(cls);
			out->instance_count += cls->instance_count;
		}
	}
	qsort(rows, out->count, sizeof(*rows), compare_classes);
	for (uint32_t i = 0; i < out->count; i++) {
		out->order[i] = rows[i].index;
	}
	free(rows);
	return true;
}

void ra_class_ranking_done(struct ra_class_ranking *ranking)
{
	free(ranking->order);
	memset(ranking, 0, sizeof(*ranking));
}

char *ra_class_name(const struct ra_graph *graph, uint32_t class_index)
{
	size_t length;
	const char *name;

	if (class_index >= graph->class_count) {
		return strdup("?");
	}
	name = ra_graph_name(graph, graph->classes[class_index].name, &length);
	return ra_class_text(name, length);
}

bool ra_class_called(const struct ra_graph *graph, const char *name, uint32_t *class_index)
{
	*class_index = RA_NO_CLASS;
	for (uint32_t i = 0; i < graph->class_count && *class_index == RA_NO_CLASS; i++) {
		char *const other = ra_class_name(graph, i);

		if (!other) {
			return false;
		}
		if (strcasecmp(other, name) == 0) {
			*class_index = i;
		}
		free(other);
	}
	return true;
}

static int compare_types(const void *a, const void *b)
{
	const struct ra_type_total *left = a;
	const struct ra_type_total *right = b;

	if (left->bytes != right->bytes) {
		return left->bytes > right->bytes ? -1 : 1;
	}
	return left->location < right->location ? -1 : left->location > right->location;
}

void ra_type_ranking_make(const struct ra_tally *tally, struct ra_type_ranking *out)
{
	memset(out, 0, sizeof(*out));
	for (int location = 0; location < RA_LOCATIONS; location++) {
		struct ra_type_total *row = &out->rows[out->count];

		*row = (struct ra_type_total){.location = (enum ra_location)location};
		for (int where = 0; where < RA_WHERES; where++) {
			if (where != RA_OUTSIDE) {
				row->count += tally->location[location][where].count;
				row->bytes += tally->location[location][where].bytes;
			}
		}
		out->count += row->bytes > 0;
		out->bytes += row->bytes;
	}
	qsort(out->rows, out->count, sizeof(out->rows[0]), compare_types);
}
