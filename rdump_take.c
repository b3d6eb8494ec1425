/*
 * One dump: what PHP knows (version, globals, the note block) around what the kernel knows
 * (rdump_snapshot.c).
 */
#ifdef HAVE_CONFIG_H
# include "config.h"
#endif

#include "php_rdump.h"
#include "rdump_compat.h"
#include "rdump_engine.h"
#include "contract/rdump_format.h"

#include <sys/syscall.h>
#include <unistd.h>

uint64_t rdump_thread_id(void)
{
	return (uint64_t)syscall(SYS_gettid);
}

bool rdump_take(
	const char *path, bool full, const struct rdump_error *error, struct rdump_failure *failure)
{
	const struct rdump_module_global standard = {RDUMP_FORMAT_BASIC_GLOBALS, RDUMP_BG_ADDRESS()};
	const struct rdump_request request = {path, full, RDUMP_G(settings).safe_read};
	struct rdump_snapshot snapshot = {
		.php_version = RDUMP_PHP_VERSION_TAG,
		.pid = getpid(),
		.eg_address = RDUMP_EG_ADDRESS(),
		.cg_address = RDUMP_CG_ADDRESS(),
		.module_globals = &standard,
		.module_global_count = 1,
	};
	struct rdump_note_event *event = rdump_note_begin(error);
	bool taken = rdump_snapshot_take(&request, &snapshot, failure);

	rdump_note_end(event);
	return taken;
}
