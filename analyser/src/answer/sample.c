/* See sample.h. Reads the values themselves: what is shown of an array or object are its first
 * parts, two levels deep. */
#include "answer/sample.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "findings/path.h"
#include "findings/ranking.h"
#include "walk/snapshot.h"

enum {
	STRING_BYTES = 96,
	DEPTH = 2
};

static void add_string(
	const struct ra_snapshot *snapshot, struct ra_buffer *out, const struct ra_string *string)
{
	char bytes[STRING_BYTES];
	const size_t length = string->length < sizeof(bytes) ? (size_t)string->length : sizeof(bytes);
	char *text = NULL;

	if (ra_reader_text(&snapshot->reader, string, 0, bytes, length)) {
		text = ra_text_preview(bytes, length, length < string->length, RA_SAMPLE_STRING_COLUMNS);
	}
	if (text) {
		ra_buffer_printf(out, "'%s'", text);
	} else {
		ra_buffer_printf(out, "%s of bytes", RA_SIZE(string->length));
	}
	free(text);
}

static void add_array(
	const struct ra_snapshot *snapshot, struct ra_buffer *out, ra_addr at, int depth);

static void add_object(const struct ra_snapshot *snapshot, struct ra_buffer *out, ra_addr at)
{
	const struct ra_graph *const graph = snapshot->graph;
	ra_addr class_entry;

	if (!ra_reader_class_of(&snapshot->reader, at, &class_entry)) {
		ra_buffer_text(out, "object");
		return;
	}
	for (uint32_t c = 0; c < graph->class_count; c++) {
		if (graph->classes[c].entry == class_entry) {
			char *const name = ra_class_name(graph, c);

			ra_buffer_text(out, name ? name : "object");
			free(name);
			return;
		}
	}
	ra_buffer_text(out, "object");
}

static void add_value(const struct ra_snapshot *snapshot, struct ra_buffer *out,
	const struct ra_value *value, int depth)
{
	struct ra_string string;
	double number;

	switch ((enum ra_type)value->type) {
	case RA_TYPE_NULL:
		ra_buffer_text(out, "null");
		return;
	case RA_TYPE_FALSE:
		ra_buffer_text(out, "false");
		return;
	case RA_TYPE_TRUE:
		ra_buffer_text(out, "true");
		return;
	case RA_TYPE_LONG:
		ra_buffer_integer(out, (int64_t)value->payload);
		return;
	case RA_TYPE_DOUBLE:
		memcpy(&number, &value->payload, sizeof(number));
		ra_buffer_printf(out, "%.10g", number);
		return;
	case RA_TYPE_STRING:
		if (ra_reader_string(&snapshot->reader, value->payload, &string)) {
			add_string(snapshot, out, &string);
			return;
		}
		break;
	case RA_TYPE_ARRAY:
		add_array(snapshot, out, value->payload, depth);
		return;
	case RA_TYPE_OBJECT:
		add_object(snapshot, out, value->payload);
		return;
	case RA_TYPE_RESOURCE:
		ra_buffer_text(out, "resource");
		return;
	default:
		break;
	}
	ra_buffer_text(out, "...");
}

static void add_element(const struct ra_snapshot *snapshot, struct ra_buffer *out,
	const struct ra_element *element, bool list, int depth)
{
	struct ra_value value = element->value;
	struct ra_string key;

	if (element->key && ra_reader_string(&snapshot->reader, element->key, &key)) {
		add_string(snapshot, out, &key);
		ra_buffer_text(out, " => ");
	} else if (!list) {
		ra_buffer_integer(out, element->index);
		ra_buffer_text(out, " => ");
	}
	if (value.type == RA_TYPE_REFERENCE) {
		ra_buffer_text(out, "&...");
	} else if (ra_reader_follow(&snapshot->reader, &value)) {
		add_value(snapshot, out, &value, depth);
	}
}

static void add_array(
	const struct ra_snapshot *snapshot, struct ra_buffer *out, ra_addr at, int depth)
{
	const struct ra_reader *const reader = &snapshot->reader;
	struct ra_element parts[RA_SAMPLE_PARTS];
	struct ra_array array;

	if (!ra_reader_array(reader, at, &array)) {
		ra_buffer_text(out, "array");
		return;
	}
	if (depth == 0 || !reader->elements) {
		ra_buffer_printf(out, "array(%" PRIu32 ")", array.count);
		return;
	}
	const uint32_t count = ra_reader_first_elements(reader, &array, parts, RA_SAMPLE_PARTS);

	ra_buffer_add(out, "[", 1);
	for (uint32_t i = 0; i < count; i++) {
		if (i > 0) {
			ra_buffer_add(out, ", ", 2);
		}
		add_element(snapshot, out, &parts[i], parts[i].key == 0 && parts[i].index == i, depth - 1);
	}
	ra_buffer_text(out, count < array.count ? ", ...]" : "]");
}

/* Its properties that are strings, arrays or objects: scalars have no node. */
static void add_properties(
	const struct ra_snapshot *snapshot, struct ra_buffer *out, ra_node object)
{
	const struct ra_graph *const graph = snapshot->graph;
	uint32_t shown = 0;

	for (uint32_t e = graph->edge_begin[object];
		e < graph->edge_begin[object + 1] && shown < RA_SAMPLE_PARTS; e++) {
		const ra_node to = graph->edge_to[e];
		struct ra_string string;

		if (graph->edge_kind[e] != RA_LINK_PROPERTY) {
			continue;
		}
		char *const name = ra_path_link_text(snapshot, e);

		ra_buffer_printf(out, "%s%s: ", shown > 0 ? ", " : " {", name ? name : "?");
		free(name);
		if (graph->kind[to] == RA_NODE_STRING &&
			ra_reader_string(&snapshot->reader, ra_node_address(graph, to), &string)) {
			add_string(snapshot, out, &string);
		} else if (graph->kind[to] == RA_NODE_ARRAY) {
			add_array(snapshot, out, ra_node_address(graph, to), 0);
		} else if (graph->kind[to] == RA_NODE_OBJECT) {
			add_object(snapshot, out, ra_node_address(graph, to));
		} else {
			ra_buffer_text(out, "...");
		}
		shown++;
	}
	ra_buffer_text(out, shown > 0 ? "}" : "");
}

bool ra_sample_add(const struct ra_snapshot *snapshot, ra_node node, struct ra_buffer *out)
{
	const struct ra_graph *const graph = snapshot->graph;
	const ra_addr at = ra_node_address(graph, node);
	struct ra_string string;

	if (!snapshot->reader.string || snapshot->hide_contents) {
		return false;
	}
	switch ((enum ra_node_kind)graph->kind[node]) {
	case RA_NODE_STRING:
		if (ra_reader_string(&snapshot->reader, at, &string)) {
			add_string(snapshot, out, &string);
		}
		return true;
	case RA_NODE_ARRAY:
		add_array(snapshot, out, at, DEPTH);
		return true;
	case RA_NODE_OBJECT:
		add_object(snapshot, out, at);
		add_properties(snapshot, out, node);
		return true;
	default:
		return false;
	}
}

char *ra_sample_text(const struct ra_snapshot *snapshot, ra_node node, size_t columns)
{
	struct ra_buffer out = {0};

	if (!ra_sample_add(snapshot, node, &out)) {
		return NULL;
	}
	char *const text = ra_buffer_take(&out);
	char *const cut = text ? ra_text_cut(text, columns, RA_CUT_END) : NULL;

	free(text);
	return cut;
}
