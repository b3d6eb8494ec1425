/* See tasks.h. */
#include "base/tasks.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

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
	const uint64_t *after; /* NULL: no task waits for another */
	uint64_t done;         /* bits of the tasks that can be waited for; under the lock */
#ifndef RA_NO_THREADS
	pthread_mutex_t lock;
	pthread_cond_t one_more;
#endif
};

#ifdef RA_NO_THREADS

static void await(struct work *work, uint64_t tasks) /* one thread: what is begun earlier is done */
{
	(void)work;
	(void)tasks;
}

static void tell_done(struct work *work, size_t number)
{
	(void)work;
	(void)number;
}

#else

/* They were begun: tasks are begun in order. */
static void await(struct work *work, uint64_t tasks)
{
	pthread_mutex_lock(&work->lock);
	while (tasks & ~work->done) {
		pthread_cond_wait(&work->one_more, &work->lock);
	}
	pthread_mutex_unlock(&work->lock);
}

static void tell_done(struct work *work, size_t number)
{
	if (number < 64) {
		pthread_mutex_lock(&work->lock);
		work->done |= RA_AFTER(number);
		pthread_cond_broadcast(&work->one_more);
		pthread_mutex_unlock(&work->lock);
	}
}

#endif

static void work_off(struct work *work)
{
	const bool before = inside;

	inside = true;
	for (size_t number; (number = atomic_fetch_add(&work->next, 1)) < work->count;) {
		if (work->after && work->after[number] != RA_AT_ONCE) {
			await(work, work->after[number]);
		}
		work->task(work->context, number);
		if (work->after) {
			tell_done(work, number);
		}
	}
	inside = before;
}

void ra_tasks_run(ra_task *task, void *context, size_t count)
{
	ra_tasks_run_after(task, context, count, NULL);
}

#ifdef RA_NO_THREADS

unsigned ra_tasks_threads(void)
{
	return 1;
}

void ra_tasks_run_after(ra_task *task, void *context, size_t count, const uint64_t *after)
{
	work_off(&(struct work){.task = task, .context = context, .count = count, .after = after});
}

struct ra_background *ra_background_start(void (*work)(void *context), void *context)
{
	(void)work;
	(void)context;
	return NULL;
}

void ra_background_join(struct ra_background *background)
{
	(void)background;
}

void ra_lock_init(struct ra_lock *lock)
{
	lock->none = 0;
}

void ra_lock_take(struct ra_lock *lock)
{
	(void)lock;
}

void ra_lock_give(struct ra_lock *lock)
{
	(void)lock;
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
	return count < RA_MAX_THREADS ? count : RA_MAX_THREADS;
}

/* Signals are the caller's: the line that shows the progress, the end of a program that is interrupted. But for those about
 * what a thread has just done. False: they cannot be held back, and no thread is to be started. */
static bool mask_signals(sigset_t *before)
{
	sigset_t all;

	sigfillset(&all);
	sigdelset(&all, SIGBUS); /* memory/mapped_file.c */
	sigdelset(&all, SIGSEGV);
	sigdelset(&all, SIGFPE);
	sigdelset(&all, SIGILL);
	return pthread_sigmask(SIG_SETMASK, &all, before) == 0;
}

static void *work_along(void *work)
{
	work_off(work);
	return NULL;
}

void ra_tasks_run_after(ra_task *task, void *context, size_t count, const uint64_t *after)
{
	struct work work = {.task = task,
		.context = context,
		.count = count,
		.after = after,
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.one_more = PTHREAD_COND_INITIALIZER};
	const unsigned threads = ra_tasks_threads();
	pthread_t others[RA_MAX_THREADS];
	unsigned started = 0;
	sigset_t before;
	const bool masked = mask_signals(&before);

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

struct ra_background {
	pthread_t thread;
	void (*work)(void *context);
	void *context;
};

static void *work_behind(void *argument)
{
	struct ra_background *const background = argument;

	inside = true;
	background->work(background->context);
	return NULL;
}

struct ra_background *ra_background_start(void (*work)(void *context), void *context)
{
	struct ra_background *const background =
		ra_tasks_threads() > 1 ? malloc(sizeof(*background)) : NULL;
	bool started = false;
	sigset_t before;

	if (!background) {
		return NULL;
	}
	*background = (struct ra_background){.work = work, .context = context};
	if (mask_signals(&before)) {
		started = pthread_create(&background->thread, NULL, work_behind, background) == 0;
		pthread_sigmask(SIG_SETMASK, &before, NULL);
	}
	if (!started) {
		free(background);
	}
	return started ? background : NULL;
}

void ra_background_join(struct ra_background *background)
{
	if (background) {
		pthread_join(background->thread, NULL);
		free(background);
	}
}

void ra_lock_init(struct ra_lock *lock)
{
	*lock = (struct ra_lock){PTHREAD_MUTEX_INITIALIZER};
}

void ra_lock_take(struct ra_lock *lock)
{
	pthread_mutex_lock(&lock->mutex);
}

void ra_lock_give(struct ra_lock *lock)
{
	pthread_mutex_unlock(&lock->mutex);
}

#endif
