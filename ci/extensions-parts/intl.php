<?php
// loads: intl  exact: 90
require __DIR__ . '/lib.php';

for ($i = 0; $i < 600 * TIMES; $i++) {
    $iterator = IntlBreakIterator::createWordInstance('en_US');
    $iterator->setText(payload($i));
    $objs[] = [
        new NumberFormatter('en_US', NumberFormatter::DECIMAL),
        new IntlDateFormatter('en_US', IntlDateFormatter::FULL, IntlDateFormatter::FULL, 'UTC'),
        new MessageFormatter('en_US', '{0,number} ' . payload($i)),
        new Collator('en_US'), $iterator, $iterator->getPartsIterator(),
        IntlCalendar::createInstance('UTC'), IntlTimeZone::createTimeZone('UTC'),
        Transliterator::create('Latin-ASCII'), new Spoofchecker, payload($i),
    ];
}
unset($iterator);
probe($argv[1], $base);
