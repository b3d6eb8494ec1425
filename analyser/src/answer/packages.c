/* See packages.h. */
#include "answer/packages.h"

#include <stdlib.h>
#include <string.h>

#include "answer/places.h"
#include "base/format.h"
#include "walk/snapshot.h"

enum {
	NONE = 0,            /* no package of its own: that of what dominates it */
	PHP = 1,             /* row 0 */
	APPLICATION = 2,     /* row 1 */
	MAX_PACKAGES = 65535 /* what is beyond goes to the application */
};

/* ---- names ---- */

/* Folders below which each folder, or each file, is a unit of its own. The first that fits counts: a plugin may bring its
 * own vendor folder, and its packages are then the nearer answer. */
static const struct {
	const char *folder;
	const char *kind;
	const char *prefix;
	unsigned parts; /* of the path that name the unit */
} units[] = {
	{"/vendor/", "package", "", 2},
	{"/wp-content/plugins/", "plugin", "plugin ", 1},
	{"/wp-content/mu-plugins/", "plugin", "plugin ", 1},
	{"/wp-content/themes/", "theme", "theme ", 1},
	{"/modules/contrib/", "module", "module ", 1},
	{"/modules/custom/", "module", "module ", 1},
	{"/core/modules/", "module", "module ", 1},
	{"/app/code/", "module", "module ", 2},
	{"/modules/", "module", "module ", 1},
	{"/bundles/", "module", "bundle ", 1},
	{"/plugins/", "plugin", "plugin ", 1},
};

/* The last place of the folder in the path: packages can hold packages. */
static const char *behind_last(const char *path, const char *folder)
{
	const char *found = NULL;

	for (const char *at = path; (at = strstr(at, folder)) != NULL; at++) {
		found = at + strlen(folder);
	}
	return found;
}

/* "monolog/monolog" of "monolog/monolog/src/Logger.php"; a file in a folder's place loses its ".php". */
static char *unit_name(const char *rest, unsigned parts, const char *prefix)
{
	size_t length = strcspn(rest, "/");

	/* a file in the place of a further folder is no part: vendor/composer/ClassLoader.php */
	while (--parts > 0 && rest[length] == '/' && strchr(rest + length + 1, '/')) {
		length += 1 + strcspn(rest + length + 1, "/");
	}
	if (length > 4 && strncmp(rest + length - 4, ".php", 4) == 0) {
		length -= 4;
	}
	return ra_text_printf("%s%.*s", prefix, (int)length, rest);
}

/* "FooBundle" of ".../FooBundle/Entity/Foo.php". NULL in *name: there is none. False: no memory. */
static bool bundle_name(const char *file, char **name)
{
	static const char suffix[] = "Bundle/";
	const char *const end = behind_last(file, suffix);
	const char *begin = end ? end - 1 : file;

	*name = NULL;
	while (begin > file && begin[-1] != '/') {
		begin--;
	}
	if (!end || end - begin <= (ptrdiff_t)sizeof(suffix) - 1) {
		return true;
	}
	*name = ra_text_printf("bundle %.*s", (int)(end - 1 - begin), begin);
	return *name != NULL;
}

static char *archive_name(const char *file)
{
	const char *const end = strstr(file, ".phar/");
	const char *begin = end;

	while (begin && begin > file && begin[-1] != '/') {
		begin--;
	}
	return end ? ra_text_printf("%.*s", (int)(end + 5 - begin), begin) : NULL;
}

char *ra_package_of_file(const char *file, const char **kind)
{
	char *name;

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		const char *const rest = behind_last(file, units[i].folder);

		if (rest && *rest) {
			*kind = units[i].kind;
			return unit_name(rest, units[i].parts, units[i].prefix);
		}
	}
	if (strstr(file, "/wp-includes/") || strstr(file, "/wp-admin/")) {
		*kind = "package";
		return ra_text_printf("WordPress");
	}
	if (!bundle_name(file, &name)) {
		return NULL;
	}
	if (name) {
		*kind = "module";
		return name;
	}
	if (strncmp(file, "phar://", 7) == 0 && strstr(file, ".phar/")) {
		*kind = "archive";
		return archive_name(file);
	}
	*kind = "application";
	return ra_text_printf("application");
}

/* ---- rows ---- */

struct work {
	const struct ra_snapshot *snapshot;
	const struct ra_graph *graph;
	struct ra_packages *packages;
	uint32_t room;
	uint16_t *of_node; /* 1 + row; NONE */
	uint16_t *of_class;
};

