<?php
// loads: mbstring mailparse
require __DIR__ . '/lib.php';

for ($i = 0; $i < 300 * TIMES; $i++) {
    $mail = mailparse_msg_create();
    mailparse_msg_parse($mail, "Subject: a\nContent-Type: multipart/mixed; boundary=b\n\n--b\nX: " . payload($i) . "\n\nx\n--b--\n");
    $objs[] = [$mail, mailparse_msg_get_part($mail, '1')];
}
unset($mail);
probe($argv[1], $base);
