/*
 * The application starts from what was generated ahead of time, and its caches work as ever.
 */
def java = new File(System.getProperty('java.home'), 'bin/java').path
def jar = new File(basedir, 'target/ahead-of-time-1.0.0.jar').path
def process = new ProcessBuilder(java, '-Dspring.aot.enabled=true', '-jar', jar).redirectErrorStream(true).start()
def output = process.inputStream.getText('UTF-8')
assert process.waitFor() == 0 : output
[
	'generated: true',
	'callback: HitCallback',
	'preloaded: Welcome back, Ada',
	'greetings: [a-z-]+, 3 hits, 1 misses',
	'people: [a-z-]+, 2 hits, 1 misses',
	'calls: 2'
].each { line -> assert output =~ line : "'${line}' is missing in\n${output}" }
return true
