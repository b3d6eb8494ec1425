<?php
/*
 * 512 MB of touched heap: a dump of it beside a plain write(2) of as many bytes, the heap's own, to the same
 * file system. The two take turns, so that both meet the machine in the same state.
 */
require __DIR__ . '/row.php';

const ROUNDS = 15;
const HEAP_BYTES = 512 << 20;

$folder = $argv[1];
$heap = str_repeat('0123456789abcdef', HEAP_BYTES / 16);
$libc = FFI::cdef('
	int open(const char *path, int flags, ...);
	long write(int fd, const char *bytes, unsigned long size);
	int close(int fd);
');
const O_WRONLY_CREAT_TRUNC = 01 | 0100 | 01000;

/* tmpfs takes each request as a whole. */
function raw_write($libc, $heap, $extra_bytes, $path)
{
	$fd = $libc->open($path, O_WRONLY_CREAT_TRUNC, 0600);
	foreach (array(HEAP_BYTES, $extra_bytes) as $size) {
		$libc->write($fd, $heap, $size) === $size || exit("write(2) failed\n");
	}
	$libc->close($fd);
}

/* The first dump warms the machine, and tells how much a dump holds beside the heap. */
rdump_dump("$folder/heap.rdump") || exit(1);
$extra_bytes = stat("$folder/heap.rdump")['blocks'] * 512 - HEAP_BYTES;
unlink("$folder/heap.rdump");

/* fork: a frozen copy writes; direct, safe_read: the process itself */
$way = $argv[2];
$bounds = array('fork' => 1.25, 'direct' => 1.05, 'safe_read' => 1.45);
$raw = $dump = array();
for ($round = 0; $round < ROUNDS; $round++) {
	$raw[] = elapsed_ms(function () use ($libc, $heap, $extra_bytes, $folder) {
		raw_write($libc, $heap, $extra_bytes, "$folder/raw");
	});
	unlink("$folder/raw");
	$dump[] = elapsed_ms(function () use ($folder) {
		rdump_dump("$folder/heap.rdump") || exit(1);
	});
	unlink("$folder/heap.rdump");
}
printf("%-58s %12.1f\n", '512 MB heap, raw write(2), ms', median($raw));
printf("%-58s %12.1f\n", "512 MB heap, dump, ms ($way)", median($dump));
row("512 MB heap, dump / raw write ($way)", median($dump) / median($raw), $bounds[$way]);
