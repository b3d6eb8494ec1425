/*
 * Tells the operator, in PHP's error log, that an automatic dump failed. It happens while PHP
 * handles the exhausted limit, so php_log_err() cannot do it: that formats its time stamp on the
 * Zend heap. The rules of the log are PHP's: log_errors, then error_log, else the server's log.
 */
#ifdef HAVE_CONFIG_H
# include "config.h"
#endif

#include "php_rdump.h"
#include "rdump_compat.h"
#include "rdump_engine.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LINE_SIZE 1280

static const char *const months[] = {
	"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/* Days since 1970 -> date, by the civil calendar whose years start in March. gmtime_r(3) is not
 * used: it locks, and may read the time zone file. */
static void civil_date(int64_t days, int *year, int *month, int *day)
{
	int64_t since_era = days + 719468; /* from the 1st of March of year 0 */
	int64_t era = since_era / 146097;
	int64_t day_of_era = since_era % 146097;
	int64_t year_of_era =
		(day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t march_month = (5 * day_of_year + 2) / 153;

	*day = (int)(day_of_year - (153 * march_month + 2) / 5 + 1);
	*month = (int)(march_month < 10 ? march_month + 2 : march_month - 10); /* January is 0 */
	*year = (int)(year_of_era + era * 400 + (*month <= 1));
}

static int format_stamp(char *text, size_t size)
{
	struct timespec now = {0, 0};
	int year;
	int month;
	int day;

	clock_gettime(CLOCK_REALTIME, &now);
	civil_date(now.tv_sec / 86400, &year, &month, &day);
	int second = (int)(now.tv_sec % 86400);

	return snprintf(text, size, "[%02d-%s-%04d %02d:%02d:%02d UTC] ", day, months[month], year,
		second / 3600, second / 60 % 60, second % 60);
}

/* One write, so that lines of several workers do not mix. */
static bool append_to_file(const char *path, const char *message)
{
	char line[LINE_SIZE + 64];
	int stamp_length = format_stamp(line, sizeof(line));
	int length = stamp_length + snprintf(line + stamp_length, sizeof(line) - (size_t)stamp_length,
									"%s\n", message);
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);

	if (fd < 0) {
		return false;
	}

	bool written = write(fd, line, (size_t)length) == length;

	close(fd);
	return written;
}

void rdump_report_failure(const char *path, const struct rdump_failure *failure)
{
	char reason[256];
	char message[LINE_SIZE];
	int saved_errno = errno;

	if (PG(log_errors)) {
		rdump_failure_text(failure, reason, sizeof(reason));
		snprintf(
			message, sizeof(message), "rdump: no automatic dump to \"%.900s\": %s", path, reason);
		const char *log = RDUMP_ERROR_LOG();

		if (!log || strcmp(log, "syslog") == 0 || !append_to_file(log, message)) {
			rdump_sapi_log(message);
		}
	}
	errno = saved_errno;
}
