/*
 * The crash report: one JSON file of at most 64 KB for each exhausted memory_limit, whether or not there is a dump of
 * it. It says what happened, where the code was and which classes had the most objects; no values of variables.
 *
 * It is written twice, by the process that writes the dump (rdump_child.c): before the dump, so that it is there
 * whatever becomes of that, and again with the dump's end. Both appear under the name in one step. Everything but the
 * end is put together once, in a mapping that process and copy share: where the copy is killed, the process writes
 * the end. The mapping is marked "do not dump" and is left out of the dump's map.
 *
 * On the death path: nothing allocates, and what is read are the structures that PHP's own error report reads.
 */
#ifdef HAVE_CONFIG_H
# include "config.h"
#endif

#include "php_rdump.h"
#include "rdump_compat.h"
#include "rdump_engine.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum {
	REPORT_BYTES = 64 << 10,
	MAX_FRAMES = 64,
	MAX_CLASSES = 30,
	CLASS_SLOTS = 1 << 15, /* of a table that is filled to three quarters at most */
	/* What texts may take as they stand in the file. Together with their keys they stay below REPORT_BYTES. */
	MESSAGE_BYTES = 1000,
	FILE_BYTES = 1000,
	PATH_BYTES = 5000,
	URI_BYTES = 2000,
	NAME_BYTES = 250,
	FRAME_FILE_BYTES = 280,
	CLASS_BYTES = 250,
	REASON_BYTES = 400,
};

struct class_row {
	const zend_class_entry *class;
	uint64_t count;
	uint64_t bytes;
	bool listed;
};

struct rdump_crash {
	const struct rdump_error *error; /* NULL once the body is put together */
	const char *dump_path;           /* NULL: none is wanted */
	int64_t pid;
	bool begun;                   /* somebody has begun with the body */
	bool ended;                   /* the file says how the dump ended */
	struct rdump_failure failure; /* of the last attempt to write the file */
	struct rdump_json body;
	uint32_t class_count;
	uint64_t object_count;
	uint64_t uncounted_objects; /* of classes beyond the table */
	char path[PATH_MAX];
	char text[REPORT_BYTES];
	struct class_row classes[CLASS_SLOTS];
};

/* ---- the stack ---------------------------------------------------------------------------- */

static void put_function(struct rdump_json *json, const zend_function *function, bool outermost)
{
	char name[2 * NAME_BYTES];
	const zend_string *own = function->common.function_name;
	const zend_class_entry *class = function->common.scope;
	size_t length = 0;

	if (!own) {
		rdump_json_string(json, "function",
			function->type == ZEND_EVAL_CODE ? "{eval}"
			: outermost                      ? "{main}"
											 : "{include}",
			NAME_BYTES);
		return;
	}
	if (class && class->name) {
		length = ZSTR_LEN(class->name) < NAME_BYTES ? ZSTR_LEN(class->name) : NAME_BYTES;
		memcpy(name, ZSTR_VAL(class->name), length);
		memcpy(name + length, "::", 2);
		length += 2;
	}

	size_t part = ZSTR_LEN(own) < sizeof(name) - length ? ZSTR_LEN(own) : sizeof(name) - length;

	memcpy(name + length, ZSTR_VAL(own), part);
	rdump_json_text(json, "function", name, length + part, NAME_BYTES);
}

/* The line at which a function is. One that is to end with an exception, as delayed errors do, is at none. */
static uint32_t line_of(const zend_execute_data *frame, const struct rdump_error *error, bool top)
{
	const zend_op *opline = frame->opline;

	if (!opline) {
		return frame->func->op_array.line_start;
	}
	if (opline->opcode != ZEND_HANDLE_EXCEPTION || opline->lineno > 0) {
		return opline->lineno;
	}
	if (top && error->line > 0) {
		return error->line;
	}
	return EG(opline_before_exception) ? EG(opline_before_exception)->lineno : 0;
}

static void put_frame(struct rdump_json *json, const zend_execute_data *frame,
	const struct rdump_error *error, bool top)
{
	const zend_function *function = frame->func;

	rdump_json_open(json, NULL, '{');
	put_function(json, function, !frame->prev_execute_data);
	if (ZEND_USER_CODE(function->type) && function->op_array.filename) {
		rdump_json_text(json, "file", ZSTR_VAL(function->op_array.filename),
			ZSTR_LEN(function->op_array.filename), FRAME_FILE_BYTES);
		rdump_json_number(json, "line", line_of(frame, error, top));
	}
	rdump_json_close(json, '}');
}

