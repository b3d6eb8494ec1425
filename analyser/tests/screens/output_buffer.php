<?php
/* @limit 32M
 * @screen ^  at     output_buffer\.php:\d+ +output buffer \(ob_start\), [\d.]+ MB long$
 * @screen ^ +[\d.]+ MB +9\d %  output buffers \(ob_start\) +1 buffer$
 * @screen flush the output buffer */
ob_start();
while (true) {
    echo str_repeat('x', 1000);
}
