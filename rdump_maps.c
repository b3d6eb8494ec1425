/*
 * Text of /proc/self/maps or /proc/self/smaps -> struct rdump_vma[].
 *
 *   5626703f6000-5626703f8000 r--p 00000000 fe:00 247498      /usr/bin/head
 *   Size:                  8 kB                               (smaps only, many fields)
 *   Rss:                   8 kB
 *   Swap:                  0 kB
 *   VmFlags: rd mr mw me dd sd
 *
 * No PHP, no heap: entries grow from the arena's low end, names from its high end. Reads nothing
 * but the text, so it is tested on texts of kernels that are not at hand.
 */
#include "rdump_internal.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

void *rdump_arena_low(struct rdump_arena *arena, size_t size)
{
	void *start = arena->low;

	if (size > (size_t)(arena->high - arena->low)) {
		return NULL;
	}
	arena->low += size;
	return start;
}

char *rdump_arena_high(struct rdump_arena *arena, size_t size)
{
	if (size > (size_t)(arena->high - arena->low)) {
		return NULL;
	}
	arena->high -= size;
	return arena->high;
}

/* ---- one line ----------------------------------------------------------------------------- */

/* The part of a line that is not yet read. */
struct cursor {
	const char *at;
	const char *end;
};

static int digit_value(char c)
{
	if (c >= '0' && c <= '9') {
		return c - '0';
	}
	if (c >= 'a' && c <= 'f') {
		return c - 'a' + 10;
	}
	return -1;
}

static bool take_number(struct cursor *line, unsigned base, uint64_t *value)
{
	const char *start = line->at;
	uint64_t sum = 0;

	while (line->at < line->end) {
		int digit = digit_value(*line->at);

		if (digit < 0 || (unsigned)digit >= base) {
			break;
		}
		if (sum > (UINT64_MAX - (unsigned)digit) / base) {
			return false;
		}
		sum = sum * base + (unsigned)digit;
		line->at++;
	}
	*value = sum;
	return line->at > start;
}

static bool take_char(struct cursor *line, char c)
{
	if (line->at >= line->end || *line->at != c) {
		return false;
	}
	line->at++;
	return true;
}

static void skip_spaces(struct cursor *line)
{
	while (line->at < line->end && *line->at == ' ') {
		line->at++;
	}
}

static bool take_permissions(struct cursor *line, uint32_t *flags)
{
	static const struct {
		char letter;
		uint32_t flag;
	} permissions[] = {
		{'r', RDUMP_VMA_READ},
		{'w', RDUMP_VMA_WRITE},
		{'x', RDUMP_VMA_EXECUTE},
		{'p', RDUMP_VMA_PRIVATE},
	};

	if (line->end - line->at < 4) {
		return false;
	}
	for (size_t i = 0; i < 4; i++) {
		if (*line->at++ == permissions[i].letter) {
			*flags |= permissions[i].flag;
		}
	}
	return true;
}

static bool take_device(struct cursor *line, char device[RDUMP_DEVICE_SIZE])
{
	size_t length = 0;

	while (line->at < line->end && *line->at != ' ') {
		if (length + 1 >= RDUMP_DEVICE_SIZE) {
			return false;
		}
		device[length++] = *line->at++;
	}
	device[length] = '\0';
	return length > 0;
}

static bool parse_entry(struct cursor *line, struct rdump_vma *vma)
{
	memset(vma, 0, sizeof(*vma));
	if (!take_number(line, 16, &vma->begin) || !take_char(line, '-') ||
		!take_number(line, 16, &vma->end) || !take_char(line, ' ') ||
		!take_permissions(line, &vma->flags) || !take_char(line, ' ') ||
		!take_number(line, 16, &vma->file_offset) || !take_char(line, ' ') ||
		!take_device(line, vma->device) || !take_char(line, ' ') ||
		!take_number(line, 10, &vma->inode)) {
		return false;
	}
	skip_spaces(line);
	vma->name = line->at;
	vma->name_length = (uint32_t)(line->end - line->at);
	return vma->begin < vma->end;
}

