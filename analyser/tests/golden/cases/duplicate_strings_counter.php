<?php
/* One string held 500 times is shared, and strings that begin alike are different ones.
 *
 * @expect overview info
 * @absent duplicate_strings
 */
$shared = str_repeat('one text ', 40);
$texts = [];
for ($i = 0; $i < 500; $i++) {
    $texts[] = $shared;
    $texts[] = str_repeat('begins alike ', 20) . $i;
}
rdump_dump($argv[1]);
