/*
 * The automatic dump at an exhausted memory_limit: whether to dump, where to, how often. How the
 * error gets here is the business of rdump_error_hook.c; what all workers of a folder share, that of
 * rdump_folder.c.
 *
 * Everything here runs inside PHP's handling of the fatal error: no allocation, no lock, and no
 * influence on what PHP does next. Buffers lie in the module's globals.
 */
#ifdef HAVE_CONFIG_H
# include "config.h"
#endif

#include "php_rdump.h"
#include "rdump_compat.h"
#include "rdump_engine.h"

#include <errno.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define HOST_SIZE 256

static uint64_t clock_seconds(clockid_t clock)
{
	struct timespec now = {0, 0};

	clock_gettime(clock, &now);
	return (uint64_t)now.tv_sec;
}

/* The template in force, or NULL when the automatic dump is off. */
static const char *choose_template(bool *full)
{
	const struct rdump_settings *settings = &RDUMP_G(settings);
	const struct rdump_state *state = &RDUMP_G(state);
	const char *text = settings->oom_dump;

	*full = settings->oom_dump_full;
	if (state->override != RDUMP_OVERRIDE_NONE) {
		text = state->override == RDUMP_OVERRIDE_PATH ? state->override_path : NULL;
		*full = state->override_full;
	}
	return text && *text ? text : NULL;
}

static bool expand(const char *text, char *path, size_t path_size)
{
	char host[HOST_SIZE];
	struct rdump_template_values values = {
		.process_id = (uint64_t)getpid(),
		.thread_id = rdump_thread_id(),
		.unix_time = clock_seconds(CLOCK_REALTIME),
		.host = host,
	};

	if (gethostname(host, sizeof(host)) != 0) {
		host[0] = '\0';
	}
	host[sizeof(host) - 1] = '\0';
	return rdump_template_expand(text, &values, path, path_size);
}

/* Whether the limits of this worker let another attempt through. */
static bool is_due(uint64_t now, struct rdump_failure *failure)
{
	const struct rdump_settings *settings = &RDUMP_G(settings);
	const struct rdump_state *state = &RDUMP_G(state);

	if (settings->oom_dump_max > 0 && state->attempts >= settings->oom_dump_max) {
		return rdump_skip(failure, "this worker has had its rdump.oom_dump_max dumps");
	}
	if (state->attempts > 0 && settings->oom_dump_min_interval > 0 &&
		now - state->last_attempt < settings->oom_dump_min_interval) {
		return rdump_skip(
			failure, "this worker's last dump is younger than rdump.oom_dump_min_interval");
	}
	return true;
}

/* ---- names -------------------------------------------------------------------------------- */

/* FNV-1a; 0 is never returned. */
static uint64_t hash_text(const char *text)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);

	for (; *text; text++) {
		hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
	}
	return hash ? hash : 1;
}

/* The second dump of a request must not replace the first, which is about the cause: "oom.rdump" becomes
 * "oom-2.rdump". */
static bool make_unique(
	struct rdump_same_path *last, const char *suffix, char *path, size_t path_size)
{
	size_t suffix_length = strlen(suffix);
	uint64_t hash = hash_text(path);
	size_t length = strlen(path);
	size_t stem = length;
	char number[16];

	if (hash != last->hash) {
		last->hash = hash;
		last->count = 1;
		return true;
	}
	if (length > suffix_length && strcmp(path + length - suffix_length, suffix) == 0) {
		stem -= suffix_length;
	}

	int added = snprintf(number, sizeof(number), "-%u", ++last->count);

	if (added <= 0 || length + (size_t)added >= path_size) {
		return false;
	}
	memmove(path + stem + added, path + stem, length - stem + 1);
	memcpy(path + stem, number, (size_t)added);
	return true;
}

bool rdump_oom_path(const char *text, enum rdump_path_kind kind, char *path, size_t path_size)
{
	static const char *const suffixes[] = {".rdump", ".json"};

	return expand(text, path, path_size) &&
		   make_unique(&RDUMP_G(state).last_paths[kind], suffixes[kind], path, path_size);
}

