/* Which node is meant. A path is looked for among all edges: the last link must stand at the end of the text before the
 * whole path is made. See query.h. */
#include "query/query.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answer/places.h"
#include "base/format.h"
#include "base/large.h"
#include "base/sort.h"
#include "findings/finding_key.h"
#include "findings/findings.h"
#include "findings/path.h"
#include "findings/path_key.h"
#include "findings/ranking.h"
#include "query/alike_edges.h"
#include "query/near.h"
#include "query/pieces.h"

enum {
	LEAST_SIGNATURE = 6,
	MAX_SHORTER = 8, /* times that a wrong path is shortened */
	MAX_NUMBERS = 8, /* in brackets, that are told apart */
	LONG_LINK = 76   /* bytes of a link, from which on paths may show less than all of it */
};

/* What stands in the brackets of a text, but for "[*]". */
struct brackets {
	int64_t numbers[MAX_NUMBERS];
	uint32_t number_count;
	bool keys;
	bool key_is_last;
	bool told; /* this is all */
};

struct search {
	struct ra_snapshot *snapshot;
	const char *what;
	size_t length;
	bool folded; /* any index will do */
	struct brackets brackets;
	bool inside;          /* " in " stands in it */
	uint32_t last_digits; /* bit d: a number that it can end with has d as its last digit */
	uint8_t *named
		[2]; /* by name, of a class and of anything else: whether the text can end so; NULL: not asked */
	struct ra_found *found;
	struct ra_error *err;
};

static bool no_memory(struct ra_error *err)
{
	return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory to look for it");
}

static bool add(struct ra_found *found, ra_node node)
{
	/* room grows by powers of two */
	if ((found->count & (found->count - 1)) == 0) {
		const size_t room = found->count == 0 ? 1 : (size_t)found->count * 2;
		ra_node *const larger = reallocarray(found->nodes, room, sizeof(*larger));

		if (!larger) {
			return false;
		}
		found->nodes = larger;
	}
	found->nodes[found->count++] = node;
	return true;
}

/* As most lists are made. */
static bool is_sorted_unique(const struct ra_found *found)
{
	bool sorted = true;

	for (uint32_t i = 1; i < found->count; i++) {
		sorted &= found->nodes[i - 1] < found->nodes[i];
	}
	return sorted;
}

static void sort_unique(struct ra_found *found)
{
	uint32_t kept = 0;

	if (is_sorted_unique(found)) {
		return;
	}
	ra_sort_u32(found->nodes, found->count);
	for (uint32_t i = 1; i < found->count; i++) {
		if (found->nodes[i] != found->nodes[kept]) {
			found->nodes[++kept] = found->nodes[i];
		}
	}
	found->count = kept + 1;
}

static bool parse_number(const char *text, int base, uint64_t *value)
{
	char *end;

	errno = 0;
	*value = strtoull(text, &end, base);
	return errno == 0 && end != text && *end == '\0';
}

static bool find_id(struct search *search)
{
	uint64_t id;

	return !parse_number(search->what + 1, 10, &id) || id >= search->snapshot->graph->node_count ||
		   add(search->found, (ra_node)id) || no_memory(search->err);
}

static bool find_address(struct search *search)
{
	const struct ra_graph *const graph = search->snapshot->graph;
	uint64_t address;

	if (!parse_number(search->what + 1, 16, &address) || address == 0) {
		return true;
	}
	for (ra_node node = 0; node < graph->node_count; node++) {
		if (ra_node_address(graph, node) == address && !add(search->found, node)) {
			return no_memory(search->err);
		}
	}
	return true;
}

/* The objects of the class from the list that the index has. */
static bool take_objects(struct search *search)
{
	const struct ra_tables *const tables = search->snapshot->tables;
	const struct ra_class_facts *const facts = &tables->classes[search->found->class_index];
	const uint32_t count = facts->object_count;

	if (facts->first_object > tables->object_count ||
		count > tables->object_count - facts->first_object) {
		return ra_query_damaged(search->err);
	}
	search->found->nodes = ra_large((size_t)count + 1, sizeof(ra_node));
	if (!search->found->nodes) {
		return no_memory(search->err);
	}
	const ra_node *const objects = tables->objects + facts->first_object;
	const uint32_t nodes = search->snapshot->graph->node_count;
	bool sound = true;

	for (uint32_t i = 0; i < count; i++) {
		search->found->nodes[i] = objects[i];
		sound &= objects[i] < nodes;
	}
	search->found->count = sound ? count : 0;
	return sound || ra_query_damaged(search->err);
}

