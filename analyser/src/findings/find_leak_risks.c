/* resource_leak_risk: a connection, statement or stream that a reference cycle holds. It is closed
 * only when the cycle collector runs, or, while the cycle is in use, not by letting go of it. */
#include "findings/passes.h"

#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "findings/path.h"
#include "findings/ranking.h"
#include "findings/subjects.h"
#include "graph/cycle_groups.h"

enum {
	MAX_NODES = 50, /* visited from one cycle */
	MAX_ANCESTORS = 64,
	MAX_FINDINGS = 20,
	MAX_NAMED = 5
};

static const char *const resource_classes[] = {"PDO", "PDOStatement", "mysqli", "mysqli_stmt",
	"mysqli_result", "CurlHandle", "CurlMultiHandle", "Redis", "RedisCluster", "PgSql\\Connection",
	"PgSql\\Result", "SQLite3", "SQLite3Stmt", "SQLite3Result", "Socket", "FTP\\Connection",
	"LDAP\\Connection", "Memcached"};

/* Whether the class is one of the names, or ends in a backslash and one, or extends such a
 * class. */
static const char *resource_class_of(const struct ra_graph *graph, uint32_t class_index)
{
	for (int i = 0; i < MAX_ANCESTORS && class_index < graph->class_count; i++) {
		size_t length;
		const char *name = ra_graph_name(graph, graph->classes[class_index].name, &length);

		for (size_t r = 0; r < sizeof(resource_classes) / sizeof(resource_classes[0]); r++) {
			const size_t wanted = strlen(resource_classes[r]);

			if (length >= wanted && strcasecmp(name + length - wanted, resource_classes[r]) == 0 &&
				(length == wanted || name[length - wanted - 1] == '\\')) {
				return resource_classes[r];
			}
		}
		class_index = graph->classes[class_index].parent;
	}
	return NULL;
}

static bool has_stream(const struct ra_graph *graph, ra_node resource)
{
	for (uint32_t e = graph->edge_begin[resource]; e < graph->edge_begin[resource + 1]; e++) {
		if (graph->kind[graph->edge_to[e]] == RA_NODE_STREAM) {
			return true;
		}
	}
	return false;
}

struct search {
	struct ra_snapshot *snapshot;
	struct ra_findings *findings;
	const struct ra_cycle_groups *groups;
	const char **by_class; /* the resource that objects of the class are, or NULL */
	struct seen {
		const char *resource;
		uint32_t group;
		bool live;
	} seen[MAX_FINDINGS];
	uint32_t seen_count;
};

/* NULL: nothing that has to be closed. */
static const char *resource_of(const struct search *search, ra_node node)
{
	const struct ra_graph *graph = search->snapshot->graph;

	if (graph->kind[node] == RA_NODE_OBJECT) {
		return ra_node_class(graph, node) < graph->class_count
				   ? search->by_class[ra_node_class(graph, node)]
				   : NULL;
	}
	if (graph->kind[node] == RA_NODE_RESOURCE) {
		return has_stream(graph, node) ? "stream" : "resource";
	}
	return NULL;
}

static bool is_new(struct search *search, const char *resource, uint32_t group, bool live)
{
	for (uint32_t i = 0; i < search->seen_count; i++) {
		if (search->seen[i].resource == resource && search->seen[i].group == group &&
			search->seen[i].live == live) {
			return false;
		}
	}
	if (search->seen_count == MAX_FINDINGS) {
		return false;
	}
	search->seen[search->seen_count++] =
		(struct seen){.resource = resource, .group = group, .live = live};
	return true;
}

static void add_finding(
	struct search *search, uint32_t component, ra_node node, const char *resource)
{
	const struct ra_graph *graph = search->snapshot->graph;
	const struct ra_cycle_group *group =
		&search->groups->groups[search->groups->group_of[component]];
	const bool live = search->snapshot->measures->components[component].reachable;
	struct ra_buffer named = {0};
	struct ra_buffer signature = {0};
	json_t *classes = json_array();

