/* See regex_program.h.
 *
 * A part of the program is entered at its first instruction and left behind its last one, and its jumps are relative. So parts
 * follow one another, are repeated by copies, and move when an instruction is put before them. */
#include "query/regex_program.h"

#include <string.h>

enum {
	MAX_GROUPS = 16,  /* open at a time */
	MAX_TIMES = 32767 /* RE_DUP_MAX of C libraries */
};

struct part { /* of an expression in parentheses, or the whole */
	unsigned begin;
	unsigned jump; /* behind the alternatives that came before; NO_JUMP: there are none */
	unsigned atom; /* what a quantifier would repeat; NO_ATOM */
	bool inside;   /* something stands before it */
	bool preceded; /* or before this place, in the same alternative */
	bool anchored; /* there is an anchor in it */
	bool ended;    /* "$" was the last in this alternative */
	bool may_end;  /* in one of them */
};

enum {
	NO_JUMP = RA_REGEX_INSTRUCTIONS + 1,
	NO_ATOM = NO_JUMP
};

struct reading {
	struct ra_regex_program *program;
	const char *at;
	struct part parts[MAX_GROUPS];
	unsigned depth;
};

static bool has_room(const struct ra_regex_program *program, size_t more)
{
	return more < RA_REGEX_INSTRUCTIONS && program->length + more < RA_REGEX_INSTRUCTIONS;
}

static bool append(struct ra_regex_program *program, struct ra_regex_instruction instruction)
{
	if (!has_room(program, 1)) {
		return false;
	}
	program->instructions[program->length++] = instruction;
	return true;
}

/* Puts it before what stands there until the end. */
static bool insert(
	struct ra_regex_program *program, unsigned place, struct ra_regex_instruction instruction)
{
	struct ra_regex_instruction *const at = &program->instructions[place];

	if (!has_room(program, 1)) {
		return false;
	}
	memmove(at + 1, at, (program->length - place) * sizeof(*at));
	*at = instruction;
	program->length++;
	return true;
}

static struct ra_regex_instruction branch(int first, int second)
{
	return (struct ra_regex_instruction){
		.operation = RA_REGEX_BRANCH, .ways = {(int16_t)first, (int16_t)second}};
}

/* An empty set with the next number; NULL: there are too many. */
static struct ra_regex_set *add_set(struct ra_regex_program *program)
{
	if (program->set_count == RA_REGEX_SETS) {
		return NULL;
	}
	return &program->sets[program->set_count++];
}

static bool append_atom(struct reading *reading, unsigned set)
{
	struct part *const part = &reading->parts[reading->depth];

	part->atom = reading->program->length;
	part->preceded = true;
	return !part->ended &&
		   append(reading->program,
			   (struct ra_regex_instruction){.operation = RA_REGEX_ONE_OF, .set = (uint16_t)set});
}

static bool append_byte(struct reading *reading, uint8_t byte)
{
	struct ra_regex_program *const program = reading->program;

	if (program->set_of_byte[byte] == 0) {
		struct ra_regex_set *const set = add_set(program);

		if (!set) {
			return false;
		}
		set->has[byte] = 1;
		program->set_of_byte[byte] = (uint16_t)program->set_count;
	}
	return append_atom(reading, program->set_of_byte[byte] - 1u);
}

static bool append_set(struct reading *reading, struct ra_regex_set *set)
{
	return append_atom(reading, (unsigned)(set - reading->program->sets));
}

static void invert(struct ra_regex_set *set)
{
	for (unsigned byte = 0; byte < RA_REGEX_BYTES; byte++) {
		set->has[byte] = !set->has[byte];
	}
}

static void add_range(struct ra_regex_set *set, unsigned from, unsigned to)
{
	for (unsigned byte = from; byte <= to; byte++) {
		set->has[byte] = 1;
	}
}

/* The classes of the C locale. False: there is none of that name. */
static bool add_class(struct ra_regex_set *set, const char *name, size_t length)
{
	static const struct {
		const char *name, *ranges; /* pairs of first and last */
	} classes[] = {
		{"alpha", "AZaz"},
		{"digit", "09"},
		{"alnum", "AZaz09"},
		{"upper", "AZ"},
		{"lower", "az"},
		{"space", "\t\r  "},
		{"blank", "\t\t  "},
		{"punct", "!/:@[`{~"},
		{"print", " ~"},
		{"graph", "!~"},
		{"cntrl", "\001\037\177\177"},
		{"xdigit", "09AFaf"},
	};

	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++) {
		if (strlen(classes[i].name) == length && memcmp(classes[i].name, name, length) == 0) {
			for (const char *range = classes[i].ranges; *range; range += 2) {
				add_range(set, (uint8_t)range[0], (uint8_t)range[1]);
			}
			return true;
		}
	}
	return false;
}

