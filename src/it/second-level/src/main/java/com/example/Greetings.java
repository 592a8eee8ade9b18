package com.example;

import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Service;

@Service
class Greetings {

	private final AtomicInteger calls = new AtomicInteger();

	@Cacheable("greetings")
	public Greeting greet(String name) {
		this.calls.incrementAndGet();
		return new Greeting("Hello, " + name, LocalDate.of(1815, 12, 10), List.of("en", "fr"));
	}

	@CacheEvict("greetings")
	public void forget(String name) {
	}

	public int calls() {
		return this.calls.get();
	}

}
