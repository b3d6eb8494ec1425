<?php
/* A small script with 512 MB of opcache memory, nearly all of it untouched; then the same process with 1 TiB
 * of reserved address space. */
require __DIR__ . '/row.php';

const ROUNDS = 9;

$folder = $argv[1];
$libc = FFI::cdef('
	void *mmap(void *address, unsigned long size, int protection, int flags, int fd, long offset);
');
const READ_WRITE = 3;
const PRIVATE_ANONYMOUS_NORESERVE = 0x02 | 0x20 | 0x4000;

function resident_bytes()
{
	return (int) explode(' ', file_get_contents('/proc/self/statm'))[1] * 4096;
}

function dump_ms($path)
{
	$all = array();
	for ($round = 0; $round < ROUNDS; $round++) {
		$all[] = elapsed_ms(function () use ($path) {
			rdump_dump($path) || exit(1);
		});
	}
	return median($all);
}

resident_bytes();
$before = resident_bytes();
rdump_dump("$folder/first.rdump") || exit(1);
$growth = resident_bytes() - $before;

row('small script with 512 MB opcache, dump, ms', dump_ms("$folder/small.rdump"), 10);
row('  resident size grows by, MB', $growth / 1048576, 1);
row('  on disk, MB', stat("$folder/small.rdump")['blocks'] * 512 / 1048576, 10);
row('  apparent size, MB', stat("$folder/small.rdump")['size'] / 1048576, 600);

$libc->mmap(null, 1 << 40, READ_WRITE, PRIVATE_ANONYMOUS_NORESERVE, -1, 0);
row('the same with 1 TiB reserved and untouched, dump, ms', dump_ms("$folder/tebibyte.rdump"), 1000);
