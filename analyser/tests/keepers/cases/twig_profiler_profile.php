<?php
/*
 * @packages twig/twig:^3
 * @packages twig/twig:^2
 */
use Twig\Environment;
use Twig\Extension\ProfilerExtension;
use Twig\Loader\ArrayLoader;
use Twig\Profiler\Profile;

return [
	'make' => function () {
		$profile = new Profile;
		$twig = new Environment(new ArrayLoader(['mail' => 'Hello {% block name %}{{ name }}{% endblock %}!']));
		$twig->addExtension(new ProfilerExtension($profile));
		return ['twig' => $twig, 'profile' => $profile];
	},
	'grow' => function ($app, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			$app['twig']->render('mail', ['name' => "user $i"]);
		}
	},
	'cure' => function ($app) { $app['profile']->reset(); },
];
