/* Regular expressions with a bound. See pattern.h. */
#include "query/pattern.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
	MAX_GROUPS = 16, /* open at a time */
	MAX_POSITIONS = 10000,
	MAX_LAYERS = 2, /* repetitions around repetitions */
	LARGE = 500     /* positions: compiled for each thread they would add up */
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

/* *positions: of all of it. */
static bool is_bounded(const char *at, uint64_t *positions)
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
	*positions = groups[0].whole.positions + groups[0].last.positions;
	return true;
}

/* ---- what a match must have in it ---- */

static bool is_plain(char character)
{
	return character >= ' ' && character <= '~' && !strchr("\\|()[]{}.^$*+?", character);
}

/* Behind a group; NULL: it has no end. */
static const char *skip_group(const char *at)
{
	unsigned depth = 0;

	do {
		switch (*at) {
		case '\0':
			return NULL;
		case '(':
		case ')':
			depth += *at == '(' ? 1u : -1u;
			at++;
			break;
		case '[':
			at = skip_bracket(at);
			break;
		default:
			at += *at == '\\' && at[1] ? 2 : 1;
			break;
		}
	} while (depth > 0);
	return at;
}

struct quantifiers {
	bool any;
	bool may_be_none; /* of what they stand behind */
};

/* Behind all quantifiers that stand there; NULL: braces that are none. */
static const char *read_quantifiers(const char *at, struct quantifiers *found)
{
	for (;; found->any = true) {
		if (*at == '{') {
			const size_t least = strspn(at + 1, "0123456789");
			const char *end = at + 1 + least;

			end += *end == ',' ? 1 + strspn(end + 1, "0123456789") : 0;
			if (least == 0 || *end != '}') {
				return NULL;
			}
			at = end + 1;
		} else if (*at == '*' || *at == '+' || *at == '?') {
			at++;
		} else {
			return at;
		}
		found->may_be_none = found->may_be_none || at[-1] != '+';
	}
}

/* What stands there, with its quantifiers. *character: what it stands for, where that is one and must be there; otherwise NUL.
 * Returns NULL where what must be there cannot be told. */
static const char *read_atom(const char *at, char *character, bool *repeated)
{
	struct quantifiers quantifiers = {false, false};

	*character = '\0';
	switch (*at) {
	case '|':
	case ')':
		return NULL;
	case '(':
		at = skip_group(at);
		break;
	case '[':
		at = skip_bracket(at);
		break;
	case '\\':
		*character = at[1] && strchr("\\|()[]{}.^$*+?/-", at[1]) ? at[1] : '\0';
		at += at[1] ? 2 : 1;
		break;
	case '*':
	case '+':
	case '?':
	case '{':
		break; /* at the begin, and of nothing */
	default:
		*character = is_plain(*at) ? *at : '\0';
		at++;
		break;
	}
	at = at ? read_quantifiers(at, &quantifiers) : NULL;
	*character = quantifiers.may_be_none ? '\0' : *character;
	*repeated = quantifiers.any;
	return at;
}

/* The longest piece of plain text outside of groups. Most strings have it not, which is found out much faster than whether they
 * match. Where there are alternatives nothing must be there. */
static void find_required(struct ra_pattern *pattern, const char *text)
{
	char *const run = malloc(strlen(text) + 1);
	const char *at = text;
	size_t length = 0;

	pattern->required = run ? malloc(strlen(text) + 1) : NULL;
	while (pattern->required && at && *at) {
		char character;
		bool repeated = false;

		at = read_atom(at, &character, &repeated);
		if (!at) {
			break;
		}
		if (character) {
			run[length++] = character;
		}
		if (length > pattern->required_length) {
			memcpy(pattern->required, run, length);
			pattern->required_length = length;
		}
		length = character && !repeated ? length : 0;
	}
	if (!at || pattern->required_length == 0) {
		free(pattern->required);
		pattern->required = NULL;
	}
	free(run);
	/* each character of it stands for itself */
	pattern->plain = pattern->required && pattern->required_length == strlen(text);
}

bool ra_pattern_init(struct ra_pattern *pattern, const char *text, struct ra_error *err)
{
	uint64_t positions = 0;
	char why[128];

	*pattern = (struct ra_pattern){.required = NULL};
	if (!is_bounded(text, &positions)) {
		return ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE,
			"the regular expression repeats repetitions too often (%d times in all, %d deep at most)",
			MAX_POSITIONS, MAX_LAYERS);
	}
	const int status = regcomp(&pattern->compiled, text, REG_EXTENDED | REG_NOSUB);

	if (status != 0) {
		regerror(status, &pattern->compiled, why, sizeof(why));
		return ra_fail(err, RA_ERR_UNSUPPORTED, RA_NOWHERE, "no regular expression: %s", why);
	}
	pattern->large = positions > LARGE;
	find_required(pattern, text); /* without memory for it there is none */
	pattern->automaton = pattern->plain ? NULL : ra_automaton_make(text);
	return true;
}

void ra_pattern_done(struct ra_pattern *pattern)
{
	regfree(&pattern->compiled);
	free(pattern->required);
	ra_automaton_free(pattern->automaton);
}

/* Likewise, by the C library. */
static int matches_by_library(const struct ra_pattern *pattern, const char *bytes, size_t length)
{
	char text[RA_PATTERN_BYTES + 1];

	memcpy(text, bytes, length);
	for (char *nul = text; (nul = memchr(nul, '\0', length - (size_t)(nul - text))) != NULL;) {
		*nul = '\001';
	}
	text[length] = '\0';
	errno = 0; /* glibc tells of a failed allocation as of no match */
	const int status = regexec(&pattern->compiled, text, 0, NULL, 0);

	if (status == 0) {
		return 1;
	}
	return status == REG_NOMATCH && errno != ENOMEM ? 0 : -1;
}

int ra_pattern_matches(const struct ra_pattern *pattern, const char *bytes, size_t length)
{
	const size_t used = length < RA_PATTERN_BYTES ? length : RA_PATTERN_BYTES;

	if (pattern->required && !memmem(bytes, used, pattern->required, pattern->required_length)) {
		return 0;
	}
	if (pattern->plain) {
		return 1;
	}
	const int matched =
		pattern->automaton ? ra_automaton_matches(pattern->automaton, bytes, used) : -1;

	return matched >= 0 ? matched : matches_by_library(pattern, bytes, used);
}
