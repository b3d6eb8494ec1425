/*
 * Fills the note block. The block is one initialised object in the extension's writable data: no
 * allocation, and every dump captures it. Its rows come from rdump_layout_fields.h.
 *
 * Under ZTS several threads may dump at once, so there is more than one event; a slot is claimed
 * with one atomic instruction. When all are taken, a dump goes without.
 */
#ifdef HAVE_CONFIG_H
# include "config.h"
#endif

#include "php_rdump.h"
#include "rdump_compat.h"
#include "rdump_engine.h"

#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* ---- the block ---------------------------------------------------------------------------- */

/* Rows are counted by an array type that has one element for each. */
#define RDUMP_SIZE(versions, id, structure)                RDUMP_##versions(char row_##id;)
#define RDUMP_FIELD(versions, id, structure, name, member) RDUMP_##versions(char row_##id;)
#define RDUMP_VALUE(versions, id, constant)
struct layout_rows {
#include "contract/rdump_layout_fields.h"
};
#undef RDUMP_SIZE
#undef RDUMP_FIELD
#undef RDUMP_VALUE

#define RDUMP_SIZE(versions, id, structure)
#define RDUMP_FIELD(versions, id, structure, name, member)
#define RDUMP_VALUE(versions, id, constant) RDUMP_##versions(char row_##id;)
struct value_rows {
#include "contract/rdump_layout_fields.h"
};
#undef RDUMP_SIZE
#undef RDUMP_FIELD
#undef RDUMP_VALUE

#define LAYOUT_ROWS sizeof(struct layout_rows)
#define VALUE_ROWS  sizeof(struct value_rows)

#ifdef ZTS
# define EVENTS 32
#else
# define EVENTS 1
#endif

struct layout_record {
	struct rdump_note_table table;
	struct rdump_note_layout_row rows[LAYOUT_ROWS];
} __attribute__((aligned(8)));

struct value_record {
	struct rdump_note_table table;
	struct rdump_note_value_row rows[VALUE_ROWS];
} __attribute__((aligned(8)));

struct note {
	struct rdump_note_head head;
	struct rdump_note_build build;
	struct layout_record layout;
	struct value_record values;
	struct rdump_note_process process;
	struct rdump_note_event events[EVENTS];
	struct rdump_note_request requests[EVENTS]; /* each goes with the event of its index */
} __attribute__((aligned(RDUMP_NOTE_ALIGNMENT)));

/* The engine's type of this name is a pointer. */
#define zend_vm_stack      struct _zend_vm_stack

#define ROW(versions, ...) RDUMP_##versions({__VA_ARGS__}, )

static struct note note = {
	.head = {RDUMP_NOTE_MAGIC, RDUMP_NOTE_VERSION, sizeof(struct note), 0},
	.build =
		{
			{RDUMP_NOTE_BUILD, sizeof(struct rdump_note_build)},
			PHP_VERSION_ID,
			RDUMP_NOTE_BUILD_FLAGS,
			ZEND_MODULE_API_NO,
			0,
			PHP_VERSION,
			PHP_RDUMP_VERSION,
		},
	.layout =
		{
			{
				{RDUMP_NOTE_LAYOUT, sizeof(struct layout_record)},
				LAYOUT_ROWS,
				sizeof(struct rdump_note_layout_row),
			},
			{
#define RDUMP_SIZE(versions, id, structure) ROW(versions, id, 0, sizeof(structure))
#define RDUMP_FIELD(versions, id, structure, name, member)                                         \
	ROW(versions, id, offsetof(structure, member), sizeof(((structure *)NULL)->member))
#define RDUMP_VALUE(versions, id, constant)
#include "contract/rdump_layout_fields.h"
#undef RDUMP_SIZE
#undef RDUMP_FIELD
#undef RDUMP_VALUE
			},
		},
	.values =
		{
			{
				{RDUMP_NOTE_VALUES, sizeof(struct value_record)},
				VALUE_ROWS,
				sizeof(struct rdump_note_value_row),
			},
			{
#define RDUMP_SIZE(versions, id, structure)
#define RDUMP_FIELD(versions, id, structure, name, member)
#define RDUMP_VALUE(versions, id, constant) ROW(versions, id, (uint32_t)(constant))
#include "contract/rdump_layout_fields.h"
#undef RDUMP_SIZE
#undef RDUMP_FIELD
#undef RDUMP_VALUE
			},
		},
};

#undef zend_vm_stack

/* What no initialiser can hold: the block's own address. */
void rdump_note_init(void)
{
	note.head.self = (uint64_t)(uintptr_t)&note;
	note.process.record.kind = RDUMP_NOTE_PROCESS;
	note.process.record.size_bytes = sizeof(note.process);
	for (size_t i = 0; i < EVENTS; i++) {
		note.requests[i].record.kind = RDUMP_NOTE_REQUEST;
		note.requests[i].record.size_bytes = sizeof(note.requests[i]);
		note.events[i].record.kind = RDUMP_NOTE_EVENT;
		note.events[i].record.size_bytes = sizeof(note.events[i]);
	}
}

/* ---- one event ---------------------------------------------------------------------------- */

