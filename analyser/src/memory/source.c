/* See source.h. When all windows of the budget are taken, the hand of a clock looks for one that nobody has used since it
 * passed last (second chance): passing, it takes the window from the table of those at hand, and the next read puts it
 * back. What is read again and again stays; a sweep over everything does not push it out. */
#include "memory/source.h"

#ifndef RA_NO_THREADS
# include <pthread.h>
#endif
#include <stdlib.h>
#include <string.h>

#include "base/available.h"
#include "base/large.h"
#include "base/tasks.h"

/* A part of what the machine has available; where it has little, a large input still gets a part of its size, or scattered
 * reads would fetch on every step. */
#define MAPPED_FRACTION    2
#define KEPT_FRACTION      8
#define AVAILABLE_FRACTION 4
#define LEAST_BUDGET       (UINT64_C(24) << 20)
#define BUDGET_FRACTION    16

/* The kernel leaves out what is more than it reads ahead by itself, which is 128 KiB usually. */
#define AHEAD_BYTES (UINT64_C(128) << 10)

/* Memory for many windows at once, filled from its begin on. */
#define SLAB_BYTES       ((size_t)2 << 20)
#define WINDOWS_PER_SLAB (SLAB_BYTES >> RA_WINDOW_SHIFT)
#define MAX_WINDOWS      (UINT64_C(1) << 31)
#define COMING           UINT32_MAX /* the place of a window that a thread is fetching */

struct ra_windows {
	uint64_t count; /* of the input */
	uint32_t limit; /* that are kept */
	uint32_t taken;
	uint32_t hand;
	uint64_t *number;  /* by place: which window has it */
	uint32_t *place;   /* by window: 0: none; COMING; otherwise its place + 1 */
	uint8_t **slabs;   /* the places' memory */
	uint64_t hole_end; /* the bytes from hole_begin to here are zero */
	uint64_t hole_begin;
#ifndef RA_NO_THREADS
	pthread_mutex_t lock;
	pthread_cond_t came; /* a window, or the failure to get one */
#endif
};

static const uint8_t zeros[RA_WINDOW_BYTES];

static void lock(struct ra_windows *windows)
{
#ifndef RA_NO_THREADS
	pthread_mutex_lock(&windows->lock);
#else
	(void)windows;
#endif
}

static void unlock(struct ra_windows *windows)
{
#ifndef RA_NO_THREADS
	pthread_mutex_unlock(&windows->lock);
#else
	(void)windows;
#endif
}

static void wait_for_others(struct ra_windows *windows)
{
#ifndef RA_NO_THREADS
	pthread_cond_wait(&windows->came, &windows->lock);
#else
	(void)windows;
#endif
}

static void tell_others(struct ra_windows *windows)
{
#ifndef RA_NO_THREADS
	pthread_cond_broadcast(&windows->came);
#else
	(void)windows;
#endif
}

/* ---- opening ---- */

static uint64_t budget_of(const struct ra_source_options *options)
{
	const uint64_t fraction = options->size_bytes / BUDGET_FRACTION;
	const uint64_t least = fraction > LEAST_BUDGET ? fraction : LEAST_BUDGET;
	uint64_t available;

	if (options->budget_bytes) {
		return options->budget_bytes;
	}
	if (options->size_bytes <= LEAST_BUDGET) {
		return LEAST_BUDGET;
	}
	available = ra_available_bytes() / AVAILABLE_FRACTION;
	return available > least ? available : least;
}

static uint64_t windows_of(uint64_t size_bytes)
{
	return (size_bytes >> RA_WINDOW_SHIFT) + 1;
}

/* What is read through a mapping takes no memory of ours, but the system's cache should hold the file beside the graph. */
bool ra_source_is_worth_mapping(const struct ra_source_options *options)
{
	return ra_source_fits(options) ||
		   (!options->budget_bytes &&
			   options->size_bytes <= ra_available_bytes() / MAPPED_FRACTION);
}

bool ra_source_is_worth_keeping(const struct ra_source_options *options)
{
	return options->budget_bytes ? ra_source_fits(options)
								 : options->size_bytes <= ra_available_bytes() / KEPT_FRACTION;
}

bool ra_source_fits(const struct ra_source_options *options)
{
	return windows_of(options->size_bytes) <= budget_of(options) >> RA_WINDOW_SHIFT;
}

