/* ext/gearman: callbacks and tasks of a GearmanClient, callbacks of a GearmanWorker, what a
 * GearmanTask sends and receives. libgearman's own memory lies outside the heap, but for workloads:
 * the extension makes it take those from the heap.
 *
 * Offsets: sources of ext/gearman 2.0.6 to 2.1.4, the same on each PHP, and of libgearman 1.1.9 to
 * 1.1.22. A task of libgearman is believed when it has its magic number and points back to the
 * object; a workload when it begins a slot that its length fits. */
#include "walk/extensions/extensions.h"
#include "walk/extensions/walk_parts.h"

enum {
	TASK_OF_SHELL = 8, /* gearman_task_st: libgearman's Task */

	TASK_MAGIC = 16, /* Task */
	TASK_CONTEXT = 64,
	TASK_RECEIVED = 80, /* gearman_packet_st * */
	TASK_SENT = 88,     /* gearman_packet_st */

	PACKET_LENGTH = 24, /* gearman_packet_st */
	PACKET_DATA = 64,

	MAGIC_OF_TASKS = 134,
};

static void walk_packet(struct ra_walk *walk, ra_node node, ra_addr packet, const char *name)
{
	const uint64_t length = ra_engine_word(walk->engine, packet + PACKET_LENGTH);
	const ra_addr data = ra_engine_word(walk->engine, packet + PACKET_DATA);
	struct ra_slot slot;

	if (data != 0 && ra_claims_slot(walk->claims, data, &slot) && slot.start == data &&
		length <= slot.bytes) {
		ra_walk_data(walk, node, data, ra_link_field(walk, name));
	}
}

static void walk_sent(struct ra_walk *walk, ra_node node, ra_addr object, ra_addr at)
{
	const ra_addr shell = ra_engine_word(walk->engine, at);
	const ra_addr task = ra_engine_word(walk->engine, shell + TASK_OF_SHELL);
	ra_addr received;

	if (shell == 0 || task == 0 ||
		(uint32_t)ra_engine_word(walk->engine, task + TASK_MAGIC) != MAGIC_OF_TASKS ||
		ra_engine_word(walk->engine, task + TASK_CONTEXT) != object) {
		return;
	}
	walk_packet(walk, node, task + TASK_SENT, "sent");
	received = ra_engine_word(walk->engine, task + TASK_RECEIVED);
	if (received != 0) {
		walk_packet(walk, node, received, "received");
	}
}

static const struct ra_part task_parts[] = {
	{.at = 8, .kind = RA_PART_CALL, .walk = walk_sent},
	{.at = 16, .kind = RA_PART_VALUE, .name = "client"},
	{.at = 32, .kind = RA_PART_VALUE, .name = "context"},
	{.at = 48, .kind = RA_PART_VALUE, .name = "workload"},
};

static const struct ra_part client_parts[] = {
	{.at = 24, .kind = RA_PART_VALUE, .name = "workload_callback"},
	{.at = 40, .kind = RA_PART_VALUE, .name = "created_callback"},
	{.at = 56, .kind = RA_PART_VALUE, .name = "data_callback"},
	{.at = 72, .kind = RA_PART_VALUE, .name = "warning_callback"},
	{.at = 88, .kind = RA_PART_VALUE, .name = "status_callback"},
	{.at = 104, .kind = RA_PART_VALUE, .name = "complete_callback"},
	{.at = 120, .kind = RA_PART_VALUE, .name = "exception_callback"},
	{.at = 136, .kind = RA_PART_VALUE, .name = "fail_callback"},
	{.at = 160, .kind = RA_PART_VALUE, .name = "tasks"},
};

static const struct ra_part function_parts[] = {
	{.at = 0, .kind = RA_PART_VALUE, .name = "name"},
	{.at = 16, .kind = RA_PART_VALUE, .name = "callback"},
	{.at = 32, .kind = RA_PART_VALUE, .name = "context"},
};
static const struct ra_shape function = RA_SHAPE(48, function_parts);

static const struct ra_part worker_parts[] = {
	{.at = 24, .kind = RA_PART_TABLE, .name = "functions", .shape = &function},
};

static const struct ra_object_shape tasks[] = {
	{.since = 70000, .before = 80699, .std = 72, .shape = RA_SHAPE(112, task_parts)},
};
static const struct ra_object_shape clients[] = {
	{.since = 70000, .before = 80699, .std = 176, .shape = RA_SHAPE(216, client_parts)},
};
static const struct ra_object_shape workers[] = {
	{.since = 70000, .before = 80699, .std = 40, .shape = RA_SHAPE(80, worker_parts)},
};

static void walk_task(struct ra_walk *walk, const struct ra_object_view *object)
{
	ra_walk_object_shape(walk, object, tasks, sizeof(tasks) / sizeof(tasks[0]));
}

static void walk_client(struct ra_walk *walk, const struct ra_object_view *object)
{
	ra_walk_object_shape(walk, object, clients, sizeof(clients) / sizeof(clients[0]));
}

static void walk_worker(struct ra_walk *walk, const struct ra_object_view *object)
{
	ra_walk_object_shape(walk, object, workers, sizeof(workers) / sizeof(workers[0]));
}

const struct ra_special ra_specials_gearman[] = {
	{.class_name = "GearmanTask", .walk = walk_task},
	{.class_name = "GearmanClient", .walk = walk_client},
	{.class_name = "GearmanWorker", .walk = walk_worker},
	{.class_name = NULL},
};
