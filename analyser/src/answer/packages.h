/* Whose code the memory is of: composer packages, plugins, themes, modules, the application itself, PHP. Each byte goes
 * to the nearest object, frame, function or class that dominates it and whose code has a file; what none dominates is
 * PHP's, and what the walk did not reach is nobody's. The rows add up to memory_get_usage(). */
#ifndef RA_PACKAGES_H
#define RA_PACKAGES_H

#include "base/error.h"
#include "graph/measures.h"

struct ra_snapshot;

struct ra_package {
	char *name; /* "monolog/monolog", "plugin akismet", "application", "PHP", "(not reached)" */
	const char *
		kind; /* "package", "plugin", "theme", "module", "archive", "application", "php", "unknown" */
	uint64_t bytes;
	uint64_t objects; /* of its classes, wherever they are held */
};

struct ra_packages {
	struct ra_package *rows; /* most bytes first */
	uint32_t count;
};

/* usage_bytes: what the rows are to add up to. O(V). False: no memory. */
bool ra_packages_make(
	const struct ra_snapshot *snapshot, uint64_t usage_bytes, struct ra_packages *out);
void ra_packages_done(struct ra_packages *packages);

/* Which package a file belongs to: its name, owned by the caller (NULL: no memory), and its kind. */
char *ra_package_of_file(const char *file, const char **kind);

#endif
