/* Program to states, a step for each byte. See automaton.h. */
#include "query/automaton.h"

#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "query/regex_program.h"

enum {
	MAX_STATES = 2000,
	MAX_STEPS = 4000000, /* through the program, for all transitions together: milliseconds */
	SLOTS = 4096         /* a power of two above MAX_STATES */
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
	struct ra_regex_program program;

	uint8_t class_of[RA_REGEX_BYTES]; /* bytes that no set tells apart */
	unsigned class_count;
	uint8_t byte_of[RA_REGEX_BYTES]; /* one of each class */

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
	uint32_t seen_in[RA_REGEX_INSTRUCTIONS + 1];
	uint32_t closure;
	uint16_t waiting[RA_REGEX_INSTRUCTIONS + 1]; /* members of the closure */
	unsigned waiting_count;
	uint16_t to_follow[2 * RA_REGEX_INSTRUCTIONS + 2];
};

/* Bytes that all sets have or have not are of one class. NUL is of that of \001. */
static void class_bytes(struct ra_automaton *automaton)
{
	automaton->class_count = 1;
	for (unsigned s = 0; s < automaton->program.set_count; s++) {
		const uint8_t *const has = automaton->program.sets[s].has;
		/* per class: what its bytes in the set became; 0: not seen yet */
		unsigned became[RA_REGEX_BYTES] = {0};
		bool outside[RA_REGEX_BYTES] = {false};

		for (unsigned byte = 1; byte < RA_REGEX_BYTES; byte++) {
			outside[automaton->class_of[byte]] |= !has[byte];
		}
		for (unsigned byte = 1; byte < RA_REGEX_BYTES; byte++) {
			const unsigned class = automaton->class_of[byte];

			if (has[byte] && outside[class]) {
				became[class] = became[class] ? became[class] : automaton->class_count++;
				automaton->class_of[byte] = (uint8_t)became[class];
			}
		}
	}
	for (unsigned byte = RA_REGEX_BYTES - 1; byte > 0; byte--) {
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
	automaton->steps += automaton->program.length;
}

/* Goes on from an instruction until nothing is left that waits for no byte. Returns whether it comes to a match. */
static bool follow(struct ra_automaton *automaton, unsigned from, bool at_begin, bool at_end)
{
	uint16_t *const stack = automaton->to_follow;
	unsigned depth = 0;

	stack[depth++] = (uint16_t)from;
	while (depth > 0) {
		const unsigned at = stack[--depth];
		const struct ra_regex_instruction *const instruction = &automaton->program.instructions[at];

		if (automaton->seen_in[at] == automaton->closure) {
			continue;
		}
		automaton->seen_in[at] = automaton->closure;
		switch ((enum ra_regex_operation)instruction->operation) {
		case RA_REGEX_MATCH:
			return true;
		case RA_REGEX_BRANCH:
			stack[depth++] = (uint16_t)((int)at + instruction->ways[1]);
			stack[depth++] = (uint16_t)((int)at + instruction->ways[0]);
			break;
		case RA_REGEX_AT_BEGIN:
		case RA_REGEX_AT_END:
			if (instruction->operation == RA_REGEX_AT_BEGIN ? at_begin : at_end) {
				stack[depth++] = (uint16_t)(at + 1);
			}
			break;
		case RA_REGEX_ONE_OF:
			break;
		}
	}
	return false;
}

/* What waits for a byte, or for the end, in the order of the program: one set of them is one list. */
static void end_closure(struct ra_automaton *automaton)
{
	automaton->waiting_count = 0;
	for (unsigned at = 0; at < automaton->program.length; at++) {
		const unsigned operation = automaton->program.instructions[at].operation;

		if (automaton->seen_in[at] == automaton->closure &&
			(operation == RA_REGEX_ONE_OF || operation == RA_REGEX_AT_END)) {
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
		const struct ra_regex_instruction *const instruction = &automaton->program.instructions[at];

		matched = instruction->operation == RA_REGEX_ONE_OF &&
				  automaton->program.sets[instruction->set].has[byte] &&
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

			matched = automaton->program.instructions[at].operation == RA_REGEX_AT_END &&
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
	automaton->program.sets = calloc(RA_REGEX_SETS, sizeof(*automaton->program.sets));

	bool good = automaton->program.sets && ra_regex_read(&automaton->program, expression);

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
		free(automaton->program.sets);
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