/* "[:alpha:]", at its begin. NULL: it is not one of them. Otherwise behind it. */
static const char *read_class(const char *at, struct ra_regex_set *set)
{
	const char *const name = at + 2;
	const size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz");

	return strncmp(name + length, ":]", 2) == 0 && add_class(set, name, length) ? name + length + 2
																				: NULL;
}

/* A byte or range of bytes that stands there; NULL: something else, or what libraries may read in other ways. */
static const char *read_range(const char *at, bool first, struct ra_regex_set *set)
{
	const uint8_t from = (uint8_t)*at;
	uint8_t to = from;

	if (from == '-' && !first && at[1] != ']') {
		return NULL;
	}
	if (from == '[' && at[1] && strchr(":.=", at[1])) {
		return NULL;
	}
	at++;
	if (from != '-' && at[0] == '-' && at[1] != ']') {
		to = (uint8_t)at[1];
		if (to < from || strchr("-[\\", to)) { /* the end of the expression, too */
			return NULL;
		}
		at += 2;
	}
	add_range(set, from, to);
	return at;
}

/* "[...]", at its begin. */
static bool read_bracket(struct reading *reading)
{
	struct ra_regex_set *const set = add_set(reading->program);
	const char *at = reading->at + 1;
	const bool others = *at == '^';

	at += others;
	for (bool first = true; set && at && (first || *at != ']'); first = false) {
		at = *at == '\0'                    ? NULL
			 : at[0] == '[' && at[1] == ':' ? read_class(at, set)
											: read_range(at, first, set);
	}
	if (!set || !at) {
		return false;
	}
	if (others) {
		invert(set);
	}
	reading->at = at + 1;
	return append_set(reading, set);
}

/* "\.", at its begin. */
static bool read_escape(struct reading *reading)
{
	const char what = reading->at[1];
	struct ra_regex_set *set;

	if (what == '\0') {
		return false;
	}
	reading->at += 2;
	if (strchr("wWsS", what)) {
		set = add_set(reading->program);
		if (!set) {
			return false;
		}
		if (what == 's' || what == 'S') {
			add_class(set, "space", 5);
		} else {
			add_class(set, "alnum", 5);
			set->has['_'] = 1;
		}
		if (what == 'W' || what == 'S') {
			invert(set);
		}
		return append_set(reading, set);
	}
	return strchr("\\|()[]{}.^$*+?/-\"#%&,:;=@_~", what) && append_byte(reading, (uint8_t)what);
}

static bool read_any(struct reading *reading)
{
	struct ra_regex_set *const set = add_set(reading->program);

	if (set) {
		add_range(set, 1, RA_REGEX_BYTES - 1);
	}
	reading->at++;
	return set && append_set(reading, set);
}

/* Where nothing stands before "^", nothing behind "$", and neither is repeated: elsewhere libraries differ (glibc has "($)\\W" match
 * a newline). */
static bool read_anchor(struct reading *reading, enum ra_regex_operation operation)
{
	struct part *const part = &reading->parts[reading->depth];

	if (part->ended || (operation == RA_REGEX_AT_BEGIN && part->preceded)) {
		return false;
	}
	reading->at++;
	part->atom = NO_ATOM;
	part->anchored = part->preceded = true;
	part->ended = part->ended || operation == RA_REGEX_AT_END;
	return append(reading->program, (struct ra_regex_instruction){.operation = (uint8_t)operation});
}

/* e{least,most}: as often as it must be there, then "e?" or "e*" for what may be. */
static bool repeat(
	struct ra_regex_program *program, unsigned atom, unsigned least, unsigned most, bool open)
{
	const unsigned size = program->length - atom;
	const unsigned optional = open ? least == 0 : most - least;
	const size_t length = (size_t)least * size + (size_t)optional * (size + 1) + 2;

	if (!has_room(program, length + size)) {
		return false;
	}
	struct ra_regex_instruction one[RA_REGEX_INSTRUCTIONS];

	memcpy(one, &program->instructions[atom], size * sizeof(*one));
	program->length = atom;
	for (unsigned i = 0; i < least + optional; i++) {
		if (i >= least) {
			append(program, branch(1, (int)size + 1 + (open ? 1 : 0)));
		}
		memcpy(&program->instructions[program->length], one, size * sizeof(*one));
		program->length += size;
	}
	if (open) {
		/* the last one again: behind "e", or, where there may be none, at the branch before it */
		return least == 0 ? append(program, branch(-(int)size - 1, -(int)size - 1))
						  : append(program, branch(-(int)size, 1));
	}
	return true;
}

