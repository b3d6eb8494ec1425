/* See error.h. */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>

bool ra_fail(
	struct ra_error *err, enum ra_error_kind kind, uint64_t offset, const char *format, ...)
{
	if (err && err->kind == RA_ERR_NONE) {
		va_list arguments;

		err->kind = kind;
		err->offset = offset;
		va_start(arguments, format);
		vsnprintf(err->message, sizeof(err->message), format, arguments);
		va_end(arguments);
	}
	return false;
}
