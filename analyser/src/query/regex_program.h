/* An extended regular expression of POSIX as instructions, each of which waits for a byte or leads to others: its nondeterministic
 * automaton (K. Thompson, "Regular Expression Search Algorithm", CACM 11(6), 1968). */
#ifndef RA_REGEX_PROGRAM_H
#define RA_REGEX_PROGRAM_H

#include <stdbool.h>
#include <stdint.h>

enum {
	RA_REGEX_INSTRUCTIONS = 2000,
	RA_REGEX_SETS = 300,
	RA_REGEX_BYTES = 256
};

enum ra_regex_operation {
	RA_REGEX_ONE_OF,   /* a byte of the set: the next one */
	RA_REGEX_BRANCH,   /* both ways */
	RA_REGEX_AT_BEGIN, /* of the text: the next one */
	RA_REGEX_AT_END,
	RA_REGEX_MATCH
};

struct ra_regex_instruction {
	uint8_t operation;
	uint16_t set;
	int16_t ways[2]; /* where they are not the next one, relative */
};

struct ra_regex_set {
	uint8_t has[RA_REGEX_BYTES];
};

struct ra_regex_program {
	struct ra_regex_instruction instructions[RA_REGEX_INSTRUCTIONS + 1];
	unsigned length;
	struct ra_regex_set *sets; /* zeroed, RA_REGEX_SETS of them; the caller's */
	unsigned set_count;
	uint16_t set_of_byte[RA_REGEX_BYTES]; /* of one byte: number + 1 */
};

/* Of an expression that regcomp() has taken, into a program that is zeroed but for the memory of the sets. False: the expression has
 * something that is not read here, or is too large. */
bool ra_regex_read(struct ra_regex_program *program, const char *expression);

#endif
