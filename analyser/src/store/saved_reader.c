/* What a saved graph can tell of its values (reader/reader.h). Elements and declared properties that are scalars have no
 * node and are not kept, so nothing that compares contents beyond strings is offered. */
#include "store/saved_graph.h"

#include <string.h>

#include "base/hash.h"
#include "store/supplement.h"

/* A node of that kind at the address; RA_NO_NODE: there is none. */
static ra_node node_at(const struct ra_saved_graph *saved, ra_addr at, enum ra_node_kind kind)
{
	const uint32_t place = *ra_saved_place(saved, at, kind);

	return place ? place - 1 : RA_NO_NODE;
}

/* The text that the address stands for; RA_NO_TEXT: it does for none. */
static uint32_t text_at(const struct ra_saved_graph *saved, ra_addr at)
{
	return at >= RA_TEXT_ADDRESS && at - RA_TEXT_ADDRESS < saved->rows.text_count
			   ? (uint32_t)(at - RA_TEXT_ADDRESS)
			   : RA_NO_TEXT;
}

static ra_addr address_of_text(uint32_t text)
{
	return text == RA_NO_TEXT ? 0 : RA_TEXT_ADDRESS + text;
}

static bool read_string(void *source, ra_addr at, struct ra_string *string)
{
	const struct ra_saved_graph *const saved = source;
	uint32_t text = text_at(saved, at), length;
	uint64_t told;

	*string = (struct ra_string){.text = at, .interned = true};
	if (text == RA_NO_TEXT) {
		const ra_node node = node_at(saved, at, RA_NODE_STRING);

		if (node == RA_NO_NODE) {
			return false;
		}
		text = saved->value[node];
		string->refcount = ra_node_refcount(saved->graph, node);
		string->interned = saved->graph->flags[node] & RA_NODE_INTERNED;
		string->text = address_of_text(text);
		if (saved->fact[node] != RA_NO_TEXT) {
			const char *const number = ra_saved_text(&saved->rows, saved->fact[node], &length);

			if (ra_numbers_parse(number, length, &told, 1) == 1) {
				string->length = told;
				return true;
			}
		}
		if (text == RA_NO_TEXT) {
			return false;
		}
	}
	ra_saved_text(&saved->rows, text, &length);
	string->length = length;
	return true;
}

static bool read_text(
	void *source, const struct ra_string *string, uint64_t from, void *out, size_t length)
{
	const struct ra_saved_graph *const saved = source;
	const uint32_t text = text_at(saved, string->text);
	uint32_t kept;
	const char *const bytes = ra_saved_text(&saved->rows, text, &kept);

	if (text == RA_NO_TEXT || from > kept || length > kept - from) {
		return false;
	}
	memcpy(out, bytes + from, length);
	return true;
}

static bool read_array(void *source, ra_addr at, struct ra_array *array)
{
	const struct ra_saved_graph *const saved = source;
	const ra_node node = node_at(saved, at, RA_NODE_ARRAY);

	if (node == RA_NO_NODE || saved->fact[node] == RA_NO_TEXT) {
		return false;
	}
	*array = saved->shapes[saved->fact[node]].array;
	array->refcount = ra_node_refcount(saved->graph, node);
	return saved->shapes[saved->fact[node]].told;
}

/* What an array is when its size is put right was found out when it was saved, beside its slot. */
static bool settle_array(void *source, struct ra_array *array, bool *growing)
{
	const uint32_t half = array->capacity / 2;
	const uint64_t excess = (uint64_t)half * array->stride;

	(void)source;
	*growing = array->caught_growing && array->used <= half && array->table_bytes >= excess;
	if (*growing) {
		array->capacity = half;
		array->table_bytes -= excess;
	}
	return !array->fits_nowhere;
}

static bool read_class(void *source, ra_addr object, ra_addr *class_entry)
{
	const struct ra_saved_graph *const saved = source;
	const ra_node node = node_at(saved, object, RA_NODE_OBJECT);

	if (node == RA_NO_NODE || ra_node_class(saved->graph, node) >= saved->graph->class_count) {
		return false;
	}
	*class_entry = saved->graph->classes[ra_node_class(saved->graph, node)].entry;
	return *class_entry != 0;
}

/* NULL: not told. */
static const struct ra_saved_class *class_at(const struct ra_saved_graph *saved, ra_addr entry)
{
	const uint32_t number = entry && saved->classes ? ra_pair_index_find(&saved->class_entries,
														  (struct ra_pair){entry, 0})
													: RA_NO_PAIR;

	return number == RA_NO_PAIR ? NULL : &saved->classes[number];
}

