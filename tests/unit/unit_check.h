/*
 * The least that a unit test needs. A test program includes this, says CHECK() and ends with
 * `return checks_done();`.
 */
#ifndef UNIT_CHECK_H
#define UNIT_CHECK_H

#include "rdump_internal.h"

#include <stdio.h>
#include <string.h>

static unsigned checks;
static unsigned failures;

#define CHECK(condition) check((condition), #condition, __FILE__, __LINE__)

static inline void check(bool good, const char *what, const char *file, int line)
{
	checks++;
	if (!good) {
		failures++;
		printf("%s:%d: %s\n", file, line, what);
	}
}

static inline int checks_done(void)
{
	printf("%u checks, %u failures\n", checks, failures);
	return failures || !checks;
}

#endif
