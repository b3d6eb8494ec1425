<?php
/*
 * docs-commands.php FILE...: the commands of rdump that README and docs show, one a line, "file<TAB>command": lines of shell
 * blocks that begin with rdump, and `rdump ...` in the text. Left out is what needs another process, program, folder or a terminal.
 */
$replaced = array(
	'~/tmp/worker-4711\.rdump|oom\.rdump\.zst|/tmp/mail/mail-[12]\.rdump|worker-4711\.rdump|\b(worker|app|before|after|new)\.rdump\b~' => 'worker.rdump',
	'~\bFILE\b|\bBASE\b|\bTARGET\b|\bIN\b~' => 'worker.rdump',
	'~\bA B C \.\.\.~' => 'worker.rdump worker.rdump worker.rdump',
	'~\bbase\.json\b~' => 'worker.json',
	'~\bcopy\.rdump\b|\bOUT\b~' => 'out.rdump',
	"~'\\.\\.\\.'~" => '\'$repository\'',
	'~\bDIR\b~' => '.',
	'~\bADDRESS\b~' => '"$ADDRESS"',
);
foreach (array_slice($argv, 1) as $path) {
	$in_block = false;
	foreach (file($path, FILE_IGNORE_NEW_LINES) as $line) {
		$found = array();
		if (strpos($line, '```') === 0) {
			$in_block = !$in_block && preg_match('~^```(sh|bash)~', $line);
			continue;
		}
		if ($in_block) {
			/* a comment begins behind two blanks; what follows a pipe is another's program */
			$found[] = preg_replace('~\s{2,}#.*$|\s+\|\s.*$~', '', $line);
		} elseif (preg_match_all('~`((?:analyser/)?rdump [^`]+)`~', $line, $matches)) {
			$found = array_map(function ($text) { return preg_replace('~\s+\|\s.*$~', '', $text); }, $matches[1]);
		}
		foreach ($found as $command) {
			$command = preg_replace('~^analyser/~', '', trim($command));
			if (!preg_match('~^rdump [a-zF]~', $command) || preg_match('~ -p |^rdump (top|capture|explore|mcp)\b|&&~', $command)) {
				continue;
			}
			/* a command that is only named */
			if (preg_match('~^rdump [a-z]+( --[a-z-]+)?$~', $command)) {
				$command = preg_replace('~( --[a-z-]+)?$~', ' --help', $command);
			}
			echo basename($path), "\t", preg_replace(array_keys($replaced), array_values($replaced), $command), "\n";
		}
	}
}
