<?php
// loads: openssl hash random
require __DIR__ . '/lib.php';

$key = openssl_pkey_new(['private_key_bits' => 1024]);
$request = openssl_csr_new(['commonName' => 'x'], $key);
for ($i = 0; $i < 600 * TIMES; $i++) {
    $hash = hash_init($i % 2 ? 'sha512' : 'md5', HASH_HMAC, 'key');
    hash_update($hash, payload($i));
    openssl_pkey_export($key, $text);
    $objs[] = [$hash, hash_copy($hash), openssl_pkey_get_private($text), openssl_pkey_get_details($key)];
}
$objs[] = openssl_csr_sign($request, null, $key, 1);
unset($hash, $text);
probe($argv[1], $base);
