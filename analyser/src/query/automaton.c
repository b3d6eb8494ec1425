/* Expression to program, program to states, a step for each byte. See automaton.h.
 *
 * A part of the program is entered at its first instruction and left behind its last one, and its jumps are relative. So parts
 * follow one another, are repeated by copies, and move when an instruction is put before them. */
#include "query/automaton.h"

#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

enum {
	MAX_GROUPS = 16, /* open at a time */
	MAX_INSTRUCTIONS = 2000,
	MAX_SETS = 300,
	MAX_STATES = 2000,
	MAX_STEPS = 4000000, /* through the program, for all transitions together: milliseconds */
	MAX_TIMES = 32767,   /* RE_DUP_MAX of C libraries */
	BYTES = 256,
	SLOTS = 4096 /* a power of two above MAX_STATES */
};

enum operation {
	ONE_OF,   /* a byte of the set: the next one */
	BRANCH,   /* both ways */
	AT_BEGIN, /* of the text: the next one */
	AT_END,
	MATCH
};

struct instruction {
	uint8_t operation;
	uint16_t set;
	int16_t ways[2]; /* where they are not the next one, relative */
};

struct set {
	uint8_t has[BYTES];
};

enum { /* transitions to no state */
	UNKNOWN,
	MATCHED,
	NEVER, /* nothing that follows matches */
	TOO_MANY,
	FIRST_STATE
};

struct state {
	uint32_t members; /* begin of the instructions that wait for a byte, or for the end */
	uint16_t count;
	uint16_t matches_at_end; /* UNKNOWN, MATCHED or NEVER */
};

struct ra_automaton {
	struct instruction program[MAX_INSTRUCTIONS + 1];
	unsigned length;
	struct set *sets;
	unsigned set_count;
	uint16_t set_of_byte[BYTES]; /* of one byte: number + 1 */

	uint8_t class_of[BYTES]; /* bytes that no set tells apart */
	unsigned class_count;
	uint8_t byte_of[BYTES]; /* one of each class */

	unsigned shift;        /* there is room for 1 << shift classes */
	uint16_t *transitions; /* state << shift | class */
	struct state states[MAX_STATES];
	unsigned state_count; /* the numbers below FIRST_STATE included */
	uint16_t begin;       /* before the first byte; or MATCHED, or NEVER */
	uint16_t slots[SLOTS];
	uint16_t *members;
	uint32_t member_count, member_room;
	uint32_t steps;

	/* the closure in which an instruction was reached last */
	uint32_t seen_in[MAX_INSTRUCTIONS + 1];
	uint32_t closure;
	uint16_t waiting[MAX_INSTRUCTIONS + 1]; /* members of the closure */
	unsigned waiting_count;
	uint16_t to_follow[2 * MAX_INSTRUCTIONS + 2];
};

/* ---- from text to program ---- */

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
	NO_JUMP = MAX_INSTRUCTIONS + 1,
	NO_ATOM = NO_JUMP
};

struct reading {
	struct ra_automaton *automaton;
	const char *at;
	struct part parts[MAX_GROUPS];
	unsigned depth;
};

static bool has_room(const struct ra_automaton *automaton, size_t more)
{
	return more < MAX_INSTRUCTIONS && automaton->length + more < MAX_INSTRUCTIONS;
}

static bool append(struct ra_automaton *automaton, struct instruction instruction)
{
	if (!has_room(automaton, 1)) {
		return false;
	}
	automaton->program[automaton->length++] = instruction;
	return true;
}

/* Puts it before what stands there until the end. */
static bool insert(struct ra_automaton *automaton, unsigned place, struct instruction instruction)
{
	struct instruction *const at = &automaton->program[place];

	if (!has_room(automaton, 1)) {
		return false;
	}
	memmove(at + 1, at, (automaton->length - place) * sizeof(*at));
	*at = instruction;
	automaton->length++;
	return true;
}

static struct instruction branch(int first, int second)
{
	return (struct instruction){.operation = BRANCH, .ways = {(int16_t)first, (int16_t)second}};
}

/* An empty set with the next number; NULL: there are too many. */
static struct set *add_set(struct ra_automaton *automaton)
{
	if (automaton->set_count == MAX_SETS) {
		return NULL;
	}
	return &automaton->sets[automaton->set_count++];
}

static bool append_atom(struct reading *reading, unsigned set)
{
	struct part *const part = &reading->parts[reading->depth];

	part->atom = reading->automaton->length;
	part->preceded = true;
	return !part->ended && append(reading->automaton,
							   (struct instruction){.operation = ONE_OF, .set = (uint16_t)set});
}

