/*
 * One dump: what PHP knows (version, globals, settings, the note block) around what the kernel knows
 * (rdump_snapshot.c).
 */
#ifdef HAVE_CONFIG_H
# include "config.h"
#endif

#include "php_rdump.h"
#include "rdump_compat.h"
#include "rdump_engine.h"
#include "contract/rdump_format.h"

#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

uint64_t rdump_thread_id(void)
{
	return (uint64_t)syscall(SYS_gettid);
}

/* ---- time that the script is not charged for ---------------------------------------------- */

struct stopped_timers {
	struct itimerval profile; /* max_execution_time */
#ifdef RDUMP_HAS_EXECUTION_TIMERS
	struct itimerspec execution; /* the same under ZTS since 8.3 */
	bool has_execution;
#endif
};

static void stop_timers(struct stopped_timers *timers)
{
	static const struct itimerval none;

	memset(timers, 0, sizeof(*timers));
	(void)setitimer(ITIMER_PROF, &none, &timers->profile);
#ifdef RDUMP_HAS_EXECUTION_TIMERS
	static const struct itimerspec no_time;

	timers->has_execution = RDUMP_HAS_EXECUTION_TIMER() && timer_settime(RDUMP_EXECUTION_TIMER(), 0,
															   &no_time, &timers->execution) == 0;
#endif
}

static void continue_timers(const struct stopped_timers *timers)
{
	if (timers->profile.it_value.tv_sec || timers->profile.it_value.tv_usec) {
		(void)setitimer(ITIMER_PROF, &timers->profile, NULL);
	}
#ifdef RDUMP_HAS_EXECUTION_TIMERS
	if (timers->has_execution &&
		(timers->execution.it_value.tv_sec || timers->execution.it_value.tv_nsec)) {
		(void)timer_settime(RDUMP_EXECUTION_TIMER(), 0, &timers->execution, NULL);
	}
#endif
}

/* ---- the dump ----------------------------------------------------------------------------- */

void rdump_take_reap(void)
{
	pid_t *children = RDUMP_G(state).late_children;

	for (size_t i = 0; i < RDUMP_MAX_LATE_CHILDREN; i++) {
		if (children[i] > 0 && rdump_child_reap(children[i])) {
			children[i] = 0;
		}
	}
}

static struct rdump_limits limits_in_force(bool automatic)
{
	const struct rdump_settings *settings = &RDUMP_G(settings);
	const struct rdump_limits none = {.apply = false};
	const struct rdump_limits limits = {
		.apply = true,
		.max_total = settings->oom_dump_max_total,
		.min_free_bytes = settings->min_free_bytes,
		.min_free_percent = settings->min_free_percent,
		.min_interval = settings->oom_dump_min_interval,
	};

	return automatic ? limits : none;
}

/* To be reaped later: a worker may live for weeks, and nobody else knows of it. Where there are too many, the last one is
 * forgotten until the process ends. */
static void keep_late_child(const struct rdump_result *result)
{
	pid_t *children = RDUMP_G(state).late_children;

	if (result->child <= 0) {
		return;
	}
	for (size_t i = 0; i < RDUMP_MAX_LATE_CHILDREN; i++) {
		if (children[i] == 0) {
			children[i] = result->child;
			return;
		}
	}
}

void rdump_take(char *path, int directory_fd, bool full, const struct rdump_error *error,
	struct rdump_crash *crash, struct rdump_result *result)
{
	const struct rdump_settings *settings = &RDUMP_G(settings);
	const struct rdump_module_global standard = {RDUMP_FORMAT_BASIC_GLOBALS, RDUMP_BG_ADDRESS()};
	struct rdump_request request = {
		.path = path,
		.directory_fd = directory_fd,
		.full = full,
		.safe_read = settings->safe_read,
		.fork = settings->fork,
		.marker = error && settings->oom_dump_marker,
		.max_seconds = settings->max_seconds,
		.limits = limits_in_force(error != NULL),
		.hook = error && settings->oom_hook && *settings->oom_hook ? settings->oom_hook : NULL,
		.script = SG(request_info).path_translated,
		.pid = getpid(),
	};
	struct rdump_snapshot snapshot = {
		.php_version = RDUMP_PHP_VERSION_TAG,
		.pid = getpid(),
		.eg_address = RDUMP_EG_ADDRESS(),
		.cg_address = RDUMP_CG_ADDRESS(),
		.module_globals = &standard,
		.module_global_count = 1,
	};
	struct stopped_timers timers;

	rdump_crash_watch(crash, path, &request);
	rdump_take_reap();
	stop_timers(&timers);

	struct rdump_note_event *event = rdump_note_begin(error);

	rdump_snapshot_take(&request, &snapshot, result);
	rdump_note_end(event);
	continue_timers(&timers);
	keep_late_child(result);
}

void rdump_take_no_dump(const struct rdump_request *request, struct rdump_result *result)
{
	struct stopped_timers timers;

	rdump_take_reap();
	stop_timers(&timers);
	rdump_snapshot_no_dump(request, result);
	continue_timers(&timers);
	keep_late_child(result);
}
