/* mapped_file.c: a file that becomes shorter while it is mapped ends no process, whatever thread reads, and is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/exhaustion.h"
#include "memory/mapped_file.h"

#define PAGE  UINT64_C(4096)
#define PAGES UINT64_C(300)
#define SIZE  (PAGES * PAGE)

/* A file without a name whose pages are filled with their numbers. */
static int make_file(void)
{
	char path[] = "/tmp/rdump-mapped-XXXXXX";
	const int fd = mkstemp(path);
	uint64_t words[PAGE / 8];

	assert_true(fd >= 0);
	unlink(path);
	for (uint64_t page = 0; page < PAGES; page++) {
		for (size_t i = 0; i < PAGE / 8; i++) {
			words[i] = page + 1;
		}
		assert_int_equal(pwrite(fd, words, PAGE, (off_t)(page * PAGE)), PAGE);
	}
	return fd;
}

/* As the programs read: copied out. */
static uint64_t word_of(const struct ra_mapped_file *file, uint64_t page)
{
	uint64_t word;

	memcpy(&word, ra_mapped_file_bytes(file) + page * PAGE, sizeof(word));
	return word;
}

static void the_bytes_are_the_files(void **state)
{
	const int fd = make_file();
	struct ra_mapped_file *const file = ra_mapped_file_open(fd, SIZE, NULL);
	uint64_t offset;

	(void)state;
	assert_non_null(file);
	for (uint64_t page = 0; page < PAGES; page++) {
		assert_int_equal(word_of(file, page), page + 1);
	}
	assert_false(ra_mapped_file_is_lost(file, &offset));
	assert_false(ra_is_input_lost());
	ra_mapped_file_close(file);
	assert_false(ra_is_input_lost());
	close(fd);
}

/* What the process has in memory of the mapping, as the kernel tells it. */
static uint64_t resident_kb(const struct ra_mapped_file *file)
{
	FILE *const maps = fopen("/proc/self/smaps", "r");
	const uintptr_t wanted = (uintptr_t)ra_mapped_file_bytes(file);
	uintptr_t begin = 0, end;
	unsigned long kb = 0;
	bool inside = false;
	char line[512];

	assert_non_null(maps);
	while (fgets(line, sizeof(line), maps)) {
		if (sscanf(line, "%lx-%lx ", &begin, &end) == 2) {
			inside = begin == wanted;
		} else if (inside && sscanf(line, "Rss: %lu kB", &kb) == 1) {
			break;
		}
	}
	fclose(maps);
	return kb;
}

static void what_is_let_go_takes_no_memory_and_comes_again(void **state)
{
	const int fd = make_file();
	struct ra_mapped_file *const file = ra_mapped_file_open(fd, SIZE, NULL);
	uint64_t offset;

	(void)state;
	assert_non_null(file);
	for (int round = 0; round < 3; round++) {
		for (uint64_t page = 0; page < PAGES; page++) {
			assert_int_equal(word_of(file, page), page + 1);
		}
		assert_int_equal(resident_kb(file), SIZE / 1024);
		ra_mapped_file_let_go(file);
		assert_int_equal(resident_kb(file), 0);
	}
	assert_int_equal(ftruncate(fd, 100 * PAGE), 0);
	assert_int_equal(word_of(file, 99), 100);
	assert_int_equal(word_of(file, 150), 0); /* it does not come again */
	assert_true(ra_mapped_file_is_lost(file, &offset));
	assert_int_equal(offset, 150 * PAGE);
	ra_mapped_file_close(file);
	close(fd);
	ra_exhaustion_forget();
}

static void what_is_gone_reads_as_zeros_and_is_told(void **state)
{
	const int fd = make_file(), whole_fd = make_file();
	struct ra_mapped_file *const file = ra_mapped_file_open(fd, SIZE, NULL);
	struct ra_mapped_file *const whole = ra_mapped_file_open(whole_fd, SIZE, NULL);
	uint64_t offset;

	(void)state;
	assert_int_equal(word_of(file, 7), 8);
	assert_int_equal(word_of(file, 200), 201);
	assert_int_equal(ftruncate(fd, 100 * PAGE), 0);
	assert_int_equal(word_of(file, 7), 8); /* still there */
	assert_false(ra_mapped_file_is_lost(file, &offset));
	assert_int_equal(word_of(file, 200), 0);
	assert_true(ra_mapped_file_is_lost(file, &offset));
	assert_int_equal(offset, 200 * PAGE);
	assert_int_equal(word_of(file, 201), 0);
	assert_int_equal(word_of(file, 7), 0); /* all of it: it is of no use any more */
	assert_true(ra_mapped_file_is_lost(file, &offset));
	assert_int_equal(offset, 200 * PAGE); /* the first one */
	assert_true(ra_is_input_lost());

	/* another one is none of its business */
	assert_int_equal(word_of(whole, 200), 201);
	assert_false(ra_mapped_file_is_lost(whole, &offset));
	ra_mapped_file_close(file);
	ra_exhaustion_forget();
	assert_int_equal(word_of(whole, 200), 201);
	ra_mapped_file_close(whole);
	assert_false(ra_is_input_lost());
	close(fd);
	close(whole_fd);
}

/* No access tells it: the page of the end stays. */
static void a_few_bytes_that_are_gone_are_told(void **state)
{
	const int fd = make_file();
	struct ra_mapped_file *const file = ra_mapped_file_open(fd, SIZE, NULL);

	(void)state;
	assert_int_equal(ftruncate(fd, (off_t)SIZE - 8), 0);
	assert_int_equal(word_of(file, PAGES - 1), PAGES);
	assert_true(ra_is_input_lost());
	ra_exhaustion_forget();
	ra_mapped_file_close(file);
	assert_true(ra_is_input_lost());
	ra_exhaustion_forget();
	assert_false(ra_is_input_lost());
	close(fd);
}

