/*
 * Tells the operator, in PHP's error log, what becomes of an automatic dump. It happens while PHP
 * handles the exhausted limit, so php_log_err() cannot do it: that formats its time stamp on the
 * Zend heap. The rules of the log are PHP's: log_errors, then error_log, else the server's log.
 *
 * The first line comes before the dump, and repeats the error: whatever happens to the process while it
 * waits for a disk, the log says why.
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

enum {
	STAMP_SIZE = 40,
	TEXT_SIZE = 1300,
	PATH_PART = 700, /* of a path or message, escaped, that goes into a line */
};

/* ---- a line under construction ------------------------------------------------------------ */

struct line {
	char stamp[STAMP_SIZE]; /* ends where the text begins */
	char text[TEXT_SIZE];
	size_t length;
};

static void add(struct line *line, const char *text)
{
	size_t length = strlen(text);
	size_t room = sizeof(line->text) - 2 - line->length; /* for a newline and the terminator */

	length = length < room ? length : room;
	memcpy(line->text + line->length, text, length);
	line->length += length;
	line->text[line->length] = '\0';
}

static void add_number(struct line *line, uint64_t number)
{
	char digits[24];

	snprintf(digits, sizeof(digits), "%llu", (unsigned long long)number);
	add(line, digits);
}

/* Foreign text on one line: nothing in it may look like the end of the line, or steer a terminal. */
static void add_escaped(struct line *line, const char *text, size_t length)
{
	size_t end = line->length + PATH_PART;

	for (size_t i = 0; i < length && line->length < end; i++) {
		unsigned char c = (unsigned char)text[i];
		char shown[8] = {(char)c};

		if (c < 0x20 || c == 0x7f) {
			snprintf(shown, sizeof(shown), "\\x%02x", c);
		}
		add(line, shown);
	}
}

static void add_path(struct line *line, const char *path)
{
	add(line, "\"");
	add_escaped(line, path, strlen(path));
	add(line, "\"");
}

static void add_seconds(struct line *line, uint64_t nanoseconds)
{
	char text[40];

	snprintf(text, sizeof(text), "%llu.%03llu s", (unsigned long long)(nanoseconds / 1000000000),
		(unsigned long long)(nanoseconds / 1000000 % 1000));
	add(line, text);
}

/* ---- PHP's log ---------------------------------------------------------------------------- */

static const char *const months[] = {
	"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/* Days since 1970 -> date, by the civil calendar whose years start in March. gmtime_r(3) is not
 * used: it locks, and may read the time zone file. */
void rdump_civil_date(int64_t days, int *year, int *month, int *day)
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

/* Right before the text. Returns where it begins. */
static const char *put_stamp(struct line *line)
{
	struct timespec now = {0, 0};
	char stamp[STAMP_SIZE + 1];
	int year;
	int month;
	int day;

	clock_gettime(CLOCK_REALTIME, &now);
	rdump_civil_date(now.tv_sec / 86400, &year, &month, &day);

	int second = (int)(now.tv_sec % 86400);
	int length = snprintf(stamp, sizeof(stamp), "[%02d-%s-%04d %02d:%02d:%02d UTC] ", day,
		months[month], year, second / 3600, second / 60 % 60, second % 60);

	length = length < STAMP_SIZE ? length : STAMP_SIZE;
	memcpy(line->stamp + STAMP_SIZE - length, stamp, (size_t)length);
	return line->stamp + STAMP_SIZE - length;
}

/* One write, so that lines of several workers do not mix. */
static bool append_to_file(const char *path, struct line *line)
{
	const char *begin = put_stamp(line);
	int fd = rdump_above_stdio(
		open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, RDUMP_ERROR_LOG_MODE()));

	if (fd < 0) {
		return false;
	}

	char *end = line->text + line->length;

	*end = '\n';
	bool written = write(fd, begin, (size_t)(end + 1 - begin)) == end + 1 - begin;

	*end = '\0';
	close(fd);
	return written;
}

static void write_line(struct line *line)
{
	const char *log = RDUMP_ERROR_LOG();

	if (!log || strcmp(log, "syslog") == 0 || !append_to_file(log, line)) {
		rdump_sapi_log(line->text);
	}
}

/* ---- what is said ------------------------------------------------------------------------- */

static void begin(struct line *line)
{
	line->length = 0;
	add(line, "rdump: ");
}

void rdump_report_start(const char *path, const struct rdump_error *error)
{
	struct line line;
	int saved_errno = errno;

	if (PG(log_errors) && RDUMP_G(settings).log) {
		begin(&line);
		add_escaped(&line, error->message, error->message_length);
		if (error->file_length > 0) {
			add(&line, " in ");
			add_escaped(&line, error->file, error->file_length);
			add(&line, ":");
			add_number(&line, error->line);
		}
		add(&line, "; dumping to ");
		add_path(&line, path);
		write_line(&line);
	}
	errno = saved_errno;
}

/* True the first time. Reasons are literals, so their addresses tell them apart. */
static bool is_news(const char *reason)
{
	const char **told = RDUMP_G(state).told;

	for (size_t i = 0; i < RDUMP_REASONS_TOLD; i++) {
		if (told[i] == reason) {
			return false;
		}
		if (!told[i]) {
			told[i] = reason;
			return true;
		}
	}
	return true;
}

void rdump_report_failure(const char *path, const struct rdump_failure *failure)
{
	char reason[256];
	struct line line;
	int saved_errno = errno;

	if (PG(log_errors) &&
		(!failure->skipped || (RDUMP_G(settings).log && is_news(failure->reason)))) {
		rdump_failure_text(failure, reason, sizeof(reason));
		begin(&line);
		add(&line, "no automatic dump to ");
		add_path(&line, path);
		add(&line, ": ");
		add(&line, reason);
		write_line(&line);
	}
	errno = saved_errno;
}

void rdump_report_no_crash_report(const char *path, const struct rdump_failure *failure)
{
	char reason[256];
	struct line line;
	int saved_errno = errno;

	if (PG(log_errors)) {
		rdump_failure_text(failure, reason, sizeof(reason));
		begin(&line);
		add(&line, "no crash report to ");
		add_path(&line, path);
		add(&line, ": ");
		add(&line, reason);
		write_line(&line);
	}
	errno = saved_errno;
}

void rdump_report_end(const char *path, const struct rdump_result *result)
{
	struct line line;
	int saved_errno = errno;

	if (!result->done && !result->late) {
		rdump_report_failure(path, &result->failure);
		return;
	}
	if (PG(log_errors) && (result->late || RDUMP_G(settings).log)) {
		begin(&line);
		if (result->late) {
			add(&line, "after ");
			add_seconds(&line, result->took_ns);
			add(&line, " the request goes on; process ");
			add_number(&line, (uint64_t)result->child);
			add(&line, " goes on with the dump to ");
			add_path(&line, path);
		} else {
			add(&line, "dumped ");
			add_number(&line, result->file_bytes);
			add(&line, " bytes in ");
			add_seconds(&line, result->took_ns);
			add(&line, " to ");
			add_path(&line, path);
		}
		write_line(&line);
	}
	errno = saved_errno;
}
