package io.bespokecache.autoconfigure;

import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.cache.annotation.Cacheable;

/**
 * A service whose method counts how often it really ran.
 */
class Greetings {

	final AtomicInteger calls = new AtomicInteger();

	@Cacheable("greetings")
	String greet(String name) {
		return "Hello " + name + ", call " + this.calls.incrementAndGet();
	}

}