/* The objects of found->class_index. */
static bool find_objects(struct search *search)
{
	const struct ra_graph *const graph = search->snapshot->graph;

	search->found->whole = search->found->class_index != RA_NO_CLASS;
	if (search->found->whole && search->snapshot->tables) {
		return take_objects(search);
	}
	for (ra_node node = 0; node < graph->node_count; node++) {
		if (graph->kind[node] == RA_NODE_OBJECT &&
			ra_node_class(graph, node) == search->found->class_index && !add(search->found, node)) {
			return no_memory(search->err);
		}
	}
	return true;
}

static bool find_class(struct search *search, const char *name)
{
	return ra_class_called(search->snapshot->graph, name, &search->found->class_index)
			   ? find_objects(search)
			   : no_memory(search->err);
}

static bool is_signature(const char *wanted, const char *signature)
{
	return strlen(wanted) >= LEAST_SIGNATURE && strncmp(signature, wanted, strlen(wanted)) == 0;
}

/* The same from the index, which has them of a report with contents. */
static bool take_evidence(struct search *search, const char *wanted)
{
	const struct ra_tables *const tables = search->snapshot->tables;

	for (uint32_t i = 0; i < tables->finding_count; i++) {
		const struct ra_finding_facts *const finding = &tables->findings[i];
		char signature[RA_SIGNATURE_TEXT];

		snprintf(signature, sizeof(signature), "%016" PRIx64, finding->signature);
		if (!is_signature(wanted, signature)) {
			continue;
		}
		if (finding->first_evidence > tables->evidence_count ||
			finding->evidence_count > tables->evidence_count - finding->first_evidence) {
			return ra_query_damaged(search->err);
		}
		for (uint32_t e = 0; e < finding->evidence_count; e++) {
			const ra_node node = tables->evidence[finding->first_evidence + e];

			if (node >= search->snapshot->graph->node_count) {
				return ra_query_damaged(search->err);
			}
			if (!add(search->found, node)) {
				return no_memory(search->err);
			}
		}
		search->found->finding = true;
		if (finding->class_index < search->snapshot->graph->class_count) {
			search->found->class_index = finding->class_index;
			return find_objects(search);
		}
	}
	return true;
}

/* The values that a finding of the report gives as evidence; of one that is about a class alone, its objects. */
static bool find_finding(struct search *search)
{
	const char *const wanted = search->what + strlen("finding:");
	struct ra_findings findings = {0};

	if (search->snapshot->tables) {
		return take_evidence(search, wanted);
	}
	bool good = ra_findings_collect(search->snapshot, &findings, search->err);

	for (uint32_t i = 0; good && i < findings.count; i++) {
		const struct ra_finding *const finding = &findings.items[i];

		if (!is_signature(wanted, finding->signature)) {
			continue;
		}
		search->found->finding = true;
		for (uint32_t e = 0; good && e < finding->evidence_count; e++) {
			good = add(search->found, finding->evidence[e]) || no_memory(search->err);
		}
		if (good && ra_finding_class(finding)) {
			good = find_class(search, ra_finding_class(finding));
			break;
		}
	}
	ra_findings_done(&findings);
	return good;
}

/* "<main>:28::$users" for "$users": what stands in front is a frame. */
static bool is_named(const struct search *search, const char *text)
{
	const size_t length = strlen(text);
	const size_t front = length - search->length;

	if (length < search->length || strcmp(text + front, search->what) != 0) {
		return false;
	}
	return front == 0 || (front >= 2 && memcmp(text + front - 2, "::", 2) == 0);
}

/* Behind the brackets that begin there, with whatever key; NULL: there are none. */
static const char *behind_brackets(const char *text)
{
	const char *const end = *text == '[' ? ra_path_key_end(text) : NULL;
	const size_t digits = *text == '[' && !end ? strspn(text + 1, "-0123456789*") : 0;

	return end ? end : digits > 0 && text[1 + digits] == ']' ? text + digits + 2 : NULL;
}

