<?php
/* php ci/show-dump.php FILE: the header of a dump, what was captured. */
require dirname(__DIR__) . '/tests/lib/rdump_file.inc';

if ($argc !== 2) {
	fwrite(STDERR, "usage: php ci/show-dump.php FILE\n");
	exit(2);
}
try {
	$dump = new RdumpFile($argv[1]);
} catch (RuntimeException $e) {
	fwrite(STDERR, "{$argv[1]}: " . $e->getMessage() . "\n");
	exit(1);
}

printf("RDUMP version %d, PHP %s, process %d\n", $dump->formatVersion, $dump->phpVersion, $dump->pid);
printf("%d memory mappings, %d captured\n", count($dump->map), count($dump->regions));
printf("%.1f MB of memory, %.1f MB on disk (untouched pages are holes)\n",
	$dump->capturedBytes() / 1048576, $dump->diskBytes() / 1048576);
foreach (array('executor_globals' => $dump->eg, 'compiler_globals' => $dump->cg) + $dump->moduleGlobals as $name => $at) {
	printf("%s at 0x%x\n", $name, $at);
}
$problems = rdump_problems($dump);
echo $problems ? implode("\n", $problems) . "\n" : "the file is whole\n";
exit($problems ? 1 : 0);
