/* See progress.h. All state is here because a signal handler has no arguments. The handler only
 * calls write() and clock_gettime(), both safe in a handler. */
#include "base/progress.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define FIRST_MS    1000
#define INTERVAL_MS 250

static struct {
	bool active;
	struct timespec begin;
	struct sigaction before;
} state;

/* Shared with the handler. */
static const char *_Atomic stage; /* threads name their stages, the last one is shown */
static volatile sig_atomic_t shown;

static size_t append(char *line, size_t used, size_t capacity, const char *text)
{
	while (*text && used < capacity) {
		line[used++] = *text++;
	}
	return used;
}

static size_t append_number(char *line, size_t used, size_t capacity, unsigned long number)
{
	char digits[24];
	size_t first = sizeof(digits) - 1;

	digits[first] = '\0';
	do {
		digits[--first] = (char)('0' + number % 10);
		number /= 10;
	} while (number && first > 0);
	return append(line, used, capacity, digits + first);
}

static void show(int signal_number)
{
	const int saved = errno;
	char line[120];
	size_t used = 0;
	struct timespec now;

	(void)signal_number;
	clock_gettime(CLOCK_MONOTONIC, &now);
	used = append(line, used, sizeof(line), "\rrdump: ");
	used = append(line, used, sizeof(line), stage);
	used = append(line, used, sizeof(line), ", ");
	used =
		append_number(line, used, sizeof(line), (unsigned long)(now.tv_sec - state.begin.tv_sec));
	used = append(line, used, sizeof(line), " s\x1b[K");
	if (write(STDERR_FILENO, line, used) < 0) {
		/* a progress line that cannot be shown is not shown */
	}
	shown = 1;
	errno = saved;
}

static void set_timer(long first_ms, long interval_ms)
{
	const struct itimerval timer = {
		.it_interval = {interval_ms / 1000, interval_ms % 1000 * 1000},
		.it_value = {first_ms / 1000, first_ms % 1000 * 1000},
	};

	setitimer(ITIMER_REAL, &timer, NULL);
}

void ra_progress_start(bool quiet)
{
	struct sigaction action = {.sa_handler = show, .sa_flags = SA_RESTART};

	if (quiet || state.active || !isatty(STDERR_FILENO)) {
		return;
	}
	stage = "reading the dump";
	shown = 0;
	clock_gettime(CLOCK_MONOTONIC, &state.begin);
	sigemptyset(&action.sa_mask);
	if (sigaction(SIGALRM, &action, &state.before) != 0) {
		return;
	}
	state.active = true;
	set_timer(FIRST_MS, INTERVAL_MS);
}

void ra_progress_stage(const char *title)
{
	stage = title;
}

void ra_progress_end(void)
{
	static const char erase[] = "\r\x1b[K";

	if (!state.active) {
		return;
	}
	set_timer(0, 0);
	sigaction(SIGALRM, &state.before, NULL);
	state.active = false;
	if (shown && write(STDERR_FILENO, erase, sizeof(erase) - 1) < 0) {
		/* as above */
	}
}
