/* rdump top: the PHP processes of this machine, the largest first. */
#include <dirent.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/format.h"
#include "base/output.h"
#include "cli/cmd.h"
#include "cli/report_options.h"
#include "php/glance.h"

#define MAX_PROCESSES 65536u

struct row {
	pid_t pid;
	bool read;
	struct ra_glance glance;
	struct ra_glance *threads; /* of PHP, glance.threads in number; NULL: only one */
	char reason[160];          /* why it was not read */
};

struct rows {
	struct row *rows;
	size_t count;
	size_t room;
};

/* What runs PHP, by the program's name. */
static const char *const programs[] = {"php", "apache2", "httpd", "frankenphp", "unitd", "lsphp"};

static bool runs_php(pid_t pid)
{
	char path[64], name[64] = "";
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/comm", (int)pid);
	file = fopen(path, "re");
	if (!file) {
		return false;
	}
	if (!fgets(name, sizeof(name), file)) {
		name[0] = '\0';
	}
	fclose(file);
	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++) {
		if (strncmp(name, programs[i], strlen(programs[i])) == 0) {
			return true;
		}
	}
	return false;
}

/* Also of a process that may not be read. -1: unknown. */
static int64_t resident_bytes(pid_t pid)
{
	char path[64];
	long long pages = -1;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/statm", (int)pid);
	file = fopen(path, "re");
	if (file) {
		if (fscanf(file, "%*s %lld", &pages) != 1) {
			pages = -1;
		}
		fclose(file);
	}
	return pages < 0 ? -1 : (int64_t)pages * sysconf(_SC_PAGESIZE);
}

static struct row *add_row(struct rows *rows)
{
	if (rows->count == rows->room) {
		const size_t room = rows->room ? rows->room * 2 : 32;
		struct row *const larger =
			room <= MAX_PROCESSES ? reallocarray(rows->rows, room, sizeof(*larger)) : NULL;

		if (!larger) {
			return NULL;
		}
		rows->rows = larger;
		rows->room = room;
	}
	rows->rows[rows->count] = (struct row){0};
	return &rows->rows[rows->count++];
}

static bool collect(struct rows *rows, bool all, struct ra_error *err)
{
	DIR *const folder = opendir("/proc");

	if (!folder) {
		return ra_fail(err, RA_ERR_FILE, RA_NOWHERE, "cannot list the processes: no /proc");
	}
	for (const struct dirent *item; (item = readdir(folder));) {
		const pid_t pid = (pid_t)strtol(item->d_name, NULL, 10);
		struct ra_error why = {0};
		struct row *row;

		if (pid <= 0 || pid == getpid() || (!all && !runs_php(pid))) {
			continue;
		}
		row = add_row(rows);
		if (!row) {
			closedir(folder);
			return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the list");
		}
		row->pid = pid;
		row->read = ra_glance(pid, &row->glance, &row->threads, &why);
		if (!row->read) {
			row->glance.rss_bytes = resident_bytes(pid);
		}
		snprintf(
			row->reason, sizeof(row->reason), "%.*s", (int)strcspn(why.message, ":;"), why.message);
		if (all && !row->read) {
			rows->count--; /* it has no threads then */
		}
	}
	closedir(folder);
	return true;
}

static int larger_first(const void *left, const void *right)
{
	const struct row *const a = left, *const b = right;

	if (a->glance.rss_bytes != b->glance.rss_bytes) {
		return a->glance.rss_bytes > b->glance.rss_bytes ? -1 : 1;
	}
	return a->pid < b->pid ? -1 : a->pid > b->pid;
}

/* Heap, limit, version and what it runs. */
static void write_glance(struct ra_output *output, const struct ra_glance *glance)
{
	ra_output_right(output, RA_SIZE(glance->usage_bytes), 10);
	fputs("  ", output->stream);
	ra_output_right(output, glance->limit_bytes ? RA_SIZE(glance->limit_bytes) : "none", 10);
	fprintf(output->stream, "  %-4s  %s%s%s%s\n", glance->php,
		glance->script[0] ? glance->script : "(nothing)", glance->function[0] ? " in " : "",
		glance->function, glance->function[0] ? "()" : "");
}

/* The number that --thread takes, and the same figures: each thread has a heap of its own. */
static void write_threads(struct ra_output *output, const struct row *row)
{
	for (uint32_t i = 0; row->threads && i < row->glance.threads; i++) {
		char number[16];

		snprintf(number, sizeof(number), "%" PRIu32, i + 1);
		fprintf(output->stream, "%7s  thread %3s  ", "", number);
		write_glance(output, &row->threads[i]);
	}
}

