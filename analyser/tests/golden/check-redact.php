<?php
/* check-redact.php REPORT COPY: two JSON reports, whose numbers and structure must be the same; texts may differ. */
function difference($a, $b, $path)
{
	if (gettype($a) !== gettype($b)) {
		return "$path: other type";
	}
	if (!is_array($a)) {
		return is_string($a) || $a === $b ? null : "$path: $a, in the copy $b";
	}
	if (array_keys($a) !== array_keys($b)) {
		return "$path: other keys";
	}
	foreach ($a as $key => $value) {
		$found = difference($value, $b[$key], "$path/$key");
		if ($found !== null) {
			return $found;
		}
	}
	return null;
}

list($a, $b) = array_map(function ($path) { return json_decode(file_get_contents($path), true); }, array_slice($argv, 1));
$found = is_array($a) && is_array($b) ? difference($a, $b, '') : 'a report is missing';
echo $found === null ? '' : "$found\n";
exit($found === null ? 0 : 1);
