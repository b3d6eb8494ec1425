/* Runs a fuzz target over files and folders: the corpus in every test run, a crash to look at. Each
 * input may take 20 seconds, and memory of 64 MiB and 64 times its size; more is a failure, as is a
 * report of a sanitizer. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fuzz.h"

#define SECONDS        20
#define MAX_INPUTS     100000
#define SLACK_KIB      (64L * 1024)
#define TIMES_THE_FILE 64

static unsigned input_count;

/* Peak of this process so far, in KiB. */
static long peak_kib(void)
{
	struct rusage usage;

	return getrusage(RUSAGE_SELF, &usage) == 0 ? usage.ru_maxrss : 0;
}

static void run_file(const char *path)
{
	const long before = peak_kib();
	FILE *file = fopen(path, "rb");
	struct stat status;
	uint8_t *bytes;
	size_t length;

	if (!file || fstat(fileno(file), &status) != 0 || !S_ISREG(status.st_mode)) {
		perror(path);
		exit(2);
	}
	bytes = malloc((size_t)status.st_size + 1);
	length = bytes ? fread(bytes, 1, (size_t)status.st_size, file) : 0;
	fclose(file);
	/* An allocation of the exact size, so that a read behind the end is seen. */
	bytes = realloc(bytes, length ? length : 1);
	if (!bytes) {
		exit(2);
	}
	fprintf(stderr, "%s\n", path);
	alarm(SECONDS);
	LLVMFuzzerTestOneInput(bytes, length);
	alarm(0);
	free(bytes);
	input_count++;
	if (peak_kib() - before > SLACK_KIB + (long)(length / 1024) * TIMES_THE_FILE) {
		fprintf(stderr, "%s: memory grew by %ld KiB for %zu bytes\n", path, peak_kib() - before,
			length);
		exit(1);
	}
}

static int compare_names(const void *left, const void *right)
{
	return strcmp(*(char *const *)left, *(char *const *)right);
}

static void run_folder(const char *folder, DIR *stream)
{
	char **names = calloc(MAX_INPUTS, sizeof(*names));
	size_t count = 0;

	for (struct dirent *entry; names && count < MAX_INPUTS && (entry = readdir(stream));) {
		if (entry->d_name[0] != '.') {
			names[count++] = strdup(entry->d_name);
		}
	}
	qsort(names, count, sizeof(*names), compare_names);
	for (size_t i = 0; i < count; i++) {
		char path[4096];

		snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
		run_file(path);
		free(names[i]);
	}
	free(names);
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		DIR *stream = opendir(argv[i]);

		if (stream) {
			run_folder(argv[i], stream);
			closedir(stream);
		} else {
			run_file(argv[i]);
		}
	}
	printf("%u inputs replayed\n", input_count);
	return input_count ? 0 : 2;
}
