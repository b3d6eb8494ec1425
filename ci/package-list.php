<?php
/* Compares the contents of package.xml with the files in git. Prints the differences; exits 1 where there are any. */
require __DIR__ . '/shipped-files.php';

/* Reads tags with a pattern: this PHP may have no XML extension, and the file holds no other constructs. */
function listed_files($xml)
{
	$contents = preg_match('~<contents>(.*)</contents>~s', $xml, $match) ? $match[1] : '';
	preg_match_all('~<dir\s[^>]*?name="([^"]*)"[^>]*?(/?)>|</dir>|<file\s[^>]*?name="([^"]*)"~s', $contents,
		$tags, PREG_SET_ORDER);
	$names = array();
	$folders = array();
	foreach ($tags as $tag) {
		if (isset($tag[3])) {
			$names[] = implode('', $folders) . $tag[3];
		} elseif ($tag[0] === '</dir>') {
			array_pop($folders);
		} elseif ($tag[2] === '') {
			$folders[] = $tag[1] === '/' ? '' : $tag[1] . '/';
		}
	}
	return $names;
}

$listed = listed_files(file_get_contents('package.xml'));
$known = known_files();
$shipped = shipped_files($known);
if (!$listed || !$shipped) {
	echo "package.xml lists no file, or git knows none\n";
	exit(1);
}
foreach (array_diff($shipped, $listed) as $name) {
	echo "not in package.xml: $name\n";
}
foreach (array_diff($listed, $known) as $name) {
	echo "in package.xml, but not there: $name\n";
}
foreach (array_diff_assoc($listed, array_unique($listed)) as $name) {
	echo "twice in package.xml: $name\n";
}
exit(array_diff($shipped, $listed) || array_diff($listed, $known)
	|| count($listed) !== count(array_unique($listed)) ? 1 : 0);
