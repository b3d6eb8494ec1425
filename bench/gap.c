/* A thread that does nothing but look at the clock, and keeps the longest time between two looks. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/mman.h>
#include <time.h>

static _Atomic uint64_t longest_ns;
static _Atomic int over;
static pthread_t thread;
static volatile uint64_t (*pages)[512];

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* It writes as well, to pages that lie before all others and so are copied first: a thread that only reads, or writes to
 * what is copied last, is hardly held up. */
static void *look(void *nothing)
{
	uint64_t before = now_ns();

	for (uint64_t i = 0; !over; i++) {
		pages[i % 512][0] = i;
		const uint64_t now = now_ns();

		if (now - before > longest_ns) {
			longest_ns = now - before;
		}
		before = now;
	}
	return nothing;
}

void gap_start(void)
{
	pages = mmap((void *)0x20000000, 512 * sizeof(*pages), PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	pthread_create(&thread, 0, look, 0);
}

void gap_stop(void)
{
	over = 1;
	pthread_join(thread, 0);
}

/* Milliseconds since the last call. */
double gap_longest(void)
{
	return (double)atomic_exchange(&longest_ns, 0) / 1e6;
}
