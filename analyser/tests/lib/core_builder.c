/* See core_builder.h. */
#include "core_builder.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>

#include "dump_builder.h"
#include "memory/dump.h"

#define CODE 0x560000900000u

/* In the heap, with its destructor. */
static void in_use(struct heap_builder *heap, ra_addr table, ra_addr destructor)
{
	heap_table(heap, table, 8);
	heap_poke(heap, table, 4, 1);
	heap_poke(heap, table + 4, 1, 7);
	heap_poke(heap, table + 48, 8, destructor);
}

static void add_basic_globals(struct heap_builder *heap)
{
	const struct ra_layout *const layout = heap_layout(heap);
	const ra_addr functions = heap_alloc(heap, 56);
	const ra_addr entry =
		heap_alloc(heap, ra_sizeof(layout, RA_STRUCT_php_shutdown_function_entry));

	in_use(heap, functions, CODE);
	heap_add(heap, functions, NULL, 0, heap_pointer(heap, entry));
	in_use(heap, HEAP_BASIC + ra_offset(layout, RA_php_basic_globals_putenv_ht), CODE + 16);
	heap_set(heap, HEAP_BASIC, RA_php_basic_globals_user_shutdown_function_names, 8, functions);
	heap_set(heap, HEAP_BASIC, RA_php_basic_globals_page_uid, 8, UINT64_MAX);
	heap_poke(heap, HEAP_STORAGE, 8, HEAP_EG);
	heap_poke(heap, HEAP_STORAGE + 16, 8, HEAP_BASIC);
}

void heap_be_found(struct heap_builder *heap)
{
	const struct ra_layout *const layout = heap_layout(heap);
	const ra_addr functions = heap_alloc(heap, 56), arena = heap_alloc(heap, 64);
	const ra_addr limit = HEAP_EG + 288;

	heap_table(heap, functions, 8);
	heap_poke(heap, HEAP_EG + 8, 4, ra_const(layout, RA_CONST_IS_NULL));
	heap_poke(heap, HEAP_EG + 24, 4, 15);
	heap_poke(heap, limit, 8, layout->php < 703 ? limit - 8 : limit);
	heap_poke(heap, limit + 8, 8, HEAP_EG + 32);
	heap_set(heap, HEAP_EG, RA_zend_executor_globals_function_table, 8, functions);
	heap_poke(heap, HEAP_CG + 56, 8, functions);
	heap_poke(heap, HEAP_CG + 64, 8, heap_class_table(heap));
	heap_set(heap, HEAP_CG, RA_zend_compiler_globals_arena, 8, arena);
	heap_poke(heap, arena, 8, arena + 24);
	heap_poke(heap, arena + 8, 8, arena + 64);
	add_basic_globals(heap);
}

uint8_t *core_of_heap(struct heap_builder *heap, size_t *length)
{
	struct test_bytes core = {0};
	struct ra_dump *dump;
	uint8_t *const bytes = heap_bytes(heap, length);

	if (!ra_dump_parse(bytes, *length, NULL, &dump, NULL)) {
		abort();
	}
	Elf64_Ehdr header = {.e_type = ET_CORE,
		.e_machine = EM_X86_64,
		.e_phoff = sizeof(header),
		.e_phentsize = sizeof(Elf64_Phdr),
		.e_phnum = (uint16_t)dump->region_count};
	uint64_t offset = sizeof(header) + dump->region_count * sizeof(Elf64_Phdr);

	memcpy(header.e_ident, "\177ELF\2\1\1", 7);
	bytes_add(&core, &header, sizeof(header));
	for (uint32_t i = 0; i < dump->region_count; i++) {
		const uint64_t size = dump->regions[i].size_bytes;
		const Elf64_Phdr program = {.p_type = PT_LOAD,
			.p_flags = PF_R | PF_W,
			.p_offset = offset,
			.p_vaddr = dump->regions[i].address,
			.p_filesz = size,
			.p_memsz = size};

		bytes_add(&core, &program, sizeof(program));
		offset += size;
	}
	for (uint32_t i = 0; i < dump->region_count; i++) {
		bytes_add(&core, bytes + dump->regions[i].body_offset, dump->regions[i].size_bytes);
	}
	ra_dump_close(dump);
	free(bytes);
	*length = core.length;
	return core.bytes;
}
