/* See walk_ahead.h. Batches of what is to be looked at go round in two rings, one for nodes and one for stretches of a long
 * table. The walk asks for batches and takes the oldest when its turn comes; one that nobody has begun by then is not
 * waited for. */
#include "walk/engine/walk_ahead.h"

#ifndef RA_NO_THREADS
# include <pthread.h>
#endif
#include <stdlib.h>

#include "base/tasks.h"

#define BATCH_NODES  512u
#define RING         8u /* batches that wait for the walk */
#define MOST_LOOKERS 3u
#define FEW_SLOTS    4096u /* of the heap; threads would cost more than they save */

_Static_assert(RA_AHEAD_STRETCH <= RA_GLANCE_ELEMENTS, "a stretch has room in a glance");
_Static_assert(RA_AHEAD_LONG <= RA_GLANCE_ELEMENTS, "so has an array that is seen with its node");

#ifdef RA_NO_THREADS

struct ra_ahead *ra_ahead_new(
	const struct ra_engine *engine, const struct ra_heap *heap, const ra_node *owners)
{
	(void)engine;
	(void)heap;
	(void)owners;
	return NULL;
}

void ra_ahead_free(struct ra_ahead *ahead)
{
	(void)ahead;
}

void ra_ahead_take_turn(struct ra_ahead *ahead, const struct ra_graph *graph, ra_node node,
	ra_slots_of *slots_of, const void *context, struct ra_ahead_turn *turn)
{
	(void)ahead;
	(void)graph;
	(void)slots_of;
	(void)context;
	*turn = (struct ra_ahead_turn){.first = node, .count = 1};
}

void ra_ahead_begin_array(struct ra_ahead *ahead, const struct ra_array *array)
{
	(void)ahead;
	(void)array;
}

void ra_ahead_begin_pointers(struct ra_ahead *ahead, ra_addr table, uint32_t count)
{
	(void)ahead;
	(void)table;
	(void)count;
}

const struct ra_foreseen *ra_ahead_stretch(struct ra_ahead *ahead, uint32_t first)
{
	(void)ahead;
	(void)first;
	return NULL;
}

#else

enum state {
	FREE, /* the walk's */
	ASKED,
	LOOKING, /* a looker's */
	DONE     /* the walk's */
};

struct batch {
	enum state state; /* under the lock */
	uint32_t first;   /* node, or element */
	uint32_t count;
	struct ra_glance_node nodes[BATCH_NODES];
	struct ra_foreseen foreseen[BATCH_NODES]; /* of a stretch: the first */
	struct ra_glance glance;
};

typedef void looking(struct ra_ahead *ahead, const struct ra_look *look, struct batch *batch);

struct ring {
	struct batch batches[RING];
	uint32_t oldest, asked; /* ever, modulo RING; under the lock where others look */
	uint32_t taken;         /* by lookers; oldest and behind it, up to asked */
	bool current;           /* the oldest is the walk's turn */
	bool usable;            /* and has been looked at */
	uint32_t next;          /* the first node or element not asked for */
	looking *look;
};

struct looker {
	struct ra_ahead *ahead;
	struct ra_engine engine; /* with a view of the space */
	struct ra_background *thread;
};

struct ra_ahead {
	const struct ra_heap *heap;
	const ra_node *owners; /* of slots */
	struct ring nodes, stretches;
	bool pointers; /* the long table; else the array */
	struct ra_array array;
	ra_addr table;
	uint32_t table_count;

	pthread_mutex_t lock;
	pthread_cond_t asked, done;
	bool stop;
	struct looker walker; /* the walk itself, which helps while it waits; no thread */
	struct looker lookers[MOST_LOOKERS];
	uint32_t looker_count;
};

/* ---- lookers ---- */

static void look_at_nodes(struct ra_ahead *ahead, const struct ra_look *look, struct batch *batch)
{
	(void)ahead;
	ra_glance_at_nodes(
		&batch->glance, look, batch->nodes, batch->count, RA_AHEAD_LONG, batch->foreseen);
}

