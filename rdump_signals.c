/*
 * Signals while a dump is written.
 *
 * PHP's execution-time timers (SIGPROF, SIGALRM, SIGRTMIN under ZTS) end the process when they come
 * twice; user signals run PHP handlers or kill; SIGXFSZ kills a process whose file grows past
 * `ulimit -f`. All of these wait until the file is whole. Three kinds get through: those with which
 * somebody ends or stops the process on purpose, and faults, which cannot wait.
 *
 * On Linux sigprocmask(2) sets the mask of the calling thread; pthread_sigmask(3) is the same, but
 * lives in a library of its own before glibc 2.32.
 */
#include "rdump_internal.h"

#include <time.h>

static const int let_through[] = {
	SIGTERM,
	SIGINT,
	SIGQUIT,
	SIGTSTP,
	SIGCONT,
	SIGSEGV,
	SIGBUS,
	SIGFPE,
	SIGILL,
	SIGABRT,
	SIGTRAP,
	SIGSYS,
};

static bool file_size_is_pending(void)
{
	sigset_t pending;

	return sigpending(&pending) == 0 && sigismember(&pending, SIGXFSZ) == 1;
}

void rdump_signals_hold(struct rdump_signals *signals)
{
	sigset_t held;

	sigfillset(&held);
	for (size_t i = 0; i < sizeof(let_through) / sizeof(let_through[0]); i++) {
		sigdelset(&held, let_through[i]);
	}
	sigprocmask(SIG_BLOCK, &held, &signals->saved);
	signals->file_size_was_pending = file_size_is_pending();
}

void rdump_signals_release(struct rdump_signals *signals)
{
	/* The SIGXFSZ of our own write was answered by its EFBIG. It is directed at this thread, so no
	 * other one can have taken it. */
	if (!signals->file_size_was_pending && file_size_is_pending()) {
		static const struct timespec at_once = {0, 0};
		sigset_t file_size;

		sigemptyset(&file_size);
		sigaddset(&file_size, SIGXFSZ);
		sigtimedwait(&file_size, NULL, &at_once);
	}
	sigprocmask(SIG_SETMASK, &signals->saved, NULL);
}