/* 1 + the row of that name. NONE: no memory. */
static uint16_t row_of(struct work *work, char *name, const char *kind)
{
	struct ra_packages *const packages = work->packages;

	for (uint32_t i = 0; name && i < packages->count; i++) {
		if (strcmp(packages->rows[i].name, name) == 0) {
			free(name);
			return (uint16_t)(i + 1);
		}
	}
	if (name && packages->count == MAX_PACKAGES - 1) {
		free(name);
		return APPLICATION;
	}
	if (name && packages->count == work->room) {
		const uint32_t room = work->room ? work->room * 2 : 32;
		struct ra_package *const larger = reallocarray(packages->rows, room, sizeof(*larger));

		if (!larger) {
			free(name);
			return NONE;
		}
		packages->rows = larger;
		work->room = room;
	}
	if (!name) {
		return NONE;
	}
	packages->rows[packages->count++] = (struct ra_package){.name = name, .kind = kind};
	return (uint16_t)packages->count;
}

/* Of a file's name, which is freed; NULL: no file. False: no memory. */
static bool settle(struct work *work, char *file, uint16_t *out)
{
	const char *kind = NULL;

	*out = NONE;
	if (!file || *file == '\0') {
		free(file);
		return true;
	}
	char *const eval = strstr(file, ") : eval()'d code"); /* of the file that called eval() */

	if (eval) {
		*eval = '\0';
	}
	char *const name = ra_package_of_file(file, &kind);

	*out = row_of(work, name, kind);
	free(file);
	return *out != NONE;
}

struct class_entry {
	uint64_t entry;
	uint32_t class_index;
};

static int by_entry(const void *left, const void *right)
{
	const uint64_t a = *(const uint64_t *)left;
	const uint64_t b = *(const uint64_t *)right;

	return (a > b) - (a < b);
}

/* The classes by the address of their entries. NULL: no memory. */
static struct class_entry *sort_entries(const struct ra_graph *graph)
{
	struct class_entry *const entries = calloc((size_t)graph->class_count + 1, sizeof(*entries));

	for (uint32_t i = 0; entries && i < graph->class_count; i++) {
		entries[i] = (struct class_entry){graph->classes[i].entry, i};
	}
	if (entries) {
		qsort(entries, graph->class_count, sizeof(*entries), by_entry);
	}
	return entries;
}

/* Classes and functions by their files; objects by their classes. */
static bool place_code(struct work *work)
{
	const struct ra_graph *const graph = work->graph;
	struct class_entry *const entries = sort_entries(graph);
	bool placed = entries != NULL;

	for (ra_node node = 0; placed && node < graph->node_count; node++) {
		if (graph->kind[node] != RA_NODE_CLASS && graph->kind[node] != RA_NODE_FUNCTION) {
			continue;
		}
		placed = settle(work, ra_file_of_code(work->snapshot, node), &work->of_node[node]);
		if (graph->kind[node] == RA_NODE_CLASS && work->of_node[node] != NONE) {
			const ra_addr entry = ra_node_address(graph, node);
			const struct class_entry *const found =
				bsearch(&entry, entries, graph->class_count, sizeof(*entries), by_entry);

			if (found) {
				work->of_class[found->class_index] = work->of_node[node];
			}
		}
	}
	free(entries);
	return placed;
}

static bool place_frames(struct work *work)
{
	const struct ra_graph *const graph = work->graph;
	ra_name last = 0;
	uint16_t row = NONE;

	for (uint32_t i = 0; i < graph->frame_count; i++) {
		const ra_name file = graph->frames[i].file;

		if (file != last) { /* a deep recursion has one file */
			size_t length;
			const char *const bytes = ra_graph_name(graph, file, &length);
			char *const clean = ra_text_clean(bytes, length);

			if (!clean || !settle(work, clean, &row)) {
				return false;
			}
			last = file;
		}
		work->of_node[graph->frames[i].node] = file != 0 ? row : NONE;
	}
	return true;
}

/* Closures are objects of a class without a file, generators too: their code has one. */
static uint16_t of_code_inside(const struct work *work, ra_node object)
{
	const struct ra_graph *const graph = work->graph;

	for (uint32_t e = graph->edge_begin[object]; e < graph->edge_begin[object + 1]; e++) {
		const ra_node to = graph->edge_to[e];

		if ((graph->kind[to] == RA_NODE_FUNCTION && graph->edge_kind[e] == RA_LINK_FIELD) ||
			graph->kind[to] == RA_NODE_FRAME) {
			return work->of_node[to];
		}
	}
	return NONE;
}