static void free_windows(struct ra_windows *windows)
{
	if (!windows) {
		return;
	}
	for (uint32_t i = 0; windows->slabs && i * WINDOWS_PER_SLAB < windows->limit; i++) {
		free(windows->slabs[i]);
	}
#ifndef RA_NO_THREADS
	pthread_mutex_destroy(&windows->lock);
	pthread_cond_destroy(&windows->came);
#endif
	free(windows->number);
	free(windows->place);
	free(windows->slabs);
	free(windows);
}

/* NULL: no memory. */
static struct ra_windows *new_windows(const struct ra_source_options *options)
{
	const uint64_t count = windows_of(options->size_bytes);
	const uint64_t budget = budget_of(options) >> RA_WINDOW_SHIFT;
	struct ra_windows *const windows =
		count <= SIZE_MAX / sizeof(uint64_t) ? calloc(1, sizeof(*windows)) : NULL;

	if (!windows) {
		return NULL;
	}
#ifndef RA_NO_THREADS
	if (pthread_mutex_init(&windows->lock, NULL) != 0) {
		free(windows);
		return NULL;
	}
	if (pthread_cond_init(&windows->came, NULL) != 0) {
		pthread_mutex_destroy(&windows->lock);
		free(windows);
		return NULL;
	}
#endif
	windows->count = count;
	windows->limit = (uint32_t)(budget < 1             ? 1
								: budget > MAX_WINDOWS ? MAX_WINDOWS
								: budget < count       ? budget
								: count > MAX_WINDOWS  ? MAX_WINDOWS
													   : count);
	windows->number = calloc(windows->limit, sizeof(*windows->number));
	windows->place = calloc((size_t)count, sizeof(*windows->place));
	windows->slabs = calloc(windows->limit / WINDOWS_PER_SLAB + 1, sizeof(*windows->slabs));
	if (!windows->number || !windows->place || !windows->slabs) {
		free_windows(windows);
		return NULL;
	}
	return windows;
}

static const uint8_t **new_table(uint64_t size_bytes)
{
	const uint64_t count = windows_of(size_bytes);

	return count <= SIZE_MAX / sizeof(uint8_t *) ? calloc((size_t)count, sizeof(uint8_t *)) : NULL;
}

bool ra_source_new(const struct ra_source_type *type, void *context,
	const struct ra_source_options *options, struct ra_source **out, struct ra_error *err)
{
	struct ra_source *const source = calloc(1, sizeof(*source));

	if (!source) {
		if (type->close) {
			type->close(context);
		}
		return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory to read the file");
	}
	source->size_bytes = options->size_bytes;
	source->bytes = options->bytes;
	source->type = type;
	source->context = context;
	if (!options->passing && !options->bytes) {
		source->at_hand = new_table(options->size_bytes);
		source->windows = new_windows(options);
		if (!source->at_hand || !source->windows) {
			ra_source_close(source);
			return ra_fail(err, RA_ERR_MEMORY, RA_NOWHERE, "no memory to read the file");
		}
	}
	*out = source;
	return true;
}

/* ---- bytes in memory ---- */

static size_t copy_memory(
	void *context, uint64_t offset, void *out, size_t length, struct ra_error *err)
{
	(void)err;
	memcpy(out, (const uint8_t *)context + offset, length);
	return length;
}

bool ra_source_of_memory(
	const uint8_t *bytes, uint64_t length, struct ra_source **out, struct ra_error *err)
{
	static const struct ra_source_type memory = {.read = copy_memory};
	const uint8_t *const all = length > 0 ? bytes : zeros;

	return ra_source_new(&memory, (void *)all,
		&(struct ra_source_options){.size_bytes = length, .bytes = all}, out, err);
}

/* ---- windows ---- */

static uint8_t *memory_of(const struct ra_windows *windows, uint32_t place)
{
	return windows->slabs[place / WINDOWS_PER_SLAB] +
		   ((place % WINDOWS_PER_SLAB) << RA_WINDOW_SHIFT);
}

static void put_at_hand(struct ra_source *source, uint64_t number, const uint8_t *bytes)
{
	__atomic_store_n(&source->at_hand[number], bytes, __ATOMIC_RELEASE);
}