static void put_stack(struct rdump_json *json, const struct rdump_error *error)
{
	int64_t count = 0;
	bool top = true; /* of the frames of PHP code */

	rdump_json_open(json, "stack", '[');
	for (const zend_execute_data *frame = EG(current_execute_data); frame;
		frame = frame->prev_execute_data) {
		if (!frame->func) {
			continue; /* a placeholder of generators */
		}
		if (count++ < MAX_FRAMES) {
			put_frame(json, frame, error, top);
		}
		top = top && !ZEND_USER_CODE(frame->func->type);
	}
	rdump_json_close(json, ']');
	rdump_json_number(json, "stack_frames", count);
}

/* ---- the objects -------------------------------------------------------------------------- */

/* The object, its declared properties and its own table of dynamic ones; neither what they refer to, nor the state of
 * classes of C code. */
static uint64_t bytes_of(const zend_object *object)
{
	const zend_array *dynamic = object->properties;
	uint64_t bytes = sizeof(zend_object) - sizeof(zval) +
					 sizeof(zval) * (uint64_t)object->ce->default_properties_count;

	if (dynamic) {
		bytes += sizeof(zend_array) + (dynamic->nNumUsed > 0 ? HT_SIZE(dynamic) : 0);
	}
	return bytes;
}

static struct class_row *row_of(struct rdump_crash *crash, const zend_class_entry *class)
{
	uint64_t at = (uint64_t)(uintptr_t)class * UINT64_C(0x9e3779b97f4a7c15) >> 40;

	for (;; at++) {
		struct class_row *row = &crash->classes[at % CLASS_SLOTS];

		if (row->class == class) {
			return row;
		}
		if (!row->class) {
			if (crash->class_count >= CLASS_SLOTS / 4 * 3) {
				return NULL;
			}
			crash->class_count++;
			row->class = class;
			return row;
		}
	}
}

static void count_objects(struct rdump_crash *crash)
{
	const zend_objects_store *store = &EG(objects_store);

	for (uint32_t i = 1; store->object_buckets && i < (uint32_t)store->top; i++) {
		const zend_object *object = store->object_buckets[i];

		if (!IS_OBJ_VALID(object) || !object->ce) {
			continue;
		}

		struct class_row *row = row_of(crash, object->ce);

		crash->object_count++;
		if (row) {
			row->count++;
			row->bytes += bytes_of(object);
		} else {
			crash->uncounted_objects++;
		}
	}
}

static struct class_row *largest(struct rdump_crash *crash, bool by_count)
{
	struct class_row *found = NULL;

	for (size_t i = 0; i < CLASS_SLOTS; i++) {
		struct class_row *row = &crash->classes[i];

		if (row->class && !row->listed &&
			(!found || (by_count ? row->count > found->count : row->bytes > found->bytes))) {
			found = row;
		}
	}
	return found;
}

/* Those with the most bytes and those with the most objects, taken in turn. */
static void put_classes(struct rdump_crash *crash)
{
	struct rdump_json *json = &crash->body;

	count_objects(crash);
	rdump_json_number(json, "objects", (int64_t)crash->object_count);
	rdump_json_number(json, "classes_with_objects", crash->class_count);
	rdump_json_number(json, "objects_of_further_classes", (int64_t)crash->uncounted_objects);
	rdump_json_open(json, "classes", '[');
	for (int i = 0; i < MAX_CLASSES; i++) {
		struct class_row *row = largest(crash, i % 2 == 1);

		if (!row) {
			break;
		}
		row->listed = true;
		rdump_json_open(json, NULL, '{');
		rdump_json_text(
			json, "class", ZSTR_VAL(row->class->name), ZSTR_LEN(row->class->name), CLASS_BYTES);
		rdump_json_number(json, "objects", (int64_t)row->count);
		rdump_json_number(json, "bytes", (int64_t)row->bytes);
		rdump_json_close(json, '}');
	}
	rdump_json_close(json, ']');
}

/* ---- the other facts ---------------------------------------------------------------------- */