static void place_objects(struct work *work)
{
	const struct ra_graph *const graph = work->graph;

	for (ra_node node = 0; node < graph->node_count; node++) {
		const uint32_t class_index = ra_node_class(graph, node);

		if (graph->kind[node] != RA_NODE_OBJECT || class_index == RA_NO_CLASS) {
			continue;
		}
		uint16_t row = work->of_class[class_index];

		if (row == NONE && graph->flags[node] & RA_NODE_INTERNAL) {
			row = of_code_inside(work, node);
		}
		work->of_node[node] = row;
		if (row != NONE) {
			work->packages->rows[row - 1].objects++;
		}
	}
}

/* Global variables are the application's, though no frame alone holds them. */
static void place_globals(struct work *work)
{
	const struct ra_graph *const graph = work->graph;

	for (uint32_t r = graph->edge_begin[RA_SUPER_ROOT]; r < graph->edge_begin[RA_SUPER_ROOT + 1];
		r++) {
		const ra_node root = graph->edge_to[r];

		for (uint32_t e = graph->edge_begin[root]; e < graph->edge_begin[root + 1]; e++) {
			if (graph->edge_kind[e] == RA_LINK_GLOBAL && work->of_node[graph->edge_to[e]] == NONE) {
				work->of_node[graph->edge_to[e]] = APPLICATION;
			}
		}
	}
}

/* Down the dominator tree. */
static void add_up(struct work *work)
{
	const struct ra_graph *const graph = work->graph;
	const ra_node *const dominator = work->snapshot->measures->immediate_dominator;

	work->of_node[RA_SUPER_ROOT] = PHP;
	for (ra_node node = 0; node < graph->node_count; node++) {
		ra_node above = node;

		while (work->of_node[above] == NONE) {
			above = dominator[above];
		}
		const uint16_t row = work->of_node[above];

		/* each node is passed once, whatever the order of their ids */
		for (ra_node at = node; at != above; at = dominator[at]) {
			work->of_node[at] = row;
		}
		work->packages->rows[row - 1].bytes += ra_node_own_bytes(graph, node);
	}
}

static int most_bytes_first(const void *left, const void *right)
{
	const struct ra_package *const a = left;
	const struct ra_package *const b = right;

	if (a->bytes != b->bytes) {
		return a->bytes > b->bytes ? -1 : 1;
	}
	return strcmp(a->name, b->name);
}

static bool make(struct work *work, uint64_t usage_bytes)
{
	struct ra_packages *const packages = work->packages;
	const uint64_t total = work->snapshot->measures->total_bytes;

	if (!work->of_node || !work->of_class || row_of(work, strdup("PHP"), "php") != PHP ||
		row_of(work, strdup("application"), "application") != APPLICATION || !place_code(work) ||
		!place_frames(work)) {
		return false;
	}
	place_objects(work);
	place_globals(work);
	add_up(work);
	if (usage_bytes > total) {
		const uint16_t rest = row_of(work, strdup("(not reached)"), "unknown");

		if (rest == NONE) {
			return false;
		}
		packages->rows[rest - 1].bytes += usage_bytes - total;
	}
	qsort(packages->rows, packages->count, sizeof(*packages->rows), most_bytes_first);
	while (packages->count > 0 && packages->rows[packages->count - 1].bytes == 0) {
		free(packages->rows[--packages->count].name);
	}
	return true;
}

bool ra_packages_make(
	const struct ra_snapshot *snapshot, uint64_t usage_bytes, struct ra_packages *out)
{
	struct work work = {
		.snapshot = snapshot,
		.graph = snapshot->graph,
		.packages = out,
		.of_node = calloc((size_t)snapshot->graph->node_count + 1, sizeof(*work.of_node)),
		.of_class = calloc((size_t)snapshot->graph->class_count + 1, sizeof(*work.of_class)),
	};

	*out = (struct ra_packages){NULL, 0};
	/* without the measures (--no-full-analysis) nobody knows what goes with what */
	const bool made =
		!snapshot->measures || (work.of_node && work.of_class && make(&work, usage_bytes));

	free(work.of_node);
	free(work.of_class);
	if (!made) {
		ra_packages_done(out);
	}
	return made;
}

void ra_packages_done(struct ra_packages *packages)
{
	for (uint32_t i = 0; i < packages->count; i++) {
		free(packages->rows[i].name);
	}
	free(packages->rows);
	*packages = (struct ra_packages){NULL, 0};
}
