/*
 * What the files that know PHP share: the note block, the dump itself, the automatic dump.
 */
#ifndef RDUMP_ENGINE_H
#define RDUMP_ENGINE_H

#include "php.h"
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

/* Takes a dump of this process, with the calling thread's globals in its header, and a note on why:
 * `error`, or NULL for a call from PHP code. False, with `failure` filled, when it could not be
 * written. Allocates nothing. */
bool rdump_take(
	const char *path, bool full, const struct rdump_error *error, struct rdump_failure *failure);

/* ---- rdump_oom.c -------------------------------------------------------------------------- */

/* Takes the automatic dump if one is wanted, possible and due. Leaves no trace but the dump, its
 * marker, and a line in the log when it failed. */
void rdump_oom_answer(const struct rdump_error *error);

/* Forgets what the last request had set. */
void rdump_oom_request_startup(void);

/* ---- rdump_error_hook.c ---------------------------------------------------------------------- */

void rdump_error_hook_startup(void);
void rdump_error_hook_shutdown(void);
void rdump_error_hook_request_startup(void);
void rdump_error_hook_request_shutdown(void);

/* ---- rdump_report.c ----------------------------------------------------------------------- */

/* One line in PHP's error log: the automatic dump to `path` failed. Allocates nothing itself; the
 * server's log function may. errno is preserved. */
void rdump_report_failure(const char *path, const struct rdump_failure *failure);

/* ---- rdump_settings.c --------------------------------------------------------------------- */

struct rdump_settings;

/* Defaults, then the INI entries of the module. */
void rdump_settings_init(struct rdump_settings *settings);
void rdump_settings_register(int type, int module_number);
void rdump_settings_unregister(int type, int module_number);
void rdump_settings_display(zend_module_entry *zend_module);

#endif
