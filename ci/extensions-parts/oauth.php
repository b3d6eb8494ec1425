<?php
// loads: oauth
require __DIR__ . '/lib.php';

for ($i = 0; $i < 1500 * TIMES; $i++) {
    $oauth = new OAuth(payload($i), 'secret');
    $oauth->setToken(payload($i), 'b');
    $provider = new OAuthProvider(['consumer_key' => 'a', 'signature_method' => 'PLAINTEXT', 'token' => 'x',
        'signature' => 'y', 'nonce' => 'n', 'timestamp' => 1, 'version' => '1.0']);
    $provider->consumerHandler(fn($p) => strlen(payload($i)));
    $objs[] = [$oauth, $provider];
}
unset($oauth, $provider);
probe($argv[1], $base);
