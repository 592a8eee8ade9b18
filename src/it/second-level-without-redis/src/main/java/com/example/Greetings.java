package com.example;

import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Service;

@Service
class Greetings {

	private final AtomicInteger calls = new AtomicInteger();

	@Cacheable("greetings")
	public String greet(String name) {
		this.calls.incrementAndGet();
		return "Hello, " + name;
	}

	public int calls() {
		return this.calls.get();
	}

}
