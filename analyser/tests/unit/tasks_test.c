/* Tests of tasks.c: each task is done once, whatever the number of threads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

#include "base/tasks.h"

#define MOST 1000u

static atomic_uint done[MOST];

static void note(void *context, size_t number)
{
	atomic_uint *const total = context;

	done[number]++;
	(*total)++;
}

static void each_task_is_done_once(void **state)
{
	static const size_t counts[] = {0, 1, 2, 7, MOST};

	(void)state;
	for (unsigned threads = 0; threads < 12; threads++) {
		ra_tasks_limit(threads);
		assert_true(ra_tasks_threads() >= 1 && ra_tasks_threads() <= RA_MAX_THREADS);
		assert_true(threads == 0 || ra_tasks_threads() <= threads);
		for (size_t c = 0; c < sizeof(counts) / sizeof(counts[0]); c++) {
			atomic_uint total = 0;

			for (size_t i = 0; i < MOST; i++) {
				done[i] = 0;
			}
			ra_tasks_run(note, &total, counts[c]);
			assert_int_equal(total, counts[c]);
			for (size_t i = 0; i < MOST; i++) {
				assert_int_equal(done[i], i < counts[c]);
			}
		}
	}
	ra_tasks_limit(0);
}

/* Some tasks take a while, the others see that what they wait for is done. */
static const uint64_t waits_for[] = {RA_AT_ONCE, RA_AT_ONCE, RA_AFTER(0), RA_AT_ONCE,
	RA_AFTER(0) | RA_AFTER(3), RA_AFTER(2), RA_AFTER(4) | RA_AFTER(1), RA_AFTER(1), RA_AFTER(0),
	RA_AFTER(8) | RA_AFTER(6) | RA_AFTER(3)};

static void see_what_is_done(void *context, size_t number)
{
	atomic_uint *const early = context;

	if (number == 0 || number == 3) {
		usleep(2000);
	}
	for (size_t i = 0; i < number; i++) {
		*early += (waits_for[number] & RA_AFTER(i)) && done[i] == 0;
	}
	done[number]++;
}

static void a_task_waits_for_others(void **state)
{
	const size_t count = sizeof(waits_for) / sizeof(waits_for[0]);

	(void)state;
	for (unsigned threads = 1; threads < 12; threads++) {
		ra_tasks_limit(threads);
		for (int round = 0; round < 20; round++) {
			atomic_uint early = 0;

			for (size_t i = 0; i < count; i++) {
				done[i] = 0;
			}
			ra_tasks_run_after(see_what_is_done, &early, count, waits_for);
			assert_int_equal(early, 0);
			for (size_t i = 0; i < count; i++) {
				assert_int_equal(done[i], 1);
			}
		}
	}
	ra_tasks_limit(0);
}

static void run_some(void *context, size_t number)
{
	(void)number;
	assert_int_equal(ra_tasks_threads(), 1);
	ra_tasks_run(note, context, 7);
}

static void a_task_may_have_tasks(void **state)
{
	atomic_uint total = 0;

	(void)state;
	ra_tasks_limit(4);
	ra_tasks_run(run_some, &total, 5);
	assert_int_equal(total, 35);
	assert_true(ra_tasks_threads() > 1);
	ra_tasks_limit(0);
}

/* A handler that runs in a thread of ours would find another thread's state. */
static pid_t thread_of_signal;

static void on_alarm(int signal_number)
{
	(void)signal_number;
	thread_of_signal = gettid();
}

static void signal_ourselves(void *context, size_t number)
{
	(void)context;
	(void)number;
	kill(getpid(), SIGALRM);
}

static void signals_are_the_callers(void **state)
{
	struct sigaction action = {.sa_handler = on_alarm}, before;

	(void)state;
	ra_tasks_limit(4);
	sigaction(SIGALRM, &action, &before);
	for (int round = 0; round < 50; round++) {
		ra_tasks_run(signal_ourselves, NULL, 8);
	}
	sigaction(SIGALRM, &before, NULL);
	assert_int_equal(thread_of_signal, getpid());
	ra_tasks_limit(0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_task_is_done_once),
		cmocka_unit_test(a_task_waits_for_others),
		cmocka_unit_test(a_task_may_have_tasks),
		cmocka_unit_test(signals_are_the_callers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
