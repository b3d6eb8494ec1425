/* See input_format.h. */
#include "memory/input_format.h"

#include <string.h>

/* The first row that fits. */
static const struct ra_input_format formats[] = {
	{RA_INPUT_DUMP, "dump", "RDUMP\0\0\0", 8, NULL, NULL},
	{RA_INPUT_CORE, "core file",
		"\x7f"
		"ELF",
		4, NULL, NULL},
	{RA_INPUT_RMEM, ".rmem", "RMEM", 4, NULL, NULL},
	{RA_INPUT_SQLITE, "SQLite", "SQLite f", 8, NULL, NULL},
	{RA_INPUT_GZIP, "gzip", "\x1f\x8b", 2, NULL, "gzip -dc"},
	{RA_INPUT_ZSTD, "zstd", "\x28\xb5\x2f\xfd", 4, NULL, "zstd -dc"},
	{RA_INPUT_PACKED, "xz",
		"\xfd"
		"7zX",
		4, NULL, "xz -dc"},
	{RA_INPUT_PACKED, "lz4", "\x04\x22\x4d\x18", 4, NULL, "lz4 -dc"},
	{RA_INPUT_PACKED, "bzip2", "BZh", 3, NULL, "bzip2 -dc"},
	{RA_INPUT_REFUSED, "early dump of reli", "RELIMEM\0", 8, NULL,
		"a dump of an early version of reli (magic RELIMEM): not supported"},
	{RA_INPUT_REPORT, "saved report", NULL, 1, " \t\r\n{[\xef", NULL},
};

static const struct ra_input_format unknown = {RA_INPUT_UNKNOWN, "unknown", "", 0, NULL, NULL};

const struct ra_input_format *ra_input_format(const void *bytes, size_t length)
{
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		const struct ra_input_format *const format = &formats[i];

		if (length >= format->length &&
			(format->begins ? memcmp(bytes, format->begins, format->length) == 0
							: memchr(format->any_of, *(const char *)bytes,
								  strlen(format->any_of)) != NULL)) {
			return format;
		}
	}
	return &unknown;
}
