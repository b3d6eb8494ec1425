/* Tests of packages.c: which package a file belongs to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "answer/packages.h"

static void test_files(void **state)
{
	static const struct {
		const char *file;
		const char *name;
		const char *kind;
	} rows[] = {
		{"/app/vendor/monolog/monolog/src/Monolog/Logger.php", "monolog/monolog", "package"},
		{"/app/vendor/composer/ClassLoader.php", "composer", "package"},
		{"/app/vendor/composer/composer/src/A.php", "composer/composer", "package"},
		{"/app/vendor/autoload.php", "autoload", "package"},
		{"/app/vendor/a/b/vendor/c/d/e.php", "c/d", "package"},
		{"/srv/wp-content/plugins/akismet/class.php", "plugin akismet", "plugin"},
		{"/srv/wp-content/plugins/hello.php", "plugin hello", "plugin"},
		{"/srv/wp-content/plugins/shop/vendor/guzzle/psr7/src/Uri.php", "guzzle/psr7", "package"},
		{"/srv/wp-content/themes/twenty/functions.php", "theme twenty", "theme"},
		{"/srv/wp-includes/post.php", "WordPress", "package"},
		{"/d/web/modules/contrib/token/src/Token.php", "module token", "module"},
		{"/d/web/core/modules/node/src/Node.php", "module node", "module"},
		{"/m/app/code/Acme/Shop/Model/Cart.php", "module Acme/Shop", "module"},
		{"/s/src/ShopBundle/Entity/Cart.php", "bundle ShopBundle", "module"},
		{"/s/src/Bundle/Cart.php", "application", "application"},
		{"phar:///usr/bin/tool.phar/src/A.php", "tool.phar", "archive"},
		{"phar:///usr/bin/tool.phar/vendor/a/b/A.php", "a/b", "package"},
		{"/app/src/Kernel.php", "application", "application"},
		{"/app/vendor/", "application", "application"},
		{"kernel.php", "application", "application"},
		{"", "application", "application"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *kind = NULL;
		char *const name = ra_package_of_file(rows[i].file, &kind);

		assert_non_null(name);
		assert_string_equal(name, rows[i].name);
		assert_string_equal(kind, rows[i].kind);
		free(name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_files)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