static void look_at_stretch(struct ra_ahead *ahead, const struct ra_look *look, struct batch *batch)
{
	const uint32_t end = batch->first + batch->count;

	if (ahead->pointers) {
		ra_glance_at_pointers(
			&batch->glance, look, ahead->table, batch->first, end, &batch->foreseen[0]);
	} else {
		ra_glance_at_elements(
			&batch->glance, look, &ahead->array, batch->first, end, &batch->foreseen[0]);
	}
}

/* The next batch of a ring that nobody has begun, or NULL. The lock is held. */
static struct batch *take(struct ring *ring)
{
	while (ring->taken != ring->asked) {
		struct batch *const batch = &ring->batches[ring->taken++ % RING];

		if (batch->state == ASKED) {
			batch->state = LOOKING;
			return batch;
		}
	}
	return NULL;
}

/* Looks at a batch that nobody has begun. False: there is none. The lock is held, but not meanwhile. */
static bool look(struct looker *looker, struct ring *ring)
{
	struct ra_ahead *const ahead = looker->ahead;
	struct batch *const batch = take(ring);

	if (!batch) {
		return false;
	}
	pthread_mutex_unlock(&ahead->lock);
	ring->look(ahead,
		&(struct ra_look){.engine = &looker->engine, .heap = ahead->heap, .owners = ahead->owners},
		batch);
	pthread_mutex_lock(&ahead->lock);
	batch->state = DONE;
	pthread_cond_signal(&ahead->done);
	return true;
}

static void work(void *context)
{
	struct looker *const looker = context;
	struct ra_ahead *const ahead = looker->ahead;

	pthread_mutex_lock(&ahead->lock);
	while (!ahead->stop) {
		if (!look(looker, &ahead->stretches) && !look(looker, &ahead->nodes)) {
			pthread_cond_wait(&ahead->asked, &ahead->lock);
		}
	}
	pthread_mutex_unlock(&ahead->lock);
}

/* ---- rings ---- */

static bool new_ring(struct ring *ring, looking *looks)
{
	ring->look = looks;
	for (uint32_t i = 0; i < RING; i++) {
		if (!ra_glance_new(&ring->batches[i].glance)) {
			return false;
		}
	}
	return true;
}

static void free_ring(struct ring *ring)
{
	for (uint32_t i = 0; i < RING; i++) {
		ra_glance_free(&ring->batches[i].glance);
	}
}

static bool is_full(const struct ring *ring)
{
	return ring->asked - ring->oldest == RING;
}

/* The batch that is asked for next; ask() once it is filled. The ring is not full. */
static struct batch *next_batch(struct ring *ring)
{
	return &ring->batches[ring->asked % RING];
}

static void ask(struct ra_ahead *ahead, struct ring *ring)
{
	pthread_mutex_lock(&ahead->lock);
	next_batch(ring)->state = ASKED;
	ring->asked++;
	pthread_cond_signal(&ahead->asked);
	pthread_mutex_unlock(&ahead->lock);
}

/* The oldest batch's turn has come, or it is not wanted any more. */
static void settle(struct ra_ahead *ahead, struct ring *ring)
{
	struct batch *const batch = &ring->batches[ring->oldest % RING];

	pthread_mutex_lock(&ahead->lock);
	if (batch->state == ASKED) {
		batch->state = FREE;
	}
	while (batch->state == LOOKING) {
		if (!look(&ahead->walker, ring)) {
			pthread_cond_wait(&ahead->done, &ahead->lock);
		}
	}
	ring->usable = batch->state == DONE;
	ring->current = true;
	pthread_mutex_unlock(&ahead->lock);
}

static void pass(struct ra_ahead *ahead, struct ring *ring)
{
	pthread_mutex_lock(&ahead->lock);
	ring->batches[ring->oldest % RING].state = FREE;
	ring->oldest++;
	if (ring->taken - ring->oldest > RING) { /* nobody took it */
		ring->taken = ring->oldest;
	}
	ring->current = false;
	pthread_mutex_unlock(&ahead->lock);
}

