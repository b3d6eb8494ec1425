/* See dump_list.h. */
#include "report/dump_list.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/format.h"
#include "memory/space.h"
#include "php/note.h"
#include "report/crash_report.h"

#define SUFFIX        ".rdump"
#define REPORT_SUFFIX ".json"
#define LOCK_NAME     ".rdump-lock"
#define PAUSE_NAME    ".rdump-pause"

enum {
	MAX_DUMPS = 100000,
	SCRIPT_COLUMNS = 28
};

static bool no_memory(struct ra_error *err)
{
	return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the list");
}

static char *clean_of(const char *text)
{
	return text ? ra_text_clean(text, strlen(text)) : NULL;
}

/* What the dump says of itself. A file that is none says nothing. */
static void look_inside(const char *path, struct ra_dump_entry *entry)
{
	const struct ra_dump_options salvage = {.salvage = true};
	const struct ra_space_options no_files = {.no_files = true};
	struct ra_error ignored = {0};
	struct ra_dump *dump = NULL;
	struct ra_space *space = NULL;
	struct ra_note *note = NULL;

	if (!ra_dump_open(path, &salvage, &dump, &ignored)) {
		return;
	}
	entry->readable = true;
	entry->whole = dump->missing_bytes == 0 && dump->missing_regions == 0;
	entry->pid = dump->pid;
	if (ra_space_open(dump, &no_files, &space, &ignored) &&
		ra_note_find(space, dump, &note, &ignored) && note) {
		entry->at_limit = note->reason == RA_NOTE_MEMORY_LIMIT;
		entry->captured_ns = note->captured_ns;
		entry->sapi = clean_of(note->sapi);
		entry->script = clean_of(note->script);
	}
	ra_note_free(note);
	ra_space_close(space);
	ra_dump_close(dump);
}

static bool ends_in(const char *name, const char *suffix)
{
	const size_t length = strlen(name);
	const size_t suffix_length = strlen(suffix);

	return length > suffix_length && strcmp(name + length - suffix_length, suffix) == 0;
}

