package com.example;

import io.bespokecache.cache.CacheStatistics;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.BespokeCacheManager;
import io.bespokecache.spring.CachePreload;

import org.springframework.aot.AotDetector;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cglib.proxy.Factory;
import org.springframework.context.annotation.Bean;

@SpringBootApplication
class Application {

	public static void main(String[] args) {
		SpringApplication.run(Application.class, args);
	}

	@Bean
	CachePreload<String, String> firstGreeting() {
		return (cache) -> cache.accept("Ada", "Welcome back, Ada");
	}

	@Bean
	ApplicationRunner report(Greetings greetings, BespokeCacheManager cacheManager) {
		return (args) -> {
			System.out.println("generated: " + AotDetector.useGeneratedArtifacts());
			System.out.println("callback: " + ((Factory) greetings).getCallback(0).getClass().getSimpleName());
			System.out.println("preloaded: " + greetings.greet("Ada"));
			for (int call = 0; call < 3; call++) {
				greetings.greet("Bob");
				greetings.nameOf(new Person("Cid", 7));
			}
			for (String name : new String[] { "greetings", "people" }) {
				BespokeCache cache = cacheManager.getCache(name);
				CacheStatistics counts = cache.getStore().statistics();
				System.out.println(name + ": " + cache.getDefinition().selection().strategy().id() + ", " + counts.hits()
						+ " hits, " + counts.misses() + " misses");
			}
			System.out.println("calls: " + greetings.calls());
		};
	}

}
