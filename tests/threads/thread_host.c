/*
 * A small multi-threaded PHP server on the embed SAPI: N threads, each with a request of its own,
 * run one script at the same moment, while other threads may disturb the process's memory map. For
 * a thread-safe PHP.
 *
 *   thread_host INI_FILE SCRIPT THREADS DISTURBERS
 *
 * The script finds its number, from 0, in $thread. Exit status: 0 when every
 * script returned true or ended in a fatal error, else 1.
 */
#include <sapi/embed/php_embed.h>

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef ZTS
# error "this program is about threads: build it for a thread-safe PHP"
#endif

#define MAX_THREADS     64
#define DISTURBED_PAGES 64
#define KEPT_PAGES      48
#define PAGE            ((size_t)sysconf(_SC_PAGESIZE))

ZEND_TSRMLS_CACHE_DEFINE()

#ifdef __SANITIZE_THREAD__
# include <dlfcn.h>
# include <sys/syscall.h>

/* PHP loads extensions so that they find the C library before the sanitizer, which then refuses to
 * run. */
__attribute__((visibility("default"))) void *dlopen(const char *path, int flags)
{
	void *(*next)(const char *, int) = (void *(*)(const char *, int))dlsym(RTLD_NEXT, "dlopen");

	return next(path, flags & ~RTLD_DEEPBIND);
}

/* A dump copies what other threads write, and the sanitizer's own memory too: by design, and past
 * it. */
__attribute__((visibility("default"))) ssize_t pwrite(
	int fd, const void *bytes, size_t count, off_t offset)
{
	return syscall(SYS_pwrite64, fd, bytes, count, offset);
}
extern __typeof__(pwrite) pwrite64 __attribute__((alias("pwrite"), visibility("default")));
#endif

struct request_thread {
	pthread_t thread;
	int number;
	bool failed;
};

static const char *script;
static pthread_barrier_t start_line;
static volatile int disturb = 1; /* read and written with __atomic built-ins only */

/* False where the script did not return true; one that ended in a fatal error has no value. */
static bool run_script(int number)
{
	char code[4096];
	zval result;
	volatile bool accepted = true; /* the script may end by a long jump */

	snprintf(
		code, sizeof(code), "(function ($thread) { return require '%s'; })(%d)", script, number);
	ZVAL_UNDEF(&result);
	zend_first_try
	{
		zend_eval_string_ex(code, &result, "thread host", 1);
		accepted = Z_TYPE(result) == IS_UNDEF || Z_TYPE(result) == IS_TRUE;
	}
	zend_end_try();
	return accepted;
}

static void *serve_request(void *argument)
{
	struct request_thread *self = argument;

	ts_resource(0);
	ZEND_TSRMLS_CACHE_UPDATE();
	if (php_request_startup() == FAILURE) {
		fprintf(stderr, "thread %d: no request\n", self->number);
		self->failed = true;
		pthread_barrier_wait(&start_line);
		ts_free_thread();
		return NULL;
	}
	SG(headers_sent) = 1;
	SG(request_info).no_headers = 1;

	pthread_barrier_wait(&start_line);
	self->failed = !run_script(self->number);
	php_request_shutdown(NULL);
	ts_free_thread();
	return NULL;
}

/* Maps, touches, protects, splits and unmaps memory without a pause. */
static void *disturb_memory(void *argument)
{
	(void)argument;
	while (__atomic_load_n(&disturb, __ATOMIC_RELAXED)) {
		char *block = mmap(NULL, DISTURBED_PAGES * PAGE, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		if (block == MAP_FAILED) {
			continue;
		}
		for (int page = 0; page < DISTURBED_PAGES; page++) {
			block[page * PAGE] = 'd';
		}
		mprotect(block + PAGE, 8 * PAGE, PROT_NONE);
		mprotect(block + 16 * PAGE, 8 * PAGE, PROT_READ);
		madvise(block + 32 * PAGE, 8 * PAGE, MADV_DONTNEED);
		/* the end first: what is unmapped may be somebody else's at once, and must not be unmapped again */
		munmap(block + KEPT_PAGES * PAGE, (DISTURBED_PAGES - KEPT_PAGES) * PAGE);
		munmap(block, KEPT_PAGES * PAGE);
	}
	return NULL;
}

static int run_threads(int threads, int disturbers)
{
	static struct request_thread requests[MAX_THREADS];
	static pthread_t noise[MAX_THREADS];
	int status = 0;

	pthread_barrier_init(&start_line, NULL, (unsigned)threads);
	for (int i = 0; i < disturbers; i++) {
		pthread_create(&noise[i], NULL, disturb_memory, NULL);
	}
	for (int i = 0; i < threads; i++) {
		requests[i].number = i;
		pthread_create(&requests[i].thread, NULL, serve_request, &requests[i]);
	}
	for (int i = 0; i < threads; i++) {
		pthread_join(requests[i].thread, NULL);
		if (requests[i].failed) {
			fprintf(stderr, "thread %d: the script did not return true\n", i);
			status = 1;
		}
	}
	__atomic_store_n(&disturb, 0, __ATOMIC_RELAXED);
	for (int i = 0; i < disturbers; i++) {
		pthread_join(noise[i], NULL);
	}
	pthread_barrier_destroy(&start_line);
	return status;
}

int main(int argc, char **argv)
{
	const long threads = argc == 5 ? strtol(argv[3], NULL, 10) : 0;
	const long disturbers = argc == 5 ? strtol(argv[4], NULL, 10) : -1;
	int status;

	if (threads < 1 || threads > MAX_THREADS || disturbers < 0 || disturbers > MAX_THREADS) {
		fprintf(stderr, "usage: thread_host INI_FILE SCRIPT THREADS DISTURBERS\n");
		return 2;
	}
	script = argv[2];
	php_embed_module.php_ini_path_override = argv[1];
	if (php_embed_init(0, NULL) == FAILURE) {
		fprintf(stderr, "PHP does not start\n");
		return 2;
	}
	status = run_threads((int)threads, (int)disturbers);
	php_embed_shutdown();
	return status;
}