struct readers {
	struct ra_mapped_file *file;
	int fd;
	pthread_barrier_t begin;
};

static void *read_all(void *context)
{
	struct readers *const readers = context;
	uint64_t wrong = 0;

	pthread_barrier_wait(&readers->begin);
	for (int round = 0; round < 20; round++) {
		for (uint64_t page = 0; page < PAGES; page++) {
			const uint64_t word = word_of(readers->file, page);

			wrong += word != page + 1 && word != 0;
		}
	}
	return (void *)(uintptr_t)wrong;
}

static void threads_that_read_go_on(void **state)
{
	enum {
		READERS = 4
	};

	(void)state;
	for (uint64_t round = 0; round < 50; round++) {
		struct readers readers = {.fd = make_file()};
		pthread_t threads[READERS];
		void *wrong;
		uint64_t offset;

		readers.file = ra_mapped_file_open(readers.fd, SIZE, NULL);
		assert_non_null(readers.file);
		pthread_barrier_init(&readers.begin, NULL, READERS + 1);
		for (int i = 0; i < READERS; i++) {
			assert_int_equal(pthread_create(&threads[i], NULL, read_all, &readers), 0);
		}
		pthread_barrier_wait(&readers.begin);
		assert_int_equal(ftruncate(readers.fd, (off_t)(round * PAGE)), 0);
		for (int i = 0; i < READERS; i++) {
			pthread_join(threads[i], &wrong);
			assert_null(wrong);
		}
		word_of(readers.file, PAGES - 1);
		assert_true(ra_mapped_file_is_lost(readers.file, &offset));
		assert_true(ra_is_input_lost());
		ra_mapped_file_close(readers.file);
		ra_exhaustion_forget();
		pthread_barrier_destroy(&readers.begin);
		close(readers.fd);
	}
}

static void what_has_no_place_is_read(void **state)
{
	struct ra_mapped_file *opened[1000];
	const int fd = make_file();
	size_t count = 0;

	(void)state;
	assert_null(ra_mapped_file_open(fd, 0, NULL));
	assert_null(ra_mapped_file_open(-1, SIZE, NULL));
	while ((opened[count] = ra_mapped_file_open(fd, SIZE, NULL))) {
		assert_true(++count < sizeof(opened) / sizeof(opened[0]));
	}
	assert_true(count >= 8);
	ra_mapped_file_close(opened[3]);
	opened[3] = ra_mapped_file_open(fd, SIZE, NULL);
	assert_non_null(opened[3]);
	assert_int_equal(word_of(opened[3], 5), 6);
	while (count > 0) {
		ra_mapped_file_close(opened[--count]);
	}
	close(fd);
}

/* The status of a process that does it, in which nobody else has the signal. */
static int status_of(void (*act)(void))
{
	const pid_t child = fork();
	int status = -1;

	if (child == 0) {
		signal(SIGBUS, SIG_DFL);
		act();
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return status;
}

static void end_with_seven(void)
{
	_exit(7);
}

static void use_in_place(void)
{
	const int fd = make_file();
	struct ra_mapped_file *const file = ra_mapped_file_open(fd, SIZE, end_with_seven);

	if (ftruncate(fd, 0) == 0) {
		word_of(file, 0);
	}
}

static void what_cannot_do_with_zeros_ends_its_own_way(void **state)
{
	(void)state;
	assert_int_equal(status_of(use_in_place), 7 << 8);
}

/* As a program that was started with the signal blocked. */
static void read_with_the_signal_blocked(void)
{
	const int fd = make_file();
	struct ra_mapped_file *file;
	sigset_t all;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	file = ra_mapped_file_open(fd, SIZE, NULL);
	if (!file || ftruncate(fd, 0) != 0 || word_of(file, 1) != 0 || !ra_is_input_lost()) {
		_exit(1);
	}
}

static void a_blocked_signal_is_let_through(void **state)
{
	(void)state;
	assert_int_equal(status_of(read_with_the_signal_blocked), 0);
}

static void send_the_signal(void)
{
	const int fd = make_file();

	ra_mapped_file_open(fd, SIZE, NULL);
	kill(getpid(), SIGBUS);
}

static void touch_what_is_not_ours(void)
{
	FILE *const file = tmpfile();

	ra_mapped_file_prepare();
	if (file && ftruncate(fileno(file), 0) == 0) {
		volatile const char *const bytes =
			mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fileno(file), 0);

		(void)bytes[0];
	}
}

/* It does what it does without us. */
static void what_is_not_ours_is_not_caught(void **state)
{
	(void)state;
	assert_int_equal(status_of(send_the_signal), SIGBUS);
	assert_int_equal(status_of(touch_what_is_not_ours), SIGBUS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_bytes_are_the_files),
		cmocka_unit_test(what_is_let_go_takes_no_memory_and_comes_again),
		cmocka_unit_test(what_is_gone_reads_as_zeros_and_is_told),
		cmocka_unit_test(a_few_bytes_that_are_gone_are_told),
		cmocka_unit_test(threads_that_read_go_on),
		cmocka_unit_test(what_has_no_place_is_read),
		cmocka_unit_test(what_cannot_do_with_zeros_ends_its_own_way),
		cmocka_unit_test(a_blocked_signal_is_let_through),
		cmocka_unit_test(what_is_not_ours_is_not_caught),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