/* Whether the two are the same, with any key of the text where "[*]" stands: "$map['a'][0]" is "$map[*][0]". */
static bool is_matched(const char *text, const char *what)
{
	while (*text && *what) {
		const char *const end = strncmp(what, "[*]", 3) == 0 ? behind_brackets(text) : NULL;

		if (end) {
			text = end;
			what += 3;
		} else if (*text++ != *what++) {
			return false;
		}
	}
	return *text == *what;
}

/* The same of what stands behind a frame. Keys may have the sign of one in them. */
static bool is_matched_behind_a_frame(const char *text, const char *what)
{
	bool matched = is_matched(text, what);

	for (const char *at = text; *at && !matched;) {
		const char *const key_end = ra_path_key_end(at);

		if (key_end) {
			at = key_end;
		} else if (at[0] == ':' && at[1] == ':') {
			at += 2;
			matched = is_matched(at, what);
		} else {
			at++;
		}
	}
	return matched;
}

enum {
	BEHIND_A_LINK = 2, /* "']", "\"]", "]" may follow */
	BEHIND_A_KEY = 3   /* the same of a literal, of which only what is in it is known */
};

/* Whether the link stands at the end of so much of the text, with so much behind it at most. */
static bool ends_in(
	const struct search *search, size_t end, const char *link, size_t length, size_t most_behind)
{
	for (size_t behind = 0; behind <= most_behind && length + behind <= end; behind++) {
		if (memcmp(search->what + end - behind - length, link, length) == 0) {
			return true;
		}
	}
	return false;
}

static bool has_bytes(
	const struct search *search, const char *link, size_t length, size_t most_behind)
{
	static const char in[] = " in ";

	for (const char *at = search->what; search->inside && (at = strstr(at, in)) != NULL; at++) {
		if (ends_in(search, (size_t)(at - search->what), link, length, most_behind)) {
			return true;
		}
	}
	return ends_in(search, search->length, link, length, most_behind);
}

/* Whether the text ends with the link, or has it before an " in run()". */
static bool has_link(const struct search *search, const char *link)
{
	return has_bytes(search, link, strlen(link), BEHIND_A_LINK);
}

/* The key of a KEY edge as it stands in brackets. NULL: it cannot be read, or no memory. */
static char *literal_of_key(const struct ra_snapshot *snapshot, uint32_t edge)
{
	struct ra_buffer text = {0};
	char bytes[LONG_LINK + 1];
	size_t got;
	uint64_t length;

	if (!ra_path_string_bytes(
			snapshot, snapshot->graph->edge_key[edge], bytes, sizeof(bytes), &got, &length)) {
		return NULL;
	}
	ra_path_key_add(&text, bytes, got, RA_KEY_USUAL);
	return ra_buffer_take(&text);
}

enum {
	NOT_ASKED,
	CAN_END_SO,
	CANNOT_END_SO
};

/* Several threads may ask for one name: they find the same. */
static bool ask_for_name(const struct search *search, uint32_t edge, uint8_t *known)
{
	char *const link = ra_path_link_text(search->snapshot, edge);
	const bool may = !link || link[0] == '\0' || strlen(link) > LONG_LINK || has_link(search, link);

	free(link);
	if (known) {
		__atomic_store_n(known, may ? CAN_END_SO : CANNOT_END_SO, __ATOMIC_RELAXED);
	}
	return may;
}

/* A link that is called by a name: each name is looked at once. */
static inline bool name_may_end_so(const struct search *search, uint32_t edge)
{
	const struct ra_graph *const graph = search->snapshot->graph;
	const bool of_class = graph->edge_kind[edge] == RA_LINK_CLASS;
	const uint32_t name = graph->edge_key[edge];
	uint8_t *const known =
		name < ra_graph_name_count(graph) ? &search->named[of_class][name] : NULL;
	const uint8_t answer = known ? __atomic_load_n(known, __ATOMIC_RELAXED) : NOT_ASKED;

	return answer == NOT_ASKED ? ask_for_name(search, edge, known) : answer == CAN_END_SO;
}

/* A link that is called by a number. */
static bool number_may_end_so(const struct search *search, int64_t number)
{
	uint64_t rest = number < 0 ? -(uint64_t)number : (uint64_t)number;
	char text[24];
	size_t at = sizeof(text) - 1;

	if (!(search->last_digits >> rest % 10 & 1)) { /* nearly all of millions */
		return false;
	}

	text[at] = '\0';
	do {
		text[--at] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest > 0);
	if (number < 0) {
		text[--at] = '-';
	}
	return has_link(search, text + at);
}

