/*
 * What the files that know PHP share: the note block, the dump itself, the automatic dump.
 */
#ifndef RDUMP_ENGINE_H
#define RDUMP_ENGINE_H

#include "rdump_internal.h"
#include "rdump_note.h"

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

void rdump_oom_startup(int module_type);
void rdump_oom_shutdown(void);
void rdump_oom_request_startup(void);

#endif