static void put_time(struct rdump_json *json)
{
	struct timespec now = {0, 0};
	char text[40];
	int year;
	int month;
	int day;

	clock_gettime(CLOCK_REALTIME, &now);
	rdump_civil_date(now.tv_sec / 86400, &year, &month, &day);

	int second = (int)(now.tv_sec % 86400);

	snprintf(text, sizeof(text), "%04d-%02d-%02dT%02d:%02d:%02dZ", year, month + 1, day,
		second / 3600, second / 60 % 60, second % 60);
	rdump_json_string(json, "time", text, sizeof(text));
	rdump_json_number(json, "time_unix", now.tv_sec);
}

static void put_process(struct rdump_json *json, int64_t pid)
{
	char host[256];
	bool has_host = gethostname(host, sizeof(host)) == 0;

	host[sizeof(host) - 1] = '\0';
	rdump_json_string(json, "host", has_host ? host : NULL, NAME_BYTES);
	rdump_json_number(json, "pid", pid);
	rdump_json_string(json, "php_version", PHP_VERSION, NAME_BYTES);
	rdump_json_bool(json, "zts", RDUMP_BUILD_ZTS != 0);
	rdump_json_string(json, "sapi", sapi_module.name, NAME_BYTES);
}

/* A query string has values in it. */
static void put_uri(struct rdump_json *json)
{
	const char *uri = NULL;

	if (RDUMP_G(settings).note_request) {
		uri = rdump_server_uri();
		uri = uri ? uri : SG(request_info).request_uri;
	}
	rdump_json_text(json, "uri", uri, uri ? strcspn(uri, "?#") : 0, URI_BYTES);
}

static void put_request(struct rdump_json *json)
{
	rdump_json_string(json, "script", SG(request_info).path_translated, FILE_BYTES);
	rdump_json_string(json, "method", SG(request_info).request_method, NAME_BYTES);
	put_uri(json);
}

static void put_memory(struct rdump_json *json)
{
	rdump_json_open(json, "memory", '{');
	rdump_json_number(json, "limit_bytes", PG(memory_limit));
	rdump_json_number(json, "used_bytes", (int64_t)zend_memory_usage(0));
	rdump_json_number(json, "real_used_bytes", (int64_t)zend_memory_usage(1));
	rdump_json_number(json, "peak_bytes", (int64_t)zend_memory_peak_usage(0));
	rdump_json_number(json, "real_peak_bytes", (int64_t)zend_memory_peak_usage(1));
	rdump_json_close(json, '}');
}

/* Everything but how the dump ended. `bare`: a copy of the process died over stack or objects. */
static void put_body(struct rdump_crash *crash, bool bare)
{
	struct rdump_json *json = &crash->body;
	const struct rdump_error *error = crash->error;

	rdump_json_begin(json, crash->text, sizeof(crash->text));
	rdump_json_open(json, NULL, '{');
	rdump_json_string(json, "format", "rdump-crash-report", NAME_BYTES);
	rdump_json_number(json, "version", 1);
	put_time(json);
	rdump_json_string(json, "reason", "memory_limit", NAME_BYTES);
	rdump_json_text(json, "message", error->message, error->message_length, MESSAGE_BYTES);
	rdump_json_text(json, "file", error->file, error->file_length, FILE_BYTES);
	rdump_json_number(json, "line", error->line);
	put_process(json, crash->pid);
	put_request(json);
	put_memory(json);
	if (!bare) {
		put_stack(json, error);
		put_classes(crash);
	}
	crash->error = NULL;
}

/* `result` is NULL while the dump has not begun. */
static void put_dump(
	struct rdump_json *json, const struct rdump_crash *crash, const struct rdump_result *result)
{
	char reason[REASON_BYTES];
	bool has_reason = result && !result->done;

	rdump_json_open(json, "dump", '{');
	rdump_json_string(json, "path", crash->dump_path, PATH_BYTES);
	rdump_json_string(json, "state",
		!crash->dump_path         ? "off"
		: !result                 ? "begun"
		: result->done            ? "written"
		: result->failure.skipped ? "skipped"
								  : "failed",
		NAME_BYTES);
	if (has_reason) {
		rdump_failure_text(&result->failure, reason, sizeof(reason));
	}
	rdump_json_string(json, "reason", has_reason ? reason : NULL, REASON_BYTES);
	if (result && result->done) {
		rdump_json_number(json, "bytes", (int64_t)result->file_bytes);
	}
	rdump_json_close(json, '}');
	rdump_json_close(json, '}');
}

