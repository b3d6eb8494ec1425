<?php
/* 100,000 notices, caught: each is an error that the engine emits. */
set_error_handler(function () {
	return true;
});
for ($i = 0; $i < 100000; $i++) {
	$none[$i % 7] ?? null;
	$value = $undefined;
}
