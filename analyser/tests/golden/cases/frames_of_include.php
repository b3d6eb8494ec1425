<?php
/* The code of an included file is named by its file, in the stack and in paths.
 *
 * @expect call_stack
 * @summary ^Call stack: rdump_dump\(\) -> /\S+/rdump_included_\d+\.php:3 -> <main>:14$
 * @expect bottleneck_path
 * @summary ^/\S+/rdump_included_\d+\.php:3::\$numbers \(
 */
$file = sys_get_temp_dir() . '/rdump_included_' . getmypid() . '.php';
file_put_contents($file, '<?php
$numbers = range(1, 90000);
rdump_dump($argv[1]);
');
include $file;
unlink($file);
