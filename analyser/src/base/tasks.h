/* Work on several processors. Tasks are numbered, each is done once, and what one leaves behind must not depend on the
 * order in which they are done: then the result is the same whatever the number of threads. A thread that cannot be had
 * is done without; built with RA_NO_THREADS there is never more than the caller's own. */
#ifndef RA_TASKS_H
#define RA_TASKS_H

#include <stddef.h>
#include <stdint.h>

#ifndef RA_NO_THREADS
# include <pthread.h>
#endif

/* Bytes between what different threads write again and again: then none of it is in a line of the other's cache, nor in the line that
 * is fetched with it. */
#define RA_APART 128

typedef void ra_task(void *context, size_t number);

/* How many threads may work at once, the caller's included. 0, as in the beginning: one for each processor that this
 * process may use, at most RA_MAX_THREADS. */
#define RA_MAX_THREADS 8u
void ra_tasks_limit(unsigned threads);
unsigned ra_tasks_threads(void);

/* Does the tasks 0 to count - 1, begun in this order, and returns when all are done. A task may call it: then there is one
 * thread, the task's. */
void ra_tasks_run(ra_task *task, void *context, size_t count);

/* The same, but a task begins when those that `after` names for it are done: earlier ones, of the first 64, as a sum of RA_AFTER(). */
#define RA_AT_ONCE       UINT64_C(0)
#define RA_AFTER(number) (UINT64_C(1) << (number))
void ra_tasks_run_after(ra_task *task, void *context, size_t count, const uint64_t *after);

/* One task beside the caller's work, on a thread of its own; NULL: there is none for it. */
struct ra_background; /* opaque */
struct ra_background *ra_background_start(void (*work)(void *context), void *context);
void ra_background_join(struct ra_background *background); /* NULL is allowed */

/* For what the first of several threads that ask computes: the others wait meanwhile. */
struct ra_lock {
#ifndef RA_NO_THREADS
	pthread_mutex_t mutex;
#else
	char none;
#endif
};
void ra_lock_init(struct ra_lock *lock);
void ra_lock_take(struct ra_lock *lock);
void ra_lock_give(struct ra_lock *lock);

#endif