static bool append_byte(struct reading *reading, uint8_t byte)
{
	struct ra_automaton *const automaton = reading->automaton;

	if (automaton->set_of_byte[byte] == 0) {
		struct set *const set = add_set(automaton);

		if (!set) {
			return false;
		}
		set->has[byte] = 1;
		automaton->set_of_byte[byte] = (uint16_t)automaton->set_count;
	}
	return append_atom(reading, automaton->set_of_byte[byte] - 1u);
}

static bool append_set(struct reading *reading, struct set *set)
{
	return append_atom(reading, (unsigned)(set - reading->automaton->sets));
}

static void invert(struct set *set)
{
	for (unsigned byte = 0; byte < BYTES; byte++) {
		set->has[byte] = !set->has[byte];
	}
}

static void add_range(struct set *set, unsigned from, unsigned to)
{
	for (unsigned byte = from; byte <= to; byte++) {
		set->has[byte] = 1;
	}
}

/* The classes of the C locale. False: there is none of that name. */
static bool add_class(struct set *set, const char *name, size_t length)
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
static const char *read_class(const char *at, struct set *set)
{
	const char *const name = at + 2;
	const size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz");

	return strncmp(name + length, ":]", 2) == 0 && add_class(set, name, length) ? name + length + 2
																				: NULL;
}

/* A byte or range of bytes that stands there; NULL: something else, or what libraries may read in other ways. */
static const char *read_range(const char *at, bool first, struct set *set)
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
	struct set *const set = add_set(reading->automaton);
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
	struct set *set;

	if (what == '\0') {
		return false;
	}
	reading->at += 2;
	if (strchr("wWsS", what)) {
		set = add_set(reading->automaton);
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
	struct set *const set = add_set(reading->automaton);

	if (set) {
		add_range(set, 1, BYTES - 1);
	}
	reading->at++;
	return set && append_set(reading, set);
}

/* Where nothing stands before "^", nothing behind "$", and neither is repeated: elsewhere libraries differ (glibc has "($)\\W" match
 * a newline). */
static bool read_anchor(struct reading *reading, enum operation operation)
{
	struct part *const part = &reading->parts[reading->depth];

	if (part->ended || (operation == AT_BEGIN && part->preceded)) {
		return false;
	}
	reading->at++;
	part->atom = NO_ATOM;
	part->anchored = part->preceded = true;
	part->ended = part->ended || operation == AT_END;
	return append(reading->automaton, (struct instruction){.operation = (uint8_t)operation});
}

/* e{least,most}: as often as it must be there, then "e?" or "e*" for what may be. */
static bool repeat(
	struct ra_automaton *automaton, unsigned atom, unsigned least, unsigned most, bool open)
{
	const unsigned size = automaton->length - atom;
	const unsigned optional = open ? least == 0 : most - least;
	const size_t length = (size_t)least * size + (size_t)optional * (size + 1) + 2;

	if (!has_room(automaton, length + size)) {
		return false;
	}
	struct instruction one[MAX_INSTRUCTIONS];

