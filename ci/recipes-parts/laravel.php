<?php
/* laravel.php FOLDER VENDOR PROVIDER: the smallest Laravel application that Octane serves, with one leak; PROVIDER is the class of the recipe. */
list(, $folder, $vendor, $provider) = $argv;
foreach (array('bootstrap/cache', 'config', 'storage/framework/views', 'storage/logs', 'routes', 'app') as $path) {
	mkdir("$folder/$path", 0700, true);
}
mkdir("$folder/vendor");
file_put_contents("$folder/vendor/autoload.php", "<?php\nrequire_once " . var_export("$vendor/autoload.php", true) . ";
require_once __DIR__ . '/../app/Basket.php';\nrequire_once __DIR__ . '/../app/DumpServiceProvider.php';\n");
file_put_contents("$folder/app/Basket.php", "<?php\nnamespace App;\nclass Basket { public static array \$seen = []; }\n");
file_put_contents("$folder/app/DumpServiceProvider.php", "<?php\nnamespace App;\nuse Illuminate\\Support\\ServiceProvider;
use Laravel\\Octane\\Events\\WorkerStarting;\n" . file_get_contents($provider));
file_put_contents("$folder/bootstrap/app.php", "<?php
return Illuminate\\Foundation\\Application::configure(basePath: dirname(__DIR__))
	->withRouting(web: __DIR__ . '/../routes/web.php')->withMiddleware(function (\$m) {})->withExceptions(function (\$e) {})
	->withProviders([App\\DumpServiceProvider::class, Laravel\\Octane\\OctaneServiceProvider::class])->create();\n");
file_put_contents("$folder/routes/web.php", '<?php
Illuminate\Support\Facades\Route::get("/{n}", function ($n) { App\Basket::$seen[] = str_repeat("line $n", 2000); return "page $n"; });
');
copy("$vendor/laravel/octane/config/octane.php", "$folder/config/octane.php");
file_put_contents("$folder/.env", 'APP_KEY=base64:' . base64_encode(random_bytes(32)) . "\nAPP_ENV=production\nAPP_DEBUG=false
SESSION_DRIVER=array\nCACHE_STORE=array\nLOG_CHANNEL=stderr\nOCTANE_SERVER=roadrunner\n");