/* A place for a window, with memory; `limit`: there is no memory. */
static uint32_t take_place(struct ra_source *source)
{
	struct ra_windows *const windows = source->windows;
	uint32_t place;

	if (windows->taken < windows->limit) {
		uint8_t **const slab = &windows->slabs[windows->taken / WINDOWS_PER_SLAB];

		if (*slab || (*slab = ra_large(1, SLAB_BYTES))) {
			return windows->taken++;
		}
		if (windows->taken == 0 || windows->limit == windows->count) {
			return windows->limit; /* other threads may read what is at hand */
		}
		windows->limit = windows->taken; /* what there is has to do */
	}
	for (;;) {
		place = windows->hand;
		windows->hand = (windows->hand + 1) % windows->taken;
		if (!source->at_hand[windows->number[place]]) {
			break;
		}
		put_at_hand(source, windows->number[place], NULL);
	}
	windows->place[windows->number[place]] = 0;
	return place;
}

static bool is_hole(struct ra_source *source, uint64_t begin, uint64_t end)
{
	struct ra_windows *const windows = source->windows;

	if (!source->type->next_data) {
		return false;
	}
	if (begin < windows->hole_begin || begin >= windows->hole_end) {
		windows->hole_begin = begin;
		windows->hole_end = source->type->next_data(source->context, begin);
	}
	return windows->hole_end >= end;
}

/* Fetches a window that nobody has or is fetching. The lock is held, but not while the input is read. NULL: it cannot be
 * had. */
static const uint8_t *fetch(struct ra_source *source, uint64_t number)
{
	struct ra_windows *const windows = source->windows;
	const uint64_t begin = number << RA_WINDOW_SHIFT;
	const uint64_t left = source->size_bytes - begin;
	const size_t length = (size_t)(left < RA_WINDOW_BYTES ? left : RA_WINDOW_BYTES);
	struct ra_error failure = {0};
	uint32_t place;
	uint8_t *bytes;
	size_t got;

	if (is_hole(source, begin, begin + length)) {
		return zeros;
	}
	place = take_place(source);
	if (place == windows->limit) {
		ra_fail(&source->failure, RA_ERR_MEMORY, RA_NOWHERE, "no memory to read the file");
		return NULL;
	}
	bytes = memory_of(windows, place);
	windows->number[place] = number;
	windows->place[number] = COMING;
	unlock(windows);
	got = source->type->read(source->context, begin, bytes, length, &failure);
	lock(windows);
	windows->place[number] = got == length ? place + 1 : 0;
	tell_others(windows);
	if (got < length) {
		ra_fail(&failure, RA_ERR_FILE, begin, "cannot read");
		ra_fail(&source->failure, failure.kind, failure.offset, "%s", failure.message);
		return NULL;
	}
	return bytes;
}

static const uint8_t *window_of(struct ra_source *source, uint64_t number)
{
	struct ra_windows *const windows = source->windows;
	const uint8_t *bytes;

	lock(windows);
	while (windows->place[number] == COMING) {
		wait_for_others(windows);
	}
	bytes = source->at_hand[number];
	if (!bytes && source->failure.kind == RA_ERR_NONE) {
		bytes = windows->place[number] ? memory_of(windows, windows->place[number] - 1)
									   : fetch(source, number);
		if (bytes) {
			put_at_hand(source, number, bytes);
		}
	}
	unlock(windows);
	return bytes;
}

static bool is_stopped(const struct ra_source *source)
{
	return __atomic_load_n(&source->stop, __ATOMIC_RELAXED);
}

static void fetch_ahead(void *context)
{
	const struct ra_source *const source = context;

	for (uint64_t at = 0; at < source->size_bytes && !is_stopped(source); at += AHEAD_BYTES) {
		const uint64_t left = source->size_bytes - at;

		source->type->fetch(source->context, at, left < AHEAD_BYTES ? left : AHEAD_BYTES);
	}
}

static void read_ahead(void *context)
{
	struct ra_source *const source = context;
	struct ra_windows *const windows = source->windows;

	lock(windows);
	for (uint64_t number = 0; number << RA_WINDOW_SHIFT < source->size_bytes &&
							  !is_stopped(source) && source->failure.kind == RA_ERR_NONE;
		number++) {
		if (!source->at_hand[number] && !windows->place[number]) {
			const uint8_t *const bytes = fetch(source, number);

			if (bytes) {
				put_at_hand(source, number, bytes);
			}
		}
	}
	unlock(windows);
}

