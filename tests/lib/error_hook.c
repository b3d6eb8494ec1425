/*
 * A PHP extension that takes zend_error_cb, as profilers and debuggers do. It writes each error it
 * is called for to the file that ERROR_HOOK_LOG names, one line "type file:line message" each.
 * Then, by ERROR_HOOK, it goes on to the previous handler ("chain") or does not, as Xdebug
 * ("replace").
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "php.h"

#if PHP_VERSION_ID < 70200
# define FILE_AND_LINE const char *file, const uint line
#elif PHP_VERSION_ID < 80100
# define FILE_AND_LINE const char *file, const uint32_t line
#else
# define FILE_AND_LINE zend_string *file, const uint32_t line
#endif
#if PHP_VERSION_ID < 80000
# define MESSAGE      const char *format, va_list arguments
# define MESSAGE_ARGS format, arguments
#else
# define MESSAGE      zend_string *message
# define MESSAGE_ARGS message
#endif

static void (*previous_handler)(int type, FILE_AND_LINE, MESSAGE);

static void log_error(int type, const char *file, unsigned line, const char *message)
{
	char text[4096];
	const char *path = getenv("ERROR_HOOK_LOG");
	const int length = snprintf(text, sizeof(text), "%d %s:%u %s\n", type, file, line, message);
	const int fd = path ? open(path, O_WRONLY | O_CREAT | O_APPEND, 0600) : -1;

	if (fd < 0 || write(fd, text, (size_t)length) != length) {
		_exit(98);
	}
	close(fd);
}

static void error_hook(int type, FILE_AND_LINE, MESSAGE)
{
	const char *mode = getenv("ERROR_HOOK");
#if PHP_VERSION_ID < 80000
	char message_text[1024];
	va_list copy;

	va_copy(copy, arguments);
	vsnprintf(message_text, sizeof(message_text), format, copy);
	va_end(copy);
#else
	const char *message_text = ZSTR_VAL(message);
#endif
#if PHP_VERSION_ID < 80100
	log_error(type, file, line, message_text);
#else
	log_error(type, file ? ZSTR_VAL(file) : "", line, message_text);
#endif
	if (!mode || strcmp(mode, "replace") != 0) {
		previous_handler(type, file, line, MESSAGE_ARGS);
	} else if (type & (E_ERROR | E_CORE_ERROR | E_COMPILE_ERROR | E_USER_ERROR)) {
		EG(exit_status) = 255;
		zend_bailout();
	}
}

static PHP_MINIT_FUNCTION(error_hook)
{
	previous_handler = zend_error_cb;
	zend_error_cb = error_hook;
	return SUCCESS;
}

static PHP_MSHUTDOWN_FUNCTION(error_hook)
{
	if (zend_error_cb == error_hook) {
		zend_error_cb = previous_handler;
	}
	return SUCCESS;
}

zend_module_entry error_hook_module_entry = {
	STANDARD_MODULE_HEADER,
	"error_hook",
	NULL,
	PHP_MINIT(error_hook),
	PHP_MSHUTDOWN(error_hook),
	NULL,
	NULL,
	NULL,
	"1.0",
	STANDARD_MODULE_PROPERTIES,
};

ZEND_GET_MODULE(error_hook)
