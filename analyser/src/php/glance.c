/* See glance.h. */
#include "php/glance.h"

#include <stdio.h>
#include <string.h>

#include "memory/live_process.h"
#include "php/engine.h"
#include "php/engine_search.h"
#include "php/zendmm.h"

#define MOST_FRAMES   10000u
#define USER_FUNCTION 2
#define NO_LIMIT      (UINT64_C(1) << 62)

struct look { /* what has to be closed again */
	struct ra_process *process;
	struct ra_dump *dump;
	struct ra_space *space;
	struct ra_layout *layout;
	struct ra_engine *engine;
	struct ra_heap *heap;
};

static void end(struct look *look)
{
	ra_heap_close(look->heap);
	ra_engine_close(look->engine);
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

	for (uint32_t i = 0; frame != 0 && i < MOST_FRAMES; i++) {
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

static bool open_all(struct look *look, pid_t pid, struct ra_error *err)
{
	static const struct ra_space_options no_files = {.no_files = true};

	return ra_process_open(pid, &look->process, err) &&
		   ra_process_dump(look->process, false, &look->dump, err) &&
		   ra_space_open(look->dump, &no_files, &look->space, err) &&
		   ra_engine_search(look->dump, look->space, 0, err) &&
		   ra_layout_choose(look->space, look->dump, NULL, &look->layout, err) &&
		   ra_engine_open(look->dump, look->space, look->layout, &look->engine, err) &&
		   ra_heap_open(look->dump, look->space,
			   ra_engine_u64(
				   look->engine, look->engine->executor, RA_zend_executor_globals_vm_stack),
			   &look->heap, err);
}

bool ra_glance(pid_t pid, struct ra_glance *glance, struct ra_error *err)
{
	struct look look = {0};
	const bool good = open_all(&look, pid, err);

	*glance = (struct ra_glance){.rss_bytes = look.dump ? look.dump->rss_bytes : -1};
	if (good) {
		snprintf(glance->php, sizeof(glance->php), "%u.%u", look.dump->php_minor / 100 % 10,
			look.dump->php_minor % 100);
		glance->threads = look.dump->executor_count;
		glance->usage_bytes = look.heap->usage_bytes;
		glance->real_usage_bytes = look.heap->real_usage_bytes;
		glance->limit_bytes = look.heap->limit_bytes < NO_LIMIT ? look.heap->limit_bytes : 0;
		read_stack(look.engine, glance);
	}
	end(&look);
	return good;
}
