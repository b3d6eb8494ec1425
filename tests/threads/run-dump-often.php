<?php
/* One thread of the scenario in which four take RDUMP_DUMPS_EACH dumps each; every file is read back. */
require_once getenv('RDUMP_LIB') . '/rdump_file.inc';

$path = getenv('RDUMP_DUMPS') . '/thread-' . $thread . '.rdump';
$text = strrev(' :daerht ot sgnoleb txet siht') . $thread . ';';
for ($i = 0; $i < (int) getenv('RDUMP_DUMPS_EACH'); $i++) {
	if (!rdump_dump($path)) {
		return false;
	}
	$dump = new RdumpFile($path);
	$problems = rdump_problems($dump);
	if ($problems) {
		echo 'thread ', $thread, ', dump ', $i, ': ', implode('; ', $problems), "\n";
		return false;
	}
}
if (count($dump->find($text)) !== 1) {
	echo 'thread ', $thread, ": its text is not in its dump\n";
	return false;
}
echo "dumped $i times\n";
return true;
