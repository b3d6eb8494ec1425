<?php
/* sparse.php DUMP OUT: the dump with one more region, a terabyte of which the file holds one page, in its middle. */
[, $dump, $out] = $argv;
const BEGIN = 0x100000000000;
const SIZE = 1 << 40;
$bytes = file_get_contents($dump);
$at = 12;
$skipText = function () use ($bytes, &$at) { $at += 4 + unpack('V', $bytes, $at)[1]; };
$skipText();
$at += 32;
$globals = unpack('V', $bytes, $at)[1];
$at += 4;
for ($i = 0; $i < $globals; $i++) {
	$skipText();
	$at += 8;
}
$counts = $at;
[, $entries, $regions] = unpack('V2', $bytes, $at);
$at += 8;
for ($i = 0; $i < $entries; $i++) {
	$skipText();
	$skipText();
	$skipText();
	$at += 4;
	$skipText();
	$at += 8;
	$skipText();
}
$text = fn(string $text) => pack('V', strlen($text)) . $text;
$entry = $text(dechex(BEGIN)) . $text(dechex(BEGIN + SIZE)) . $text('0') . "\1\1\0\1" . $text('00:00') . pack('P', 0) . $text('');
$head = substr($bytes, 0, $counts) . pack('VV', $entries + 1, $regions + 1) . substr($bytes, $counts + 8, $at - $counts - 8)
	. $entry . substr($bytes, $at) . pack('PP', BEGIN, SIZE);
$file = fopen($out, 'w');
fwrite($file, $head);
if (!ftruncate($file, strlen($head) + SIZE)) {
	exit(2); /* no files of that size here */
}
fseek($file, strlen($head) + (SIZE >> 1));
fwrite($file, str_repeat("\xff", 4096));
