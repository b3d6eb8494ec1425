/*
 * What the files that know PHP share: the note block, the dump itself, the automatic dump.
 */
#ifndef RDUMP_ENGINE_H
#define RDUMP_ENGINE_H

#include "php.h"
#include "php_rdump.h"
#include "rdump_internal.h"
#include "contract/rdump_note.h"

/* The error that a dump is about. Texts belong to the caller and need no terminator. */
struct rdump_error {
	const char *message;
	size_t message_length;
	const char *file;
	size_t file_length;
	uint32_t line;
};

struct rdump_crash;

/* gettid(2); musl and older glibc have no function for it. */
uint64_t rdump_thread_id(void);

/* ---- rdump_note.c ------------------------------------------------------------------------- */

/* Once, at module start. */
void rdump_note_init(void);

/* Describes the dump that is about to be taken; `error` is NULL for a call from PHP code. NULL when
 * all slots are taken. rdump_note_end() frees the slot and accepts NULL. */
struct rdump_note_event *rdump_note_begin(const struct rdump_error *error);
void rdump_note_end(struct rdump_note_event *event);

/* ---- rdump_take.c ------------------------------------------------------------------------- */

/* Takes a dump of this process, with the calling thread's globals in its header, and a note on why: `error`, or NULL for
 * a call from PHP code, which the limits of automatic dumps do not concern. `crash` may be NULL. For `path` and `directory_fd` see struct
 * rdump_request. Allocates nothing. */
void rdump_take(char *path, int directory_fd, bool full, const struct rdump_error *error,
	struct rdump_crash *crash, struct rdump_result *result);

/* See rdump_snapshot_no_dump(). */
void rdump_take_no_dump(const struct rdump_request *request, struct rdump_result *result);

/* Takes notice of the end of a copy that was late. Never waits. */
void rdump_take_reap(void);

/* ---- rdump_crash.c ------------------------------------------------------------------------ */

/* The crash report of an exhausted limit; NULL where none is wanted or possible. `error` must outlive it. */
struct rdump_crash *rdump_crash_begin(const struct rdump_error *error);

/* Has the report written with the dump. NULL changes nothing. */
void rdump_crash_watch(
	struct rdump_crash *crash, const char *dump_path, struct rdump_request *request);

/* Whether a copy of the process has died over it. */
bool rdump_crash_was_deadly(const struct rdump_crash *crash);

/* Writes it where no dump did; `dump_path` is NULL where none is wanted. Ends it. */
void rdump_crash_end(
	struct rdump_crash *crash, const char *dump_path, const struct rdump_result *result);

/* ---- rdump_oom.c -------------------------------------------------------------------------- */

/* Takes the automatic dump if one is wanted, possible and due. Leaves no trace but the dump, its
 * marker, and a line in the log when it failed. */
void rdump_oom_answer(const struct rdump_error *error);

/* Expands a template. A second file of the request gets a name of its own, "<stem>-2.<suffix>". False: too long. */
enum rdump_path_kind {
	RDUMP_PATH_DUMP,
	RDUMP_PATH_REPORT
};
bool rdump_oom_path(const char *text, enum rdump_path_kind kind, char *path, size_t path_size);

/* Forget what the last request had set. */
void rdump_oom_request_startup(void);
void rdump_oom_request_shutdown(void);

/* What rdump_set_oom_dump() sets. `directory_fd` (or -1) is taken over; `path` is PATH_MAX bytes at most, terminated. */
void rdump_oom_override(
	enum rdump_override override, const char *path, int directory_fd, bool full);

/* ---- rdump_error_hook.c ---------------------------------------------------------------------- */

void rdump_error_hook_startup(void);
void rdump_error_hook_shutdown(void);
void rdump_error_hook_request_startup(void);
void rdump_error_hook_request_shutdown(void);

/* ---- rdump_report.c ----------------------------------------------------------------------- */

/* Lines in PHP's error log. They allocate nothing themselves; the server's log function may. errno is preserved.
 *
 * Before the dump: the error, and where the dump goes. Afterwards how it ended, or why there is none; a reason that
 * is no failure is told once in the life of the worker. rdump.log=0 leaves failures. */
void rdump_report_start(const char *path, const struct rdump_error *error);
void rdump_report_end(const char *path, const struct rdump_result *result);
void rdump_report_failure(const char *path, const struct rdump_failure *failure);
void rdump_report_no_crash_report(const char *path, const struct rdump_failure *failure);

/* Days since 1970 -> date; January is month 0. */
void rdump_civil_date(int64_t days, int *year, int *month, int *day);

/* ---- rdump_settings.c --------------------------------------------------------------------- */

struct rdump_settings;

/* Defaults, then the INI entries of the module. */
void rdump_settings_init(struct rdump_settings *settings);
void rdump_settings_register(int type, int module_number);
void rdump_settings_unregister(int type, int module_number);
void rdump_settings_display(zend_module_entry *zend_module);

/* Lets requests go further beyond memory_limit before PHP ends them without a word, where rdump.hard_limit_percent asks
 * for that. */
void rdump_settings_raise_hard_limit(void);

#endif
