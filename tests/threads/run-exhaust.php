<?php
/* One thread of the scenario in which all reach the memory limit at the same moment. */
echo "thread $thread is task " . basename(readlink('/proc/thread-self')) . "\n";
$text = strrev(' :daerht ot sgnoleb txet siht') . $thread;
for ($rows = array();;) {
	$rows[] = str_repeat($text . ';', 20);
}
