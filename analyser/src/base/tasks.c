/* See tasks.h. */
#include "base/tasks.h"

#include <stdatomic.h>
#include <stdbool.h>

#ifndef RA_NO_THREADS
# include <pthread.h>
# include <sched.h>
# include <signal.h>
#endif

static atomic_uint wanted; /* tasks may set it, too */

/* Tasks begun by a task are done by its thread. */
static _Thread_local bool inside;

void ra_tasks_limit(unsigned threads)
{
	wanted = threads;
}

struct work {
	ra_task *task;
	void *context;
	size_t count;
	atomic_size_t next;
};

static void work_off(struct work *work)
{
	const bool before = inside;

	inside = true;
	for (size_t number; (number = atomic_fetch_add(&work->next, 1)) < work->count;) {
		work->task(work->context, number);
	}
	inside = before;
}

#ifdef RA_NO_THREADS

unsigned ra_tasks_threads(void)
{
	return 1;
}

void ra_tasks_run(ra_task *task, void *context, size_t count)
{
	work_off(&(struct work){.task = task, .context = context, .count = count});
}

#else

unsigned ra_tasks_threads(void)
{
	cpu_set_t processors;
	unsigned count = wanted;

	if (inside) {
		return 1;
	}
	if (count == 0) {
		count = sched_getaffinity(0, sizeof(processors), &processors) == 0
					? (unsigned)CPU_COUNT(&processors)
					: 1;
	}
	return count < RA_MOST_THREADS ? count : RA_MOST_THREADS;
}

static void *work_along(void *work)
{
	work_off(work);
	return NULL;
}

void ra_tasks_run(ra_task *task, void *context, size_t count)
{
	struct work work = {.task = task, .context = context, .count = count};
	const unsigned threads = ra_tasks_threads();
	pthread_t others[RA_MOST_THREADS];
	unsigned started = 0;
	sigset_t all, before;

	/* Signals are the caller's: the line that shows the progress, the end of a program that is interrupted. */
	sigfillset(&all);
	/* These are about what a thread has just done: a file that became shorter is told whoever reads it. */
	sigdelset(&all, SIGBUS);
	sigdelset(&all, SIGSEGV);
	sigdelset(&all, SIGFPE);
	sigdelset(&all, SIGILL);
	const bool masked = pthread_sigmask(SIG_SETMASK, &all, &before) == 0;

	while (masked && started + 1 < threads && started + 1 < count &&
		   pthread_create(&others[started], NULL, work_along, &work) == 0) {
		started++;
	}
	if (masked) {
		pthread_sigmask(SIG_SETMASK, &before, NULL);
	}
	work_off(&work);
	while (started > 0) {
		pthread_join(others[--started], NULL);
	}
}

#endif