	for (uint32_t i = 0; i < group->member_count; i++) {
		char *name = group->members[i].class_index < graph->class_count
						 ? ra_class_name(graph, group->members[i].class_index)
						 : ra_text_printf("array");

		if (name) {
			if (i < MAX_NAMED) {
				ra_buffer_printf(&named, "%s%s", i > 0 ? ", " : "", name);
			}
			ra_buffer_printf(
				&signature, "%s%s:%u", i > 0 ? ", " : "", name, group->members[i].count);
			json_array_append_new(classes, ra_json_text(name));
		}
		free(name);
	}
	if (group->member_count > MAX_NAMED) {
		ra_buffer_printf(&named, ", +%u more", group->member_count - MAX_NAMED);
	}
	char *names = ra_buffer_take(&named);
	char *text = ra_buffer_take(&signature);
	char *path = ra_path_text(search->snapshot, node, 0);
	char *label = graph->kind[node] == RA_NODE_OBJECT ? ra_subject_label(search->snapshot, node)
													  : ra_text_printf("%s", resource);

	if (names && text && path && label) {
		struct ra_finding *finding =
			ra_findings_add(search->findings, "resource_leak_risk", live ? RA_MEDIUM : RA_HIGH,
				RA_CONFIDENCE_MEDIUM, "%s held by cycle (%s)", label, names);

		ra_fact_text(finding, "resource_class", label);
		ra_fact_set(finding, "scc_classes", json_incref(classes));
		ra_fact_text(finding, "scc_signature", text);
		ra_fact_bool(finding, "reachable", live);
		ra_fact_text(finding, "path", path);
		if (live) {
			ra_finding_hypothesis(finding,
				"When the program lets go of these objects, the %s "
				"stays open until the cycle collector runs",
				label);
		} else {
			ra_finding_hypothesis(finding,
				"Nothing uses these objects any more, but only the cycle "
				"collector will destroy them: until then open "
				"transactions, locks and connections live on");
		}
		ra_finding_next(finding, "Close it explicitly before the objects are let go");
		ra_finding_next(finding, "Break the cycle: a WeakReference for the back-reference");
		ra_finding_evidence(finding, node);
		ra_finding_path(finding, path);
	} else {
		search->findings->failed = true;
	}
	json_decref(classes);
	free(names);
	free(text);
	free(path);
	free(label);
}

static void check(struct search *search, uint32_t component, ra_node node)
{
	const char *resource = resource_of(search, node);

	if (resource && is_new(search, resource, search->groups->group_of[component],
						search->snapshot->measures->components[component].reachable)) {
		add_finding(search, component, node, resource);
	}
}

/* Breadth first over strong tree edges that leave the cycle, at most MAX_NODES nodes. */
static void search_component(struct search *search, uint32_t component)
{
	const struct ra_graph *graph = search->snapshot->graph;
	const struct ra_measures *measures = search->snapshot->measures;
	const struct ra_component *c = &measures->components[component];
	ra_node queue[MAX_NODES];
	uint32_t count = 0;

	for (uint32_t i = 0; i < c->node_count; i++) {
		const ra_node node = measures->component_nodes[c->first + i];

		check(search, component, node);
		for (uint32_t e = graph->edge_begin[node];
			e < graph->edge_begin[node + 1] && count < MAX_NODES; e++) {
			if ((graph->edge_flags[e] & RA_EDGE_TREE) && ra_edge_is_strong(graph, e) &&
				ra_node_component(measures, graph->edge_to[e]) != component) {
				queue[count++] = graph->edge_to[e];
			}
		}
	}
	for (uint32_t head = 0; head < count; head++) {
		const ra_node node = queue[head];

		check(search, component, node);
		for (uint32_t e = graph->edge_begin[node];
			e < graph->edge_begin[node + 1] && count < MAX_NODES; e++) {
			if ((graph->edge_flags[e] & RA_EDGE_TREE) && ra_edge_is_strong(graph, e)) {
				queue[count++] = graph->edge_to[e];
			}
		}
	}
}

void ra_find_leak_risks(struct ra_snapshot *snapshot, struct ra_findings *findings)
{
	struct ra_cycle_groups groups;

	if (!ra_cycle_groups_make(snapshot->graph, snapshot->measures, &groups)) {
		findings->failed = true;
		return;
	}
	struct search search = {.snapshot = snapshot, .findings = findings, .groups = &groups};

	search.by_class = calloc((size_t)snapshot->graph->class_count + 1, sizeof(*search.by_class));
	findings->failed = !search.by_class;
	for (uint32_t c = 0; search.by_class && c < snapshot->graph->class_count; c++) {
		search.by_class[c] = resource_class_of(snapshot->graph, c);
	}
	for (uint32_t c = 0; search.by_class && c < snapshot->measures->component_count; c++) {
		if (groups.groups[groups.group_of[c]].member_count > 0) {
			search_component(&search, c);
		}
	}
	free(search.by_class);
	ra_cycle_groups_done(&groups);
}