void ra_source_read_ahead(struct ra_source *source)
{
	if (source->ahead || !ra_source_can_be_shared(source)) {
		return;
	}
	if (source->windows || source->type->fetch) {
		source->ahead = ra_background_start(source->windows ? read_ahead : fetch_ahead, source);
	}
}

static void stop_reading_ahead(struct ra_source *source)
{
	__atomic_store_n(&source->stop, true, __ATOMIC_RELAXED);
	ra_background_join(source->ahead);
}

void ra_source_close(struct ra_source *source)
{
	if (!source) {
		return;
	}
	stop_reading_ahead(source);
	if (source->type->close) {
		source->type->close(source->context);
	}
	free_windows(source->windows);
	free(source->at_hand);
	free(source);
}

bool ra_source_read(struct ra_source *source, uint64_t offset, void *out, uint64_t length)
{
	uint8_t *to = out;

	if (offset > source->size_bytes || length > source->size_bytes - offset) {
		return false;
	}
	if (source->bytes) {
		memcpy(out, source->bytes + offset, (size_t)length);
		return !source->type->is_lost || !source->type->is_lost(source->context, NULL);
	}
	if (!source->windows) {
		return source->type->read(source->context, offset, out, (size_t)length, NULL) == length;
	}
	while (length) {
		const uint64_t inside = offset & (RA_WINDOW_BYTES - 1);
		const uint64_t room = RA_WINDOW_BYTES - inside;
		const uint64_t part = length < room ? length : room;
		const uint8_t *const window = window_of(source, offset >> RA_WINDOW_SHIFT);

		if (!window) {
			return false;
		}
		memcpy(to, window + inside, part);
		to += part;
		offset += part;
		length -= part;
	}
	return true;
}

bool ra_source_get(
	struct ra_source *source, uint64_t offset, void *out, uint64_t length, struct ra_error *err)
{
	return ra_source_read(source, offset, out, length) ||
		   (!ra_source_failed(source, err) && ra_fail(err, RA_ERR_FILE, offset, "cannot read"));
}

bool ra_source_stream(
	struct ra_source *source, uint64_t offset, void *out, size_t length, struct ra_error *err)
{
	if (offset <= source->size_bytes && length <= source->size_bytes - offset &&
		source->type->read(source->context, offset, out, length, err) == length) {
		return true;
	}
	return ra_fail(err, RA_ERR_FILE, offset, "cannot read");
}

bool ra_source_can_be_shared(const struct ra_source *source)
{
	return source->bytes || (source->windows && source->windows->limit == source->windows->count);
}

bool ra_source_failed(const struct ra_source *source, struct ra_error *err)
{
	if (source->failure.kind != RA_ERR_NONE) {
		ra_fail(err, source->failure.kind, source->failure.offset, "%s", source->failure.message);
		return true;
	}
	return source->type->is_lost && source->type->is_lost(source->context, err);
}

uint64_t ra_source_next_data(const struct ra_source *source, uint64_t offset, uint64_t end)
{
	const uint64_t data =
		source->type->next_data ? source->type->next_data(source->context, offset) : offset;

	return data < end ? data : end;
}

uint64_t ra_source_next_hole(const struct ra_source *source, uint64_t offset, uint64_t end)
{
	const uint64_t hole =
		source->type->next_hole ? source->type->next_hole(source->context, offset) : end;

	return hole < end ? hole : end;
}

void ra_source_let_go(const struct ra_source *source)
{
	if (source->bytes && source->type->let_go) {
		source->type->let_go(source->context);
	}
}

void ra_source_forget(struct ra_source *source)
{
	struct ra_windows *const windows = source->windows;

	if (!windows || ra_source_can_be_shared(source)) {
		return;
	}
	for (uint32_t place = 0; place < windows->taken; place++) {
		put_at_hand(source, windows->number[place], NULL);
		windows->place[windows->number[place]] = 0;
	}
	for (uint32_t i = 0; i * WINDOWS_PER_SLAB < windows->taken; i++) {
		free(windows->slabs[i]);
		windows->slabs[i] = NULL;
	}
	windows->taken = windows->hand = 0;
}