/* The batch with that node or element, whose turn has come; NULL: it is not there, or was not looked at. */
static struct batch *turn_of(struct ra_ahead *ahead, struct ring *ring, uint32_t number)
{
	while (ring->oldest != ring->asked) {
		struct batch *const batch = &ring->batches[ring->oldest % RING];

		if (number < batch->first) {
			return NULL;
		}
		if (!ring->current) {
			settle(ahead, ring);
		}
		if (number - batch->first < batch->count) {
			return ring->usable ? batch : NULL;
		}
		pass(ahead, ring);
	}
	return NULL;
}

/* ---- nodes ---- */

static enum ra_type type_of(enum ra_node_kind kind)
{
	switch (kind) {
	case RA_NODE_ARRAY:
		return RA_TYPE_ARRAY;
	case RA_NODE_OBJECT:
		return RA_TYPE_OBJECT;
	case RA_NODE_REFERENCE:
		return RA_TYPE_REFERENCE;
	default:
		return RA_TYPE_UNDEF;
	}
}

static void ask_for_nodes(struct ra_ahead *ahead, const struct ra_graph *graph, ra_node node,
	ra_slots_of *slots_of, const void *context)
{
	struct ring *const ring = &ahead->nodes;

	if (ring->oldest == ring->asked) { /* a looker needs a lead */
		ring->next = node + BATCH_NODES;
	}
	while (!is_full(ring) && ring->next < graph->node_count &&
		   graph->node_count - ring->next >= BATCH_NODES) {
		struct batch *const batch = next_batch(ring);
		uint32_t class_index = RA_NO_CLASS, slots = 0; /* of the object before */

		batch->first = ring->next;
		batch->count = BATCH_NODES;
		for (uint32_t i = 0; i < BATCH_NODES; i++) {
			const ra_node next = ring->next + i;
			const enum ra_type type = type_of((enum ra_node_kind)graph->kind[next]);

			if (type == RA_TYPE_OBJECT && ra_node_class(graph, next) != class_index) {
				class_index = ra_node_class(graph, next);
				slots = slots_of(context, class_index);
			}
			batch->nodes[i] = (struct ra_glance_node){.at = ra_node_address(graph, next),
				.type = (uint8_t)type,
				.slots = type == RA_TYPE_OBJECT ? slots : 0};
		}
		ring->next += BATCH_NODES;
		ask(ahead, ring);
	}
}

void ra_ahead_take_turn(struct ra_ahead *ahead, const struct ra_graph *graph, ra_node node,
	ra_slots_of *slots_of, const void *context, struct ra_ahead_turn *turn)
{
	struct ring *const ring = &ahead->nodes;
	const struct batch *const batch = turn_of(ahead, ring, node);

	if (!is_full(ring)) {
		ask_for_nodes(ahead, graph, node, slots_of, context);
	}
	*turn = batch ? (struct ra_ahead_turn){batch->first, batch->count, batch->foreseen}
				  : (struct ra_ahead_turn){.first = node, .count = 1};
}

/* ---- stretches ---- */

static void ask_for_stretches(struct ra_ahead *ahead)
{
	struct ring *const ring = &ahead->stretches;

	while (!is_full(ring) && ring->next < ahead->table_count) {
		struct batch *const batch = next_batch(ring);
		const uint32_t left = ahead->table_count - ring->next;

		batch->first = ring->next;
		batch->count = left < RA_AHEAD_STRETCH ? left : RA_AHEAD_STRETCH;
		ring->next += batch->count;
		ask(ahead, ring);
	}
}

/* What is left of the table before; the first stretch is the walk's, who needs not wait then. */
static void begin_table(struct ra_ahead *ahead, uint32_t first, uint32_t count)
{
	struct ring *const ring = &ahead->stretches;

	ahead->table_count = count;
	ring->next = first + RA_AHEAD_STRETCH;
	ask_for_stretches(ahead);
}

static void drop_stretches(struct ra_ahead *ahead)
{
	struct ring *const ring = &ahead->stretches;

	while (ring->oldest != ring->asked) {
		if (!ring->current) {
			settle(ahead, ring);
		}
		pass(ahead, ring);
	}
}

