<?php
/*
 * The files that git knows and package.xml lists. Not shipped: dot files, continuous integration, benchmarks,
 * the analyser and the descriptions it is made from, and the other packagings.
 */
function known_files()
{
	exec('git -c safe.directory=' . escapeshellarg(getcwd()) . ' ls-files', $known);
	return $known;
}

function shipped_files(array $known)
{
	return preg_grep('~^(\.|.*/\.|ci/|bench/|debian/|analyser/|layouts/|package\.xml$|composer\.json$)~', $known,
		PREG_GREP_INVERT);
}
