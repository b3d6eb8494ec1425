/* rdump capture -p PID: a dump of a process that runs, written from outside. */
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "base/replace.h"
#include "cli/cmd.h"
#include "cli/options.h"
#include "php/capture.h"

struct request {
	uint64_t pid;
	uint64_t thread;
	const char *output;
	struct ra_capture_options capture;
	bool quiet;
};

/* `chosen`: by the user. The standard name in a folder of others follows no link. */
static bool capture_to_file(const struct request *request, const char *path, bool chosen,
	struct ra_capture *result, struct ra_error *err)
{
	struct ra_replacement file;

	if (!(chosen ? ra_replacement_open(&file, path, err)
				 : ra_replacement_open_here(&file, path, err))) {
		return false;
	}
	const bool good =
		ra_capture((pid_t)request->pid, fileno(file.stream), &request->capture, result, err);

	return ra_replacement_close(&file, good, err) && good;
}

static void tell(const struct request *request, const char *path, const struct ra_capture *result)
{
	char stopped[64] = "read on the run: values may be torn";

	if (request->quiet) {
		return;
	}
	if (!request->capture.no_stop) {
		snprintf(stopped, sizeof(stopped), "stopped for %.2f s", (double)result->stopped_ns / 1e9);
	}
	fprintf(stderr, "rdump: process %" PRIu64 ": %.1f MB of memory to %s, %s\n", request->pid,
		(double)result->data_bytes / (1 << 20), path, stopped);
}

int ra_cmd_capture(int argc, char **argv)
{
	struct request request = {0};
	bool pid_given = false, output_given = false;
	const struct ra_option options[] = {
		{"pid", 'p', RA_OPTION_NUMBER, &request.pid, "PID", "the process", &pid_given},
		{"output", 'o', RA_OPTION_TEXT, &request.output, "PATH",
			"the dump's file (default: PID.rdump); - is standard output", &output_given},
		{"full", 0, RA_OPTION_FLAG, &request.capture.full, NULL,
			"all memory that is readable, also code and mapped files", NULL},
		{"no-stop-process", 0, RA_OPTION_FLAG, &request.capture.no_stop, NULL,
			"do not stop the process: values may be torn", NULL},
		{"thread", 0, RA_OPTION_NUMBER, &request.thread, "N",
			"the Nth PHP thread (default: the first that runs PHP code)", NULL},
		{"quiet", 'q', RA_OPTION_FLAG, &request.quiet, NULL, "say nothing when all went well",
			NULL},
	};
	const struct ra_syntax syntax = {
		.command = "capture",
		.operands = "-p PID",
		.summary = "Writes a dump of a running PHP process, which needs no extension. The process "
				   "stands still while it is read, and goes on.",
		.options = options,
		.option_count = sizeof(options) / sizeof(options[0]),
	};
	struct ra_capture result = {0};
	struct ra_error err = {0};
	char standard[32], process[32];
	int status;

	if (!ra_options_parse(&syntax, argc, argv, &status)) {
		return status;
	}
	if (!pid_given || request.pid == 0 || request.pid > INT_MAX) {
		return ra_usage_error(&syntax, "which process? -p PID is missing");
	}
	request.capture.thread = request.thread < UINT32_MAX ? (uint32_t)request.thread : UINT32_MAX;
	snprintf(standard, sizeof(standard), "%" PRIu64 ".rdump", request.pid);
	request.output = output_given ? request.output : standard;
	if (!request.output && isatty(STDOUT_FILENO)) {
		return ra_usage_error(&syntax, "a dump is nothing for a terminal: -o FILE, or a pipe");
	}
	const bool good =
		request.output
			? capture_to_file(&request, request.output, output_given, &result, &err)
			: ra_capture((pid_t)request.pid, STDOUT_FILENO, &request.capture, &result, &err);

	if (!good) {
		snprintf(process, sizeof(process), "process %" PRIu64, request.pid);
		return ra_error_show(process, &err);
	}
	tell(&request, request.output ? request.output : "standard output", &result);
	return RA_EXIT_OK;
}
