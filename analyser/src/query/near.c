/* See near.h. Distances count bytes that are added, missing or wrong, and neighbours that changed places (Damerau; each byte once:
 * the optimal string alignment), without regard to case. */
#include "query/near.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "answer/places.h"
#include "base/format.h"
#include "findings/path.h"
#include "findings/path_key.h"
#include "findings/ranking.h"
#include "query/query.h"

enum {
	MAX_BYTES = 120,    /* of texts that are compared */
	MAX_NEAR = 3,       /* that are named */
	MAX_EDGES = 100000, /* that are looked at more closely */
	LEAST_LETTERS = 3,  /* of a name with a slip */
	LETTERS_A_SLIP = 4, /* one slip for so many letters */
	MAX_SLIPS = 3
};

static bool is_same(char left, char right)
{
	return tolower((unsigned char)left) == tolower((unsigned char)right);
}

static unsigned least(unsigned left, unsigned right)
{
	return left < right ? left : right;
}

/* MAX_BYTES for texts that are longer. */
static unsigned distance(
	const char *left, size_t left_length, const char *right, size_t right_length)
{
	unsigned rows[3][MAX_BYTES + 1]; /* of as many bytes of `left` as their number has, modulo 3 */

	if (left_length > MAX_BYTES || right_length > MAX_BYTES) {
		return MAX_BYTES;
	}
	for (size_t r = 0; r <= right_length; r++) {
		rows[0][r] = (unsigned)r;
	}
	for (size_t l = 1; l <= left_length; l++) {
		unsigned *const row = rows[l % 3];
		const unsigned *const before = rows[(l + 2) % 3], *const earlier = rows[(l + 1) % 3];

		row[0] = (unsigned)l;
		for (size_t r = 1; r <= right_length; r++) {
			row[r] = least(before[r - 1] + !is_same(left[l - 1], right[r - 1]),
				least(before[r], row[r - 1]) + 1);
			if (l > 1 && r > 1 && is_same(left[l - 1], right[r - 2]) &&
				is_same(left[l - 2], right[r - 1])) {
				row[r] = least(row[r], earlier[r - 2] + 1);
			}
		}
	}
	return rows[left_length % 3][right_length];
}

/* How many slips lie between the two. MAX_BYTES: too many for one to be meant by the other. */
static unsigned slips(const char *wanted, size_t wanted_length, const char *name, size_t length)
{
	const size_t difference =
		wanted_length > length ? wanted_length - length : length - wanted_length;
	const size_t by_length = wanted_length / LETTERS_A_SLIP;
	const size_t most = wanted_length < LEAST_LETTERS ? 0
						: by_length == 0              ? 1
						: by_length < MAX_SLIPS       ? by_length
													  : MAX_SLIPS;
	const unsigned counted = wanted_length == 0 || difference > most
								 ? MAX_BYTES
								 : distance(wanted, wanted_length, name, length);

	return counted > most ? MAX_BYTES : counted;
}

/* ---- the nearest few ---- */

struct nearest {
	struct {
		char *text; /* owned */
		unsigned slips;
	} items[MAX_NEAR]; /* the nearest first, of equal ones as they came */
	unsigned count;
};

static bool is_worth(const struct nearest *nearest, unsigned count)
{
	return count < MAX_BYTES &&
		   (nearest->count < MAX_NEAR || count < nearest->items[MAX_NEAR - 1].slips);
}

/* Takes the text; NULL and what is there already are passed over. */
static void add(struct nearest *nearest, char *text, unsigned count)
{
	unsigned at = 0;

	while (text && at < nearest->count && strcmp(nearest->items[at].text, text) != 0) {
		at++;
	}
	if (!text || at < nearest->count || !is_worth(nearest, count)) {
		free(text);
		return;
	}
	if (nearest->count == MAX_NEAR) {
		free(nearest->items[--nearest->count].text);
	}
	for (at = nearest->count++; at > 0 && nearest->items[at - 1].slips > count; at--) {
		nearest->items[at] = nearest->items[at - 1];
	}
	nearest->items[at].text = text;
	nearest->items[at].slips = count;
}

static char *take(struct nearest *nearest)
{
	struct ra_buffer text = {0};

	for (unsigned i = 0; i < nearest->count; i++) {
		ra_buffer_text(&text, i > 0 ? ", " : "");
		ra_buffer_text(&text, nearest->items[i].text);
		free(nearest->items[i].text);
	}
	return nearest->count > 0 ? ra_buffer_take(&text) : NULL;
}

/* ---- classes ---- */

static const char *behind_namespace(const char *name)
{
	const char *const last = strrchr(name, '\\');

	return last ? last + 1 : name;
}

char *ra_near_classes(const struct ra_snapshot *snapshot, const char *name)
{
	struct nearest nearest = {.count = 0};
	const char *const wanted = behind_namespace(name);

	for (uint32_t i = 0; i < snapshot->graph->class_count; i++) {
		char *const other = ra_class_name(snapshot->graph, i);

		if (!other) {
			break;
		}
		const char *const last = behind_namespace(other);
		unsigned count = slips(name, strlen(name), other, strlen(other));

		if (count == MAX_BYTES) { /* another namespace is one slip */
			count = slips(wanted, strlen(wanted), last, strlen(last));
			count += count < MAX_BYTES;
		}
		if (is_worth(&nearest, count)) {
			add(&nearest, ra_text_printf("class:%s", other), count);
		}
		free(other);
	}
	return take(&nearest);
}

/* ---- properties ---- */

struct near_property {
	const char *wanted;
	struct nearest nearest;
};