/* Keys of plain characters stand in a path as they are. Returns their length; 0: of others, or of long ones. */
static size_t plain_key(const struct ra_snapshot *snapshot, uint32_t edge, char bytes[LONG_LINK])
{
	const ra_node key = snapshot->graph->edge_key[edge];
	uint64_t length;
	size_t got;

	if (snapshot->hide_contents || key >= snapshot->graph->node_count ||
		!ra_path_string_bytes(snapshot, key, bytes, LONG_LINK, &got, &length) || length != got) {
		return 0;
	}
	for (size_t i = 0; i < got; i++) {
		if (bytes[i] < ' ' || bytes[i] > '~' || strchr("\\'\"$", bytes[i])) {
			return 0;
		}
	}
	return got;
}

static char last_of(const struct search *search)
{
	return search->length > 0 ? search->what[search->length - 1] : '\0';
}

/* A link that is called by a key. */
static bool key_may_end_so(const struct search *search, uint32_t edge)
{
	char bytes[LONG_LINK];
	const size_t length = plain_key(search->snapshot, edge, bytes);

	if (length > 0) {
		return has_bytes(search, bytes, length, BEHIND_A_KEY);
	}
	char *const link = ra_path_link_text(search->snapshot, edge);
	bool may = !link || link[0] == '\0' || strlen(link) > LONG_LINK || has_link(search, link);

	free(link);
	if (!may) {
		char *const quoted = literal_of_key(search->snapshot, edge);

		may = !quoted || has_link(search, quoted);
		free(quoted);
	}
	return may;
}

/* The string of a key is called "$array['key'] (key)", where anything stands in front. */
static bool key_string_may_end_so(const struct search *search, uint32_t edge)
{
	const struct ra_graph *const graph = search->snapshot->graph;
	const uint32_t above = graph->tree_edge[ra_edge_source(graph, edge)];
	const uint8_t kind = above == RA_NO_NODE ? RA_LINK_ROOT : graph->edge_kind[above];
	const bool behind_text = kind == RA_LINK_INDEX || kind == RA_LINK_KEY ||
							 kind == RA_LINK_PROPERTY || kind == RA_LINK_LOCAL ||
							 kind == RA_LINK_GLOBAL || kind == RA_LINK_STATIC_PROPERTY;

	return !behind_text || search->inside || last_of(search) == ')';
}

/* "name()", "{closure}(/app/job.php:10-20)". */
static bool may_be_function(const struct search *search)
{
	return search->inside || last_of(search) == ')';
}

/* Whether the path that ends with the edge can be what is looked for. Its last link tells, which is much less work than
 * the whole path; where a link is not written as it is called, the path itself has to be looked at. */
static bool may_end_so(const struct search *search, uint32_t edge)
{
	const struct ra_graph *const graph = search->snapshot->graph;
	char *link = NULL;
	bool may;

	switch ((enum ra_link_kind)graph->edge_kind[edge]) {
	case RA_LINK_REFERENCED: /* have no text of their own: the path is that of what they are in */
	case RA_LINK_DYNAMIC_TABLE:
		return false;
	case RA_LINK_LOCAL:
	case RA_LINK_PROPERTY:
	case RA_LINK_STATIC_PROPERTY:
	case RA_LINK_STATIC_VARIABLE:
	case RA_LINK_BOUND_VARIABLE:
	case RA_LINK_CLASS:
		return name_may_end_so(search, edge);
	case RA_LINK_FUNCTION:
		return may_be_function(search);
	case RA_LINK_FIELD:
		/* of a frame it may be the table of its variables, which has no text of its own */
		return graph->kind[graph->edge_to[edge]] == RA_NODE_FUNCTION
				   ? may_be_function(search)
				   : graph->kind[ra_edge_source(graph, edge)] == RA_NODE_FRAME ||
						 name_may_end_so(search, edge);
	case RA_LINK_THIS:
		return has_link(search, "this");
	case RA_LINK_INDEX:
	case RA_LINK_WIDE_INDEX:
		return search->folded || number_may_end_so(search, ra_edge_index(graph, edge));
	case RA_LINK_HANDLE:
	case RA_LINK_MAP_ENTRY:
		return search->folded || number_may_end_so(search, graph->edge_key[edge]);
	case RA_LINK_KEY:
		return (search->folded && !search->brackets.key_is_last) || key_may_end_so(search, edge);
	case RA_LINK_KEY_STRING:
		if (!key_string_may_end_so(search, edge)) {
			return false;
		}
		link = search->folded ? NULL : ra_path_link_text(search->snapshot, edge);
		break;
	default:
		break;
	}
	may = !link || link[0] == '\0' || strlen(link) > LONG_LINK || has_link(search, link);
	free(link);
	return may;
}

