/* Fuzz target "core": any bytes behind an ELF core's first 16: segments, notes, the search for the engine, and the whole
 * pipeline when one is found. */
#include <elf.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "walk/snapshot.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static const uint8_t ident[EI_NIDENT] = {
		0x7f, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB, EV_CURRENT};
	const struct ra_snapshot_options options = {
		.dump.salvage = true, .space.no_files = true, .measures = true, .quiet = true};
	struct ra_snapshot *snapshot = NULL;
	uint8_t *core;

	if (length < sizeof(ident)) {
		return 0;
	}
	core = malloc(length);
	if (!core) {
		return 0;
	}
	memcpy(core, bytes, length);
	memcpy(core, ident, sizeof(ident));
	if (ra_snapshot_parse(core, length, &options, &snapshot, NULL)) {
		ra_snapshot_close(snapshot);
	}
	free(core);
	return 0;
}
