<?php
/*
 * @packages symfony/security-core:^7
 * @packages symfony/security-core:^6
 */
use Symfony\Component\Security\Core\Authentication\Token\NullToken;
use Symfony\Component\Security\Core\Authorization\AccessDecisionManager;
use Symfony\Component\Security\Core\Authorization\TraceableAccessDecisionManager;

return [
	'make' => function () { return new TraceableAccessDecisionManager(new AccessDecisionManager); },
	'grow' => function ($manager, $jobs) {
		for ($i = 0; $i < $jobs; $i++) {
			$manager->decide(new NullToken, ['ROLE_ADMIN'], (object)['number' => $i]);
		}
	},
] + (method_exists(TraceableAccessDecisionManager::class, 'reset') ? [
	'cure' => function ($manager) { $manager->reset(); },
] : [
	'avoid' => function () { return new AccessDecisionManager; },
]);
