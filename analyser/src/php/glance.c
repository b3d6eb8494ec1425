/* See glance.h. */
#include "php/glance.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory/live_process.h"
#include "php/engine.h"
#include "php/engine_search.h"
#include "php/zendmm.h"

#define MAX_FRAMES    10000u
#define USER_FUNCTION 2
#define NO_LIMIT      (UINT64_C(1) << 62)

struct look { /* what has to be closed again */
	struct ra_process *process;
	struct ra_dump *dump;
	struct ra_space *space;
	struct ra_layout *layout;
};

static void end(struct look *look)
{
	ra_layout_free(look->layout);
	ra_space_close(look->space);
	ra_dump_close(look->dump);
	ra_process_close(look->process);
}

/* Appends a zend_string, as far as there is room. Control characters, which a terminal would obey, become dots. */
static void append(const struct ra_engine *engine, ra_addr at, char text[RA_GLANCE_TEXT])
{
	const size_t used = strlen(text);
	struct ra_string string;
	size_t length;

	if (at == 0 || !ra_engine_string(engine, at, &string)) {
		return;
	}
	length = string.length < RA_GLANCE_TEXT - 1 - used ? string.length : RA_GLANCE_TEXT - 1 - used;
	if (!ra_space_read(engine->space, string.text, text + used, length)) {
		length = 0;
	}
	text[used + length] = '\0';
	for (size_t i = used; i < used + length; i++) {
		if ((unsigned char)text[i] < 32 || text[i] == 127) {
			text[i] = '.';
		}
	}
}

static void name_function(
	const struct ra_engine *engine, ra_addr function, struct ra_glance *glance)
{
	const ra_addr name = ra_engine_u64(engine, function, RA_zend_op_array_function_name);
	const ra_addr scope = ra_engine_u64(engine, function, RA_zend_op_array_scope);

	if (name == 0) {
		return; /* the script itself */
	}
	if (scope != 0) {
		append(engine, ra_engine_u64(engine, scope, RA_zend_class_entry_name), glance->function);
		const size_t used = strlen(glance->function);

		snprintf(glance->function + used, sizeof(glance->function) - used, "::");
	}
	append(engine, name, glance->function);
}

/* The innermost function, and the file of the outermost one. */
static void read_stack(const struct ra_engine *engine, struct ra_glance *glance)
{
	ra_addr frame =
		ra_engine_u64(engine, engine->executor, RA_zend_executor_globals_current_execute_data);
	ra_addr file = 0;

	for (uint32_t i = 0; frame != 0 && i < MAX_FRAMES; i++) {
		const ra_addr function = ra_engine_u64(engine, frame, RA_zend_execute_data_func);

		if (function != 0 && glance->function[0] == '\0' && file == 0) {
			name_function(engine, function, glance);
		}
		if (function != 0 &&
			ra_engine_u8(engine, function, RA_zend_op_array_type) == USER_FUNCTION) {
			file = ra_engine_u64(engine, function, RA_zend_op_array_filename);
		}
		frame = ra_engine_u64(engine, frame, RA_zend_execute_data_prev_execute_data);
	}
	append(engine, file, glance->script);
}

static bool open_memory(struct look *look, pid_t pid, struct ra_error *err)
{
	static const struct ra_space_options no_files = {.no_files = true};

	return ra_process_open(pid, &look->process, err) &&
		   ra_process_dump(look->process, false, &look->dump, err) &&
		   ra_space_open(look->dump, &no_files, &look->space, err) &&
		   ra_engine_search(look->dump, look->space, 0, err) &&
		   ra_layout_choose(look->space, look->dump, NULL, &look->layout, err);
}

/* One thread's. `dump` is of it. */
static bool look_at(const struct ra_dump *dump, struct ra_space *space,
	const struct ra_layout *layout, struct ra_glance *glance, struct ra_error *err)
{
	struct ra_engine *engine = NULL;
	struct ra_heap *heap = NULL;
	const bool good =
		ra_engine_open(dump, space, layout, &engine, err) &&
		ra_heap_open(dump, space,
			ra_engine_u64(engine, engine->executor, RA_zend_executor_globals_vm_stack), &heap, err);

	*glance = (struct ra_glance){.rss_bytes = dump->rss_bytes, .threads = dump->executor_count};
	snprintf(glance->php, sizeof(glance->php), "%u.%u", dump->php_minor / 100 % 10,
		dump->php_minor % 100);
	if (good) {
		glance->usage_bytes = heap->usage_bytes;
		glance->real_usage_bytes = heap->real_usage_bytes;
		glance->limit_bytes = heap->limit_bytes < NO_LIMIT ? heap->limit_bytes : 0;
		read_stack(engine, glance);
	}
	ra_heap_close(heap);
	ra_engine_close(engine);
	return good;
}

bool ra_glance_threads(const struct ra_dump *dump, struct ra_space *space,
	const struct ra_layout *layout, struct ra_glance **out, struct ra_error *err)
{
	struct ra_glance *const list = calloc(dump->executor_count + 1u, sizeof(*list));

	if (!list) {
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory for the list of PHP threads");
	}
	for (uint32_t i = 0; i < dump->executor_count; i++) {
		struct ra_dump of_thread = *dump;
		struct ra_error nothing_there = {0}; /* it has not run yet, or has ended */

		of_thread.eg_address = dump->executors[i];
		look_at(&of_thread, space, layout, &list[i], &nothing_there);
	}
	*out = list;
	return true;
}

bool ra_glance(
	pid_t pid, struct ra_glance *glance, struct ra_glance **threads, struct ra_error *err)
{
	struct look look = {0};
	bool good = open_memory(&look, pid, err);

	*threads = NULL;
	if (good) {
		good = look_at(look.dump, look.space, look.layout, glance, err) &&
			   (look.dump->executor_count < 2 ||
				   ra_glance_threads(look.dump, look.space, look.layout, threads, err));
	} else {
		*glance = (struct ra_glance){.rss_bytes = look.dump ? look.dump->rss_bytes : -1};
	}
	end(&look);
	return good;
}
