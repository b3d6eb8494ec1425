/* See crash_report.h. */
#include "report/crash_report.h"

#include <fcntl.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/format.h"

enum {
	MAX_BYTES = 64 << 10 /* the extension writes no larger ones */
};

static char *text_of(const json_t *object, const char *key)
{
	const char *const text = json_string_value(json_object_get(object, key));

	return text && *text ? ra_text_clean(text, strlen(text)) : NULL;
}

static int64_t number_of(const json_t *object, const char *key)
{
	const json_int_t number = json_integer_value(json_object_get(object, key));

	return number < 0 ? 0 : (int64_t)number;
}

static json_t *load(int folder_fd, const char *name, time_t *modified)
{
	const int fd = openat(folder_fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	char *const bytes = fd < 0 ? NULL : malloc(MAX_BYTES + 1);
	struct stat status = {.st_size = 0};
	json_t *json = NULL;
	size_t length = 0;
	ssize_t got = 1;

	if (bytes && fstat(fd, &status) == 0 && S_ISREG(status.st_mode) &&
		status.st_size <= MAX_BYTES) {
		while (
			length <= MAX_BYTES && (got = read(fd, bytes + length, MAX_BYTES + 1 - length)) > 0) {
			length += (size_t)got;
		}
		if (got == 0 && length <= MAX_BYTES) {
			json = json_loadb(bytes, length, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
		}
	}
	*modified = status.st_mtime;
	free(bytes);
	if (fd >= 0) {
		close(fd);
	}
	return json;
}

bool ra_crash_report_read(int folder_fd, const char *name, struct ra_crash_report *out)
{
	time_t modified;
	json_t *const json = load(folder_fd, name, &modified);
	const char *const format = json_string_value(json_object_get(json, "format"));
	const bool is_one = format && strcmp(format, "rdump-crash-report") == 0;

	*out = (struct ra_crash_report){0};
	if (is_one) {
		const json_t *const dump = json_object_get(json, "dump");
		const char *const path = json_string_value(json_object_get(dump, "path"));
		const char *const slash = path ? strrchr(path, '/') : NULL;

		out->modified = modified;
		out->pid = number_of(json, "pid");
		out->time_ns = (uint64_t)(number_of(json, "time_unix") % 10000000000) * 1000000000u;
		out->sapi = text_of(json, "sapi");
		out->script = text_of(json, "script");
		out->dump_name = path ? strdup(slash ? slash + 1 : path) : NULL;
		out->no_dump = text_of(dump, "reason");
	}
	json_decref(json);
	return is_one;
}

void ra_crash_report_done(struct ra_crash_report *report)
{
	free(report->sapi);
	free(report->script);
	free(report->dump_name);
	free(report->no_dump);
	*report = (struct ra_crash_report){0};
}
