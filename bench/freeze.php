<?php
/* How long another thread stands still while a process with 2 GB of touched heap is copied. */
require __DIR__ . '/row.php';

const ROUNDS = 7;

$gap = FFI::cdef('void gap_start(void); void gap_stop(void); double gap_longest(void);', "{$argv[1]}/gap.so");
$heap = str_repeat('0123456789abcdef', (2 << 30) / 16);
$gap->gap_start();
$dump = $idle = array();
for ($round = 0; $round < ROUNDS; $round++) {
	$gap->gap_longest();
	usleep(300000);
	$idle[] = $gap->gap_longest();
	/* Where it goes does not matter: the copy is made before the first byte is written. */
	@rdump_dump('/proc/none/heap.rdump');
	$dump[] = $gap->gap_longest();
}
$gap->gap_stop();
row('2 GB heap, longest stop of another thread, ms', median($dump), 80);
row('  the same without a dump', median($idle), 80);
