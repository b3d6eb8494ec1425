/*
 * What went wrong, as a value and as text. Used on the death path: formats into the caller's buffer
 * and allocates nothing.
 */
#include "rdump_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* strerror(3) translates, for which glibc reads files, locks and allocates. */
static const char *error_text(int error)
{
	const char *text = NULL;

#if defined(__GLIBC__) && defined(__GLIBC_PREREQ)
# if __GLIBC_PREREQ(2, 32)
	text = strerrordesc_np(error);
# endif
#endif
	return text ? text : strerror(error);
}

bool rdump_fail(struct rdump_failure *failure, const char *reason, int error)
{
	memset(failure, 0, sizeof(*failure));
	failure->reason = reason;
	failure->error = error;
	return false;
}

bool rdump_skip(struct rdump_failure *failure, const char *reason)
{
	rdump_fail(failure, reason, 0);
	failure->skipped = true;
	return false;
}

void rdump_failure_text(const struct rdump_failure *failure, char *text, size_t size)
{
	if (failure->no_space) {
		snprintf(text, size, "%" PRIu64 " bytes needed, %" PRIu64 " bytes free: %s",
			failure->needed_bytes, failure->free_bytes, error_text(failure->error));
	} else if (failure->reason && failure->error) {
		snprintf(text, size, "%s: %s", failure->reason, error_text(failure->error));
	} else if (failure->reason) {
		snprintf(text, size, "%s", failure->reason);
	} else {
		snprintf(text, size, "%s", error_text(failure->error));
	}
}
