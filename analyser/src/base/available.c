/* See available.h. Where a container has a control group of its own, its files stand at the mount point itself. */
#include "base/available.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#define LINE_BYTES 256

/* The number behind `name`, or the first one of the file when name is "". 0: there is none ("max"). */
static uint64_t number_in(const char *path, const char *name)
{
	FILE *const file = fopen(path, "re");
	char line[LINE_BYTES];
	uint64_t number = 0;

	while (file && fgets(line, sizeof(line), file)) {
		if (strncmp(line, name, strlen(name)) == 0) {
			if (sscanf(line + strlen(name), "%" SCNu64, &number) != 1) {
				number = 0;
			}
			break;
		}
	}
	if (file) {
		fclose(file);
	}
	return number;
}

/* Version 2 and version 1 of the kernel's control groups. */
static const struct group_files {
	const char *limit, *usage, *statistics;
	const char *caches; /* in the statistics: what can be dropped */
} group_files[] = {
	{"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory.current", "/sys/fs/cgroup/memory.stat",
		"inactive_file "},
	{"/sys/fs/cgroup/memory/memory.limit_in_bytes", "/sys/fs/cgroup/memory/memory.usage_in_bytes",
		"/sys/fs/cgroup/memory/memory.stat", "total_inactive_file "},
};

static uint64_t left_to_group(const struct group_files *files)
{
	const uint64_t limit = number_in(files->limit, "");
	const uint64_t usage = number_in(files->usage, "");
	const uint64_t caches = number_in(files->statistics, files->caches);
	const uint64_t used = usage > caches ? usage - caches : 0;

	if (limit == 0) {
		return UINT64_MAX;
	}
	return limit > used ? limit - used : 1;
}

uint64_t ra_available_bytes(void)
{
	uint64_t available = number_in("/proc/meminfo", "MemAvailable:") * 1024;

	for (size_t i = 0; available && i < sizeof(group_files) / sizeof(group_files[0]); i++) {
		const uint64_t left = left_to_group(&group_files[i]);

		available = left < available ? left : available;
	}
	return available;
}
