/* Whether bytes match an extended regular expression, in one step for each byte: a deterministic automaton whose states are
 * made when they are first reached (K. Thompson, "Regular Expression Search Algorithm", CACM 11(6), 1968; lazily, as awk and
 * grep do).
 *
 * It reads what POSIX defines in the C locale, and \w \W \s \S; of what C libraries read in different ways it knows
 * nothing: who asks has the library's own matcher for the rest. */
#ifndef RA_AUTOMATON_H
#define RA_AUTOMATON_H

#include <stdbool.h>
#include <stddef.h>

struct ra_automaton;

/* Of an expression that regcomp() has taken. NULL: it has something that is not read here, is too large, or there is no memory.
 * ra_automaton_free() ends its life. */
struct ra_automaton *ra_automaton_make(const char *expression);
void ra_automaton_free(struct ra_automaton *automaton);

/* Whether there is a match anywhere in the bytes: 1 or 0, as regexec() says of the same text. NUL bytes match as \001. Negative:
 * it cannot tell, and never will again, since there would be too many states, or no memory for them. One thread at a time. */
int ra_automaton_matches(struct ra_automaton *automaton, const char *bytes, size_t length);

#endif
