<?php
/*
 * Writes the <contents> of package.xml anew, from the files in git. ci/check-package-list says when that is
 * needed.
 *
 *   php -n ci/generate-package-list.php
 */
require __DIR__ . '/shipped-files.php';
chdir(dirname(__DIR__));

function role($name)
{
	if (strpos($name, 'tests/') === 0) {
		return 'test';
	}
	return preg_match('~\.(c|h|m4|w32|frag|stub\.php)$~', $name) ? 'src' : 'doc';
}

$names = shipped_files(known_files());
sort($names);
$lines = array();
foreach ($names as $name) {
	$lines[] = sprintf("   <file name=\"%s\" role=\"%s\"/>\n", htmlspecialchars($name), role($name));
}
$xml = file_get_contents('package.xml');
$contents = "<contents>\n  <dir name=\"/\">\n" . implode('', $lines) . "  </dir>\n </contents>";
file_put_contents('package.xml', preg_replace('~<contents>.*</contents>~s', $contents, $xml));
