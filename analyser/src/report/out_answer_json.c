/* See out_answer.h. */
#include "report/out_answer.h"

#include "base/format.h"
#include "findings/known_keepers.h"

static json_t *integer(uint64_t value)
{
	return json_integer(value > INT64_MAX ? INT64_MAX : (json_int_t)value);
}

static json_t *text(const char *value)
{
	return value ? ra_json_text(value) : json_null();
}

static json_t *texts(char *const *lines, uint32_t count)
{
	json_t *const list = json_array();

	for (uint32_t i = 0; i < count; i++) {
		json_array_append_new(list, ra_json_text(lines[i]));
	}
	return list;
}

static json_t *place_json(const struct ra_answer *answer)
{
	if (!answer->place_file && !answer->growing) {
		return json_null();
	}
	json_t *const place = json_pack("{s:o, s:o, s:o}", "file", text(answer->place_file), "line",
		answer->place_file ? integer(answer->place_line) : json_null(), "growing",
		text(answer->growing));

	if (answer->growing) {
		json_object_set_new(
			place, "growing_type", json_string(answer->growing_is_string ? "string" : "array"));
		json_object_set_new(place, "from", integer(answer->grows_from));
		json_object_set_new(place, "to", integer(answer->grows_to));
	}
	return place;
}

static json_t *frames_json(const struct ra_answer *answer)
{
	json_t *const list = json_array();

	for (uint32_t i = 0; i < answer->frame_count; i++) {
		const struct ra_answer_frame *const frame = &answer->frames[i];

		json_array_append_new(list,
			json_pack("{s:o, s:o, s:o, s:o}", "call", text(frame->call), "file", text(frame->file),
				"line", frame->line > 0 ? integer(frame->line) : json_null(), "repeated",
				integer(frame->repeated)));
	}
	return list;
}

static json_t *process_json(const struct ra_answer *answer)
{
	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:I, s:o, s:o}", "script", text(answer->script),
		"host", text(answer->host), "sapi", text(answer->sapi), "request", text(answer->request),
		"php_version", text(answer->php_version), "pid", (json_int_t)answer->pid, "captured_at",
		text(answer->captured_at), "stack", frames_json(answer));
}

static json_t *contents_json(const struct ra_holder *row)
{
	json_t *const list = json_array();

	for (uint32_t i = 0; i < row->content_count; i++) {
		const struct ra_holder_content *const content = &row->contents[i];

		json_array_append_new(list,
			json_pack("{s:o, s:o, s:o, s:o, s:b}", content->is_class ? "class" : "type",
				text(content->name), "count", integer(content->count), "bytes",
				integer(content->bytes), "site", text(content->site), "chain", content->chain));
	}
	return list;
}

static json_t *holders_json(const struct ra_holders *holders)
{
	json_t *const list = json_array();

	for (uint32_t i = 0; i < holders->count; i++) {
		const struct ra_holder *const row = &holders->rows[i];
		json_t *const nodes = json_array();

		for (uint32_t n = 0; n < row->node_count; n++) {
			json_array_append_new(nodes, json_integer(row->nodes[n]));
		}
		json_array_append_new(list,
			json_pack("{s:o, s:f, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:b, s:o, s:o}", "bytes",
				integer(row->bytes), "percent",
				ra_round(ra_percent(row->bytes, holders->usage_bytes), 1), "kind",
				ra_holder_kind_name(row->kind), "paths", texts(row->paths, row->path_count),
				"more_paths", integer(row->more_paths), "elements",
				row->elements > 0 ? integer(row->elements) : json_null(), "element_bytes",
				row->elements > 0 ? integer(row->element_bytes) : json_null(), "content",
				contents_json(row), "sample", text(row->sample), "after_collect",
				(int)row->after_collect, "known", ra_keeper_json(row->known), "node_ids", nodes));
	}
	return list;
}

static json_t *outside_json(const struct ra_answer *answer)
{
	const struct ra_outside *const outside = &answer->outside;
	json_t *classes;

	if (!answer->has_outside) {
		return json_null();
	}
	classes = json_array();
	for (uint32_t i = 0; i < outside->class_count; i++) {
		json_array_append_new(
			classes, json_pack("{s:o, s:o}", "class", text(outside->classes[i].name), "count",
						 integer(outside->classes[i].count)));
	}
	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "rss_bytes",
		integer(outside->rss_bytes), "php_heap_bytes", integer(outside->php_heap_bytes),
		"c_heap_bytes", integer(outside->c_heap_bytes), "anonymous_bytes",
		integer(outside->anonymous_bytes), "shared_bytes", integer(outside->shared_bytes),
		"stack_bytes", integer(outside->stack_bytes), "file_bytes", integer(outside->file_bytes),
		"likely", classes);
}

static json_t *actions_json(const struct ra_answer *answer)
{
	json_t *const list = json_array();

	for (uint32_t i = 0; i < answer->action_count; i++) {
		const struct ra_action *const action = &answer->actions[i];

		json_array_append_new(
			list, json_pack("{s:o, s:o, s:o, s:o, s:b, s:o, s:s}", "text", text(action->text),
					  "paths", texts(action->paths, action->path_count), "frees_bytes",
					  action->frees_bytes > 0 ? integer(action->frees_bytes) : json_null(),
					  "returns_bytes",
					  action->returns_bytes > 0 ? integer(action->returns_bytes) : json_null(),
					  "after_collect", (int)action->after_collect, "known",
					  ra_keeper_json(action->known), "signature", action->signature));
	}
	return list;
}

json_t *ra_answer_json(const struct ra_answer *answer)
{
	return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:{s:o, s:o}, s:o}",
		"cause", answer->cause, "limit_bytes",
		answer->limit_bytes > 0 ? integer(answer->limit_bytes) : json_null(), "usage_bytes",
		integer(answer->holders.usage_bytes), "request_bytes",
		answer->request_bytes > 0 ? integer(answer->request_bytes) : json_null(), "place",
		place_json(answer), "process", process_json(answer), "remarks",
		texts(answer->remarks, answer->remark_count), "holders", holders_json(&answer->holders),
		"other_bytes", integer(answer->holders.other_bytes), "outside", outside_json(answer),
		"returnable", "gc_collect_cycles_bytes", integer(answer->holders.collectable_bytes),
		"gc_mem_caches_bytes", integer(answer->returnable_bytes), "actions", actions_json(answer));
}
