/* Arguments -> one command -> exit status. */
#include <signal.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/exhaustion.h"
#include "base/hash.h"
#include "base/replace.h"
#include "base/tty_guard.h"
#include "cli/cmd.h"
#include "cli/compatible.h"
#include "cli/options.h"
#include "contract/rdump_version.h"
#include "memory/mapped_file.h"

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *summary;
} commands[] = {
	{"report", ra_cmd_report, "tell what uses the memory, why, and what to look at next"},
	{"compare", ra_cmd_compare, "tell what changed between two dumps or reports"},
	{"trend", ra_cmd_trend, "tell what grows with each of several dumps or reports"},
	{"show", ra_cmd_show, "show one value: what it is, refers to, and who refers to it"},
	{"holders", ra_cmd_holders, "tell why a value, or all objects of a class, is still there"},
	{"stack", ra_cmd_stack, "show the running calls with their variables"},
	{"tree", ra_cmd_tree, "show what would go with what, from the top or from a value"},
	{"instances", ra_cmd_instances, "list the objects of a class, choose and count them"},
	{"strings", ra_cmd_strings, "list strings by memory or by copies, or those that match"},
	{"explore", ra_cmd_explore, "look around in a dump, full screen in a terminal"},
	{"index", ra_cmd_index, "keep the graph beside a dump, for quick questions"},
	{"mcp", ra_cmd_mcp, "serve these questions to assistants (Model Context Protocol)"},
	{"export", ra_cmd_export, "write the graph in a form that other tools open"},
	{"top", ra_cmd_top, "list the running PHP processes and their heaps"},
	{"capture", ra_cmd_capture, "write a dump of a running process"},
	{"list", ra_cmd_list, "list the dumps of a folder"},
	{"prune", ra_cmd_prune, "remove old dumps of a folder"},
	{"redact", ra_cmd_redact, "copy a dump without the contents of its strings"},
	{"inspect", ra_cmd_inspect, "show header, memory map and regions, and check the file"},
};

static void print_help(FILE *stream)
{
	fputs("Usage: rdump COMMAND [OPTIONS] FILE...\n\n"
		  "Reads memory dumps of PHP processes (RDUMP files) and tells what uses the\n"
		  "memory, why, and what to look at next.\n\n"
		  "Commands:\n",
		stream);
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		fprintf(stream, "  %-10s%s\n", commands[i].name, commands[i].summary);
	}
	fputs("\n'rdump FILE' is 'rdump report FILE', and '-' is standard input. FILE is a\n"
		  "dump, a core file of PHP or a saved graph (.rmem, SQLite), as it is or\n"
		  "compressed by gzip or zstd. 'rdump COMMAND --help' shows the options of a\n"
		  "command, 'rdump --version' the version.\n",
		stream);
}

static int usage_error(const char *what, const char *argument)
{
	fprintf(stderr, "rdump: %s '%s'\nUsage: rdump COMMAND [OPTIONS] FILE...\nTry 'rdump --help'.\n",
		what, argument);
	return RA_EXIT_USAGE;
}

/* JSON values are made in too many places for each to give up in order: without memory for one the program ends. */
static void *allocate_or_end(size_t size)
{
	static const char text[] = "rdump: not enough memory\n";
	void *const block = malloc(size > 0 ? size : 1);

	if (!block) {
		ra_replacement_abandon();
		ra_tty_guard_give_back();
		if (write(STDERR_FILENO, text, sizeof(text) - 1) < 0) {
			/* the exit status says it, too */
		}
		_exit(RA_EXIT_FAILED);
	}
	return block;
}

/* What was printed must have gone out: --help onto a full disk, say. */
static int printed(int status)
{
	if (fflush(stdout) != 0 || ferror(stdout)) {
		if (status != RA_EXIT_FAILED) { /* it has been said */
			perror("rdump: standard output");
		}
		return RA_EXIT_FAILED;
	}
	if (ra_is_exhausted() && status != RA_EXIT_USAGE && status != RA_EXIT_FAILED) {
		fputs("rdump: not enough memory: what was written is not complete\n", stderr);
		return RA_EXIT_FAILED;
	}
	if (ra_is_input_lost() && status != RA_EXIT_USAGE && status != RA_EXIT_FAILED) {
		fputs(
			"rdump: the input changed or could not be read while it was analysed: what was written is not complete\n",
			stderr);
		return RA_EXIT_FAILED;
	}
	return status;
}

int main(int argc, char **argv)
{
	signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error of the write */
	json_set_alloc_funcs(allocate_or_end, free);
	ra_hash_draw_key();
	ra_mapped_file_prepare();
	if (argc < 2) {
		print_help(stderr);
		return RA_EXIT_USAGE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
		print_help(stdout);
		return printed(RA_EXIT_OK);
	}
	if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0) {
		puts("rdump " RDUMP_VERSION);
		return printed(RA_EXIT_OK);
	}
	if (argv[1][0] == '-' && argv[1][1] != '\0') {
		return usage_error("unknown option", argv[1]);
	}
	int words = argc - 1, status;

	if (ra_compatible(&words, argv + 1, &status) && status >= 0) {
		return status;
	}
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		if (strcmp(argv[1], commands[i].name) == 0) {
			return printed(commands[i].run(words, argv + 1));
		}
	}
	/* A file in a command's place: what is in it? */
	if (strchr(argv[1], '/') || strcmp(argv[1], "-") == 0 || access(argv[1], R_OK) == 0) {
		argv[0] = (char *)commands[0].name;
		return printed(commands[0].run(argc, argv));
	}
	return usage_error("unknown command", argv[1]);
}
