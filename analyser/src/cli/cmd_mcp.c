/* rdump mcp: a server of the Model Context Protocol on standard input and output, for assistants. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cmd.h"
#include "cli/options.h"
#include "mcp/server.h"

enum {
	MAX_FILES = 1000
};

/* Whatever writes to standard output from here on is no message and goes to standard error. NULL: errno says why. */
static FILE *private_output(void)
{
	const int fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);

	return fd >= 0 && dup2(STDERR_FILENO, STDOUT_FILENO) >= 0 ? fdopen(fd, "w") : NULL;
}

/* Else the client would be the first to know, from a tool that fails. */
static bool is_there(const char *path, struct ra_error *err)
{
	struct stat status;

	if (stat(path, &status) != 0 || access(path, R_OK) != 0) {
		return ra_fail(err, RA_ERR_FILE, RA_NOWHERE, "cannot open: %s", strerror(errno));
	}
	return S_ISREG(status.st_mode) ||
		   ra_fail(err, RA_ERR_FILE, RA_NOWHERE, "cannot serve it: no regular file");
}

static int serve(struct ra_server *server, char *const *files, int file_count, const char *root)
{
	struct ra_error err = {0};
	FILE *const out = private_output();

	if (!out) {
		ra_fail(&err, RA_ERR_FILE, RA_NOWHERE, "%s", strerror(errno));
		return ra_error_show("standard output", &err);
	}
	if (!ra_allowed_init(&server->tools.allowed, files, file_count, root, &err)) {
		ra_error_show(root, &err);
	} else {
		signal(SIGPIPE, SIG_IGN); /* a client that is gone is an error of the write */
		if (!ra_server_run(server, stdin, out, &err)) {
			ra_error_show("mcp", &err);
		}
	}
	ra_tools_done(&server->tools);
	fclose(out);
	return err.kind == RA_ERR_NONE ? RA_EXIT_OK : RA_EXIT_FAILED;
}

int ra_cmd_mcp(int argc, char **argv)
{
	struct ra_snapshot_options snapshot = {.measures = true};
	struct ra_server server = {.version = NULL};
	const char *root = NULL;
	const struct ra_option table[] = {
		{"root", 0, RA_OPTION_TEXT, &root, "DIR", "dumps in DIR and below it may be asked about",
			NULL},
		{"with-values", 0, RA_OPTION_FLAG, &server.tools.with_values, NULL,
			"tell what strings and keys of arrays hold", NULL},
		RA_SNAPSHOT_OPTIONS(snapshot),
	};
	const struct ra_syntax syntax = {
		.command = "mcp",
		.operands = "[FILE...]",
		.summary =
			"Serves assistants: the questions of the other commands as tools of the Model Context Protocol, "
			"on standard input and output. Only about FILEs and what lies below --root; answers come in "
			"pages of 5 KB; the last two dumps stay open.",
		.least_operands = 0,
		.most_operands = MAX_FILES,
		.options = table,
		.option_count = sizeof(table) / sizeof(table[0]),
	};
	int status;
	char **const files = ra_options_parse(&syntax, argc, argv, &status);
	struct ra_error err = {0};
	int file_count = 0;

	if (!files) {
		return status;
	}
	while (files[file_count]) {
		if (strcmp(files[file_count], "-") == 0) {
			return ra_usage_error(&syntax, "standard input is the client's");
		}
		file_count++;
	}
	if (file_count == 0 && !root) {
		return ra_usage_error(&syntax, "FILE or --root is missing");
	}
	for (int i = 0; i < file_count; i++) {
		if (!is_there(files[i], &err)) {
			return ra_error_show(files[i], &err);
		}
	}
	snapshot.quiet = true;
	snapshot.hide_contents = !server.tools.with_values;
	server.tools.shelf.options = snapshot;
	return serve(&server, files, file_count, root);
}