/*
 * The kernel hands the text out in pieces and lets other threads change the map in between: a
 * mapping that was merged or moved meanwhile can appear again. What was listed stays; the rest of
 * the entry follows it, so that entries stay in order and apart. Returns false when nothing is
 * left.
 */
static bool clip_to_order(const struct rdump_maps *maps, struct rdump_vma *vma)
{
	uint64_t previous_end = maps->count ? maps->vmas[maps->count - 1].end : 0;

	if (vma->begin >= previous_end) {
		return true;
	}
	if (vma->end <= previous_end) {
		return false;
	}
	if (vma->inode) {
		vma->file_offset += previous_end - vma->begin;
	}
	vma->begin = previous_end;
	return true;
}

static enum rdump_maps_status add_entry(struct rdump_maps *maps, struct cursor *line)
{
	struct rdump_vma vma;

	if (!parse_entry(line, &vma)) {
		return RDUMP_MAPS_MALFORMED;
	}
	maps->skip_fields = !clip_to_order(maps, &vma);
	if (maps->skip_fields) {
		return RDUMP_MAPS_OK;
	}

	char *name = rdump_arena_high(maps->arena, vma.name_length);
	struct rdump_vma *slot = rdump_arena_low(maps->arena, sizeof(*slot));

	if (!name || !slot) {
		return RDUMP_MAPS_FULL;
	}
	memcpy(name, vma.name, vma.name_length);
	vma.name = name;
	*slot = vma;
	maps->count++;
	return RDUMP_MAPS_OK;
}

static bool starts_with(const char *text, size_t length, const char *prefix)
{
	size_t prefix_length = strlen(prefix);

	return length >= prefix_length && memcmp(text, prefix, prefix_length) == 0;
}

static bool take_prefix(struct cursor *line, const char *prefix)
{
	if (!starts_with(line->at, (size_t)(line->end - line->at), prefix)) {
		return false;
	}
	line->at += strlen(prefix);
	return true;
}

/* A field of smaps belongs to the last entry. Most fields are of no use here. */
static enum rdump_maps_status add_field(struct rdump_maps *maps, struct cursor *line)
{
	if (maps->skip_fields || maps->count == 0) {
		return RDUMP_MAPS_OK;
	}

	struct rdump_vma *vma = &maps->vmas[maps->count - 1];
	uint64_t *kilobytes = NULL;

	if (take_prefix(line, "VmFlags:")) {
		while (line->at < line->end) {
			skip_spaces(line);
			if (take_prefix(line, "dd")) {
				vma->flags |= RDUMP_VMA_DONTDUMP;
			}
			while (line->at < line->end && *line->at != ' ') {
				line->at++;
			}
		}
		return RDUMP_MAPS_OK;
	}
	if (take_prefix(line, "Rss:")) {
		kilobytes = &vma->rss_bytes;
	} else if (take_prefix(line, "Swap:")) {
		kilobytes = &vma->swap_bytes;
		vma->flags |= RDUMP_VMA_DETAILED;
	}
	if (kilobytes) {
		skip_spaces(line);
		if (!take_number(line, 10, kilobytes) || *kilobytes > UINT64_MAX / 1024) {
			return RDUMP_MAPS_MALFORMED;
		}
		*kilobytes *= 1024;
	}
	return RDUMP_MAPS_OK;
}

void rdump_maps_init(struct rdump_maps *maps, struct rdump_arena *arena)
{
	memset(maps, 0, sizeof(*maps));
	maps->arena = arena;
	maps->vmas = (struct rdump_vma *)(void *)arena->low;
}

enum rdump_maps_status rdump_maps_line(struct rdump_maps *maps, const char *line, size_t length)
{
	struct cursor cursor = {line, line + length};