/* Whether the text is what is looked for. Takes it over. */
static bool is_called(const struct search *search, char *text)
{
	bool named = text && (search->folded ? is_matched_behind_a_frame(text, search->what)
										 : is_named(search, text));

	for (int all = 0; !named && text && search->folded && all < 2; all++) {
		ra_query_fold_keys(text, all == 1);
		named = is_named(search, text);
	}
	free(text);
	return named;
}

static bool is_edge_called(const struct search *search, uint32_t edge)
{
	struct ra_snapshot *const snapshot = search->snapshot;

	return is_called(search, ra_path_edge_text(snapshot, edge, 0)) ||
		   is_called(search, ra_place_of_edge(snapshot, edge, 0)) ||
		   (search->folded && is_called(search, ra_place_of_edge(snapshot, edge, RA_PATH_FOLDED)));
}

static bool has_number(const struct brackets *brackets, int64_t number)
{
	for (uint32_t i = 0; i < brackets->number_count; i++) {
		if (brackets->numbers[i] == number) {
			return true;
		}
	}
	return false;
}

/* Whether it is an index or key that the text has not in it: only "[*]" can mean it. */
static bool is_not_named(const struct search *search, uint32_t edge)
{
	char bytes[LONG_LINK];
	size_t length;

	if (search->brackets.number_count == 0 && !search->brackets.keys) {
		return true;
	}
	if (search->snapshot->graph->edge_kind[edge] != RA_LINK_KEY) {
		return !has_number(&search->brackets, ra_edge_index(search->snapshot->graph, edge));
	}
	if (!search->brackets.keys) {
		return true;
	}
	length = plain_key(search->snapshot, edge, bytes);
	return length > 0 && !memmem(search->what, search->length, bytes, length);
}

static bool differ_in_brackets_only(
	const struct search *search, uint32_t edge, uint32_t before, ra_node from, ra_node other)
{
	const struct ra_graph *const graph = search->snapshot->graph;
	const uint8_t kind = graph->edge_kind[edge], kind_before = graph->edge_kind[before];
	const bool same = kind == kind_before && graph->edge_key[edge] == graph->edge_key[before];

	if (kind == RA_LINK_PROPERTY) {
		return same;
	}
	return ra_link_is_element(kind) && ra_link_is_element(kind_before) &&
		   ra_arrays_have_plain_elements(graph, from, other) &&
		   (same || (is_not_named(search, edge) && is_not_named(search, before)));
}

/* Whether the paths of both edges differ in what the text does not name alone: indices and keys, also of arrays that they are in.
 * Where the ways meet everything is the same. */
static bool differ_in_index_only(const struct search *search, uint32_t edge, uint32_t before)
{
	const struct ra_graph *const graph = search->snapshot->graph;
	const uint8_t kind = graph->edge_kind[edge];

	if (before != RA_NO_NODE && (kind == RA_LINK_HANDLE || kind == RA_LINK_MAP_ENTRY)) {
		return kind == graph->edge_kind[before] &&
			   ra_edge_source(graph, edge) == ra_edge_source(graph, before) &&
			   !has_number(&search->brackets, graph->edge_key[edge]) &&
			   !has_number(&search->brackets, graph->edge_key[before]);
	}
	for (int step = 0; step < RA_ALIKE_STEPS && edge != RA_NO_NODE && before != RA_NO_NODE;
		step++) {
		if (edge == before) {
			return true;
		}
		const ra_node from = ra_edge_source(graph, edge), other = ra_edge_source(graph, before);

		if (!differ_in_brackets_only(search, edge, before, from, other)) {
			return false;
		}
		if (from == other) {
			return true;
		}
		edge = graph->tree_edge[from];
		before = graph->tree_edge[other];
	}
	return false;
}

/* How many of the last paths are remembered: they may take turns. */
struct looked_at {
	uint32_t edge[RA_ALIKE_PLACES]; /* RA_NO_NODE: none */
	bool called[RA_ALIKE_PLACES];
	uint32_t next;
};

