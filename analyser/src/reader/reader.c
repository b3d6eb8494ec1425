/* See reader.h. */
#include "reader/reader.h"

bool ra_reader_string(const struct ra_reader *reader, ra_addr at, struct ra_string *string)
{
	return reader->string && reader->string(reader->source, at, string);
}

bool ra_reader_text(const struct ra_reader *reader, const struct ra_string *string, uint64_t from,
	void *out, size_t length)
{
	return reader->text && reader->text(reader->source, string, from, out, length);
}

const uint8_t *ra_reader_text_bytes(const struct ra_reader *reader, const struct ra_string *string,
	uint64_t from, uint8_t *buffer, size_t length)
{
	if (reader->text_bytes) {
		return reader->text_bytes(reader->source, string, from, buffer, length);
	}
	return ra_reader_text(reader, string, from, buffer, length) ? buffer : NULL;
}

size_t ra_reader_head(const struct ra_reader *reader, ra_addr at, char *out, size_t limit)
{
	struct ra_string string;

	if (at == 0 || !ra_reader_string(reader, at, &string)) {
		return 0;
	}
	const size_t wanted = string.length < limit ? (size_t)string.length : limit;

	return ra_reader_text(reader, &string, 0, out, wanted) ? wanted : 0;
}

bool ra_reader_array(const struct ra_reader *reader, ra_addr at, struct ra_array *array)
{
	return reader->array && reader->array(reader->source, at, array);
}

bool ra_reader_settle(const struct ra_reader *reader, struct ra_array *array, bool *growing)
{
	*growing = false;
	return !reader->settle || reader->settle(reader->source, array, growing);
}

bool ra_reader_settled_array(
	const struct ra_reader *reader, ra_addr at, struct ra_array *array, bool *growing)
{
	return ra_reader_array(reader, at, array) && ra_reader_settle(reader, array, growing);
}

bool ra_reader_storage(const struct ra_reader *reader, ra_addr object, struct ra_array *array)
{
	return reader->storage && reader->storage(reader->source, object, array);
}

void ra_reader_elements(const struct ra_reader *reader, ra_addr at, const struct ra_array *array,
	ra_visit_element *visit, void *context)
{
	if (reader->elements) {
		reader->elements(reader->source, at, array, visit, context);
	}
}

uint32_t ra_reader_first_elements(const struct ra_reader *reader, const struct ra_array *array,
	struct ra_element *out, uint32_t limit)
{
	return reader->first_elements ? reader->first_elements(reader->source, array, out, limit) : 0;
}

bool ra_reader_follow(const struct ra_reader *reader, struct ra_value *value)
{
	return value->type != RA_TYPE_INDIRECT ||
		   (reader->follow && reader->follow(reader->source, value));
}

bool ra_reader_class_of(const struct ra_reader *reader, ra_addr object, ra_addr *class_entry)
{
	return reader->class_of && reader->class_of(reader->source, object, class_entry);
}

bool ra_reader_property(
	const struct ra_reader *reader, ra_addr object, uint32_t number, struct ra_value *value)
{
	return reader->property && reader->property(reader->source, object, number, value);
}

void ra_reader_property_names(
	const struct ra_reader *reader, ra_addr class_entry, ra_visit_name *visit, void *context)
{
	if (reader->property_names) {
		reader->property_names(reader->source, class_entry, visit, context);
	}
}

bool ra_reader_has_destructor(const struct ra_reader *reader, ra_addr class_entry)
{
	return reader->has_destructor && reader->has_destructor(reader->source, class_entry);
}

bool ra_reader_destructor_called(const struct ra_reader *reader, ra_addr object)
{
	return reader->destructor_called && reader->destructor_called(reader->source, object);
}

ra_addr ra_reader_class_file(const struct ra_reader *reader, ra_addr class_entry)
{
	return reader->class_file ? reader->class_file(reader->source, class_entry) : 0;
}

bool ra_reader_function(const struct ra_reader *reader, ra_addr at, struct ra_function *function)
{
	return reader->function && reader->function(reader->source, at, function);
}

ra_addr ra_reader_handlers(const struct ra_reader *reader, ra_addr object)
{
	return reader->handlers ? reader->handlers(reader->source, object) : 0;
}

ra_addr ra_reader_get_gc(const struct ra_reader *reader, ra_addr handlers)
{
	return reader->get_gc ? reader->get_gc(reader->source, handlers) : 0;
}

ra_addr ra_reader_standard_get_gc(const struct ra_reader *reader)
{
	return reader->standard_get_gc ? reader->standard_get_gc(reader->source) : 0;
}

ra_addr ra_reader_dtor_obj(const struct ra_reader *reader, ra_addr handlers)
{
	return reader->dtor_obj ? reader->dtor_obj(reader->source, handlers) : 0;
}

bool ra_reader_process(const struct ra_reader *reader, struct ra_process *process)
{
	*process = (struct ra_process){.rss_bytes = -1};
	return reader->process && reader->process(reader->source, process);
}

uint64_t ra_reader_holes(const struct ra_reader *reader, enum ra_hole_reason reason)
{
	return reader->holes ? reader->holes(reader->source, reason) : 0;
}

bool ra_reader_resident(const struct ra_reader *reader, struct ra_resident *resident)
{
	return reader->resident && reader->resident(reader->source, resident);
}

bool ra_reader_shared_cache(const struct ra_reader *reader, struct ra_shared_cache *cache)
{
	return reader->shared_cache && reader->shared_cache(reader->source, cache);
}
