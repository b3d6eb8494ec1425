/* rdump inspect: header, memory map and regions of a dump. */
#include <inttypes.h>
#include <stdio.h>

#include "cmd.h"
#include "options.h"
#include "snapshot.h"

int ra_cmd_inspect(int argc, char **argv)
{
	struct ra_snapshot_options options = {.dump.salvage = true};
	const struct ra_option table[] = {RA_SNAPSHOT_OPTIONS(options)};
	const struct ra_syntax syntax = {"inspect", "FILE", "Prints the header of a dump.", 1, 1, table,
		sizeof(table) / sizeof(table[0])};
	struct ra_error err = {0};
	struct ra_dump *dump = NULL;
	int operand;

	switch (ra_options_parse(&syntax, argc, argv, &operand)) {
	case RA_PARSE_HELP:
		return RA_EXIT_OK;
	case RA_PARSE_USAGE:
		return RA_EXIT_USAGE;
	case RA_PARSE_OK:
		break;
	}
	if (!ra_dump_open(argv[operand], &options.dump, &dump, &err)) {
		return ra_error_show(argv[operand], &err);
	}
	printf("=== Header ===\n  Format Version:   %" PRIu32 "\n  PHP Version:      %s\n",
		dump->format_version, dump->php_version);
	printf("  EG Address:       0x%" PRIxADDR "\n  Memory Map Count: %" PRIu32
		   "\n  Region Count:     %" PRIu32 "\n",
		dump->eg_address, dump->entry_count, dump->region_count);
	ra_dump_close(dump);
	return RA_EXIT_OK;
}