static struct rdump_note_event *claim(void)
{
	for (size_t i = 0; i < EVENTS; i++) {
		uint32_t state = RDUMP_NOTE_FREE;

		if (__atomic_compare_exchange_n(&note.events[i].state, &state, RDUMP_NOTE_FILLING, false,
				__ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) {
			return &note.events[i];
		}
	}
	return NULL;
}

static uint64_t unix_time_ns(void)
{
	struct timespec now = {0, 0};

	clock_gettime(CLOCK_REALTIME, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* Copies what fits, returns how much that is. */
static uint32_t put_text(char *field, size_t size, const char *text, size_t length)
{
	size_t part = length < size ? length : size;

	if (part > 0) {
		memcpy(field, text, part);
	}
	return (uint32_t)part;
}

static uint32_t put_string(char *field, size_t size, const char *text)
{
	return text ? put_text(field, size, text, strlen(text)) : 0;
}

static void put_request(struct rdump_note_request *request)
{
	request->script_length =
		put_string(request->script, sizeof(request->script), SG(request_info).path_translated);
	request->method_length =
		put_string(request->method, sizeof(request->method), SG(request_info).request_method);
	request->uri_length = 0;
	if (RDUMP_G(settings).note_request) {
		/* what the client asked for; in FPM PHP's own field has the script */
		const char *uri = rdump_server_uri();

		request->uri_length = put_string(
			request->uri, sizeof(request->uri), uri ? uri : SG(request_info).request_uri);
	}
	request->eg_address = RDUMP_EG_ADDRESS();
}

/* The beginning of /proc/self/cmdline; of a server that names its processes, that name. */
static uint32_t read_command(char *text, size_t size)
{
	int fd = rdump_above_stdio(open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC));
	ssize_t got = fd < 0 ? -1 : read(fd, text, size);

	if (fd >= 0) {
		close(fd);
	}
	return got > 0 ? (uint32_t)got : 0;
}

/* Once in the life of the process. A thread that dumps while another does this goes without. */
static void put_process(struct rdump_note_process *process)
{
	static uint32_t state = RDUMP_NOTE_FREE;
	uint32_t expected = RDUMP_NOTE_FREE;

	if (!__atomic_compare_exchange_n(
			&state, &expected, RDUMP_NOTE_FILLING, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) {
		return;
	}
	process->sapi_length = put_string(process->sapi, sizeof(process->sapi), sapi_module.name);
	process->host_length = 0;
	if (gethostname(process->host, sizeof(process->host)) == 0) {
		process->host_length = (uint32_t)strnlen(process->host, sizeof(process->host));
	}
	process->command_length = RDUMP_G(settings).note_request
								  ? read_command(process->command, sizeof(process->command))
								  : 0;
	__atomic_store_n(&state, RDUMP_NOTE_VALID, __ATOMIC_RELEASE);
}

static void put_addresses(struct rdump_note_event *event)
{
	const struct rdump_note_address addresses[] = {
		{RDUMP_NOTE_ADDRESS_EXECUTOR_GLOBALS, 0, RDUMP_EG_ADDRESS()},
		{RDUMP_NOTE_ADDRESS_COMPILER_GLOBALS, 0, RDUMP_CG_ADDRESS()},
		{RDUMP_NOTE_ADDRESS_BASIC_GLOBALS, 0, RDUMP_BG_ADDRESS()},
		{RDUMP_NOTE_ADDRESS_CORE_GLOBALS, 0, RDUMP_PG_ADDRESS()},
		{RDUMP_NOTE_ADDRESS_SAPI_GLOBALS, 0, RDUMP_SG_ADDRESS()},
		{RDUMP_NOTE_ADDRESS_OUTPUT_GLOBALS, 0, RDUMP_OG_ADDRESS()},
		{RDUMP_NOTE_ADDRESS_FILE_GLOBALS, 0, RDUMP_FG_ADDRESS()},
		{RDUMP_NOTE_ADDRESS_HEAP, 0, (uint64_t)(uintptr_t)zend_mm_get_heap()},
		{RDUMP_NOTE_ADDRESS_STD_HANDLERS, 0, (uint64_t)(uintptr_t)&std_object_handlers},
		{RDUMP_NOTE_ADDRESS_EMPTY_ARRAY, 0, (uint64_t)(uintptr_t)RDUMP_EMPTY_ARRAY},
		{RDUMP_NOTE_ADDRESS_STD_GET_GC, 0, (uint64_t)(uintptr_t)std_object_handlers.get_gc},
	};

	event->address_count = sizeof(addresses) / sizeof(addresses[0]);
	memcpy(event->addresses, addresses, sizeof(addresses));
}

struct rdump_note_event *rdump_note_begin(const struct rdump_error *error)
{
	struct rdump_note_event *event = claim();

	if (!event) {
		return NULL;
	}
	event->reason = error ? RDUMP_NOTE_REASON_MEMORY_LIMIT : RDUMP_NOTE_REASON_CALL;
	event->eg_address = RDUMP_EG_ADDRESS();
	event->thread_id = rdump_thread_id();
	event->time_ns = unix_time_ns();
	event->usage_bytes = zend_memory_usage(0);
	event->real_usage_bytes = zend_memory_usage(1);
	event->peak_usage_bytes = zend_memory_peak_usage(0);
	event->real_peak_usage_bytes = zend_memory_peak_usage(1);
	event->memory_limit_bytes = PG(memory_limit);
	event->line = error ? error->line : 0;
	event->message_length = error ? put_text(event->message, sizeof(event->message), error->message,
										error->message_length)
								  : 0;
	event->file_length =
		error ? put_text(event->file, sizeof(event->file), error->file, error->file_length) : 0;
	put_addresses(event);
	put_request(&note.requests[event - note.events]);
	put_process(&note.process);
	__atomic_store_n(&event->state, RDUMP_NOTE_VALID, __ATOMIC_RELEASE);
	return event;
}

void rdump_note_end(struct rdump_note_event *event)
{
	if (event) {
		note.requests[event - note.events].eg_address = 0;
		__atomic_store_n(&event->state, RDUMP_NOTE_FREE, __ATOMIC_RELEASE);
	}
}
