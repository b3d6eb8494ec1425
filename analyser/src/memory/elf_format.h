/* What we read of ELF files (System V ABI, and the GNU and Linux additions): numbers and structures by the names of the
 * standard, in little-endian 64-bit files. Here because <elf.h> is not everywhere. */
#ifndef RA_ELF_FORMAT_H
#define RA_ELF_FORMAT_H

#include <stdint.h>

enum { /* e_ident */
	EI_CLASS = 4,
	EI_DATA = 5,
	EI_NIDENT = 16,
	ELFCLASS64 = 2,
	ELFDATA2LSB = 1,
};
#define ELFMAG  "\177ELF"
#define SELFMAG 4

enum { /* e_type, e_machine, e_phnum */
	ET_EXEC = 2,
	ET_DYN = 3,
	ET_CORE = 4,
	EM_X86_64 = 62,
	EM_AARCH64 = 183,
	PN_XNUM = 0xffff,
};

enum { /* p_type, p_flags */
	PT_LOAD = 1,
	PT_DYNAMIC = 2,
	PT_INTERP = 3,
	PT_NOTE = 4,
	PT_GNU_RELRO = 0x6474e552,
	PF_X = 1,
	PF_W = 2,
	PF_R = 4,
};

enum { /* n_type */
	NT_GNU_BUILD_ID = 3,
	NT_PRSTATUS = 1,
	NT_PRPSINFO = 3,
	NT_FILE = 0x46494c45,
};

enum { /* d_tag */
	DT_NULL = 0,
	DT_PLTRELSZ = 2,
	DT_PLTGOT = 3,
	DT_STRTAB = 5,
	DT_SYMTAB = 6,
	DT_RELA = 7,
	DT_RELASZ = 8,
	DT_STRSZ = 10,
	DT_JMPREL = 23,
	DT_RELRSZ = 35,
	DT_RELR = 36,
};

enum { /* relocations; st_shndx */
	R_X86_64_64 = 1,
	R_X86_64_RELATIVE = 8,
	R_AARCH64_ABS64 = 257,
	R_AARCH64_RELATIVE = 1027,
	SHN_UNDEF = 0,
};
#define ELF64_R_SYM(info) ((info) >> 32)

typedef struct {
	unsigned char e_ident[EI_NIDENT];
	uint16_t e_type;
	uint16_t e_machine;
	uint32_t e_version;
	uint64_t e_entry;
	uint64_t e_phoff;
	uint64_t e_shoff;
	uint32_t e_flags;
	uint16_t e_ehsize;
	uint16_t e_phentsize;
	uint16_t e_phnum;
	uint16_t e_shentsize;
	uint16_t e_shnum;
	uint16_t e_shstrndx;
} Elf64_Ehdr;

typedef struct {
	uint32_t p_type;
	uint32_t p_flags;
	uint64_t p_offset;
	uint64_t p_vaddr;
	uint64_t p_paddr;
	uint64_t p_filesz;
	uint64_t p_memsz;
	uint64_t p_align;
} Elf64_Phdr;

typedef struct {
	uint32_t n_namesz;
	uint32_t n_descsz;
	uint32_t n_type;
} Elf64_Nhdr;

typedef struct {
	int64_t d_tag;
	uint64_t d_val;
} Elf64_Dyn;

typedef struct {
	uint32_t st_name;
	unsigned char st_info;
	unsigned char st_other;
	uint16_t st_shndx;
	uint64_t st_value;
	uint64_t st_size;
} Elf64_Sym;

typedef struct {
	uint64_t r_offset;
	uint64_t r_info;
	int64_t r_addend;
} Elf64_Rela;

#endif
