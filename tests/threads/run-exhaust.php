<?php
/* One thread of the scenario in which all reach the memory limit at the same moment. */
$text = strrev(' :daerht ot sgnoleb txet siht') . thread_number();
for ($rows = array();;) {
	$rows[] = str_repeat($text . ';', 20);
}
