<?php
// loads: mbstring ctype iconv calendar fileinfo exif tokenizer
require __DIR__ . '/lib.php';

for ($i = 0; $i < 600 * TIMES; $i++) {
    $objs[] = [mb_str_split(payload($i, 20)), mb_strtoupper(payload($i)), iconv('UTF-8', 'UTF-16', payload($i))];
    mb_ereg_search_init(payload($i), 'a+');
    mb_ereg_search();
    $objs[] = mb_ereg_search_getregs();
    $objs[] = PhpToken::tokenize('<?php echo "' . payload($i) . '";');
}
for ($i = 0; $i < 5 * TIMES; $i++) {
    $objs[] = finfo_open();
}
probe($argv[1], $base);
