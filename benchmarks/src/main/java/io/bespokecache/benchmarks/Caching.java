package io.bespokecache.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;

import io.bespokecache.autoconfigure.BespokeCacheAutoConfiguration;
import io.bespokecache.autoconfigure.BespokeCachingAutoConfiguration;

import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;

/**
 * What answers a {@code @Cacheable} call: Spring alone, or Spring with Bespoke Cache.
 * Both hold their entries in the same kind of map, with the same bound and expiry.
 */
public enum Caching {

	/** The peer: Spring Boot as it is. */
	SPRING {
		@Override
		void configure(AnnotationConfigApplicationContext context, Kind kind, Map<String, Object> properties) {
			context.register(Stock.class, CacheAutoConfiguration.class);
			properties.put("spring.cache.type", (kind != Kind.CONCURRENT) ? "caffeine" : "simple");
			properties.put("spring.cache.caffeine.spec", "maximumSize=10000,expireAfterWrite=600s,recordStats");
		}
	},

	/** Bespoke Cache. */
	BESPOKE {
		@Override
		void configure(AnnotationConfigApplicationContext context, Kind kind, Map<String, Object> properties) {
			configureOurs(context, kind, properties);
		}
	},

	/** Bespoke Cache that does not observe how its caches are used. */
	BESPOKE_UNOBSERVED {
		@Override
		void configure(AnnotationConfigApplicationContext context, Kind kind, Map<String, Object> properties) {
			configureOurs(context, kind, properties);
			properties.put(DEFAULTS + "adaptive", "off");
		}
	};

	private static final String DEFAULTS = "bespoke.cache.defaults.";

	private static void configureOurs(AnnotationConfigApplicationContext context, Kind kind,
			Map<String, Object> properties) {
		context.register(Ours.class, BespokeCachingAutoConfiguration.class, BespokeCacheAutoConfiguration.class);
		if (kind != Kind.CONCURRENT) {
			properties.put(DEFAULTS + "maximum-size", "10000");
			properties.put(DEFAULTS + "expire-after-write", "600s");
			properties.put(DEFAULTS + "strategy", Cell.name(kind.name()));
		}
		else {
			properties.put(DEFAULTS + "unbounded", "true");
			properties.put(DEFAULTS + "strategy", "concurrent");
		}
	}

	/**
	 * Starts an application context with the benchmarked service.
	 * @param kind the kind of map
	 * @return the context
	 */
	AnnotationConfigApplicationContext start(Kind kind) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		Map<String, Object> properties = new LinkedHashMap<>();
		configure(context, kind, properties);
		context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("benchmark", properties));
		context.registerBean(CachedService.class);
		context.refresh();
		return context;
	}

	abstract void configure(AnnotationConfigApplicationContext context, Kind kind, Map<String, Object> properties);

	/**
	 * Kind of map.
	 */
	public enum Kind {

		/** ConcurrentHashMap, without bound and expiry. */
		CONCURRENT,

		/** Caffeine with a bound of 10,000 and an expiry of ten minutes. */
		CAFFEINE,

		/** With the same bound and expiry Caffeine there and our own strategy here. */
		ADAPTIVE_FIFO

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class Stock {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties
	static class Ours {

	}

}
