/* A crash report that the extension wrote beside or instead of a dump (rdump.oom_report). */
#ifndef RA_CRASH_REPORT_H
#define RA_CRASH_REPORT_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

struct ra_crash_report {
	int64_t pid;
	uint64_t time_ns; /* 0: not told */
	time_t modified;  /* the file */
	char *sapi;       /* clean texts; NULL: not told */
	char *script;
	char *dump_name; /* last part of the dump's path, as it is */
	char *no_dump;   /* why there is no dump; NULL: there is one, or will be */
};

/* Reads `name` in the folder. False where that is no crash report. To be ended by ra_crash_report_done(). */
bool ra_crash_report_read(int folder_fd, const char *name, struct ra_crash_report *out);
void ra_crash_report_done(struct ra_crash_report *report);

#endif
