<?php
/* 10,000,000 iterations that end in no error at all. */
for ($i = 0, $sum = 0; $i < 10000000; $i++) {
	$sum += $i & 3;
}