	memcpy(one, &automaton->program[atom], size * sizeof(*one));
	automaton->length = atom;
	for (unsigned i = 0; i < least + optional; i++) {
		if (i >= least) {
			append(automaton, branch(1, (int)size + 1 + (open ? 1 : 0)));
		}
		memcpy(&automaton->program[automaton->length], one, size * sizeof(*one));
		automaton->length += size;
	}
	if (open) {
		/* the last one again: behind "e", or, where there may be none, at the branch before it */
		return least == 0 ? append(automaton, branch(-(int)size - 1, -(int)size - 1))
						  : append(automaton, branch(-(int)size, 1));
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
	return repeat(reading->automaton, atom, least, most, open);
}

/* What stands behind the last "|" and what stands before it become one. */
static bool join_alternatives(struct ra_automaton *automaton, struct part *part)
{
	if (part->jump == NO_JUMP) {
		return true;
	}
	const int end = (int)(automaton->length - part->jump);
	const int other = (int)(part->jump + 1 - part->begin);

	automaton->program[part->jump] = branch(end, end);
	part->jump = NO_JUMP;
	return insert(automaton, part->begin, branch(1, other + 1));
}

static bool read_alternative(struct reading *reading)
{
	struct ra_automaton *const automaton = reading->automaton;
	struct part *const part = &reading->parts[reading->depth];

	reading->at++;
	if (!join_alternatives(automaton, part)) {
		return false;
	}
	part->jump = automaton->length;
	part->atom = NO_ATOM;
	part->preceded = part->inside;
	part->may_end = part->may_end || part->ended;
	part->ended = false;
	return append(automaton, branch(1, 1));
}

static bool open_group(struct reading *reading)
{
	const struct part *const around = &reading->parts[reading->depth];

	reading->at++;
	if (around->ended || ++reading->depth == MAX_GROUPS) {
		return false;
	}
	reading->parts[reading->depth] = (struct part){
		.begin = reading->automaton->length,
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
	if (reading->depth == 0 || !join_alternatives(reading->automaton, part)) {
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
		return read_anchor(reading, AT_BEGIN);
	case '$':
		return read_anchor(reading, AT_END);
	default:
		return append_byte(reading, (uint8_t)*reading->at++);
	}
}

static bool read_expression(struct ra_automaton *automaton, const char *expression)
{
	struct reading reading = {.automaton = automaton, .at = expression};

	reading.parts[0] = (struct part){.jump = NO_JUMP, .atom = NO_ATOM};
	while (*reading.at) {
		if (!read_one(&reading)) {
			return false;
		}
	}
	return reading.depth == 0 && join_alternatives(automaton, &reading.parts[0]) &&
		   append(automaton, (struct instruction){.operation = MATCH});
}

/* ---- from program to states ---- */

/* Bytes that all sets have or have not are of one class. NUL is of that of \001. */
static void class_bytes(struct ra_automaton *automaton)
{
	automaton->class_count = 1;
	for (unsigned s = 0; s < automaton->set_count; s++) {
		const uint8_t *const has = automaton->sets[s].has;
		/* per class: what its bytes in the set became; 0: not seen yet */
		unsigned became[BYTES] = {0};
		bool outside[BYTES] = {false};

		for (unsigned byte = 1; byte < BYTES; byte++) {
			outside[automaton->class_of[byte]] |= !has[byte];
		}
		for (unsigned byte = 1; byte < BYTES; byte++) {
			const unsigned class = automaton->class_of[byte];

			if (has[byte] && outside[class]) {
				became[class] = became[class] ? became[class] : automaton->class_count++;
				automaton->class_of[byte] = (uint8_t)became[class];
			}
		}
	}
	for (unsigned byte = BYTES - 1; byte > 0; byte--) {
		automaton->byte_of[automaton->class_of[byte]] = (uint8_t)byte;
	}
	automaton->class_of[0] = automaton->class_of[1];
	while (1u << automaton->shift < automaton->class_count) {
		automaton->shift++;
	}
}

static void begin_closure(struct ra_automaton *automaton)
{
	automaton->closure++;
	automaton->steps += automaton->length;
}

/* Goes on from an instruction until nothing is left that waits for no byte. Returns whether it comes to a match. */
static bool follow(struct ra_automaton *automaton, unsigned from, bool at_begin, bool at_end)
{
	uint16_t *const stack = automaton->to_follow;
	unsigned depth = 0;

	stack[depth++] = (uint16_t)from;
	while (depth > 0) {
		const unsigned at = stack[--depth];
		const struct instruction *const instruction = &automaton->program[at];

		if (automaton->seen_in[at] == automaton->closure) {
			continue;
		}
		automaton->seen_in[at] = automaton->closure;
		switch ((enum operation)instruction->operation) {
		case MATCH:
			return true;
		case BRANCH:
			stack[depth++] = (uint16_t)((int)at + instruction->ways[1]);
			stack[depth++] = (uint16_t)((int)at + instruction->ways[0]);
			break;
		case AT_BEGIN:
		case AT_END:
			if (instruction->operation == AT_BEGIN ? at_begin : at_end) {
				stack[depth++] = (uint16_t)(at + 1);
			}
			break;
		case ONE_OF:
			break;
		}
	}
	return false;
}

/* What waits for a byte, or for the end, in the order of the program: one set of them is one list. */
static void end_closure(struct ra_automaton *automaton)
{
	automaton->waiting_count = 0;
	for (unsigned at = 0; at < automaton->length; at++) {
		const unsigned operation = automaton->program[at].operation;

		if (automaton->seen_in[at] == automaton->closure &&
			(operation == ONE_OF || operation == AT_END)) {
			automaton->waiting[automaton->waiting_count++] = (uint16_t)at;
		}
	}
}

static bool keep_members(struct ra_automaton *automaton)
{
	const uint32_t needed = automaton->member_count + automaton->waiting_count;

	if (needed > automaton->member_room) {
		const uint32_t room = 2 * needed;
		uint16_t *const members =
			reallocarray(automaton->members, room, sizeof(*automaton->members));

		if (!members) {
			return false;
		}
		automaton->members = members;
		automaton->member_room = room;
	}
	memcpy(automaton->members + automaton->member_count, automaton->waiting,
		automaton->waiting_count * sizeof(*automaton->members));
	automaton->member_count = needed;
	return true;
}

/* A new state of what the closure has. */
static uint16_t add_state(struct ra_automaton *automaton)
{
	const struct state state = {
		automaton->member_count, (uint16_t)automaton->waiting_count, UNKNOWN};

	if (automaton->state_count == MAX_STATES || !keep_members(automaton)) {
		return TOO_MANY;
	}
	automaton->states[automaton->state_count] = state;
	return (uint16_t)automaton->state_count++;
}

/* The state of what the closure has. */
static uint16_t state_of_closure(struct ra_automaton *automaton)
{
	end_closure(automaton);

	const size_t bytes = automaton->waiting_count * sizeof(automaton->waiting[0]);
	size_t slot = ra_hash_bytes(automaton->waiting, bytes) % SLOTS;

	if (automaton->waiting_count == 0) {
		return NEVER;
	}
	for (; automaton->slots[slot] != 0; slot = (slot + 1) % SLOTS) {
		const struct state *const state = &automaton->states[automaton->slots[slot]];

		if (state->count == automaton->waiting_count &&
			memcmp(automaton->members + state->members, automaton->waiting, bytes) == 0) {
			return automaton->slots[slot];
		}
	}
	const uint16_t made = add_state(automaton);

	if (made != TOO_MANY) {
		automaton->slots[slot] = made;
	}
	return made;
}

/* Where a byte of the class leads from a state: what waits for it goes on, and a match may begin behind it. */
static uint16_t make_transition(struct ra_automaton *automaton, unsigned from, unsigned class)
{
	const struct state state = automaton->states[from];
	const uint8_t byte = automaton->byte_of[class];
	bool matched = false;
	uint16_t to = MATCHED;

	begin_closure(automaton);
	for (unsigned i = 0; i < state.count && !matched; i++) {
		const unsigned at = automaton->members[state.members + i];
		const struct instruction *const instruction = &automaton->program[at];

		matched = instruction->operation == ONE_OF && automaton->sets[instruction->set].has[byte] &&
				  follow(automaton, at + 1, false, false);
	}
	if (!matched && !follow(automaton, 0, false, false)) {
		to = automaton->steps < MAX_STEPS ? state_of_closure(automaton) : TOO_MANY;
	}
	automaton->transitions[from << automaton->shift | class] = to;
	return to;
}

/* Whether a text that ends in this state matches. */
static bool matches_at_end(struct ra_automaton *automaton, unsigned number)
{
	struct state *const state = &automaton->states[number];

	if (state->matches_at_end == UNKNOWN) {
		bool matched = false;

		begin_closure(automaton);
		for (unsigned i = 0; i < state->count && !matched; i++) {
			const unsigned at = automaton->members[state->members + i];

			matched = automaton->program[at].operation == AT_END &&
					  follow(automaton, at, number == automaton->begin, true);
		}
		state->matches_at_end = matched ? MATCHED : NEVER;
	}
	return state->matches_at_end == MATCHED;
}

/* The state before the first byte, which is like no other: texts begin there. */
static bool make_begin(struct ra_automaton *automaton)
{
	automaton->state_count = FIRST_STATE;
	begin_closure(automaton);
	if (follow(automaton, 0, true, false)) {
		automaton->begin = MATCHED;
		return true;
	}
	end_closure(automaton);
	automaton->begin = add_state(automaton);
	return automaton->begin != TOO_MANY;
}

/* ---- a life ---- */

struct ra_automaton *ra_automaton_make(const char *expression)
{
	struct ra_automaton *const automaton =
		strcmp(setlocale(LC_CTYPE, NULL), "C") == 0 ? calloc(1, sizeof(*automaton)) : NULL;

	if (!automaton) {
		return NULL;
	}
	automaton->sets = calloc(MAX_SETS, sizeof(*automaton->sets));

	bool good = automaton->sets && read_expression(automaton, expression);

	if (good) {
		class_bytes(automaton);
		automaton->transitions =
			calloc((size_t)MAX_STATES << automaton->shift, sizeof(*automaton->transitions));
		good = automaton->transitions && make_begin(automaton);
	}
	if (!good) {
		ra_automaton_free(automaton);
		return NULL;
	}
	return automaton;
}

void ra_automaton_free(struct ra_automaton *automaton)
{
	if (automaton) {
		free(automaton->sets);
		free(automaton->transitions);
		free(automaton->members);
		free(automaton);
	}
}

int ra_automaton_matches(struct ra_automaton *automaton, const char *bytes, size_t length)
{
	const uint8_t *const class_of = automaton->class_of;
	const uint16_t *const transitions = automaton->transitions;
	const unsigned shift = automaton->shift;
	unsigned state = automaton->begin;

	for (size_t i = 0; i < length && state >= FIRST_STATE; i++) {
		const unsigned class = class_of[(uint8_t)bytes[i]];
		const unsigned next = transitions[state << shift | class];

		state = next != UNKNOWN ? next : make_transition(automaton, state, class);
	}
	if (state >= FIRST_STATE) {
		return matches_at_end(automaton, state);
	}
	return state == MATCHED ? 1 : state == NEVER ? 0 : -1;
}
