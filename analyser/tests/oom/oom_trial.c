/* oom_trial LIBRARY FOLDER STEP COMMAND...: runs the command with its first allocation (or read, or page that is read) failing,
 * then with the next (of every STEP), and so on. Each run must end with a status that is not 0 and a message, or print what it
 * prints without the failure. LIBRARY is fail_alloc.so, fail_read.so or fail_map.so. Prints how many runs there were; the first bad ones as comments. Exit status 1
 * when there was one. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	MAX_TOLD = 5
};

struct result {
	char *out;
	size_t length;
	size_t said; /* bytes of standard error */
	int status;  /* of wait(2) */
};

static char *content(int fd, size_t *length)
{
	struct stat status;
	char *bytes;

	if (fstat(fd, &status) != 0 || !(bytes = malloc((size_t)status.st_size + 1)) ||
		pread(fd, bytes, (size_t)status.st_size, 0) != status.st_size) {
		exit(2);
	}
	*length = (size_t)status.st_size;
	close(fd);
	return bytes;
}

static struct result run(char **command, const char *library, unsigned long at, const char *count)
{
	struct result result = {0};
	int out = memfd_create("out", MFD_CLOEXEC);
	int err = memfd_create("err", MFD_CLOEXEC);
	const pid_t child = fork();

	if (child == 0) {
		char text[24];

		snprintf(text, sizeof(text), "%lu", at);
		setenv("LD_PRELOAD", library, 1);
		setenv("FAIL_AT", text, 1);
		if (count) {
			setenv("FAIL_COUNT", count, 1);
		}
		dup2(out, STDOUT_FILENO);
		dup2(err, STDERR_FILENO);
		execv(command[0], command);
		_exit(127);
	}
	if (child < 0 || waitpid(child, &result.status, 0) != child) {
		exit(2);
	}
	result.out = content(out, &result.length);
	free(content(err, &result.said));
	return result;
}

static unsigned long calls_told(const char *path)
{
	FILE *file = fopen(path, "r");
	unsigned long count = 0;

	if (!file || fscanf(file, "%lu", &count) != 1) {
		exit(2);
	}
	fclose(file);
	unlink(path);
	return count;
}

int main(int argc, char **argv)
{
	char path[4096];
	unsigned long bad = 0, runs = 0;

	if (argc < 5) {
		return 2;
	}
	snprintf(path, sizeof(path), "%s/calls", argv[2]);

	const unsigned long step = strtoul(argv[3], NULL, 10);
	const struct result good = run(argv + 4, argv[1], 0, path);
	const unsigned long count = calls_told(path);

	if (good.status != 0 || count == 0) {
		printf("# it fails without any failure\n");
		return 1;
	}
	for (unsigned long at = 1; at <= count; at += step) {
		const struct result result = run(argv + 4, argv[1], at, NULL);
		const int same = result.status == 0 && result.length == good.length &&
						 memcmp(result.out, good.out, good.length) == 0;
		const int told =
			WIFEXITED(result.status) && WEXITSTATUS(result.status) != 0 && result.said > 0;

		runs++;
		if (!same && !told && bad++ < MAX_TOLD) {
			printf("# call %lu of %lu: status %x, %zu bytes of %zu, message of %zu bytes\n", at,
				count, (unsigned)result.status, result.length, good.length, result.said);
		}
		free(result.out);
	}
	printf("# %lu runs of %lu calls, %lu bad\n", runs, count, bad);
	free(good.out);
	return bad != 0;
}