/* False: no memory. Files that are no regular ones, or gone, are no entries. */
static bool add_entry(
	const char *folder, int folder_fd, const char *name, struct ra_dump_list *list)
{
	struct stat status;
	char *const path = ra_text_printf("%s/%s", folder, name);
	char *const marker = ra_text_printf("%s.done", name);
	struct ra_dump_entry *larger;

	if (!path || !marker) {
		free(path);
		free(marker);
		return false;
	}
	if (fstatat(folder_fd, name, &status, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(status.st_mode)) {
		free(path);
		free(marker);
		return true;
	}
	larger = reallocarray(list->items, (size_t)list->count + 1, sizeof(*larger));
	if (larger) {
		struct ra_dump_entry *const entry = &larger[list->count];

		list->items = larger;
		*entry = (struct ra_dump_entry){
			.name = strdup(name),
			.size_bytes = (uint64_t)status.st_size,
			.disk_bytes = (uint64_t)status.st_blocks * 512,
			.modified = status.st_mtime,
			.marked = faccessat(folder_fd, marker, F_OK, 0) == 0,
		};
		list->count++;
		list->size_bytes += entry->size_bytes;
		list->disk_bytes += entry->disk_bytes;
		look_inside(path, entry);
		list->dump_count += entry->readable;
	}
	free(path);
	free(marker);
	return larger && larger[list->count - 1].name;
}

/* A report is told of with its dump, where that is in the folder, else in a line of its own. */
static bool place_report(
	struct ra_dump_list *list, const char *name, struct ra_crash_report *report)
{
	struct ra_dump_entry *larger;

	for (uint32_t i = 0; report->dump_name && !report->no_dump && i < list->file_count; i++) {
		struct ra_dump_entry *const entry = &list->items[i];

		if (strcmp(entry->name, report->dump_name) == 0 && !entry->report &&
			(!entry->readable || entry->pid == report->pid)) {
			entry->report = strdup(name);
			return entry->report != NULL;
		}
	}
	larger = reallocarray(list->items, (size_t)list->count + 1, sizeof(*larger));
	if (!larger) {
		return false;
	}
	list->items = larger;
	larger[list->count] = (struct ra_dump_entry){
		.name = strdup(name),
		.is_report = true,
		.at_limit = true,
		.pid = report->pid,
		.captured_ns = report->time_ns,
		.modified = report->modified,
		.sapi = report->sapi,
		.script = report->script,
		.no_dump = report->no_dump,
	};
	report->sapi = report->script = report->no_dump = NULL;
	return larger[list->count++].name != NULL;
}

/* After the dumps. False: no memory. */
static bool add_reports(DIR *stream, struct ra_dump_list *list)
{
	const struct dirent *entry;
	bool added = true;

	rewinddir(stream);
	while (added && (entry = readdir(stream)) != NULL && list->count < MAX_DUMPS) {
		struct ra_crash_report report;

		if (ends_in(entry->d_name, REPORT_SUFFIX) &&
			ra_crash_report_read(dirfd(stream), entry->d_name, &report)) {
			added = place_report(list, entry->d_name, &report);
			ra_crash_report_done(&report);
		}
	}
	return added;
}

static int by_age(const void *left, const void *right)
{
	const struct ra_dump_entry *const a = left;
	const struct ra_dump_entry *const b = right;

	if (a->modified != b->modified) {
		return a->modified < b->modified ? -1 : 1;
	}
	return strcmp(a->name, b->name);
}

bool ra_dump_list_read(const char *folder, struct ra_dump_list *out, struct ra_error *err)
{
	DIR *const stream = opendir(folder);
	const struct dirent *entry;
	bool read = true;

	*out = (struct ra_dump_list){0};
	if (!stream) {
		return ra_fail(err, RA_ERR_FILE, RA_NOWHERE, "cannot read the folder: %s", strerror(errno));
	}
	while (read && (entry = readdir(stream)) != NULL && out->count < MAX_DUMPS) {
		if (ends_in(entry->d_name, SUFFIX) &&
			!add_entry(folder, dirfd(stream), entry->d_name, out)) {
			read = no_memory(err);
		}
	}
	struct stat status;

	out->file_count = out->count;
	out->paused = fstatat(dirfd(stream), PAUSE_NAME, &status, AT_SYMLINK_NOFOLLOW) == 0;
	if (read && !add_reports(stream, out)) {
		read = no_memory(err);
	}
	closedir(stream);
	if (out->count > 0) {
		qsort(out->items, out->count, sizeof(*out->items), by_age);
	}
	return read;
}

void ra_dump_list_done(struct ra_dump_list *list)
{
	for (uint32_t i = 0; i < list->count; i++) {
		free(list->items[i].name);
		free(list->items[i].sapi);
		free(list->items[i].script);
		free(list->items[i].report);
		free(list->items[i].no_dump);
	}
	free(list->items);
	*list = (struct ra_dump_list){0};
}

/* ---- printing ---- */

static void time_text(const struct ra_dump_entry *entry, char out[24])
{
	const time_t seconds =
		entry->captured_ns ? (time_t)(entry->captured_ns / 1000000000u) : entry->modified;
	struct tm fields;

	if (!gmtime_r(&seconds, &fields) || strftime(out, 24, "%Y-%m-%d %H:%M:%S", &fields) == 0) {
		snprintf(out, 24, "?");
	}
}

static const char *state_of(const struct ra_dump_entry *entry)
{
	return entry->is_report   ? "report"
		   : !entry->readable ? "no dump"
		   : !entry->whole    ? "cut off"
		   : entry->marked    ? "done"
							  : "whole";
}

static const char *reason_of(const struct ra_dump_entry *entry, const char *limit)
{
	return entry->at_limit ? limit : entry->readable ? "call" : "";
}

/* The rest of the line: the dump's report, or why the report has no dump. */
static void print_report(struct ra_output *output, const struct ra_dump_entry *entry)
{
	char *const report = entry->report ? ra_text_clean(entry->report, strlen(entry->report)) : NULL;

	if (report) {
		fprintf(output->stream, "  report %s\n", report);
	} else if (entry->no_dump) {
		fprintf(output->stream, "  no dump: %s\n", entry->no_dump);
	} else {
		fputc('\n', output->stream);
	}
	free(report);
}

void ra_out_dump_list_text(struct ra_output *output, const struct ra_dump_list *list)
{
	for (uint32_t i = 0; i < list->count; i++) {
		const struct ra_dump_entry *const entry = &list->items[i];
		char *const name = ra_text_clean(entry->name, strlen(entry->name));
		char *const script =
			entry->script ? ra_text_cut(entry->script, SCRIPT_COLUMNS, RA_CUT_BEGIN) : NULL;
		char time[24];

		time_text(entry, time);
		fprintf(output->stream, "%s  %10s  %-7s  %-5s  %7" PRId64 "  %-8s  ", time,
			entry->is_report ? "" : RA_SIZE(entry->disk_bytes), state_of(entry),
			reason_of(entry, "limit"), entry->pid, entry->sapi ? entry->sapi : "");
		ra_output_left(output, script ? script : "", SCRIPT_COLUMNS);
		fprintf(output->stream, "  %s", name ? name : "");
		print_report(output, entry);
		free(name);
		free(script);
	}
	const uint32_t others = list->file_count - list->dump_count;

	fprintf(output->stream, "%s %s", RA_COUNT(list->dump_count),
		list->dump_count == 1 ? "dump" : "dumps");
	if (others > 0) {
		fprintf(output->stream, " and %s", RA_COUNT(others));
		fputs(others == 1 ? " file that is none" : " files that are none", output->stream);
	}
	fprintf(output->stream, ", %s on disk (%s as ls -l shows them)\n", RA_SIZE(list->disk_bytes),
		RA_SIZE(list->size_bytes));
	if (list->paused) {
		fputs("A file " PAUSE_NAME " holds automatic dumps back here.\n", output->stream);
	}
}

json_t *ra_dump_list_json(const struct ra_dump_list *list)
{
	json_t *const dumps = json_array();

	for (uint32_t i = 0; i < list->count; i++) {
		const struct ra_dump_entry *const entry = &list->items[i];
		char *const name = ra_text_valid(entry->name, strlen(entry->name));
		char *const report =
			entry->report ? ra_text_valid(entry->report, strlen(entry->report)) : NULL;
		const char *const reason = reason_of(entry, "memory_limit");
		char time[24];

		time_text(entry, time);
		json_array_append_new(
			dumps, json_pack("{s:s*, s:s, s:I, s:I, s:s, s:s*, s:I, s:s*, s:s*, s:b, s:s*, s:s*}",
					   "name", name, "time", time, "size_bytes", (json_int_t)entry->size_bytes,
					   "disk_bytes", (json_int_t)entry->disk_bytes, "state", state_of(entry),
					   "reason", *reason ? reason : NULL, "pid", (json_int_t)entry->pid, "sapi",
					   entry->sapi, "script", entry->script, "marked", entry->marked, "report",
					   report, "no_dump", entry->no_dump));
		free(name);
		free(report);
	}
	return json_pack("{s:o, s:I, s:I, s:b}", "dumps", dumps, "disk_bytes",
		(json_int_t)list->disk_bytes, "size_bytes", (json_int_t)list->size_bytes, "paused",
		list->paused);
}

/* ---- pruning ---- */

/* The folder's lock, waited for; -1: there is none to be had, which stops nobody. */
static int lock_folder(int folder_fd)
{
	const int fd = openat(folder_fd, LOCK_NAME, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

	if (fd >= 0) {
		(void)flock(fd, LOCK_EX);
	}
	return fd;
}

static bool is_too_much(const struct ra_prune_rules *rules, const struct ra_dump_entry *entry,
	uint64_t left_count, uint64_t left_bytes)
{
	const double age_days = difftime(time(NULL), entry->modified) / 86400;

	return (rules->has_keep && left_count > rules->keep) ||
		   (rules->has_total && left_bytes > rules->max_total_bytes) ||
		   (rules->has_age && age_days > (double)rules->older_than_days);
}

static bool remove_dump(int folder_fd, const char *name, struct ra_error *err)
{
	static const char *const beside[] = {".done", ".index"};

	/* the marker first: it must never vouch for nothing */
	for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]); i++) {
		char *const other = ra_text_printf("%s%s", name, beside[i]);

		if (!other) {
			return no_memory(err);
		}
		(void)unlinkat(folder_fd, other, 0);
		free(other);
	}
	return unlinkat(folder_fd, name, 0) == 0 || errno == ENOENT ||
		   ra_fail(err, RA_ERR_FILE, RA_NOWHERE, "cannot remove %s: %s", name, strerror(errno));
}

