/* The Model Context Protocol over two streams: a line is a JSON-RPC 2.0 message, either way. What comes in is hostile:
 * lines, ids and batches are bounded, and what is no message is answered as the specification says. */
#ifndef RA_SERVER_H
#define RA_SERVER_H

#include <stdio.h>

#include "mcp/tools.h"

struct ra_server {
	struct ra_tools tools;
	const char *version; /* of the protocol, as negotiated; NULL: not yet */
};

/* The answer to one line, with its line break; NULL: there is none. Owned by the caller. */
char *ra_server_answer(struct ra_server *server, const char *line, size_t length);

/* Answers line by line until `in` ends. False: `out` cannot be written, or `in` cannot be read. */
bool ra_server_run(struct ra_server *server, FILE *in, FILE *out, struct ra_error *err);

#endif
