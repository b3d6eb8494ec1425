/* What properties of objects hold, in a line, and which objects have a property of a value. See look.h. */
#include "query/look.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "findings/path.h"
#include "findings/string_sweep.h"

enum {
	NAME_BYTES = 256,
	VALUE_COLUMNS = 60,
	MAX_PROPERTIES = 512,
	PLAIN_PROPERTIES = 32 /* that are listed */
};

struct wanted {
	const char *name;
	size_t length;
	uint32_t at;     /* the number of the name that is looked at */
	uint32_t number; /* of the one that is wanted; UINT32_MAX: not seen */
};

static bool look_at_name(void *context, const char *bytes, size_t length)
{
	struct wanted *const wanted = context;

	if (length == wanted->length && memcmp(bytes, wanted->name, length) == 0) {
		wanted->number = wanted->at;
		return false;
	}
	return ++wanted->at < MAX_PROPERTIES;
}

static char *value_text(const struct ra_value *value)
{
	double number;

	switch ((enum ra_type)value->type) {
	case RA_TYPE_NULL:
		return strdup("null");
	case RA_TYPE_FALSE:
		return strdup("false");
	case RA_TYPE_TRUE:
		return strdup("true");
	case RA_TYPE_LONG:
		return ra_text_printf("%" PRId64, (int64_t)value->payload);
	case RA_TYPE_DOUBLE:
		memcpy(&number, &value->payload, sizeof(number));
		return ra_text_printf("%.15g", number);
	default:
		return strdup("");
	}
}

/* A value that is a node, without quotes around strings. */
static char *node_text(struct ra_snapshot *snapshot, ra_node node)
{
	const struct ra_graph *const graph = snapshot->graph;

	if (graph->kind[node] == RA_NODE_REFERENCE) {
		for (uint32_t e = graph->edge_begin[node]; e < graph->edge_begin[node + 1]; e++) {
			if (graph->edge_kind[e] == RA_LINK_REFERENCED) {
				node = graph->edge_to[e];
				break;
			}
		}
	}
	if (graph->kind[node] == RA_NODE_STRING) {
		char *const preview = ra_string_preview(snapshot, node, VALUE_COLUMNS);

		return preview ? preview : strdup("(binary)");
	}
	return ra_query_label(snapshot, node, VALUE_COLUMNS);
}

/* The edge of a declared or dynamic property of that name. RA_NO_NODE: there is none, or its value is no node. */
static uint32_t property_edge(struct ra_snapshot *snapshot, ra_node object, const char *name)
{
	const struct ra_graph *const graph = snapshot->graph;

	for (uint32_t e = graph->edge_begin[object]; e < graph->edge_begin[object + 1]; e++) {
		if (graph->edge_kind[e] == RA_LINK_DYNAMIC_TABLE) {
			const ra_node table = graph->edge_to[e];

			for (uint32_t d = graph->edge_begin[table]; d < graph->edge_begin[table + 1]; d++) {
				char *const link =
					graph->edge_kind[d] == RA_LINK_KEY ? ra_path_link_text(snapshot, d) : NULL;
				const bool found = link && strcmp(link, name) == 0;

				free(link);
				if (found) {
					return d;
				}
			}
		} else if (graph->edge_kind[e] == RA_LINK_PROPERTY &&
				   strcmp(ra_graph_name(graph, graph->edge_key[e], NULL), name) == 0) {
			return e;
		}
	}
	return RA_NO_NODE;
}

/* Whether the slot of that number is that of the name: names come in the order of declaration, which is that of the slots
 * but where classes redeclare. Where a slot's value is a node, the graph says its name. */
static bool agrees(struct ra_snapshot *snapshot, ra_node object, const struct ra_value *value)
{
	const struct ra_graph *const graph = snapshot->graph;

	if (value->type < RA_TYPE_STRING) {
		return true;
	}
	for (uint32_t e = graph->edge_begin[object]; e < graph->edge_begin[object + 1]; e++) {
		if (graph->edge_kind[e] == RA_LINK_PROPERTY &&
			graph->address[graph->edge_to[e]] == value->payload) {
			return false; /* it has another name: ours would have been found */
		}
	}
	return true;
}

char *ra_query_property(struct ra_snapshot *snapshot, ra_node object, const char *name)
{
	const struct ra_graph *const graph = snapshot->graph;
	const uint32_t edge = property_edge(snapshot, object, name);
	struct wanted wanted = {name, strlen(name), 0, UINT32_MAX};
	struct ra_value value;

	if (edge != RA_NO_NODE) {
		return node_text(snapshot, graph->edge_to[edge]);
	}
	if (graph->kind[object] != RA_NODE_OBJECT || graph->class_index[object] >= graph->class_count) {
		return strdup("");
	}
	ra_reader_property_names(
		&snapshot->reader, graph->classes[graph->class_index[object]].entry, look_at_name, &wanted);
	if (wanted.number == UINT32_MAX ||
		!ra_reader_property(&snapshot->reader, graph->address[object], wanted.number, &value) ||
		!agrees(snapshot, object, &value)) {
		return strdup("");
	}
	if (value.type == RA_TYPE_STRING) { /* an interned one is no node of the object's */
		char bytes[NAME_BYTES];

		if (snapshot->hide_contents) {
			return strdup(RA_HIDDEN);
		}
		const size_t got = ra_reader_head(&snapshot->reader, value.payload, bytes, sizeof(bytes));

		return ra_text_clean(bytes, got);
	}
	return value_text(&value);
}

struct names {
	char *items[PLAIN_PROPERTIES];
	uint32_t count;
};

static bool note_name(void *context, const char *bytes, size_t length)
{
	struct names *const names = context;

	/* names that cannot be told apart as text are not asked for */
	names->items[names->count] = memchr(bytes, '\0', length) ? NULL : strndup(bytes, length);
	names->count += names->items[names->count] != NULL;
	return names->count < PLAIN_PROPERTIES;
}

char *ra_query_plain_properties(struct ra_snapshot *snapshot, ra_node object)
{
	const struct ra_graph *const graph = snapshot->graph;
	struct names names = {.count = 0};
	struct ra_buffer text = {0};

	if (graph->kind[object] == RA_NODE_OBJECT && graph->class_index[object] < graph->class_count &&
		!snapshot->hide_contents) {
		ra_reader_property_names(
			&snapshot->reader, graph->classes[graph->class_index[object]].entry, note_name, &names);
	}
	for (uint32_t i = 0; i < names.count; i++) {
		char *const name = ra_text_clean(names.items[i], strlen(names.items[i]));
		char *const value = property_edge(snapshot, object, names.items[i]) == RA_NO_NODE
								? ra_query_property(snapshot, object, names.items[i])
								: NULL;

		if (name && value && *value) {
			ra_buffer_printf(&text, "%s%s = %s", text.length > 0 ? ", " : "", name, value);
		}
		free(name);
		free(value);
		free(names.items[i]);
	}
	return ra_buffer_take(&text);
}

bool ra_query_keep(struct ra_snapshot *snapshot, struct ra_found *found, const char *name,
	const char *value, bool equal)
{
	uint32_t kept = 0;

	found->whole = false;
	for (uint32_t i = 0; i < found->count; i++) {
		char *const text = ra_query_property(snapshot, found->nodes[i], name);

		if (!text) {
			return false;
		}
		if ((strcmp(text, value) == 0) == equal) {
			found->nodes[kept++] = found->nodes[i];
		}
		free(text);
	}
	found->count = kept;
	return true;
}