static bool has_destructor(void *source, ra_addr class_entry)
{
	const struct ra_saved_class *const cls = class_at(source, class_entry);

	return cls && cls->has_destructor;
}

static bool destructor_called(void *source, ra_addr object)
{
	const struct ra_saved_graph *const saved = source;
	const ra_node node = node_at(saved, object, RA_NODE_OBJECT);

	return node != RA_NO_NODE && saved->ended[node / 8] >> (node % 8) & 1;
}

static ra_addr class_file(void *source, ra_addr class_entry)
{
	const struct ra_saved_class *const cls = class_at(source, class_entry);

	return cls ? address_of_text(cls->file) : 0;
}

static bool read_function(void *source, ra_addr at, struct ra_function *function)
{
	const struct ra_saved_graph *const saved = source;
	const ra_node node = node_at(saved, at, RA_NODE_FUNCTION);
	uint64_t numbers[2];
	uint32_t length;

	if (node == RA_NO_NODE || saved->fact[node] == RA_NO_TEXT) {
		return false;
	}
	const struct ra_saved_code *const code = &saved->code[saved->fact[node]];
	const char *const lines = ra_saved_text(&saved->rows, code->lines, &length);

	ra_numbers_parse(lines, length, numbers, 2);
	*function = (struct ra_function){.name = address_of_text(code->name),
		.file = address_of_text(code->file),
		.first_line = (uint32_t)numbers[0],
		.last_line = (uint32_t)numbers[1]};
	return true;
}

static ra_addr handlers_of(void *source, ra_addr object)
{
	const struct ra_saved_graph *const saved = source;
	const ra_node node = node_at(saved, object, RA_NODE_OBJECT);

	return node != RA_NO_NODE && ra_node_class(saved->graph, node) < saved->class_count
			   ? saved->classes[ra_node_class(saved->graph, node)].handlers
			   : 0;
}

/* NULL: not told. */
static const struct ra_saved_class *class_of_handlers(
	const struct ra_saved_graph *saved, ra_addr handlers)
{
	const uint32_t number =
		handlers ? ra_pair_index_find(&saved->handlers, (struct ra_pair){handlers, 0}) : RA_NO_PAIR;

	return number == RA_NO_PAIR ? NULL : &saved->classes[saved->handler_classes[number]];
}

static ra_addr get_gc_of(void *source, ra_addr handlers)
{
	const struct ra_saved_class *const cls = class_of_handlers(source, handlers);

	return cls ? cls->get_gc : 0;
}

static ra_addr dtor_obj_of(void *source, ra_addr handlers)
{
	const struct ra_saved_class *const cls = class_of_handlers(source, handlers);

	return cls ? cls->dtor_obj : 0;
}

static ra_addr standard_get_gc(void *source)
{
	const struct ra_saved_graph *const saved = source;

	return saved->standard_get_gc;
}

static bool read_process(void *source, struct ra_process *process)
{
	const struct ra_saved_graph *const saved = source;

	*process = saved->process;
	return true;
}

static uint64_t count_holes(void *source, enum ra_hole_reason reason)
{
	const struct ra_saved_graph *const saved = source;

	return saved->holes[reason];
}

static bool measure_resident(void *source, struct ra_resident *resident)
{
	const struct ra_saved_graph *const saved = source;

	*resident = saved->resident;
	return saved->has_resident;
}

static bool find_shared_cache(void *source, struct ra_shared_cache *cache)
{
	const struct ra_saved_graph *const saved = source;

	*cache = saved->cache;
	return saved->has_cache;
}

void ra_saved_reader_init(struct ra_reader *reader, struct ra_saved_graph *saved)
{
	*reader = (struct ra_reader){.source = saved,
		.string = read_string,
		.text = read_text,
		.array = read_array,
		.settle = settle_array,
		.class_of = read_class,
		.has_destructor = has_destructor,
		.destructor_called = destructor_called,
		.class_file = class_file,
		.function = read_function,
		.handlers = handlers_of,
		.get_gc = get_gc_of,
		.dtor_obj = dtor_obj_of,
		.standard_get_gc = standard_get_gc,
		.process = read_process,
		.holes = count_holes,
		.resident = measure_resident,
		.shared_cache = find_shared_cache};
}
