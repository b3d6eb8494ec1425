/* The tools that an assistant may call: one for each command that answers a question about a dump. */
#ifndef RA_TOOLS_H
#define RA_TOOLS_H

#include <jansson.h>

#include "mcp/allowed.h"
#include "mcp/answer_pages.h"
#include "mcp/shelf.h"

struct ra_tools {
	struct ra_allowed allowed;
	struct ra_shelf shelf;
	struct ra_pages pages;
	bool with_values; /* what strings hold may be told */
};

void ra_tools_done(struct ra_tools *tools);

/* Name, description and schema of the arguments of each, as the protocol wants them. New reference. */
json_t *ra_tools_list(const struct ra_tools *tools);
bool ra_tools_have(const char *name);

/* The answer to a call, at most as long as wanted: text, owned by the caller. NULL with *err filled: what the client can
 * do better, or what failed. `arguments` is an object or NULL. */
char *ra_tools_call(
	struct ra_tools *tools, const char *name, const json_t *arguments, struct ra_error *err);

#endif