/* ---- the answer --------------------------------------------------------------------------- */

static int directory_in_force(void)
{
	const struct rdump_state *state = &RDUMP_G(state);

	return state->override == RDUMP_OVERRIDE_PATH ? state->override_directory_fd : -1;
}

/* The path is in state->path, or empty where it was too long. */
static void dump(const char *text, bool full, const struct rdump_error *error,
	struct rdump_crash *crash, struct rdump_result *result)
{
	struct rdump_state *state = &RDUMP_G(state);
	uint64_t now = clock_seconds(CLOCK_MONOTONIC);
	uint64_t last_attempt = state->last_attempt;

	if (!expand(text, state->path, sizeof(state->path))) {
		rdump_fail(&result->failure, NULL, ENAMETOOLONG);
		rdump_report_failure(text, &result->failure);
		state->path[0] = '\0';
		return;
	}
	if (!is_due(now, &result->failure)) {
		rdump_report_failure(state->path, &result->failure);
		return;
	}
	if (!rdump_oom_path(text, RDUMP_PATH_DUMP, state->path, sizeof(state->path))) {
		rdump_fail(&result->failure, NULL, ENAMETOOLONG);
		rdump_report_failure(text, &result->failure);
		state->path[0] = '\0';
		return;
	}
	rdump_report_start(state->path, error);

	/* Counted before the attempt, so that a broken path is not tried without end. */
	state->attempts++;
	state->last_attempt = now;
	rdump_take(state->path, directory_in_force(), full, error, crash, result);
	if (!result->done && !result->late && rdump_crash_was_deadly(crash)) {
		rdump_take(state->path, directory_in_force(), full, error, NULL, result);
	}
	if (result->failure.skipped) {
		state->attempts--;
		state->last_attempt = last_attempt;
	}
	rdump_report_end(state->path, result);
}

static void answer(const char *text, bool full, const struct rdump_error *error)
{
	struct rdump_crash *crash = rdump_crash_begin(error);
	struct rdump_result result = {.done = false};

	if (text) {
		dump(text, full, error, crash, &result);
		rdump_crash_end(crash, *RDUMP_G(state).path ? RDUMP_G(state).path : text, &result);
	} else {
		rdump_skip(&result.failure, RDUMP_G(state).override == RDUMP_OVERRIDE_OFF
										? "rdump_set_oom_dump('') switched it off in this request"
										: "no rdump.oom_dump is set");
		rdump_crash_end(crash, NULL, &result);
	}
}

void rdump_oom_answer(const struct rdump_error *error)
{
	const char *report = RDUMP_G(settings).oom_report;
	struct rdump_state *state = &RDUMP_G(state);
	int saved_errno = errno;
	bool full;
	const char *text = choose_template(&full);

	if ((text || (report && *report)) && !state->dumping) {
		state->dumping = true;
		answer(text, full, error);
		state->dumping = false;
	}
	errno = saved_errno;
}

/* ---- the request -------------------------------------------------------------------------- */

void rdump_oom_override(enum rdump_override override, const char *path, int directory_fd, bool full)
{
	struct rdump_state *state = &RDUMP_G(state);

	if (state->override_directory_fd >= 0) {
		close(state->override_directory_fd);
	}
	state->override = override;
	state->override_directory_fd = directory_fd;
	state->override_full = full;
	if (path) {
		memcpy(state->override_path, path, strlen(path) + 1);
	}
}

static void forget_request(void)
{
	struct rdump_state *state = &RDUMP_G(state);

	rdump_oom_override(RDUMP_OVERRIDE_NONE, NULL, -1, false);
	state->dumping = false;
	memset(state->last_paths, 0, sizeof(state->last_paths));
	rdump_take_reap();
}

void rdump_oom_request_startup(void)
{
	forget_request();
	if (RDUMP_G(settings).oom_dump && *RDUMP_G(settings).oom_dump) {
		rdump_settings_raise_hard_limit();
	}
}

void rdump_oom_request_shutdown(void)
{
	forget_request();
}
