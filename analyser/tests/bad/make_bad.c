/* Writes the inputs that must be refused: make_bad FOLDER. tests/bad/cases says what must be said
 * about each. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dump_builder.h"

#define EG_ADDRESS 0x7f0000001000
#define CG_ADDRESS 0x7f0000002000

/* Places of fields in the sample below. */
#define AT_PHP_VERSION          12u
#define AT_MODULE_GLOBALS_COUNT (AT_PHP_VERSION + 4 + 3 + 8 * 4)
#define AT_ENTRY_COUNT          (AT_MODULE_GLOBALS_COUNT + 4 + 4 + 13 + 8)
#define AT_REGION_COUNT         (AT_ENTRY_COUNT + 4)
#define AT_FIRST_ENTRY          (AT_REGION_COUNT + 4)

static const char *output_folder;

static struct dump_builder sample(const char *php_version)
{
	struct dump_builder dump = dump_of(3, php_version);
	static const uint8_t zeros[4096];

	dump.eg_address = EG_ADDRESS;
	dump.cg_address = CG_ADDRESS;
	dump_module_globals(&dump, "basic_globals", EG_ADDRESS + 0x100);
	dump_map(&dump, EG_ADDRESS, EG_ADDRESS + 0x2000, "rw-p", "");
	dump_map(&dump, 0x7ffffff00000, 0x7ffffff10000, "rw-p", "[stack]");
	dump_region(&dump, EG_ADDRESS, zeros, sizeof(zeros));
	dump_region(&dump, CG_ADDRESS, zeros, sizeof(zeros));
	return dump;
}

static void write_dump(const char *name, struct dump_builder *builder)
{
	size_t length;
	uint8_t *bytes = dump_bytes(builder, &length);

	write_test_file(output_folder, name, bytes, length);
	free(bytes);
	dump_builder_done(builder);
}

/* The sample with some of its bytes replaced, and cut to a length (0: whole). */
static void write_changed(
	const char *name, size_t at, const void *with, size_t with_length, size_t cut_to)
{
	struct dump_builder builder = sample("v82");
	size_t length;
	uint8_t *bytes = dump_bytes(&builder, &length);

	memcpy(bytes + at, with, with_length);
	write_test_file(output_folder, name, bytes, cut_to ? cut_to : length);
	free(bytes);
	dump_builder_done(&builder);
}

static void write_cut(const char *name, size_t missing)
{
	struct dump_builder builder = sample("v82");
	size_t length;
	uint8_t *bytes = dump_bytes(&builder, &length);

	write_test_file(output_folder, name, bytes, length - missing);
	free(bytes);
	dump_builder_done(&builder);
}

static void no_dumps(void)
{
	write_test_file(output_folder, "empty", "", 0);
	write_test_file(output_folder, "text", "hello, world\n", 13);
	write_test_file(output_folder, "short_magic", "RDU", 3);
	write_test_file(output_folder, "relimem", "RELIMEM\0\1\0\0\0", 12);
	write_test_file(output_folder, "xz", "\xfd\x37\x7a\x58\x5a\0\0\4", 8);
	write_test_file(output_folder, "gzip", "\x1f\x8b\x08\0", 4);
	write_test_file(output_folder, "core", "\x7f\x45\x4c\x46\2\1\1\0", 8);
	write_test_file(output_folder, "json", "{\"meta\": {}}\n", 13);
}

static void bad_headers(void)
{
	write_changed("version_0", 8, "\0\0\0\0", 4, 0);
	write_changed("version_4", 8, "\4\0\0\0", 4, 0);
	write_changed("big_endian", 8, "\0\0\0\3", 4, 0);
	write_changed("php_length", AT_PHP_VERSION, "\xff\xff\xff\xff", 4, 0);
	write_changed("php_letters", AT_PHP_VERSION + 4, "php", 3, 0);
	write_changed("globals_count", AT_MODULE_GLOBALS_COUNT, "\xff\xff\xff\xff", 4, 0);
	write_changed("entry_count", AT_ENTRY_COUNT, "\xff\xff\xff\x7f", 4, 0);
	write_changed("region_count", AT_REGION_COUNT, "\xff\xff\xff\xff", 4, 0);
	write_changed("entry_begin", AT_FIRST_ENTRY + 4, "xyz", 3, 0);
	write_changed("cut_in_pid", 0, "", 0, AT_PHP_VERSION + 4 + 3 + 5);
	write_changed("cut_in_map", 0, "", 0, AT_FIRST_ENTRY + 10);
}

static void cut_bodies(void)
{
	write_cut("cut_in_last_body", 1);
	write_cut("cut_in_region_header", 4096 + 7);
	write_cut("cut_in_first_body", 4096 + 16 + 100);
}

static void sound_but_unknown(void)
{
	struct dump_builder future = sample("v99");
	struct dump_builder old = sample("v56");
	struct dump_builder narrow = dump_of(3, "v82");
	struct dump_builder other = sample("v82");
	/* an ELF header of a 64-bit little-endian RISC-V program */
	static const uint8_t elf[64] = {0x7f, 'E', 'L', 'F', 2, 1, 1, [16] = 3, 0, [18] = 243, 0};

	narrow.eg_address = 0x8000000;
	narrow.cg_address = 0x8001000;
	dump_map(&narrow, 0x8000000, 0x8002000, "rw-p", "");
	dump_map(&narrow, 0xbff00000, 0xc0000000, "rw-p", "[stack]");
	write_dump("php_99", &future);
	write_dump("php_56", &old);
	write_dump("narrow", &narrow);
	dump_map(&other, 0x7f0000100000, 0x7f0000101000, "r--p", "/bin/php");
	dump_region(&other, 0x7f0000100000, elf, sizeof(elf));
	write_dump("riscv", &other);
}

int main(int argc, char **argv)
{
	if (argc != 2) {
		fprintf(stderr, "Usage: make_bad FOLDER\n");
		return 2;
	}
	output_folder = argv[1];
	no_dumps();
	bad_headers();
	cut_bodies();
	sound_but_unknown();
	return 0;
}