void ra_ahead_begin_array(struct ra_ahead *ahead, const struct ra_array *array)
{
	drop_stretches(ahead);
	ahead->pointers = false;
	ahead->array = *array;
	begin_table(ahead, 0, array->used);
}

void ra_ahead_begin_pointers(struct ra_ahead *ahead, ra_addr table, uint32_t count)
{
	drop_stretches(ahead);
	ahead->pointers = true;
	ahead->table = table;
	begin_table(ahead, 1, count);
}

const struct ra_foreseen *ra_ahead_stretch(struct ra_ahead *ahead, uint32_t first)
{
	const struct batch *const batch = turn_of(ahead, &ahead->stretches, first);

	ask_for_stretches(ahead);
	return batch && batch->foreseen[0].there ? &batch->foreseen[0] : NULL;
}

/* ---- begin and end ---- */

static bool new_looker(
	struct ra_ahead *ahead, const struct ra_engine *engine, struct looker *looker)
{
	looker->ahead = ahead;
	looker->engine = *engine;
	looker->engine.space = ra_space_view_captured(engine->space);
	return looker->engine.space != NULL;
}

static bool start_looker(struct ra_ahead *ahead, const struct ra_engine *engine)
{
	struct looker *const looker = &ahead->lookers[ahead->looker_count];

	if (!new_looker(ahead, engine, looker)) {
		return false;
	}
	looker->thread = ra_background_start(work, looker);
	if (!looker->thread) {
		ra_space_view_drop(looker->engine.space);
		return false;
	}
	ahead->looker_count++;
	return true;
}

/* False: what it needs is not to be had. */
static bool prepare(struct ra_ahead *ahead)
{
	if (pthread_mutex_init(&ahead->lock, NULL) != 0) {
		return false;
	}
	if (pthread_cond_init(&ahead->asked, NULL) != 0) {
		pthread_mutex_destroy(&ahead->lock);
		return false;
	}
	if (pthread_cond_init(&ahead->done, NULL) != 0) {
		pthread_cond_destroy(&ahead->asked);
		pthread_mutex_destroy(&ahead->lock);
		return false;
	}
	return true;
}

struct ra_ahead *ra_ahead_new(
	const struct ra_engine *engine, const struct ra_heap *heap, const ra_node *owners)
{
	const unsigned threads = ra_tasks_threads();
	struct ra_ahead *ahead;

	if (threads < 2 || heap->slot_count < FEW_SLOTS || !ra_space_can_be_shared(engine->space) ||
		!(ahead = calloc(1, sizeof(*ahead)))) {
		return NULL;
	}
	if (!prepare(ahead)) {
		free(ahead);
		return NULL;
	}
	ahead->heap = heap;
	ahead->owners = owners;
	if (new_looker(ahead, engine, &ahead->walker) && new_ring(&ahead->nodes, look_at_nodes) &&
		new_ring(&ahead->stretches, look_at_stretch)) {
		while (ahead->looker_count < MOST_LOOKERS && ahead->looker_count + 1 < threads &&
			   start_looker(ahead, engine)) {
		}
	}
	if (ahead->looker_count == 0) {
		ra_ahead_free(ahead);
		return NULL;
	}
	return ahead;
}

void ra_ahead_free(struct ra_ahead *ahead)
{
	if (!ahead) {
		return;
	}
	pthread_mutex_lock(&ahead->lock);
	ahead->stop = true;
	pthread_cond_broadcast(&ahead->asked);
	pthread_mutex_unlock(&ahead->lock);
	for (uint32_t i = 0; i < ahead->looker_count; i++) {
		ra_background_join(ahead->lookers[i].thread);
		ra_space_view_drop(ahead->lookers[i].engine.space);
	}
	ra_space_view_drop(ahead->walker.engine.space);
	free_ring(&ahead->nodes);
	free_ring(&ahead->stretches);
	pthread_cond_destroy(&ahead->done);
	pthread_cond_destroy(&ahead->asked);
	pthread_mutex_destroy(&ahead->lock);
	free(ahead);
}

#endif
