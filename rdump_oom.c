/*
 * The automatic dump at an exhausted memory_limit: whether to dump, where to, how often. How the
 * error gets here is the
 * business of rdump_error_hook.c.
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
static bool is_due(uint64_t now)
{
	const struct rdump_settings *settings = &RDUMP_G(settings);
	const struct rdump_state *state = &RDUMP_G(state);

	if (settings->oom_dump_max > 0 && state->attempts >= settings->oom_dump_max) {
		return false;
	}
	return state->attempts == 0 || settings->oom_dump_min_interval == 0 ||
		   now - state->last_attempt >= settings->oom_dump_min_interval;
}

/* Whether the directory has room for another dump: it takes at least what the heap holds. A missing
 * directory is the dump's own failure. */
static bool is_within_budget(const char *path, struct rdump_failure *failure, bool *failed)
{
	uint64_t budget = RDUMP_G(settings).oom_dump_max_total;
	uint64_t used = 0;

	if (budget == 0) {
		return true;
	}
	if (!rdump_budget_used(path, &used) && errno != ENOENT) {
		*failed = true;
		return rdump_fail(failure, "cannot count the directory's dumps", errno);
	}
	return rdump_add_capped(used, zend_memory_usage(1)) < budget;
}

static bool take(
	const char *path, bool full, const struct rdump_error *error, struct rdump_failure *failure)
{
	bool wants_marker = RDUMP_G(settings).oom_dump_marker;

	if (wants_marker) {
		rdump_marker_remove(path);
	}
	return rdump_take(path, full, error, failure) &&
		   (!wants_marker || rdump_marker_create(path, failure));
}

static void answer(const char *text, bool full, const struct rdump_error *error)
{
	struct rdump_state *state = &RDUMP_G(state);
	struct rdump_failure failure;
	uint64_t now = clock_seconds(CLOCK_MONOTONIC);
	bool failed = false;

	if (!expand(text, state->path, sizeof(state->path))) {
		rdump_fail(&failure, NULL, ENAMETOOLONG);
		rdump_report_failure(text, &failure);
		return;
	}
	if (!is_due(now)) {
		return;
	}
	if (!is_within_budget(state->path, &failure, &failed)) {
		if (failed) {
			rdump_report_failure(state->path, &failure);
		}
		return;
	}

	/* Counted before the attempt, so that a broken path is not tried without end. */
	state->attempts++;
	state->last_attempt = now;
	if (!take(state->path, full, error, &failure)) {
		rdump_report_failure(state->path, &failure);
	}
}

void rdump_oom_answer(const struct rdump_error *error)
{
	struct rdump_state *state = &RDUMP_G(state);
	int saved_errno = errno;
	bool full;
	const char *text = choose_template(&full);

	if (text && !state->dumping) {
		state->dumping = true;
		answer(text, full, error);
		state->dumping = false;
	}
	errno = saved_errno;
}

void rdump_oom_request_startup(void)
{
	struct rdump_state *state = &RDUMP_G(state);

	state->override = RDUMP_OVERRIDE_NONE;
	state->dumping = false;
}
