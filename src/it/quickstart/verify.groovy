/*
 * The README shows this project: each of its files, and what its endpoint answers.
 */
import groovy.json.JsonSlurper

def readme = new File(basedir, '../../../../README.md').getText('UTF-8').replace('\r\n', '\n')
def blocks = (readme =~ /(?s)```\w+\n(.*?)```/).collect { it[1].trim() }

['src/main/resources/application.yml', 'src/main/java/com/example/Countries.java'].each { path ->
	def text = new File(basedir, path).getText('UTF-8').trim()
	assert blocks.contains(text) : "README.md does not show ${path} as it is"
}

def pom = new File(basedir, 'pom.xml').getText('UTF-8')
def dependency = blocks.find { it.startsWith('<dependency>') }
assert dependency != null : 'README.md shows no dependency'
assert pom.replaceAll(/\s+/, '').contains(dependency.replaceAll(/\s+/, '')) : 'README.md shows another dependency'

def shape
shape = { value ->
	value instanceof Map ? value.collectEntries { k, v -> [k, shape(v)] } : value
}
def shown = new JsonSlurper().parseText(blocks.find { it.startsWith('{') })
def real = new JsonSlurper().parse(new File(basedir, 'target/bespokecaches.json'))
assert shape(shown.caches.countries) == shape(real.caches.countries) : 'README.md shows another answer of the endpoint'
return true
