<?php
/*
 * @packages maximebf/debugbar:^1
 */
return [
	'make' => function () { return new DebugBar\DataCollector\MessagesCollector; },
	'grow' => function ($messages, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			$messages->addMessage("job $i is done");
		}
	},
	'cure' => function ($messages) { $messages->clear(); },
];
