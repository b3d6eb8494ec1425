<?php
// loads: sodium gmp openssl hash
require __DIR__ . '/lib.php';

for ($i = 0; $i < 1500 * TIMES; $i++) {
    $hash = hash_init('sha256', HASH_HMAC, payload($i));
    hash_update($hash, 'x');
    $objs[] = [
        $hash, sodium_crypto_generichash(payload($i)), sodium_crypto_secretstream_xchacha20poly1305_init_push(
            sodium_crypto_secretstream_xchacha20poly1305_keygen()
        ),
        function_exists('gmp_pow') ? gmp_pow(3, 2000 + $i) : 0, payload($i),
    ];
}
unset($hash);
probe($argv[1], $base);
