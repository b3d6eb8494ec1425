<?php
// loads: curl  exact: 90
require __DIR__ . '/lib.php';

class Sink
{
    public array $got = [];
    public string $pay = '';

    public function take($handle, string $data): int
    {
        $this->got[] = $data;
        return strlen($data);
    }
}

$file = tempnam(sys_get_temp_dir(), 'curl');
file_put_contents($file, payload(1, 2000));
$share = curl_share_init();
for ($i = 0; $i < 400 * TIMES; $i++) {
    $sink = new Sink;
    $sink->pay = payload($i);
    $curl = curl_init("file://$file");
    curl_setopt($curl, CURLOPT_WRITEFUNCTION, $i % 2 ? [$sink, 'take'] : fn($h, $d) => $sink->take($h, $d));
    curl_setopt($curl, CURLOPT_HEADERFUNCTION, fn($h, $d) => strlen($d));
    curl_setopt($curl, CURLOPT_XFERINFOFUNCTION, fn() => 0);
    curl_setopt($curl, CURLOPT_PRIVATE, [payload($i)]);
    curl_setopt($curl, CURLOPT_SHARE, $share);
    curl_setopt($curl, CURLOPT_HTTPHEADER, ["X-A: $i", 'X-B: b']);
    curl_setopt($curl, CURLOPT_POSTFIELDS, ['f' => new CURLStringFile(payload($i), 'n'), 'g' => 'x']);
    if ($i < 50) {
        curl_exec($curl);
    }
    $objs[] = $curl;
}
for ($i = 0; $i < 200 * TIMES; $i++) {
    $multi = curl_multi_init();
    for ($k = 0; $k < 3; $k++) {
        $curl = curl_init();
        curl_setopt($curl, CURLOPT_PRIVATE, [payload($i)]);
        curl_multi_add_handle($multi, $curl);
    }
    if (defined('CURLMOPT_PUSHFUNCTION')) {
        $pay = payload($i);
        curl_multi_setopt($multi, CURLMOPT_PUSHFUNCTION, fn($a, $b, $headers) => strlen($pay));
    }
    $objs[] = $multi;
}
for ($i = 0; $i < 100 * TIMES; $i++) {
    $curl = curl_init("file://$file");
    curl_setopt($curl, CURLOPT_RETURNTRANSFER, true);
    curl_exec($curl);
    $copy = curl_copy_handle($curl);
    $objs[] = [$curl, $copy];
}
unlink($file);
unset($curl, $copy, $multi, $sink, $share, $pay);
probe($argv[1], $base);
