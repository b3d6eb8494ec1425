/* What the fuzz targets share. Each target defines LLVMFuzzerTestOneInput(); libFuzzer, AFL++ and
 * the replay driver (fuzz_replay.c) call it. */
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* A stream that keeps nothing. */
static inline FILE *fuzz_sink(void)
{
	static FILE *sink;

	if (!sink) {
		sink = fopen("/dev/null", "w");
	}
	return sink;
}

#endif
