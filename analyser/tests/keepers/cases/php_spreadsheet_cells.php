<?php
/*
 * @packages phpoffice/phpspreadsheet:^3
 * @without maennchen/zipstream-php
 */
use PhpOffice\PhpSpreadsheet\Spreadsheet;

return [
	'jobs' => 5000,
	'make' => function () { return (object)['sheets' => [new Spreadsheet]]; },
	'grow' => function ($app, $jobs) {
		for ($i = 1; $i <= $jobs; $i++) {
			$app->sheets[0]->getActiveSheet()->setCellValue([1, $i], "row $i");
		}
	},
	'cure' => function ($app) {
		foreach ($app->sheets as $sheet) {
			$sheet->disconnectWorksheets();
		}
		$app->sheets = [];
		PhpOffice\PhpSpreadsheet\Settings::setCache(null);
	},
];
