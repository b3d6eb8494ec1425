/*
 * What went wrong, as a value and as text. Used on the death path: formats into the caller's buffer
 * and allocates nothing.
 */
#include "rdump_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

bool rdump_fail(struct rdump_failure *failure, const char *reason, int error)
{
	memset(failure, 0, sizeof(*failure));
	failure->reason = reason;
	failure->error = error;
	return false;
}

void rdump_failure_text(const struct rdump_failure *failure, char *text, size_t size)
{
	if (failure->no_space) {
		snprintf(text, size, "%" PRIu64 " bytes needed, %" PRIu64 " bytes free: %s",
			failure->needed_bytes, failure->free_bytes, strerror(failure->error));
	} else if (failure->reason && failure->error) {
		snprintf(text, size, "%s: %s", failure->reason, strerror(failure->error));
	} else if (failure->reason) {
		snprintf(text, size, "%s", failure->reason);
	} else {
		snprintf(text, size, "%s", strerror(failure->error));
	}
}