/* ---- the file ----------------------------------------------------------------------------- */

static bool write_all(int fd, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t put = write(fd, bytes, length);

		if (put <= 0 && errno != EINTR) {
			errno = put == 0 ? EIO : errno;
			return false;
		}
		if (put > 0) {
			bytes += put;
			length -= (size_t)put;
		}
	}
	return true;
}

static bool write_file(struct rdump_crash *crash, const struct rdump_json *json)
{
	struct rdump_failure *failure = &crash->failure;
	struct rdump_output output;

	/* The rules of dumps: a new file of mode 0600 that takes its name when it is whole. */
	bool written =
		rdump_output_open(&output, -1, crash->path, failure) &&
		rdump_output_create(&output, json->length, failure) &&
		(write_all(output.fd, json->bytes, json->length) || rdump_fail(failure, NULL, errno)) &&
		rdump_output_publish(&output, false, failure);

	rdump_output_close(&output);
	return written;
}

/* The witness of a dump, see struct rdump_request; here in process or copy. */
static void witness(void *context, const struct rdump_result *result)
{
	struct rdump_crash *crash = context;

	if (crash->error) {
		bool died_over_it = crash->begun;

		crash->begun = true;
		put_body(crash, died_over_it);
	}

	struct rdump_json whole = crash->body;

	put_dump(&whole, crash, result);
	rdump_json_line(&whole);
	if (whole.overflow) {
		rdump_fail(&crash->failure, "the report is too large", 0);
		return;
	}
	if (write_file(crash, &whole)) {
		memset(&crash->failure, 0, sizeof(crash->failure));
		crash->ended = result != NULL;
	}
}

/* ---- one report --------------------------------------------------------------------------- */

struct rdump_crash *rdump_crash_begin(const struct rdump_error *error)
{
	const char *template = RDUMP_G(settings).oom_report;
	struct rdump_failure failure;
	struct rdump_crash *crash;

	if (!template || !*template) {
		return NULL;
	}
	crash = mmap(NULL, sizeof(*crash), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (crash == MAP_FAILED) {
		rdump_fail(&failure, "cannot map memory for it", errno);
		rdump_report_no_crash_report(template, &failure);
		return NULL;
	}
	(void)madvise(crash, sizeof(*crash), MADV_DONTDUMP);
	crash->error = error;
	crash->pid = getpid();
	if (!rdump_oom_path(template, RDUMP_PATH_REPORT, crash->path, sizeof(crash->path))) {
		rdump_fail(&failure, NULL, ENAMETOOLONG);
		rdump_report_no_crash_report(template, &failure);
		munmap(crash, sizeof(*crash));
		return NULL;
	}
	return crash;
}

void rdump_crash_watch(
	struct rdump_crash *crash, const char *dump_path, struct rdump_request *request)
{
	if (crash) {
		crash->dump_path = dump_path;
		request->witness = witness;
		request->witness_context = crash;
		request->witness_mapping = (uint64_t)(uintptr_t)crash;
	}
}

bool rdump_crash_was_deadly(const struct rdump_crash *crash)
{
	return crash && crash->begun && crash->error;
}

void rdump_crash_end(
	struct rdump_crash *crash, const char *dump_path, const struct rdump_result *result)
{
	if (!crash) {
		return;
	}
	/* A late copy tells the end itself. */
	if (!crash->ended && !result->late) {
		struct rdump_request request = {
			.fork = RDUMP_G(settings).fork, .max_seconds = RDUMP_G(settings).max_seconds};
		struct rdump_result outcome = *result;

		rdump_crash_watch(crash, dump_path, &request);
		rdump_take_no_dump(&request, &outcome);
	}
	if (!crash->ended && !result->late) {
		if (!crash->failure.reason && !crash->failure.error) {
			rdump_fail(&crash->failure, "the process that writes it was killed, or is late", 0);
		}
		rdump_report_no_crash_report(crash->path, &crash->failure);
	}
	munmap(crash, sizeof(*crash));
}