static bool look_at_property(void *context, const char *bytes, size_t length)
{
	struct near_property *const near = context;
	const unsigned count = slips(near->wanted, strlen(near->wanted), bytes, length);

	if (is_worth(&near->nearest, count)) {
		add(&near->nearest, ra_text_clean(bytes, length), count);
	}
	return true;
}

char *ra_near_properties(
	struct ra_snapshot *snapshot, const struct ra_found *objects, const char *name)
{
	const struct ra_graph *const graph = snapshot->graph;
	struct near_property near = {.wanted = name};
	const ra_node first = objects->count > 0 ? objects->nodes[0] : RA_SUPER_ROOT;

	if (graph->kind[first] != RA_NODE_OBJECT || ra_node_class(graph, first) >= graph->class_count) {
		return NULL;
	}
	ra_reader_property_names(&snapshot->reader, graph->classes[ra_node_class(graph, first)].entry,
		look_at_property, &near);
	/* a saved graph has those alone whose values are nodes */
	for (uint32_t e = graph->edge_begin[first]; e < graph->edge_begin[first + 1]; e++) {
		if (graph->edge_kind[e] == RA_LINK_PROPERTY) {
			size_t length;
			const char *const bytes = ra_graph_name(graph, graph->edge_key[e], &length);

			look_at_property(&near, bytes, length);
		}
	}
	return take(&near.nearest);
}

/* ---- places ---- */

/* The first link of a text: "->usr" of "->usr[0]", "['a']" of "['a']->x", "App\Job::$sen" of "App\Job::$sen[0]". */
static size_t first_link(const char *text)
{
	const char *at = text;
	const char *const key_end = ra_path_key_end(at);

	if (key_end) {
		return (size_t)(key_end - text);
	}
	at += strncmp(at, "->", 2) == 0 ? 2 : *at == '[' ? 1 : 0;
	while (*at && *at != '[' && strncmp(at, "->", 2) != 0 && strncmp(at, " in ", 4) != 0) {
		at++;
	}
	return (size_t)(at - text);
}

/* As it stands in a path; NULL: such links are not looked for, or no memory. */
static char *link_in_path(const struct ra_snapshot *snapshot, uint32_t edge)
{
	struct ra_buffer text = {0};
	char *name;

	switch ((enum ra_link_kind)snapshot->graph->edge_kind[edge]) {
	case RA_LINK_PROPERTY:
		return ra_text_printf(
			"->%s", ra_graph_name(snapshot->graph, snapshot->graph->edge_key[edge], NULL));
	case RA_LINK_KEY:
		name = snapshot->hide_contents ? NULL : ra_path_link_text(snapshot, edge);
		if (!name) {
			return NULL;
		}
		ra_buffer_text(&text, "[");
		ra_path_key_add(&text, name, strlen(name), RA_KEY_USUAL);
		ra_buffer_text(&text, "]");
		free(name);
		return ra_buffer_take(&text);
	default:
		return NULL;
	}
}

static void look_below(const struct ra_snapshot *snapshot, const struct ra_found *above,
	const char *rest, struct nearest *nearest)
{
	const struct ra_graph *const graph = snapshot->graph;
	const size_t length = first_link(rest);
	uint32_t looked_at = 0;

	for (uint32_t i = 0; i < above->count && i < MAX_NEAR; i++) {
		const uint32_t end = graph->edge_begin[above->nodes[i] + 1];

		for (uint32_t e = graph->edge_begin[above->nodes[i]]; e < end && looked_at < MAX_EDGES;
			e++, looked_at++) {
			char *const link = link_in_path(snapshot, e);
			const unsigned count =
				link ? slips(rest, length, link, strlen(link)) : (unsigned)MAX_BYTES;

			if (is_worth(nearest, count)) {
				add(nearest, ra_place_of_edge(snapshot, e, 0), count);
			}
			free(link);
		}
	}
}

static bool is_variable(enum ra_link_kind kind)
{
	return kind == RA_LINK_GLOBAL || kind == RA_LINK_LOCAL || kind == RA_LINK_STATIC_PROPERTY ||
		   kind == RA_LINK_STATIC_VARIABLE || kind == RA_LINK_BOUND_VARIABLE;
}

/* By the name behind the dollar, then by the whole. */
static void look_everywhere(
	const struct ra_snapshot *snapshot, const char *what, struct nearest *nearest)
{
	const struct ra_graph *const graph = snapshot->graph;
	const size_t length = first_link(what);
	const char *const dollar = memchr(what, '$', length);
	const char *const name = dollar ? dollar + 1 : what;
	const size_t name_length = length - (size_t)(name - what);

	for (uint32_t e = 0, taken = 0; e < graph->edge_count && taken < MAX_EDGES; e++) {
		if (!is_variable((enum ra_link_kind)graph->edge_kind[e])) {
			continue;
		}
		const char *const other = ra_graph_name(graph, graph->edge_key[e], NULL);
		const unsigned count = slips(name, name_length, other, strlen(other));

		if (count == MAX_BYTES) {
			continue;
		}
		taken++;

		char *const place = ra_place_of_edge(snapshot, e, 0);
		const size_t place_length = place ? strlen(place) : 0;
		const unsigned whole = distance(what, length, place ? place : "", place_length);

		add(nearest, place, count * MAX_BYTES / (MAX_SLIPS + 1) + whole / (MAX_SLIPS + 1));
	}
}

char *ra_near_places(
	const struct ra_snapshot *snapshot, const struct ra_found *above, const char *rest)
{
	struct nearest nearest = {.count = 0};

	if (above) {
		look_below(snapshot, above, rest, &nearest);
	} else {
		look_everywhere(snapshot, rest, &nearest);
	}
	return take(&nearest);
}
