/*
 * How an exhausted memory_limit is noticed: a handler in the chain of zend_error_cb.
 *
 * That is enough until somebody takes the callback and does not chain (Xdebug does, when a request
 * starts). So there is an early hook that comes before whoever owns the callback:
 *
 *   8.0 and later   the engine's error observer, where somebody might
 *   7.1 to 7.4      a second handler, put on top of the chain when the request's first code runs
 *
 * The early hook answers and leaves a mark; the handler below it, if it is called for the same
 * error, sees the mark and passes the error on only.
 */
#ifdef HAVE_CONFIG_H
# include "config.h"
#endif

#include "php_rdump.h"
#include "rdump_compat.h"
#include "rdump_engine.h"

#include <string.h>

#define MESSAGE_PREFIX "Allowed memory size of"

/* Written when the module starts and stops. */
static rdump_error_handler previous_handler;
static bool active;

static bool is_memory_limit(int type, const char *text)
{
	return (type & E_ERROR) && strncmp(text, MESSAGE_PREFIX, sizeof(MESSAGE_PREFIX) - 1) == 0;
}

static void answer(RDUMP_ERROR_PARAMETERS)
{
	char buffer[RDUMP_NOTE_MESSAGE_MAX];
	struct rdump_error error;

	rdump_error_describe(&error, buffer, sizeof(buffer), RDUMP_ERROR_ARGUMENTS);
	rdump_oom_answer(&error);
}

static void handle_error(RDUMP_ERROR_PARAMETERS)
{
	if (is_memory_limit(type, RDUMP_ERROR_TEXT) && active) {
		if (!RDUMP_G(state).answered) {
			answer(RDUMP_ERROR_ARGUMENTS);
		}
		RDUMP_G(state).answered = false;
	}
	previous_handler(RDUMP_ERROR_ARGUMENTS);
}

/* ---- the early hook ---------------------------------------------------------------------- */

#if RDUMP_HAS_ERROR_OBSERVER || RDUMP_HAS_REHOOK
static void answer_early(RDUMP_ERROR_PARAMETERS)
{
	if (is_memory_limit(type, RDUMP_ERROR_TEXT) && active) {
		answer(RDUMP_ERROR_ARGUMENTS);
		RDUMP_G(state).answered = true;
	}
}
#endif

#if RDUMP_HAS_ERROR_OBSERVER

/* An observer cannot be taken back. dl() may start the module again in a later request; the library
 * itself is never unloaded (-z nodelete). */
static void observe_errors(void)
{
	static bool observing;

	if (!observing) {
		zend_observer_error_register(answer_early);
		observing = true;
	}
}

# ifdef ZTS

/* The engine's list of observers has no lock, so it is filled while there is one thread. */
static void early_hook_startup(void)
{
	observe_errors();
}

static void early_hook_request_startup(void)
{
}

# else

/* The engine calls an observer for every error, caught notices too (29 instructions each on 8.2, a
 * loop mostly). So there is none while nobody is there who could take the callback: PHP's own
 * extensions leave it alone or chain. */
static bool others_might_take_it(void)
{
	zend_module_entry *module;
	zend_llist_position position;
	zend_extension *extension;

	ZEND_HASH_FOREACH_PTR(&module_registry, module)
	{
		if (module->handle && strcmp(module->name, rdump_module_entry.name) != 0) {
			return true;
		}
	}
	ZEND_HASH_FOREACH_END();
	for (extension = zend_llist_get_first_ex(&zend_extensions, &position); extension;
		extension = zend_llist_get_next_ex(&zend_extensions, &position)) {
		if (strcmp(extension->name, "Zend OPcache") != 0) {
			return true;
		}
	}
	return false;
}

static void early_hook_startup(void)
{
}

static void early_hook_request_startup(void)
{
	static bool looked;

	if (zend_error_cb != handle_error || (!looked && others_might_take_it())) {
		observe_errors();
	}
	looked = true;
}

# endif

static void early_hook_shutdown(void)
{
}

static void early_hook_request_shutdown(void)
{
}

#elif RDUMP_HAS_REHOOK

static rdump_error_handler displaced_handler;

static void handle_error_first(RDUMP_ERROR_PARAMETERS)
{
	answer_early(RDUMP_ERROR_ARGUMENTS);
	displaced_handler(RDUMP_ERROR_ARGUMENTS);
}

static void hook_again(void)
{
	if (zend_error_cb != handle_error && zend_error_cb != handle_error_first) {
		displaced_handler = zend_error_cb;
		zend_error_cb = handle_error_first;
	}
}

/* Not left on top between requests: who chains to it then, and is displaced by it later, would call
 * it for ever. */
static void early_hook_request_shutdown(void)
{
	if (zend_error_cb == handle_error_first) {
		zend_error_cb = displaced_handler;
	}
}

# if RDUMP_HAS_VM_INTERRUPT

static void (*previous_interrupt)(zend_execute_data *frame);

/* The first code of a request runs after all extensions have started it. */
static void handle_interrupt(zend_execute_data *frame)
{
	if (RDUMP_G(state).must_look_at_hook) {
		RDUMP_G(state).must_look_at_hook = false;
		hook_again();
	}
	if (previous_interrupt) {
		previous_interrupt(frame);
	}
}

static void early_hook_startup(void)
{
	previous_interrupt = zend_interrupt_function;
	zend_interrupt_function = handle_interrupt;
}

static void early_hook_shutdown(void)
{
	if (zend_interrupt_function == handle_interrupt) {
		zend_interrupt_function = previous_interrupt;
	}
}

static void early_hook_request_startup(void)
{
	RDUMP_G(state).must_look_at_hook = true;
	EG(vm_interrupt) = 1;
}

# else /* 7.0: those that start after us are out of reach */

static void early_hook_startup(void)
{
}

static void early_hook_shutdown(void)
{
}

static void early_hook_request_startup(void)
{
	hook_again();
}

# endif

#else /* threads share the callback, so it is not moved while they run */

static void early_hook_startup(void)
{
}

static void early_hook_shutdown(void)
{
}

static void early_hook_request_startup(void)
{
}

static void early_hook_request_shutdown(void)
{
}

#endif

/* ---- module ------------------------------------------------------------------------------- */

void rdump_error_hook_startup(void)
{
	previous_handler = zend_error_cb;
	zend_error_cb = handle_error;
	early_hook_startup();
	active = true;
}

void rdump_error_hook_shutdown(void)
{
	active = false;
	early_hook_shutdown();
	if (zend_error_cb == handle_error) {
		zend_error_cb = previous_handler;
	}
}

void rdump_error_hook_request_startup(void)
{
	RDUMP_G(state).answered = false;
	early_hook_request_startup();
}

void rdump_error_hook_request_shutdown(void)
{
	early_hook_request_shutdown();
}
