/* See tty_guard.h. All state is here because a signal handler has no arguments. write() and tcsetattr() are safe in one. */
#include "base/tty_guard.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum {
	TEXT_BYTES = 512
};

static struct {
	struct termios settings;
	int input, output;
	char text[TEXT_BYTES];
	size_t length;
} guard;
static volatile sig_atomic_t held;

bool ra_tty_guard_note(int input)
{
	guard.input = input;
	return tcgetattr(input, &guard.settings) == 0;
}

void ra_tty_guard_hold(int output, const char *text, size_t length)
{
	guard.output = output;
	guard.length = length < TEXT_BYTES ? length : 0; /* half of a sequence is worse than none */
	memcpy(guard.text, text, guard.length);
	held = 1;
}

void ra_tty_guard_give_back(void)
{
	const int saved = errno;

	if (held) {
		held = 0;
		for (size_t at = 0; at < guard.length;) {
			const ssize_t written = write(guard.output, guard.text + at, guard.length - at);

			if (written <= 0) {
				break;
			}
			at += (size_t)written;
		}
		tcsetattr(guard.input, TCSANOW, &guard.settings);
	}
	errno = saved;
}

void ra_tty_guard_release(void)
{
	held = 0;
}