	if (length > 0 && digit_value(line[0]) >= 0) {
		return add_entry(maps, &cursor);
	}
	return add_field(maps, &cursor);
}

/* ---- the whole text ----------------------------------------------------------------------- */

enum rdump_maps_status rdump_maps_read(
	struct rdump_maps *maps, int fd, char *buffer, size_t buffer_size)
{
	size_t filled = 0;

	for (;;) {
		ssize_t got = read(fd, buffer + filled, buffer_size - filled);

		if (got < 0) {
			if (errno == EINTR) {
				continue;
			}
			return RDUMP_MAPS_UNREADABLE;
		}
		filled += (size_t)got;

		size_t used = 0;
		const char *newline;

		while ((newline = memchr(buffer + used, '\n', filled - used)) != NULL) {
			size_t length = (size_t)(newline - (buffer + used));
			enum rdump_maps_status status = rdump_maps_line(maps, buffer + used, length);

			if (status != RDUMP_MAPS_OK) {
				return status;
			}
			used += length + 1;
		}
		memmove(buffer, buffer + used, filled - used);
		filled -= used;
		if (got == 0) {
			return filled == 0 ? RDUMP_MAPS_OK : RDUMP_MAPS_MALFORMED;
		}
		if (filled == buffer_size) {
			return RDUMP_MAPS_MALFORMED; /* a line longer than the kernel can make one */
		}
	}
}

/* ---- what a mapping is -------------------------------------------------------------------- */

static const struct {
	const char *prefix;
	enum rdump_vma_kind kind;
} names[] = {
	{"[anon:", RDUMP_KIND_ANONYMOUS}, /* prctl(PR_SET_VMA_ANON_NAME) */
	{"[anon_shmem:", RDUMP_KIND_SHARED_ANONYMOUS},
	{"/dev/zero", RDUMP_KIND_SHARED_ANONYMOUS}, /* MAP_SHARED | MAP_ANONYMOUS */
	{"/memfd:", RDUMP_KIND_SHARED_ANONYMOUS},
	{"/SYSV", RDUMP_KIND_SHARED_ANONYMOUS},    /* shmget(2) */
	{"/anon_hugepage", RDUMP_KIND_HUGE_PAGES}, /* MAP_ANONYMOUS | MAP_HUGETLB */
	{"/secretmem", RDUMP_KIND_SECRET},
	{"[vvar", RDUMP_KIND_KERNEL}, /* also [vvar_vclock] */
	{"[vdso]", RDUMP_KIND_KERNEL},
	{"[vsyscall]", RDUMP_KIND_KERNEL},
	{"[heap]", RDUMP_KIND_HEAP_OR_STACK},
	{"[stack", RDUMP_KIND_HEAP_OR_STACK}, /* also [stack:1234], of kernels before 4.5 */
	{"[", RDUMP_KIND_SPECIAL},
};

enum rdump_vma_kind rdump_vma_kind(const struct rdump_vma *vma)
{
	if (vma->name_length == 0) {
		return RDUMP_KIND_ANONYMOUS;
	}
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (starts_with(vma->name, vma->name_length, names[i].prefix)) {
			return names[i].kind;
		}
	}
	return RDUMP_KIND_FILE;
}

bool rdump_vma_is_captured(const struct rdump_vma *vma, bool full)
{
	enum rdump_vma_kind kind = rdump_vma_kind(vma);

	if (!(vma->flags & RDUMP_VMA_READ) || (vma->flags & RDUMP_VMA_DONTDUMP)) {
		return false;
	}
	if (kind == RDUMP_KIND_KERNEL || kind == RDUMP_KIND_SECRET) {
		return false;
	}
	return full || (vma->flags & RDUMP_VMA_WRITE) || kind == RDUMP_KIND_ANONYMOUS ||
		   kind == RDUMP_KIND_SHARED_ANONYMOUS;
}
