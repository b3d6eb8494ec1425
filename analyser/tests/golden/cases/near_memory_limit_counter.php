<?php
/* Without a limit nothing is near it, and half of the limit is not near.
 *
 * @php -d memory_limit=-1
 * @expect overview info
 * @fact memory_limit = -1
 * @absent near_memory_limit
 */
$text = str_repeat('x', 20 << 20);
rdump_dump($argv[1]);
