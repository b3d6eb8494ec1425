--TEST--
rdump.oom_hook: a program is started when an automatic dump is whole, and the application does not see it
--SKIPIF--
<?php
require __DIR__ . '/lib/skip.inc';
skip_if_emulated();
?>
--FILE--
<?php
require __DIR__ . '/lib/test.inc';
$dir = test_dir(__FILE__);

file_put_contents("$dir/hook", "#!/bin/sh\n{ echo \"\$0\"; ls -l \"\$RDUMP_PATH\" >/dev/null && echo there; env | sort; ls /proc/self/fd | wc -l; } >$dir/said.part\nmv $dir/said.part $dir/said\n");
chmod("$dir/hook", 0755);
function said($dir)
{
	for ($i = 0; $i < 6000 && !is_file("$dir/said"); $i++) {
		usleep(10000);
		clearstatcache();
	}
	return is_file("$dir/said") ? file_get_contents("$dir/said") : null;
}
$ini = array('memory_limit' => LIMIT, 'rdump.oom_dump' => "$dir/%p.rdump", 'rdump.oom_hook' => "$dir/hook");
$child = run_php($dir, 'exhaust_memory();', array('ini' => $ini, 'env' => array('SECRET' => 'word')));
check_fatal($child);
$said = (string) said($dir);
check('it ran', strpos($said, "$dir/hook\n") === 0, $said);
check('the dump is whole then', strpos($said, "\nthere\n") !== false, $said);
check('its path', strpos($said, "\nRDUMP_PATH=$dir/{$child->pid}.rdump\n") !== false, $said);
check('the process', strpos($said, "\nRDUMP_PID={$child->pid}\n") !== false, $said);
check('the script', strpos($said, "\nRDUMP_SCRIPT={$child->script}\n") !== false, $said);
check('the reason', strpos($said, "\nRDUMP_REASON=memory_limit\n") !== false, $said);
check('nothing of the environment', strpos($said, 'SECRET') === false, $said);
@unlink("$dir/said");

/* Not for a call, not when there is no dump, and one that is missing hurts nobody. */
run_php($dir, 'rdump_dump("' . $dir . '/call.rdump");', array('ini' => $ini));
run_php($dir, 'exhaust_memory();', array('ini' => array('rdump.oom_dump' => "$dir/missing/a.rdump") + $ini));
$child = run_php($dir, 'exhaust_memory();', array('ini' => array('rdump.oom_hook' => "$dir/missing") + $ini));
check_fatal($child);
whole_dump("$dir/{$child->pid}.rdump");
$child = run_php($dir, 'exhaust_memory();', array('ini' => array('rdump.fork' => '0') + $ini));
check_fatal($child, 'without a copy: the fatal error');
usleep(300000);
check('it did not run', !is_file("$dir/said"));

$child = run_php($dir, 'echo "[", ini_get("rdump.oom_hook"), "]";', array('ini' => array('rdump.oom_hook' => 'hook', 'display_startup_errors' => '1')));
check('a relative path is refused', strpos($child->output, 'is no absolute path') !== false && strpos($child->output, '[]') !== false, $child->output);

/* The request does not wait for it. */
file_put_contents("$dir/hook", "#!/bin/sh\necho \$\$ >$dir/said.part\nmv $dir/said.part $dir/said\nexec sleep 60\n");
$child = run_php($dir, 'register_shutdown_function(function () { echo "served"; }); exhaust_memory();', array('ini' => $ini));
check('the request goes on', substr($child->output, -6) === 'served', $child->output);
$pid = (int) said($dir);
check('while it runs', $pid > 0 && is_dir("/proc/$pid"), $pid);
exec("kill $pid");
checks_done();
?>
--EXPECT--
18 checks passed