static void write_text(struct ra_output *output, const struct rows *rows)
{
	if (rows->count == 0) {
		fputs("no PHP process (--all looks into every process)\n", output->stream);
		return;
	}
	fprintf(output->stream, "%7s  %10s  %10s  %10s  %-4s  %s\n", "PID", "RSS", "HEAP", "LIMIT",
		"PHP", "RUNS");
	for (size_t i = 0; i < rows->count; i++) {
		const struct row *const row = &rows->rows[i];
		const struct ra_glance *const glance = &row->glance;

		fprintf(output->stream, "%7d  ", (int)row->pid);
		ra_output_right(
			output, glance->rss_bytes < 0 ? "?" : RA_SIZE((uint64_t)glance->rss_bytes), 10);
		fputs("  ", output->stream);
		if (!row->read) {
			fprintf(output->stream, "(%s)\n", row->reason);
			continue;
		}
		write_glance(output, glance);
		write_threads(output, row);
	}
}

static json_t *text_or_null(const char *text)
{
	json_t *const value = text[0] ? json_string(text) : NULL;

	return value ? value : json_null(); /* no UTF-8 */
}

static void add_glance(json_t *item, const struct ra_glance *glance)
{
	json_object_set_new(item, "usage_bytes", json_integer((json_int_t)glance->usage_bytes));
	json_object_set_new(
		item, "real_usage_bytes", json_integer((json_int_t)glance->real_usage_bytes));
	json_object_set_new(item, "limit_bytes",
		glance->limit_bytes ? json_integer((json_int_t)glance->limit_bytes) : json_null());
	json_object_set_new(item, "script", text_or_null(glance->script));
	json_object_set_new(item, "function", text_or_null(glance->function));
}

static json_t *threads_of(const struct row *row)
{
	json_t *const list = json_array();

	for (uint32_t i = 0; row->threads && i < row->glance.threads; i++) {
		json_t *const thread = json_object();

		json_object_set_new(thread, "thread", json_integer((json_int_t)i + 1));
		add_glance(thread, &row->threads[i]);
		json_array_append_new(list, thread);
	}
	return list;
}

static void write_json(struct ra_output *output, const struct rows *rows)
{
	json_t *const list = json_array();

	for (size_t i = 0; i < rows->count; i++) {
		const struct row *const row = &rows->rows[i];
		const struct ra_glance *const glance = &row->glance;
		json_t *const item = json_object();

		json_object_set_new(item, "pid", json_integer(row->pid));
		json_object_set_new(item, "rss_bytes",
			glance->rss_bytes < 0 ? json_null() : json_integer(glance->rss_bytes));
		json_object_set_new(item, "readable", json_boolean(row->read));
		if (row->read) {
			json_object_set_new(item, "php", json_string(glance->php));
			json_object_set_new(item, "php_threads", json_integer(glance->threads));
			add_glance(item, glance);
			json_object_set_new(item, "threads", threads_of(row));
		} else {
			json_object_set_new(item, "reason", text_or_null(row->reason));
		}
		json_array_append_new(list, item);
	}
	ra_output_json(output, list, true);
	json_decref(list);
}

int ra_cmd_top(int argc, char **argv)
{
	const char *format = "text", *path = NULL;
	bool all = false;
	const struct ra_option options[] = {
		RA_FORMAT_OPTION(format, RA_OF_ANSWERS),
		{"output", 'o', RA_OPTION_TEXT, &path, "PATH", "write to PATH instead of standard output",
			NULL},
		{"all", 'a', RA_OPTION_FLAG, &all, NULL,
			"look for PHP in every process, whatever its program is called", NULL},
	};
	const struct ra_syntax syntax = {
		.command = "top",
		.operands = "",
		.summary =
			"Lists the PHP processes of this machine, the largest first: resident memory, heap "
			"in use, memory_limit, and what they run. None of them is stopped.",
		.options = options,
		.option_count = sizeof(options) / sizeof(options[0]),
	};
	struct rows rows = {0};
	struct ra_output output;
	struct ra_error err = {0};
	enum ra_form form = RA_FORM_TEXT;
	int status;
	bool good;

	if (!ra_options_parse(&syntax, argc, argv, &status)) {
		return status;
	}
	if (!ra_form_of(&syntax, format, RA_OF_ANSWERS, &form)) {
		return RA_EXIT_USAGE;
	}
	good = collect(&rows, all, &err) && ra_output_open(&output, path, &err);
	if (good) {
		if (rows.count > 1) {
			qsort(rows.rows, rows.count, sizeof(*rows.rows), larger_first);
		}
		if (form == RA_FORM_JSON) {
			write_json(&output, &rows);
		} else {
			write_text(&output, &rows);
		}
		good = ra_output_close(&output, &err);
	}
	for (size_t i = 0; i < rows.count; i++) {
		free(rows.rows[i].threads);
	}
	free(rows.rows);
	return good ? RA_EXIT_OK : ra_error_show(path ? path : "standard output", &err);
}
