/* make_dump FILE: a small process with texts that would take over a terminal, for rdump explore in one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "heap_builder.h"

#define ESCAPES "\x1b]0;owned\a\x1b[2J\r\xe2\x80\xae evil \xe6\xbc\xa2\xe5\xad\x97 \xff\xc2\x9b"

int main(int argc, char **argv)
{
	struct heap_builder *const heap = heap_sample(80200, false);
	const ra_addr list = heap_array(heap, 8192);
	FILE *const out = argc == 2 ? fopen(argv[1], "wb") : NULL;
	size_t length;

	for (int i = 0; i < 5000; i++) {
		char text[16];

		snprintf(text, sizeof(text), "row %d", i);
		heap_add(
			heap, list, NULL, i, heap_counted(heap, RA_CONST_IS_STRING, heap_string(heap, text)));
	}
	heap_global(heap, "list", heap_counted(heap, RA_CONST_IS_ARRAY, list));
	heap_global(heap, "evil", heap_counted(heap, RA_CONST_IS_STRING, heap_string(heap, ESCAPES)));
	heap_global(heap, ESCAPES,
		heap_counted(heap, RA_CONST_IS_OBJECT, heap_object(heap, heap_class(heap, ESCAPES, 0))));

	uint8_t *const bytes = heap_bytes(heap, &length);
	const bool written = out && fwrite(bytes, 1, length, out) == length;

	free(bytes);
	heap_free(heap);
	return out && fclose(out) == 0 && written ? 0 : 1;
}
