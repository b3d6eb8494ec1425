<?php
/* Two hundred equal settings, each held by a page and by a list.
 *
 * @expect dedup_candidate low
 * @summary ^Page::\$settings \(Settings\): 200 copies x 720 B avg retained = 140\.63 KB$
 * @fact count = 200
 * @fact examples = {"type":"object","identical_count":200,"distinct_values":1}
 * @hypothesis ^200/200 objects are equal in value \(100%\), 1 different values in all$
 * @confidence low
 */
class Settings
{
    public $theme;
    public $size = 3;
}

class Page
{
    public $settings;
}

$list = [];
$pages = [];
for ($i = 0; $i < 200; $i++) {
    $settings = new Settings();
    $settings->theme = str_repeat('theme ', 100);
    $list[] = $settings;
    $pages[] = $page = new Page();
    $page->settings = $settings;
}
unset($page, $settings);
rdump_dump($argv[1]);
