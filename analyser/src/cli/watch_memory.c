/* The linker puts these around the C library's functions (--wrap, see the Makefile), in the program alone: no failed
 * allocation goes unnoticed, whoever forgets to look. */
#include <stdarg.h>
#include <stddef.h>

#include "base/exhaustion.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void *__real_reallocarray(void *block, size_t count, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
char *__real_strdup(const char *text);
char *__real_strndup(const char *text, size_t length);
int __real_vasprintf(char **text, const char *format, va_list arguments);

void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);
void *__wrap_reallocarray(void *block, size_t count, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t length);
int __wrap_vasprintf(char **text, const char *format, va_list arguments);
int __wrap_asprintf(char **text, const char *format, ...);

static void *noted(void *block, size_t size)
{
	if (!block && size > 0) {
		ra_note_exhaustion();
	}
	return block;
}

void *__wrap_malloc(size_t size)
{
	return noted(__real_malloc(size), size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	return noted(__real_calloc(count, size), count && size);
}

void *__wrap_realloc(void *block, size_t size)
{
	return noted(__real_realloc(block, size), size);
}

void *__wrap_reallocarray(void *block, size_t count, size_t size)
{
	return noted(__real_reallocarray(block, count, size), count && size);
}

void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
	return noted(__real_aligned_alloc(alignment, size), size);
}

char *__wrap_strdup(const char *text)
{
	return noted(__real_strdup(text), 1);
}

char *__wrap_strndup(const char *text, size_t length)
{
	return noted(__real_strndup(text, length), 1);
}

int __wrap_vasprintf(char **text, const char *format, va_list arguments)
{
	const int length = __real_vasprintf(text, format, arguments);

	if (length < 0) {
		ra_note_exhaustion();
	}
	return length;
}

int __wrap_asprintf(char **text, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	const int length = __wrap_vasprintf(text, format, arguments);

	va_end(arguments);
	return length;
}
