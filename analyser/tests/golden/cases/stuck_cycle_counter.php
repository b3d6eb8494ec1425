<?php
/* File functions without a context leave PHP's default stream context behind, which PHP itself holds: no garbage.
 *
 * @absent stuck_cycle
 * @absent gc_pending
 * @absent refcount_surplus
 */
$file = tempnam(sys_get_temp_dir(), 'rdump');
file_put_contents($file, 'text');
$kept = stream_context_get_default(['http' => ['header' => str_repeat('X-Long: header', 100)]]);
unlink($file);
unset($kept);
rdump_dump($argv[1]);
