<?php
/* APCu is there and has nothing in it.
 *
 * @requires apcu
 * @php -d extension=apcu -d apc.enable_cli=1
 * @absent shared_cache
 */
apcu_store('key', 'value');
apcu_clear_cache();
rdump_dump($argv[1]);