bool ra_dump_list_prune(struct ra_output *output, const char *folder,
	const struct ra_prune_rules *rules, uint32_t *removed, struct ra_error *err)
{
	struct ra_dump_list list = {0};
	const int folder_fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const int lock_fd = folder_fd < 0 ? -1 : lock_folder(folder_fd);
	bool pruned = folder_fd >= 0 || ra_fail(err, RA_ERR_FILE, RA_NOWHERE,
										"cannot read the folder: %s", strerror(errno));
	uint64_t left_count = 0, left_bytes = 0;

	pruned = pruned && ra_dump_list_read(folder, &list, err);
	for (uint32_t i = 0; i < list.count; i++) {
		left_count += list.items[i].readable;
		left_bytes += list.items[i].readable ? list.items[i].size_bytes : 0;
	}
	for (uint32_t i = 0; pruned && i < list.count; i++) {
		const struct ra_dump_entry *const entry = &list.items[i];
		char *name;

		if (!entry->readable || !is_too_much(rules, entry, left_count, left_bytes)) {
			continue;
		}
		pruned = rules->dry || remove_dump(folder_fd, entry->name, err);
		name = ra_text_clean(entry->name, strlen(entry->name));
		if (pruned) {
			fprintf(output->stream, "%s %s\n", rules->dry ? "would remove" : "removed",
				name ? name : "");
			left_count--;
			left_bytes -= entry->size_bytes;
			++*removed;
		}
		free(name);
	}
	ra_dump_list_done(&list);
	if (lock_fd >= 0) {
		close(lock_fd);
	}
	if (folder_fd >= 0) {
		close(folder_fd);
	}
	return pruned;
}