static bool is_called_as_before(const struct search *search, uint32_t edge, struct looked_at *last)
{
	for (int i = 0; search->brackets.told && i < RA_ALIKE_PLACES; i++) {
		if (differ_in_index_only(search, edge, last->edge[i])) {
			last->edge[i] = edge;
			return last->called[i];
		}
	}
	const uint32_t at = last->next++ % RA_ALIKE_PLACES;

	last->edge[at] = edge;
	last->called[at] = is_edge_called(search, edge);
	return last->called[at];
}

/* The path of an element ends with a bracket, and so must the text. */
static bool may_be_element(const struct search *search)
{
	return search->inside || last_of(search) == ']';
}

/* The list that an edge belongs to: the array of which it is an element, or whose element has it as a property. RA_NO_NODE: none. */
static ra_node list_of(const struct ra_graph *graph, uint32_t edge, ra_node from)
{
	if (graph->edge_kind[edge] == RA_LINK_PROPERTY) {
		edge = graph->tree_edge[from];
		from = edge == RA_NO_NODE ? RA_NO_NODE : ra_edge_source(graph, edge);
	}
	return from != RA_NO_NODE && ra_link_is_element(graph->edge_kind[edge]) ? from : RA_NO_NODE;
}

struct
	list { /* the last one that was looked at: all of its edges of one name are called so, or none is */
	ra_node array; /* RA_NO_NODE: none */
	uint32_t name; /* of a property; RA_NO_NODE: its elements themselves */
	bool called;
};

/* The same where no bracket tells one from another. */
static bool is_called_in_list(const struct search *search, uint32_t edge, ra_node from,
	struct looked_at *last, struct list *list)
{
	const struct ra_graph *const graph = search->snapshot->graph;
	const ra_node array = list_of(graph, edge, from);
	const uint32_t name =
		graph->edge_kind[edge] == RA_LINK_PROPERTY ? graph->edge_key[edge] : RA_NO_NODE;

	if (array == RA_NO_NODE || array != list->array || name != list->name) {
		list->called = is_called_as_before(search, edge, last);
		list->array =
			array != RA_NO_NODE && ra_array_has_plain_elements(graph, array) ? array : RA_NO_NODE;
		list->name = name;
	}
	return list->called;
}

/* False: no memory. */
static bool look_at_edges(struct search *search, uint32_t begin, uint32_t end)
{
	const struct ra_graph *const graph = search->snapshot->graph;
	const struct brackets *const brackets = &search->brackets;
	const bool any = brackets->told && !brackets->keys && brackets->number_count == 0;
	const bool elements = may_be_element(search);
	struct looked_at last = {.next = 0};
	struct list list = {.array = RA_NO_NODE};
	ra_node from = RA_NO_NODE;
	bool passed_over = false; /* are the elements of that */

	memset(last.edge, 0xff, sizeof(last.edge));
	for (uint32_t edge = begin; edge < end; edge++) {
		if (ra_edge_source(graph, edge) != from) {
			from = ra_edge_source(graph, edge);
			passed_over = !elements && ra_array_has_plain_elements(graph, from);
		}
		if ((passed_over && ra_link_is_element(graph->edge_kind[edge])) ||
			graph->kind[from] == RA_NODE_SUPER_ROOT || !may_end_so(search, edge)) {
			continue;
		}
		if ((any ? is_called_in_list(search, edge, from, &last, &list)
				 : is_called_as_before(search, edge, &last)) &&
			!add(search->found, graph->edge_to[edge])) {
			return false;
		}
	}
	return true;
}

struct edge_pieces {
	const struct search *search;
	struct ra_found found[RA_PIECES];
	bool no_memory[RA_PIECES];
};

static void look_at_piece(
	void *context, struct ra_snapshot *snapshot, uint32_t number, uint32_t begin, uint32_t end)
{
	struct edge_pieces *const pieces = context;
	struct search search = *pieces->search;
	struct ra_found found = {.nodes = NULL}; /* not where those of other threads are counted */

	search.snapshot = snapshot;
	search.found = &found;
	pieces->no_memory[number] = !look_at_edges(&search, begin, end);
	pieces->found[number] = found;
}

