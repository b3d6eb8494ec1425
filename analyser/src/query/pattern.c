/* Regular expressions with a bound. See pattern.h. */
#include "query/pattern.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
	MAX_GROUPS = 16, /* open at a time */
	MAX_POSITIONS = 10000,
	MAX_LAYERS = 2 /* repetitions around repetitions */
};

/* How long an expression is when its counted repetitions are written out, and how deep repetitions lie in each other. Both
 * tell what compiling it costs. */
struct cost {
	uint64_t positions;
	unsigned layers;
};

struct open_group {
	struct cost whole, last; /* last: the atom that a quantifier would repeat */
};

static void close_atom(struct open_group *group)
{
	group->whole.positions += group->last.positions;
	if (group->last.layers > group->whole.layers) {
		group->whole.layers = group->last.layers;
	}
	group->last = (struct cost){0, 0};
}

/* Behind a bracket expression: "]" counts as a member where it comes first, and inside "[:alpha:]" and its like. */
static const char *skip_bracket(const char *at)
{
	at++;
	at += *at == '^';
	at += *at == ']';
	while (*at && *at != ']') {
		if (*at == '[' && (at[1] == ':' || at[1] == '.' || at[1] == '=')) {
			const char kind = at[1];

			at += 2;
			while (*at && !(at[0] == kind && at[1] == ']')) {
				at++;
			}
			at += *at ? 2 : 0;
		} else {
			at++;
		}
	}
	return *at ? at + 1 : at;
}

/* Behind "{n,m}"; the greater of both. An open end repeats n times and then as "*" does. */
static const char *read_interval(const char *at, uint64_t *times)
{
	uint64_t number = 0;

	*times = 1;
	for (at++; *at && *at != '}'; at++) {
		if (*at >= '0' && *at <= '9') {
			number = number < MAX_POSITIONS ? number * 10 + (uint64_t)(*at - '0') : number;
			*times = number > *times ? number : *times;
		} else {
			number = 0;
		}
	}
	return *at ? at + 1 : at;
}

static bool is_bounded(const char *at)
{
	struct open_group groups[MAX_GROUPS] = {{{0, 0}, {0, 0}}};
	unsigned depth = 0;

	while (*at) {
		struct open_group *const group = &groups[depth];
		uint64_t times = 1;

		switch (*at) {
		case '(':
			close_atom(group);
			if (++depth == MAX_GROUPS) {
				return false;
			}
			groups[depth] = (struct open_group){{0, 0}, {0, 0}};
			at++;
			break;
		case ')':
			close_atom(group);
			if (depth > 0) {
				depth--;
				groups[depth].last = group->whole;
			}
			at++;
			break;
		case '{':
			at = read_interval(at, &times);
			group->last.positions *= times;
			group->last.layers++;
			break;
		case '*':
		case '+':
		case '?':
			group->last.layers++;
			at++;
			break;
		case '[':
			close_atom(group);
			group->last.positions = 1;
			at = skip_bracket(at);
			break;
		default:
			close_atom(group);
			group->last.positions = 1;
			at += *at == '\\' && at[1] ? 2 : 1;
			break;
		}
		if (groups[depth].last.positions + groups[depth].whole.positions > MAX_POSITIONS ||
			groups[depth].last.layers > MAX_LAYERS) {
			return false;
		}
	}
	return true;
}

bool ra_pattern_init(struct ra_pattern *pattern, const char *text, struct ra_error *err)
{
	char why[128];

	if (!is_bounded(text)) {
		return ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE,
			"the regular expression repeats repetitions too often (%d times in all, %d deep at most)",
			MAX_POSITIONS, MAX_LAYERS);
	}
	const int status = regcomp(&pattern->compiled, text, REG_EXTENDED | REG_NOSUB);

	if (status != 0) {
		regerror(status, &pattern->compiled, why, sizeof(why));
		return ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE, "no regular expression: %s", why);
	}
	return true;
}

void ra_pattern_done(struct ra_pattern *pattern)
{
	regfree(&pattern->compiled);
}

int ra_pattern_matches(const struct ra_pattern *pattern, const char *bytes, size_t length)
{
	char text[RA_PATTERN_BYTES + 1];
	const size_t used = length < RA_PATTERN_BYTES ? length : RA_PATTERN_BYTES;

	for (size_t i = 0; i < used; i++) {
		text[i] = bytes[i];
		if (text[i] == '\0') {
			text[i] = '\001';
		}
	}
	text[used] = '\0';
	errno = 0; /* glibc tells of a failed allocation as of no match */
	const int status = regexec(&pattern->compiled, text, 0, NULL, 0);

	if (status == 0) {
		return 1;
	}
	return status == REG_NOMATCH && errno != ENOMEM ? 0 : -1;
}
