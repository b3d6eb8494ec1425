/* progress.c on a terminal of its own, and not on a file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/progress.h"

#define PATIENCE_MS 20000

/* Collects what arrives until the text is among it. */
static void wait_for(int fd, char *seen, size_t capacity, const char *text)
{
	size_t length = strlen(seen);

	while (!strstr(seen, text)) {
		struct pollfd wait = {.fd = fd, .events = POLLIN};
		const int ready = poll(&wait, 1, PATIENCE_MS);
		ssize_t got;

		if (ready < 0) {
			continue; /* the timer's signal */
		}
		assert_int_equal(ready, 1);
		got = read(fd, seen + length, capacity - 1 - length);
		assert_true(got > 0);
		length += (size_t)got;
		seen[length] = '\0';
	}
}

static void a_slow_stage_is_shown_and_removed(void **state)
{
	const int own = dup(STDERR_FILENO);
	const int terminal = posix_openpt(O_RDWR | O_NOCTTY);
	char seen[8192] = "";
	int other;

	(void)state;
	if (terminal < 0 || grantpt(terminal) != 0 || unlockpt(terminal) != 0) {
		skip();
	}
	other = open(ptsname(terminal), O_RDWR | O_NOCTTY);
	assert_true(other >= 0);
	dup2(other, STDERR_FILENO);
	ra_progress_start(false);
	ra_progress_stage("testing the line");
	wait_for(terminal, seen, sizeof(seen), "rdump: testing the line, ");
	ra_progress_end();
	dup2(own, STDERR_FILENO);
	seen[0] = '\0';
	wait_for(terminal, seen, sizeof(seen), "\r\x1b[K");
	close(other);
	close(terminal);
	close(own);
}

/* Not on a file, and not when quiet: then no timer runs. */
static void a_file_gets_no_line(void **state)
{
	const int own = dup(STDERR_FILENO);
	FILE *file = tmpfile();

	(void)state;
	assert_non_null(file);
	dup2(fileno(file), STDERR_FILENO);
	for (int quiet = 0; quiet <= 1; quiet++) {
		ra_progress_start(quiet);
		ra_progress_stage("nothing");
		assert_int_equal(alarm(0), 0);
		ra_progress_end();
	}
	dup2(own, STDERR_FILENO);
	assert_int_equal(lseek(fileno(file), 0, SEEK_END), 0);
	fclose(file);
	close(own);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_slow_stage_is_shown_and_removed),
		cmocka_unit_test(a_file_gets_no_line),
	};

	return cmocka_run_group_tests_name("progress", tests, NULL, NULL);
}