/* What the pieces found, one after the other. */
static bool join_pieces(struct edge_pieces *pieces, struct ra_found *out)
{
	size_t count = 0;
	bool good = true;

	for (int i = 0; i < RA_PIECES; i++) {
		good = good && !pieces->no_memory[i];
		count += pieces->found[i].count;
	}
	out->nodes = good ? reallocarray(NULL, count + 1, sizeof(*out->nodes)) : NULL;
	for (int i = 0; i < RA_PIECES; i++) {
		if (out->nodes && pieces->found[i].count > 0) {
			memcpy(out->nodes + out->count, pieces->found[i].nodes,
				pieces->found[i].count * sizeof(*out->nodes));
			out->count += pieces->found[i].count;
		}
		free(pieces->found[i].nodes);
	}
	return out->nodes != NULL;
}

static bool look_at_all(struct search *search)
{
	struct edge_pieces pieces = {.search = search};

	ra_in_pieces(search->snapshot, search->snapshot->graph->edge_count, look_at_piece, &pieces);
	return join_pieces(&pieces, search->found) || no_memory(search->err);
}

static bool find_path(struct search *search)
{
	const size_t names = ra_graph_name_count(search->snapshot->graph);
	bool good;

	search->inside = strstr(search->what, " in ") != NULL;
	search->last_digits = search->inside ? UINT32_MAX : 0;
	for (size_t i = 1; i <= 3 && i <= search->length; i++) {
		const char last = search->what[search->length - i];

		search->last_digits |= last >= '0' && last <= '9' ? 1u << (last - '0') : 0;
	}
	for (int i = 0; i < 2; i++) {
		search->named[i] = calloc(names + 1, sizeof(*search->named[i]));
	}
	good = search->named[0] && search->named[1] ? look_at_all(search) : no_memory(search->err);
	free(search->named[0]);
	free(search->named[1]);
	return good;
}

static bool find(struct search *search)
{
	const char *const what = search->what;

	return what[0] == '#'                      ? find_id(search)
		   : what[0] == '@'                    ? find_address(search)
		   : strncmp(what, "class:", 6) == 0   ? find_class(search, what + 6)
		   : strncmp(what, "finding:", 8) == 0 ? find_finding(search)
											   : find_path(search);
}

/* "[5]" or "[*]". Returns what is behind it; NULL: it is neither. */
static const char *read_number(const char *at, struct brackets *brackets)
{
	char *end = NULL;

	if (strncmp(at, "[*]", 3) == 0) {
		return at + 3;
	}
	errno = 0;

	const int64_t number = strtoll(at + 1, &end, 10);

	if (end == at + 1 || *end != ']' || errno != 0 || brackets->number_count == MAX_NUMBERS) {
		return NULL;
	}
	brackets->numbers[brackets->number_count++] = number;
	return end + 1;
}

static struct brackets read_brackets(const char *what)
{
	struct brackets brackets = {.told = true};

	for (const char *at = what; *at;) {
		const char *const key_end = ra_path_key_end(at);
		const char *const number_end = *at == '[' && !key_end ? read_number(at, &brackets) : NULL;

		brackets.keys = brackets.keys || key_end;
		brackets.key_is_last = key_end != NULL;
		brackets.told =
			brackets.told && (key_end || number_end || (*at != '[' && *at != '\'' && *at != '"'));
		at = key_end ? key_end : number_end ? number_end : at + 1;
	}
	return brackets;
}

/* Nothing found is no error here. */
static bool find_only(
	struct ra_snapshot *snapshot, const char *what, struct ra_found *out, struct ra_error *err)
{
	char *const settled = ra_path_keys_in(what, RA_KEY_USUAL);
	struct search search = {
		.snapshot = snapshot,
		.what = settled,
		.length = settled ? strlen(settled) : 0,
		.folded = strstr(what, "[*]") != NULL,
		.found = out,
		.err = err,
	};

	*out = (struct ra_found){.class_index = RA_NO_CLASS};
	if (!settled) {
		return no_memory(err);
	}
	search.brackets = read_brackets(settled);

	const bool good = find(&search);

	free(settled);
	sort_unique(out);
	return good;
}

static bool is_path(const char *what)
{
	return what[0] != '#' && what[0] != '@' && strncmp(what, "class:", 6) != 0 &&
		   strncmp(what, "finding:", 8) != 0;
}