/* The digits that stand there. False: there are none, or they are too many. */
static bool read_times(const char **at, unsigned *times)
{
	const char *const begin = *at;

	*times = 0;
	while (**at >= '0' && **at <= '9' && *times <= MAX_TIMES) {
		*times = *times * 10 + (unsigned)(*(*at)++ - '0');
	}
	return *at > begin && *times <= MAX_TIMES;
}

static bool read_interval(struct reading *reading, unsigned *least, unsigned *most, bool *open)
{
	reading->at++;
	if (!read_times(&reading->at, least)) {
		return false;
	}
	*most = *least;
	if (*reading->at == ',') {
		reading->at++;
		*open = *reading->at == '}';
		if (!*open && (!read_times(&reading->at, most) || *most < *least)) {
			return false;
		}
	}
	return *reading->at++ == '}';
}

static bool read_quantifier(struct reading *reading)
{
	const unsigned atom = reading->parts[reading->depth].atom;
	const char quantifier = *reading->at;
	unsigned least = quantifier == '+', most = 1;
	bool open = quantifier != '?';

	if (atom == NO_ATOM) {
		return false;
	}
	if (quantifier == '{') {
		open = false;
		if (!read_interval(reading, &least, &most, &open)) {
			return false;
		}
	} else {
		reading->at++;
	}
	return repeat(reading->program, atom, least, most, open);
}

/* What stands behind the last "|" and what stands before it become one. */
static bool join_alternatives(struct ra_regex_program *program, struct part *part)
{
	if (part->jump == NO_JUMP) {
		return true;
	}
	const int end = (int)(program->length - part->jump);
	const int other = (int)(part->jump + 1 - part->begin);

	program->instructions[part->jump] = branch(end, end);
	part->jump = NO_JUMP;
	return insert(program, part->begin, branch(1, other + 1));
}

static bool read_alternative(struct reading *reading)
{
	struct ra_regex_program *const program = reading->program;
	struct part *const part = &reading->parts[reading->depth];

	reading->at++;
	if (!join_alternatives(program, part)) {
		return false;
	}
	part->jump = program->length;
	part->atom = NO_ATOM;
	part->preceded = part->inside;
	part->may_end = part->may_end || part->ended;
	part->ended = false;
	return append(program, branch(1, 1));
}

static bool open_group(struct reading *reading)
{
	const struct part *const around = &reading->parts[reading->depth];

	reading->at++;
	if (around->ended || ++reading->depth == MAX_GROUPS) {
		return false;
	}
	reading->parts[reading->depth] = (struct part){
		.begin = reading->program->length,
		.jump = NO_JUMP,
		.atom = NO_ATOM,
		.inside = around->preceded,
		.preceded = around->preceded,
	};
	return true;
}

static bool close_group(struct reading *reading)
{
	struct part *const part = &reading->parts[reading->depth];

	reading->at++;
	if (reading->depth == 0 || !join_alternatives(reading->program, part)) {
		return false;
	}
	struct part *const around = &reading->parts[--reading->depth];

	around->atom = part->anchored ? NO_ATOM : part->begin;
	around->preceded = true;
	around->anchored = around->anchored || part->anchored;
	around->ended = part->ended || part->may_end;
	return true;
}

static bool read_one(struct reading *reading)
{
	switch (*reading->at) {
	case '(':
		return open_group(reading);
	case ')':
		return close_group(reading);
	case '|':
		return read_alternative(reading);
	case '*':
	case '+':
	case '?':
	case '{':
		return read_quantifier(reading);
	case '[':
		return read_bracket(reading);
	case '\\':
		return read_escape(reading);
	case '.':
		return read_any(reading);
	case '^':
		return read_anchor(reading, RA_REGEX_AT_BEGIN);
	case '$':
		return read_anchor(reading, RA_REGEX_AT_END);
	default:
		return append_byte(reading, (uint8_t)*reading->at++);
	}
}

bool ra_regex_read(struct ra_regex_program *program, const char *expression)
{
	struct reading reading = {.program = program, .at = expression};

	reading.parts[0] = (struct part){.jump = NO_JUMP, .atom = NO_ATOM};
	while (*reading.at) {
		if (!read_one(&reading)) {
			return false;
		}
	}
	return reading.depth == 0 && join_alternatives(program, &reading.parts[0]) &&
		   append(program, (struct ra_regex_instruction){.operation = RA_REGEX_MATCH});
}