/* Without its last link: "$map->byId['x']" as "$map->byId". NULL: there is only one, or no memory. */
static char *shorter(const char *path)
{
	const char *last = NULL;

	for (const char *at = path; *at;) {
		const char *const key_end = ra_path_key_end(at);

		if (at > path && (*at == '[' || strncmp(at, "->", 2) == 0)) {
			last = at;
		}
		at = key_end ? key_end : at + 1;
	}
	return last ? strndup(path, (size_t)(last - path)) : NULL;
}

/* The longest part of the path, from its beginning, that something is called, and what that is. NULL: there is none. Owned by the
 * caller, as what was found is. */
static char *longest_part(struct ra_snapshot *snapshot, const char *what, struct ra_found *found)
{
	struct ra_error ignored = {0};
	char *part = shorter(what);

	for (unsigned steps = 0; part && steps < MAX_SHORTER; steps++) {
		if (find_only(snapshot, part, found, &ignored) && found->count > 0) {
			return part;
		}
		ra_found_done(found);

		char *const next = shorter(part);

		free(part);
		part = next;
	}
	free(part);
	return NULL;
}

static bool fail_near_to(const char *what, char *near, struct ra_error *err)
{
	ra_fail(
		err, RA_ERR_UNSUPPORTED, RA_NOWHERE, "nothing in it is called %s; near it: %s", what, near);
	free(near);
	return false;
}

/* Of a path that nothing is called: what there is instead. True: nothing comes near it. */
static bool find_near_path(struct ra_snapshot *snapshot, const char *what, struct ra_error *err)
{
	struct ra_found above = {.class_index = RA_NO_CLASS};
	char *const settled = ra_path_keys_in(what, RA_KEY_USUAL);
	char *const part = settled ? longest_part(snapshot, settled, &above) : NULL;
	char *near = !settled ? NULL
				 : part   ? ra_near_places(snapshot, &above, settled + strlen(part))
						  : ra_near_places(snapshot, NULL, settled);

	if (!near && !part && !strchr(what, '$')) {
		near = ra_near_classes(snapshot, what);
	}
	const bool told = near || part;

	if (near) {
		fail_near_to(what, near, err);
	} else if (part) {
		ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE,
			"nothing in it is called %s, but there is %s: rdump show lists what is in it", what,
			part);
	}
	ra_found_done(&above);
	free(part);
	free(settled);
	return !told;
}

static bool find_near_class(struct ra_snapshot *snapshot, const char *what, struct ra_error *err)
{
	char *const near = ra_near_classes(snapshot, what + strlen("class:"));

	return !near || fail_near_to(what, near, err);
}

/* Fails, and says what may have been meant. */
static bool fail_unknown(
	struct ra_snapshot *snapshot, const char *what, bool finding, struct ra_error *err)
{
	if (finding) {
		return ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE,
			"%s is about no value or class of its own: rdump report tells what there is to it",
			what);
	}
	if (is_path(what) ? !find_near_path(snapshot, what, err)
					  : strncmp(what, "class:", 6) == 0 && !find_near_class(snapshot, what, err)) {
		return false;
	}
	return ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE,
		"nothing in it is called %s (a path as the report prints it, #ID, @ADDRESS, class:NAME, "
		"finding:SIGNATURE)",
		what);
}

bool ra_query_find(
	struct ra_snapshot *snapshot, const char *what, struct ra_found *out, struct ra_error *err)
{
	bool found = find_only(snapshot, what, out, err);

	if (found && out->count == 0) {
		found = fail_unknown(snapshot, what, out->finding, err);
	}
	if (!found) {
		ra_found_done(out);
	}
	return found;
}

bool ra_query_damaged(struct ra_error *err)
{
	return ra_fail(err, RA_ERR_FORMAT, RA_NOWHERE,
		"its index is damaged: remove it, or make it anew with rdump index");
}

uint64_t ra_query_retained(struct ra_snapshot *snapshot, const struct ra_found *found)
{
	const uint64_t kept = found->whole && snapshot->tables
							  ? snapshot->tables->classes[found->class_index].retained_bytes
							  : UINT64_MAX;

	return kept != UINT64_MAX ? kept
							  : ra_measures_set_bytes(snapshot->measures, snapshot->graph,
									found->nodes, found->count);
}

void ra_found_done(struct ra_found *found)
{
	free(found->nodes);
	*found = (struct ra_found){.class_index = RA_NO_CLASS};
}
